"""Looking every day: false alarms, what is found and when, and the width."""

import numpy as np
import pytest
from scipy import stats

from recsys_core.experiments.sequential.always_valid import (
    CENTRE,
    SPREAD,
    TIGHT_AT,
    half_width,
    more_needed,
    p_value,
    stage,
)

LOOKS, STEP = 40, 500


def looked_at(
    before: float, after: float, runs: int, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Customers an arm (looks,), difference and error (runs, looks) of growing arms."""
    rng = np.random.default_rng(seed)
    n = STEP * np.arange(1, LOOKS + 1)
    a, b = (
        np.cumsum(rng.binomial(STEP, chance, (runs, LOOKS)), axis=1) / n
        for chance in (before, after)
    )
    return n, b - a, np.sqrt((a * (1 - a) + b * (1 - b)) / (n - 1))


def test_forty_looks_at_nothing() -> None:
    n, difference, error = looked_at(0.1, 0.1, 2_000, 0)
    fixed = (np.abs(difference) > 1.959964 * error).any(axis=1).mean()
    ours = (np.abs(difference) > half_width(error, stage(n, n))).any(axis=1).mean()
    assert 0.26 < fixed < 0.33
    assert ours < 0.05


def test_a_difference_is_found_early() -> None:
    n, difference, error = looked_at(0.1, 0.115, 2_000, 1)
    hit = difference > half_width(error, stage(n, n))
    found = hit.any(axis=1)
    stops = np.where(found, n[hit.argmax(axis=1)], np.inf)
    assert found.mean() >= 0.97
    assert np.median(stops) < 7_000


def test_tightest_where_it_was_set() -> None:
    n = np.array([TIGHT_AT // 2, TIGHT_AT, 2 * TIGHT_AT])
    ends = [half_width(np.ones(1), stage(n[1:2], n[1:2], tight))[0] for tight in n]
    assert ends[1] == min(ends)


def test_p_is_where_the_interval_reaches_nothing() -> None:
    n = np.array([3_000])
    at = stage(n, n)
    half = half_width(np.array([0.01]), at)
    assert p_value(half, np.array([0.01]), at)[0] == pytest.approx(0.05, abs=1e-12)
    assert p_value(np.zeros(1), np.array([0.01]), at)[0] == 1
    assert p_value(np.ones(1), np.zeros(1), at)[0] == 0
    assert np.isnan(p_value(np.ones(1), np.full(1, np.nan), at)[0])


def test_what_is_weighed_is_the_mean_over_the_mixture() -> None:
    # By quadrature: the likelihood of a difference over that of none, over both normals.
    for z, at in ((0.3, 0.2), (2.5, 1.0), (4.0, 3.0), (3.0, 40.0)):
        size = CENTRE + CENTRE * SPREAD * np.linspace(-12, 12, 200_001)
        density = stats.norm.pdf(size, CENTRE, CENTRE * SPREAD) / 2
        likely = sum(np.exp(way * size * at**0.5 * z - size**2 * at / 2) for way in (1, -1))
        mean = np.trapezoid(density * likely, size)
        p = p_value(np.array([z]), np.ones(1), np.array([at]))[0]
        assert p == pytest.approx(min(1 / mean, 1), rel=1e-9)


def test_more_needed() -> None:
    n = np.array([4_000])
    at = float(stage(n, n)[0])
    times = more_needed(0.008, 0.004, at)
    again = stage((n * times).astype(int), (n * times).astype(int))
    assert half_width(np.array([0.004 / times**0.5]), again)[0] == pytest.approx(0.008, rel=0.01)
    assert more_needed(1.0, 0.004, at) == 1
    assert np.isnan(more_needed(0.0, 0.004, at))
    assert np.isnan(more_needed(1e-9, 0.004, at))


def test_arms_of_unlike_size_count_by_the_smaller() -> None:
    even = stage(np.array([1_000]), np.array([1_000]))
    assert even < stage(np.array([1_000]), np.array([100_000])) < 2 * even
