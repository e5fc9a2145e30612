import json

import pandas as pd
import pytest

from pages.kit.figure import safe, unique
from pages.parts.data.charts.activity import activity, activity_title, usual_week
from pages.parts.data.charts.long_tail import long_tail, top_share

NASTY = '<img src=x onerror=alert(1)> & "quotes"'

WEEKS = pd.DataFrame(
    {
        "week": pd.date_range("2017-01-02", periods=20, freq="7D"),
        "purchases": [3, *range(10, 28), 4],
        "customers": range(1, 21),
    }
)
TAIL = pd.DataFrame({"products": [0, 0.05, 0.2, 1], "purchases": [0, 0.4, 0.8, 1]})
FIGURES = {
    "activity": lambda: activity(WEEKS, f"Rising {NASTY}", unit=NASTY),
    "one week": lambda: activity(WEEKS.iloc[:1], "One week"),
    "long tail": lambda: long_tail(TAIL, NASTY, n_products=50),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_carry_a_title_and_only_finite_safe_content(name):
    figure = FIGURES[name]()
    text = figure.to_json()
    assert figure.layout.title.text
    assert "<img" not in text.replace("\\u003c", "<")
    assert "NaN" not in text
    json.loads(text)
    assert figure.layout.height > 100


def test_the_best_sellers_share_is_read_off_the_curve():
    assert top_share(TAIL) == pytest.approx(0.4 + 0.4 / 3)
    dot = long_tail(TAIL, "t", n_products=50).data[2]
    assert dot.y[0] == pytest.approx(top_share(TAIL))


def test_incomplete_weeks_at_both_ends_are_pale_and_not_counted():
    bars = activity(WEEKS, "t").data[0]
    assert bars.marker.color[0] == bars.marker.color[-1] != bars.marker.color[1]
    assert usual_week(WEEKS) == 18.5


def test_the_axis_ends_where_the_data_ends():
    first, last = (pd.Timestamp(end) for end in activity(WEEKS, "t").layout.xaxis.range)
    weeks = pd.to_datetime(WEEKS["week"])
    assert weeks.min() - pd.Timedelta(days=7) < first < weeks.min()
    assert weeks.max() < last < weeks.max() + pd.Timedelta(days=7)


def test_few_weeks_are_drawn_day_by_day_and_every_day_is_whole():
    days = WEEKS.rename(columns={"week": "day"}).assign(day=pd.date_range("2017-01-02", periods=20))
    figure = activity(days, activity_title(days))
    assert len(set(figure.data[0].marker.color)) == 1
    assert figure.layout.yaxis.title.text == "Purchases per day"
    assert usual_week(days) == 17.5
    assert (
        activity_title(days) == "17.5 purchases on a usual day; the strongest was 20 January 2017"
    )


def test_activity_title_tells_direction_and_peak():
    title = activity_title(WEEKS)
    assert "more purchases a week in the second half" in title
    assert "strongest week began on 8 May 2017" in title
    flat = WEEKS.assign(purchases=10)
    assert activity_title(flat).startswith("Steady at 10 purchases in a usual week")
    assert activity_title(WEEKS.iloc[:0]) == "No dated purchases"


def test_labels_of_the_same_name_keep_their_own_place():
    assert len(set(unique(["Milk", "Milk", "Milk"]))) == 3
    assert unique(["<b>"]) == ["&lt;b&gt;"]
    assert safe("begin" + "-" * 99 + "end", 10) == "begin…-end"
