import pytest

from pages.parts.evaluation.what_if_words import missed
from recsys_core.evaluation.what_if import FigureRow
from recsys_core.schema.statistics.significance import errors_found


def row(better: bool | None = None, baseline: float = 0.1, spread: float = 0.02) -> FigureRow:
    return FigureRow(
        "NDCG@10", "NDCG", 0.1, baseline, 0.001, -spread / 2, spread / 2, 107, better, 0.4
    )


def test_what_could_not_be_shown_says_what_would_have_been_missed() -> None:
    # One figure: 1.96 + 0.84 standard errors of 0.02 / 3.92, as a share of 0.1.
    assert missed(row(), 1) == "With 107 customers a difference under 14.3 % would be missed."
    assert row().missed(12) / row().missed(1) == pytest.approx(errors_found(12) / errors_found(1))


@pytest.mark.parametrize("found", [row(better=True), row(better=False), row(spread=0.0)])
def test_what_was_shown_or_is_equal_says_nothing_of_it(found: FigureRow) -> None:
    assert missed(found, 12) == ""


def test_without_a_baseline_the_size_is_in_the_figures_own_unit() -> None:
    assert missed(row(baseline=0.0), 1).endswith("under 0.0143 would be missed.")
