import re

import pytest

from recsys_core.evaluation.board import Leaderboard, Row
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.models.registry import MODELS
from recsys_core.services.evaluation import latest
from recsys_core.services.workspace import names


@pytest.mark.parametrize("metric", names.metric_info(), ids=lambda metric: metric.name)
def test_every_abbreviation_has_its_long_form(metric):
    for word in re.findall(r"\b[A-Z][A-Z0-9]+\b", metric.title):
        assert metric.long_form, f"{word} in the title of {metric.name} is not spelled out"
    assert metric.family in names.FAMILIES
    assert metric.meaning.endswith(("?", "."))
    assert metric.direction in ("Higher is better", "Lower is better")


def test_labels_are_those_of_the_figures():
    by_name = {metric.name: metric for metric in names.metric_info()}
    assert by_name["NDCG"].label(5) == "NDCG@5"
    assert by_name["RMSE"].label(5) == "RMSE"
    assert by_name["NDCG"].short == "Ranking quality"


def test_titles_with_and_without_brackets():
    assert names.model_title("ease") == "EASE (products that go together)"
    assert names.short_title("ease") == "EASE"
    assert names.short_title("of another version") == "of another version"
    assert names.model_card("of another version") is None
    short = [names.short_title(name) for name in MODELS]
    assert len(set(short)) == len(short), "two models would look the same in a chart"


def test_figures_are_one_row_per_model_and_metric():
    rows = (
        Row("ease", "NDCG@5", 5, 0.1, 0.09, 0.11, 50),
        Row("ease", "RMSE", None, 0.9, 0.8, 1.0, 40),
        Row("ease", "Made up@5", 5, 1.0, 1.0, 1.0, 50),
    )
    board = Leaderboard({"k": 5}, rows, (), "", None)
    frame = latest.figures(board)
    assert list(frame["name"]) == ["NDCG", "RMSE", "Made up@5"]
    assert list(frame["title"]) == ["EASE"] * 3
    assert latest.figures(Leaderboard({"k": 5}, (), (), "", None)).empty


def test_every_metric_is_written_in_its_unit():
    units = {metric.name: names.unit_of(metric.name, metric.family) for metric in METRICS.values()}
    assert {name for name, unit in units.items() if unit == "money"} == {
        "Revenue",
        "Spent",
        "Margin",
    }
    assert set(units) >= names.SHARES
    # A share of one is between 0 and 1.
    assert all(METRICS[name].bounds == (0.0, 1.0) for name in names.SHARES)
    assert units["NDCG"] == "number"
