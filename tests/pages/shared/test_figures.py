import json

import numpy as np
import pandas as pd
import pytest

from pages.shared.figures.activity import activity, activity_title
from pages.shared.figures.base import unique
from pages.shared.figures.contributions import contributions
from pages.shared.figures.intervals import interval_bars
from pages.shared.figures.long_tail import long_tail
from pages.shared.figures.shares import shares
from pages.shared.figures.timeline import timeline

NASTY = '<img src=x onerror=alert(1)> & "quotes"'

WEEKS = pd.DataFrame(
    {
        "week": pd.date_range("2017-01-02", periods=20, freq="7D"),
        "purchases": [3, *range(10, 28), 4],
        "customers": range(1, 21),
    }
)
MODELS = pd.DataFrame(
    {
        "name": ["popularity", "ease", "content"],
        "label": ["Popularity", "EASE", NASTY],
        "value": [0.078, 0.1, 0.05],
        "low": [0.075, 0.097, np.nan],
        "high": [0.081, 0.103, np.nan],
        "n": [2469, 2469, 12],
    }
)
FIGURES = {
    "activity": lambda: activity(WEEKS, "Rising"),
    "long tail": lambda: long_tail(
        pd.DataFrame({"products": [0, 0.1, 1], "purchases": [0, 0.6, 1]}), "Few", n_products=50
    ),
    "intervals": lambda: interval_bars(MODELS, "EASE leads", x="NDCG", baseline="popularity"),
    "contributions": lambda: contributions(
        pd.DataFrame(
            {"label": [f"{NASTY} {i}" for i in range(12)], "value": np.linspace(1, -0.1, 12)}
        ),
        "Why",
        total=5.4,
    ),
    "shares": lambda: shares(
        pd.DataFrame({"label": ["Dairy", NASTY], "share": [0.4, 0.1], "average": [0.1, 0.2]}),
        "Dairy",
    ),
    "timeline": lambda: timeline(
        pd.DataFrame(
            {
                "ts": pd.date_range("2017-01-01", periods=12),
                "label": [NASTY] * 12,
                "lane": [f"c{i % 10}" for i in range(12)],
                "value": range(12),
            }
        ),
        "Often",
    ),
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


def test_intervals_are_drawn_around_the_value():
    bars = interval_bars(MODELS, "t", x="NDCG", baseline="popularity").data[0]
    best = list(bars.y).index("EASE")
    assert bars.x[best] - bars.error_x.arrayminus[best] == pytest.approx(0.097)
    assert bars.x[best] + bars.error_x.array[best] == pytest.approx(0.103)
    without = next(i for i, label in enumerate(bars.y) if "img" in label)
    assert bars.error_x.array[without] == 0
    assert best == 2, "the best is on top"


def test_contributions_step_up_to_the_score():
    frame = pd.DataFrame({"label": list("abcd"), "value": [3.0, 1.0, -0.5, 0.0]})
    bars = contributions(frame, "t", total=3.5).data[0]
    assert list(bars.base) == [0.0, 3.0, 4.0, 0.0]
    assert bars.base[2] + bars.x[2] == bars.x[-1] == 3.5


def test_small_contributions_are_summed_in_one_bar():
    frame = pd.DataFrame({"label": [str(i) for i in range(20)], "value": [1.0] * 20})
    bars = contributions(frame, "t", total=20.0, most=5).data[0]
    assert len(bars.x) == 7
    assert bars.x[5] == 15.0


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
