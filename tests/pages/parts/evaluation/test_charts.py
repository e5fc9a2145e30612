import json

import numpy as np
import pandas as pd
import pytest

from pages.parts.evaluation.charts.protocol import periods, shares
from pages.parts.evaluation.charts.ranking import ranking
from pages.parts.evaluation.charts.small_bars import small_bars

NASTY = "<img src=x onerror=alert(1)>"
ROWS = pd.DataFrame(
    {
        "model": ["popularity", "ease", "content", "random"],
        "label": ["Bestsellers", "EASE", NASTY, "Random order"],
        "value": [0.078, 0.1, 0.05, np.nan],
        "low": [0.073, 0.095, np.nan, np.nan],
        "high": [0.083, 0.106, np.nan, np.nan],
        "n": [2214, 2214, 12, 0],
    }
)
ORDER = ["ease", "popularity", "content", "random"]
DAY = 86_400
FIGURES = {
    "ranking": lambda: ranking(ROWS, "EASE leads", x="NDCG", lines={"popularity": "bestsellers"}),
    "small": lambda: small_bars(ROWS, order=ORDER, baseline="popularity", chosen="ease"),
    "small without baseline": lambda: small_bars(ROWS.iloc[1:], order=ORDER, baseline="popularity"),
    "small without anything": lambda: small_bars(ROWS.iloc[:0], order=ORDER, baseline="popularity"),
    "periods": lambda: periods(
        learnt=(0, 80 * DAY), tested=(80 * DAY, 100 * DAY), n_learnt=9, n_tested=2, noun="purchases"
    ),
    "overlapping": lambda: periods(
        learnt=(0, 95 * DAY), tested=(10 * DAY, 100 * DAY), n_learnt=9, n_tested=2, noun="purchases"
    ),
    "one day": lambda: periods(learnt=(0, 0), tested=(0, 0), n_learnt=1, n_tested=1, noun=NASTY),
    "shares": lambda: shares(80, 20, noun="ratings"),
}


@pytest.mark.parametrize("name", FIGURES)
def test_figures_hold_only_finite_safe_content(name):
    figure = FIGURES[name]()
    text = figure.to_json()
    assert "<img" not in text.replace("\\u003c", "<")
    assert "NaN" not in text
    json.loads(text)
    assert figure.layout.height >= 40


def labels(figure) -> list[str]:
    return [a.text for a in figure.layout.annotations]


def test_the_best_is_on_top_whichever_way_is_better():
    higher = ranking(ROWS, "t", x="NDCG").data[0]
    lower = ranking(ROWS, "t", x="Gini", higher_is_better=False).data[0]
    assert higher.y[-1] == "EASE"
    assert lower.y[0] == "EASE"
    assert len(higher.y) == 3, "a model without a figure is not drawn"


def test_the_reference_lines_carry_their_names():
    figure = ranking(ROWS, "t", x="NDCG", lines={"popularity": "bestsellers"})
    assert "bestsellers" in labels(figure)
    assert [shape.x0 for shape in figure.layout.shapes] == [0.078]


def test_intervals_reach_from_low_to_high():
    for figure in (ranking(ROWS, "t", x="NDCG"), small_bars(ROWS, order=ORDER, baseline=None)):
        bars = figure.data[0]
        at = list(bars.x).index(0.1)
        assert bars.x[at] - bars.error_x.arrayminus[at] == pytest.approx(0.095)
        assert bars.x[at] + bars.error_x.array[at] == pytest.approx(0.106)


def test_small_bars_keep_the_order_given_and_name_each_model():
    figure = small_bars(ROWS, order=ORDER, baseline="popularity")
    assert labels(figure)[::2] == ["EASE", "Bestsellers", "&lt;img src=x onerror=aler…"]
    assert labels(figure)[1] == "<b>0.100</b>"
    assert list(figure.data[1].x) == [0.078] * 3, "the bestsellers are marked on every bar"


def test_a_chosen_model_stands_out():
    bars = small_bars(ROWS, order=ORDER, baseline=None, chosen="ease").data[0]
    assert list(bars.marker.opacity) == [1.0, 0.35, 0.35]


def test_periods_span_the_days_they_say():
    learnt, tested = FIGURES["periods"]().data
    assert learnt.x[0] == 80 * DAY * 1000
    assert tested.x[0] == 20 * DAY * 1000
