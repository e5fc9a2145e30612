import numpy as np
import pytest

from recsys_core.campaigns.response.measures import Forecast, auc, ece
from recsys_core.campaigns.response.rows import NUMBERS, ResponseRows
from recsys_core.campaigns.response.trial import KnownAnswers, fit_calibrated
from recsys_core.schema.types import FloatArray

ROWS, VALUES = 4000, 5
STRENGTH = 2.0


def planted(seed: int) -> KnownAnswers:
    """Who answers hangs on a pair of facts, each of which says nothing alone."""
    rng = np.random.default_rng(seed)
    fields = rng.integers(1, VALUES + 1, (ROWS, 3))
    numbers = rng.normal(size=(ROWS, len(NUMBERS)))
    sign = np.where((fields[:, 0] + fields[:, 1]) % 2, 1, -1)
    odds = -1.5 + 0.5 * numbers[:, 0] + STRENGTH / 2 * sign
    answered = rng.random(ROWS) < 1 / (1 + np.exp(-odds))
    rows = ResponseRows(numbers, fields, np.zeros((ROWS, 1), int), np.zeros((ROWS, 1), int))
    return KnownAnswers(rows, answered, np.arange(ROWS), np.arange(ROWS) >= ROWS * 9 // 10)


def tempted(seed: int) -> KnownAnswers:
    """Who answers has bought what is offered."""
    rng = np.random.default_rng(seed)
    history, target = rng.integers(1, 9, (ROWS, 4)), rng.integers(1, 9, (ROWS, 1))
    odds = np.where((history == target).any(axis=1), 0.5, -2.5)
    answered = rng.random(ROWS) < 1 / (1 + np.exp(-odds))
    numbers = rng.normal(size=(ROWS, len(NUMBERS)))
    rows = ResponseRows(numbers, np.zeros((ROWS, 0), int), history, target)
    return KnownAnswers(rows, answered, np.arange(ROWS), np.arange(ROWS) >= ROWS * 9 // 10)


def told(name: str, known: KnownAnswers, later: KnownAnswers) -> tuple[float, FloatArray, Forecast]:
    said = Forecast(
        fit_calibrated(name, known, 0).chance(later.rows), later.answered, later.customer
    )
    return float(auc(said, np.ones((1, ROWS)))[0]), said.chance, said


@pytest.mark.parametrize("name", ["hashed", "wide-deep", "deepfm"])
def test_what_only_a_pair_of_facts_says_is_found(name: str):
    known, later = planted(1), planted(2)
    own, chance, said = told(name, known, later)
    assert own > told("logistic", known, later)[0] + 0.02
    assert chance.sum() == pytest.approx(later.answered.sum(), rel=0.15)
    assert ece(said, np.ones((1, ROWS)))[0] < 0.04


def test_attention_sees_that_what_is_offered_was_bought():
    known, later = tempted(1), tempted(2)
    assert told("attention", known, later)[0] > told("logistic", known, later)[0] + 0.02


def test_the_same_seed_gives_the_same_chances():
    known = planted(3).take(np.arange(600))
    first, second = (fit_calibrated("dnn", known, 4).chance(known.rows) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_codes_never_met_count_as_unknown():
    known = planted(5).take(np.arange(600))
    model = fit_calibrated("wide-deep", known, 0)
    strange, unknown = (
        ResponseRows(
            known.rows.numbers,
            np.full_like(known.rows.fields, code),
            known.rows.history,
            known.rows.target,
        )
        for code in (99, 0)
    )
    np.testing.assert_array_equal(model.chance(strange), model.chance(unknown))
