from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from recsys_core.evaluation.board import Leaderboard, Row
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.findings import (
    first_model,
    lead_line,
    people,
    people_line,
    with_level,
)
from recsys_core.services.workspace.names import MetricInfo, metric_info

METRICS = {metric.name: metric for metric in metric_info()}


def compared(a: str, b: str, difference: float, p: float, missed: float = 0) -> SimpleNamespace:
    return SimpleNamespace(
        a=a, b=b, metric="NDCG@10", difference=difference, p_adjusted=p, missed=missed
    )


def frame(**values: tuple[float, float, float]) -> pd.DataFrame:
    return pd.DataFrame(
        [(name.replace("_", "-"), *figures, 107) for name, figures in values.items()],
        columns=["model", "value", "low", "high", "n"],
    )


def title(rows: pd.DataFrame, metric: MetricInfo, tests: list | None = None) -> str:
    return findings.ranking_title(rows, metric, findings.comparisons(tests or []))


def test_a_leader_is_named_with_its_figure_and_the_bestsellers():
    rows = frame(ease=(0.1, 0.095, 0.106), popularity=(0.078, 0.073, 0.083))
    tests = [compared("ease", "popularity", 0.022, 0.0003)]
    assert title(rows, METRICS["NDCG"], tests) == (
        "EASE leads on ranking quality: 0.100 against 0.078 for the bestsellers"
    )


def test_models_that_cannot_be_told_apart_lead_together_and_the_trailing_one_is_named():
    rows = frame(
        ease=(0.1, 0.095, 0.106),
        content=(0.099, 0.094, 0.104),
        surprise_svd=(0.018, 0.016, 0.02),
        popularity=(0.078, 0.073, 0.083),
    )
    tests = [
        compared("ease", "content", 0.001, 0.6),
        compared("ease", "popularity", 0.022, 0.0003),
        compared("content", "popularity", 0.021, 0.0003),
        compared("ease", "surprise-svd", 0.082, 0.0003),
        compared("popularity", "surprise-svd", 0.06, 0.0003),
    ]
    found = title(rows, METRICS["NDCG"], tests)
    assert found.startswith("EASE and Similar products lead on ranking quality")
    assert found.endswith("SVD trails them")


def test_nothing_is_said_to_lead_when_it_may_be_chance():
    rows = frame(ease=(0.08, 0.07, 0.09), popularity=(0.078, 0.073, 0.083))
    tests = [compared("ease", "popularity", 0.002, 0.4)]
    expected = (
        "With 107 customers no model could be shown to beat the bestsellers on ranking quality"
    )
    assert title(rows, METRICS["NDCG"], tests) == expected
    # Without a test, intervals that overlap decide.
    expected = "With 107 customers no model could be shown to beat the bestsellers on hit rate"
    assert title(rows, METRICS["HitRate"]) == expected


def test_a_model_that_trails_is_named_where_none_leads():
    rows = frame(
        ease=(0.08, 0.07, 0.09), surprise_svd=(0.01, 0.01, 0.02), popularity=(0.078, 0.073, 0.083)
    )
    tests = [
        compared("ease", "popularity", 0.002, 0.4),
        compared("popularity", "surprise-svd", 0.06, 0.0003),
    ]
    found = title(rows, METRICS["NDCG"], tests)
    assert found.startswith("With 107 customers no model could be shown")
    assert found.endswith("; SVD trails them")


def test_what_would_have_been_missed_stands_beside_what_cannot_be_told_apart():
    (one,) = findings.comparisons([compared("ease", "content", 0.002, 0.4, 0.0171)])
    assert one.sentence == (
        "EASE and Similar products cannot be told apart: if they were equal, a difference like "
        "0.00200 (NDCG@10) would come up in 400 of 1,000 tests; a difference under 0.0171 would be "
        "missed more than one time in five."
    )


def test_lower_is_better_names_the_lowest():
    rows = frame(
        ease=(0.9, 0.89, 0.91), surprise_svd=(0.5, 0.49, 0.51), popularity=(0.99, 0.98, 1.0)
    )
    assert title(rows, METRICS["Gini"]).startswith("SVD is lowest on concentration: 0.500 against")


def test_ratings_have_no_bestsellers_to_compare_with():
    rows = frame(surprise_svd=(0.93, 0.9, 0.96))
    assert title(rows, METRICS["MAE"]) == "SVD is lowest on average rating error: 0.930"


def test_only_yardsticks():
    rows = frame(popularity=(0.078, 0.073, 0.083))
    assert title(rows, METRICS["NDCG"]) == "So far only the bestsellers have been measured"


def test_comparisons_put_the_better_first_and_the_real_before_chance():
    found = findings.comparisons(
        [compared("popularity", "ease", -0.02, 0.0004), compared("ease", "content", 0.03, 0.2)]
    )
    assert [(one.a, one.b, one.real) for one in found] == [
        ("ease", "popularity", True),
        ("ease", "content", False),
    ]
    assert found[0].sentence == (
        "EASE is ahead of Bestsellers by 0.0200 (NDCG@10); if they were equal, a difference like "
        "this would come up in fewer than 1 of 1,000 tests."
    )
    assert "cannot be told apart" in found[1].sentence


def test_no_difference_is_never_real():
    assert not findings.comparisons([compared("ease", "content", 0.0, 0.01)])[0].real


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.0003, "fewer than 1 of 1,000 tests"),
        (0.034, "34 of 1,000 tests"),
        (0.5, "500 of 1,000 tests"),
    ],
)
def test_a_p_value_in_words(p, words):
    assert findings.tests_alike(p) == words


def test_before_a_measurement_it_says_what_is_missing():
    assert findings.before_measuring(0, measuring=True).endswith("for the first time.")
    assert findings.before_measuring(0, measuring=False).endswith("no model is trained.")
    assert findings.before_measuring(2, measuring=False).startswith("2 models trained, none")


def board_of(n: int, leader: str | None, split: str = "time", **hits: float) -> Leaderboard:
    rows = [
        Row(model, label, 10, value, 0.0, 1.0, n)
        for model, value in hits.items()
        for label in ("HitRate@10", "NDCG@10")
    ]
    protocol = {"k": 10, "split": split, "kind": "implicit"}
    return Leaderboard(protocol, tuple(rows), (), "The board's own words.", leader)


def test_the_first_line_is_in_customers_of_a_hundred_or_of_all_where_they_are_fewer() -> None:
    many = board_of(2400, "ease", ease=0.541, als=0.5, popularity=0.457)
    assert people_line(many) == (
        "EASE leads: of 100 customers 54 find something they went on to buy, 46 with the "
        "bestsellers."
    )
    assert "of 30 customers 16 find" in people_line(
        board_of(30, "ease", ease=0.541, popularity=0.4)
    )
    assert people(many, "popularity") == "of 100 customers 46 find something they went on to buy"


def test_the_first_line_names_who_cannot_be_told_apart_from_the_leader() -> None:
    board = board_of(2400, "ease", ease=0.536, als=0.541, popularity=0.457)
    tests = (compared("ease", "als", 0.001, 0.6), compared("ease", "popularity", 0.02, 0.0004))
    line = people_line(replace(board, tests=tests))
    assert line.endswith("with the bestsellers. Hidden tastes cannot be told apart from it.")
    assert lead_line(replace(board, tests=tests)) == people_line(board)
    assert with_level(board, "As it was.") == "As it was."


def test_the_first_line_claims_no_lead_and_nothing_that_was_not_measured() -> None:
    nobody = board_of(200, None, ease=0.5, als=0.6, popularity=0.48)
    assert first_model(board_of(200, "ease", ease=0.5, als=0.6)) == "ease", "the leader"
    assert first_model(nobody) == "als", "the highest figure, where none may be said to lead"
    assert first_model(board_of(200, None, popularity=0.48)) is None
    none = people_line(nobody)
    assert none.startswith("No model could be shown to beat the bestsellers. Hidden tastes comes")
    assert "60 find something" in none
    for board in (board_of(200, "ease", ease=0.5), board_of(200, None, popularity=0.5)):
        assert people_line(board) == "The board's own words."
    drawn = people_line(board_of(200, "ease", "random", ease=0.5, popularity=0.4))
    assert "held back from the models" in drawn, "chance drew them: nobody went on to buy them"
