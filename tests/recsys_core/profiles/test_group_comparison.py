"""Groups against everybody's average: by hand, by exact permutation, and by lot."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import pearson3

from recsys_core.profiles.group_comparison import _pearson_tail, compare_groups


def mask(n, rows):
    found = np.zeros(n, dtype=bool)
    found[list(rows)] = True
    return found


def test_means_average_and_counts_leave_out_what_is_not_known():
    values = pd.DataFrame({"x": [1.0, 2.0, np.nan, 5.0], "y": [np.nan, np.nan, 1.0, 3.0]})
    x, y = compare_groups(values, {"g": mask(4, [0, 1, 2])})
    assert (x.group, x.figure, x.n, x.mean) == ("g", "x", 2, 1.5)
    assert x.average == pytest.approx(8 / 3)
    assert x.times == pytest.approx(1.5 / (8 / 3))
    assert (y.n, y.mean) == (1, 1.0)
    assert np.isnan(y.p)
    assert np.isnan(y.low)
    assert not y.differs


def test_the_p_value_is_near_that_of_every_draw_there_is(rng):
    values = rng.normal(size=14)
    rows = np.argsort(values)[[2, 8, 9, 10, 12, 13]]
    [found] = compare_groups(pd.DataFrame({"x": values}), {"g": mask(14, rows)})
    means = np.array([values[list(drawn)].mean() for drawn in combinations(range(14), 6)])
    away = abs(values[rows].mean() - values.mean())
    exact = (np.abs(means - values.mean()) >= away - 1e-12).mean()
    assert found.p == pytest.approx(exact, abs=0.03)


def test_groups_by_lot_hardly_ever_differ_though_figures_are_lopsided(rng):
    values = pd.DataFrame({f"x{at}": rng.lognormal(sigma=1.5, size=800) for at in range(20)})
    values["often nothing"] = np.where(rng.random(800) < 0.9, 0.0, values["x0"])
    alarms = 0
    for size in (10, 40, 200, 700):
        for _ in range(40):
            rows = rng.choice(800, size, replace=False)
            alarms += any(one.differs for one in compare_groups(values, {"g": mask(800, rows)}))
    assert alarms <= 0.1 * 160


def test_a_group_that_differs_is_told_and_the_correction_spans_all_groups(rng):
    values = pd.DataFrame({"x": rng.normal(size=500), "y": [-1.0, 1.0] * 250})
    values.loc[:49, "x"] += 1.5
    groups = {"high": mask(500, range(50)), "rest": mask(500, range(50, 500))}
    found = {(one.group, one.figure): one for one in compare_groups(values, groups)}
    assert found["high", "x"].differs
    assert found["rest", "x"].differs
    assert not found["high", "y"].differs
    for one in found.values():
        assert one.low <= one.mean <= one.high
        assert one.p <= one.p_adjusted


def test_everybody_and_figures_without_spread_have_no_test():
    values = pd.DataFrame({"x": [1.0, 2.0, 3.0], "same": [4.0, 4.0, 4.0]})
    for one in compare_groups(values, {"all": mask(3, range(3)), "two": mask(3, [0, 1])}):
        assert np.isnan(one.p) == (one.group == "all" or one.figure == "same")


def test_the_tail_is_scipy_s():
    z, bend = (grid.ravel() for grid in np.meshgrid([0, 0.5, 2.0, 5.0], [-1.5, -0.3, 0.2, 2.5]))
    assert _pearson_tail(z, bend) == pytest.approx(pearson3.sf(z, bend), rel=1e-6, abs=1e-12)
    assert _pearson_tail(np.array([1.0]), np.array([0.0])) == 0
