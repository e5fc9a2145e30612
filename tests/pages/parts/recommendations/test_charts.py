import pandas as pd
import pytest

from pages.parts.customers.charts.segments import customer_segments, segments_title
from pages.parts.customers.charts.tastes import customer_tastes, tastes_title
from pages.parts.customers.charts.visits import customer_visits, visits_title
from pages.parts.recommendations.charts.contributions import stepping
from pages.parts.recommendations.charts.dropouts import dropouts

SHARES = pd.DataFrame(
    {"label": [f"<b>P{n}</b>" for n in range(12)], "value": [5.0, -2.0, *[0.1] * 10]}
)


def test_steps_begin_where_the_last_one_ended_and_end_at_the_score():
    bar = stepping(SHARES, "T", total=4.0, most=3).data[0]
    assert list(bar.base[:3]) == [0.0, 5.0, 3.0]
    assert bar.base[3] + bar.x[3] == pytest.approx(4.0)
    assert bar.y[3] == "9 others together"
    assert (bar.base[-1], bar.x[-1]) == (0.0, 4.0)


def test_foreign_text_is_not_read_as_html():
    for figure in (stepping(SHARES, "T", total=4.0), dropouts(SHARES, "T")):
        assert figure.data[0].y[0] == "&lt;b&gt;P0&lt;/b&gt;"


def test_dropouts_leave_room_for_the_labels_on_both_sides():
    figure = dropouts(SHARES, "T")
    low, high = figure.layout.xaxis.range
    assert low < -2.0
    assert high > 5.0


TASTES = pd.DataFrame(
    {
        "category": ["Milk", "Wine", "Odd"],
        "purchases": [40, 20, 1],
        "share": [0.4, 0.2, 0.01],
        "average_share": [0.38, 0.05, 0.01],
        "lift": [1.05, 4.0, float("nan")],
    }
)


def test_tastes_name_the_largest_and_the_unusual():
    assert tastes_title(TASTES) == "First: Milk, 40 % of purchases; Wine is 4 × the average"
    assert tastes_title(TASTES[:1]) == "First: Milk, 40 % of purchases"
    assert tastes_title(TASTES[:0]) == "No purchases with a known category"
    figure = customer_tastes(TASTES, "T")
    assert list(figure.data[0].y) == ["Odd", "Wine", "Milk"]
    assert [note.text for note in figure.layout.annotations] == ["", "4 ×", "1.05 ×"]


VISITS = pd.DataFrame(
    {
        "ts": pd.to_datetime(["2024-05-09", "2024-03-02", "2024-01-01"]),
        "products": [3, 9, 1],
        "spend": [12.0, 40.0, None],
        "titles": ["Milk", "Wine", "Odd"],
    }
)


def test_visits_are_as_high_as_their_spend_or_their_products():
    assert list(customer_visits(VISITS, "T").data[1].y) == [12.0, 40.0, 0.0]
    assert list(customer_visits(VISITS, "T", rated=True).data[1].y) == [3, 9, 1]
    assert visits_title(VISITS) == "A usual visit: 12.00; the largest on 2 Mar 2024: 40.00"
    assert visits_title(VISITS[:0]) == "No dated visits"


@pytest.mark.parametrize(
    ("expected", "words"),
    [("2024-05-01", ["was expected back 1 May"]), ("2024-05-20", ["expected back 20 May"]),
     ("2025-01-01", [])],
)  # fmt: skip
def test_the_next_visit_is_marked_when_it_is_near(expected: str, words: list[str]):
    figure = customer_visits(
        VISITS, "T", until=pd.Timestamp("2024-05-10"), expected=pd.Timestamp(expected)
    )
    assert [note.text for note in figure.layout.annotations] == words


SEGMENTS = pd.DataFrame(
    {
        "segment": ["Champions", "Dormant"],
        "customers": [30, 70],
        "share": [0.3, 0.7],
        "spend": [800.0, 200.0],
    }
)


def test_segments_with_and_without_spend():
    assert segments_title(SEGMENTS) == "Champions: 30 % of customers, 80 % of spend"
    spend, people = customer_segments(SEGMENTS, "T").data
    assert list(spend.x) == [0.2, 0.8]
    assert people.customdata[1][0] == "Champions"
    bare = SEGMENTS.assign(spend=float("nan"))
    assert segments_title(bare) == "Dormant is the largest segment: 70 %"
    assert len(customer_segments(bare, "T").data) == 1
