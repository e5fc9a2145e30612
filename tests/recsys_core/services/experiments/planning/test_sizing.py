"""Baseline, spread and power of a plan."""

import numpy as np
import pytest

from recsys_core.services.experiments.planning.request import PlanRequest
from recsys_core.services.experiments.planning.sizing import (
    linear,
    measured,
    money_tried,
    power_by,
    rate_tried,
)


def test_a_ratio_is_told_by_its_linear_part():
    values = np.array([[10.0, 1.0], [30.0, 2.0], [0.0, 0.0], [20.0, 3.0]])
    figure, each = linear(values)
    assert figure == 10
    assert each.sum() == pytest.approx(0)
    assert each.tolist() == pytest.approx([0.0, 10 / 1.5, 0.0, -10 / 1.5])
    assert linear(np.array([[0.0, 0.0], [0.0, 0.0]]))[0] == 0
    assert measured(PlanRequest(baseline=0.2), None) == (0.2, pytest.approx(0.4))


@pytest.mark.parametrize("shares", [None, (0.2, 0.8), (0.8, 0.2)])
def test_trials_find_a_difference_as_often_as_the_formula_says(shares):
    asked = PlanRequest(effect=0.5, baseline=0.2, shares=shares)
    promised = power_by(asked, 0.2, 0.4, "pooled")(0.5)(150)
    found = rate_tried(asked, 0.2, 0.3, 150)
    assert found.per_arm == 150
    assert found.power == pytest.approx(promised, abs=0.02)


def test_money_is_drawn_by_shares():
    values = np.random.default_rng(1).gamma(2, 10, 4_000)
    asked = PlanRequest("money", effect=0.2, shares=(0.25, 0.75))
    promised = power_by(asked, float(values.mean()), float(values.std()))(0.2)(200)
    found = money_tried(asked, values, 200, 2_000)
    assert found.power == pytest.approx(promised, abs=0.04)
