import json

import numpy as np
import pandas as pd
import pytest

from pages.parts.evaluation.charts.protocol import periods, shares
from pages.parts.evaluation.charts.ranking import ranking
from pages.parts.evaluation.charts.small_multiples import CHARACTER, Panel, small_multiples
from recsys_core.wording.amounts import AmountStyle, write_as

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
MODELS = {"ease": "EASE", "popularity": "Bestsellers", "content": NASTY, "random": "Random order"}
PANELS = [Panel("Precision", "higher is better", ROWS), Panel(NASTY, NASTY, ROWS.iloc[1:])]
DAY = 86_400
FIGURES = {
    "ranking": lambda: ranking(ROWS, "EASE leads", x="NDCG", lines={"popularity": "bestsellers"}),
    "small": lambda: small_multiples(PANELS, MODELS, baseline="popularity", chosen="ease"),
    "small, two lines": lambda: small_multiples(PANELS * 3, MODELS, baseline=None),
    "small without anything": lambda: small_multiples([], {}, baseline="popularity"),
    "small without figures": lambda: small_multiples(
        [Panel("Precision", "", ROWS.iloc[:0])], MODELS, baseline="popularity"
    ),
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


def test_figures_of_money_carry_the_currency():
    write_as(AmountStyle("EUR"))
    panels = [Panel("Spend on hits", "", ROWS, unit="money"), PANELS[0]]
    figures = small_multiples(panels, MODELS, baseline=None)
    texts = [trace.text for trace in figures.data if trace.type == "scatter"]
    assert "<b>€0.100</b>" in texts[0]
    assert "<b>0.100</b>" in texts[1]
    assert "<b>€0.100</b>" in labels(ranking(ROWS, "t", x="Spend", unit="money"))


def test_figures_that_are_shares_are_percentages():
    panels = [Panel("Hit rate", "", ROWS, unit="share")]
    texts = [t.text for t in small_multiples(panels, MODELS, baseline=None).data if t.text]
    figure = ranking(ROWS, "t", x="Hit rate", unit="share")
    assert "<b>10.0 %</b>" in texts[0]
    assert "<b>10.0 %</b>" in labels(figure)
    assert all(tick.endswith(" %") for tick in figure.layout.xaxis.ticktext)


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
    for figure in (ranking(ROWS, "t", x="NDCG"), small_multiples(PANELS, MODELS, baseline=None)):
        bars = figure.data[0]
        at = list(bars.x).index(0.1)
        assert bars.x[at] - bars.error_x.arrayminus[at] == pytest.approx(0.095)
        assert bars.x[at] + bars.error_x.array[at] == pytest.approx(0.106)


def test_every_panel_has_the_models_in_the_order_given_and_its_own_scale():
    figure = small_multiples(PANELS, MODELS, baseline="popularity")
    top_down = list(figure.layout.yaxis.categoryarray)[::-1]
    assert top_down[0] == "EASE"
    assert figure.layout.yaxis2.categoryarray == figure.layout.yaxis.categoryarray
    assert list(figure.data[0].y) == ["Bestsellers", "EASE", top_down[2]]
    assert list(figure.data[1].text) == ["<b>0.0780</b>", "<b>0.100</b>", "<b>0.0500</b>"]
    assert labels(figure)[0].startswith("<b>Precision</b>")
    marks = [(one.x0, one.xref) for one in figure.layout.shapes]
    assert marks == [(0.078, "x")], "the bestsellers, where they have a figure"
    first, second = figure.layout.xaxis, figure.layout.xaxis2
    assert first.domain[1] < second.domain[0]
    # The longest bar, and room for figures of six characters such as 0.0780.
    assert second.range[1] == pytest.approx(0.106 / (1 - 6 * CHARACTER))


def test_a_fifth_panel_begins_a_line_of_its_own_below():
    figure = small_multiples(PANELS * 3, MODELS, baseline=None)
    assert figure.layout.yaxis5.domain[1] < figure.layout.yaxis4.domain[0]
    assert figure.layout.yaxis5.showticklabels
    assert not figure.layout.yaxis4.showticklabels
    assert figure.layout.yaxis6.domain[0] >= 0


def test_a_chosen_model_stands_out():
    bars = small_multiples(PANELS, MODELS, baseline=None, chosen="ease").data[0]
    assert list(bars.marker.opacity) == [0.35, 1.0, 0.35]


def test_periods_span_the_days_they_say():
    learnt, tested = FIGURES["periods"]().data
    assert learnt.x[0] == 80 * DAY * 1000
    assert tested.x[0] == 20 * DAY * 1000
