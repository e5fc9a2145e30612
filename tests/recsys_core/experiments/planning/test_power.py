"""Power and numbers of customers: published ones, and those of statsmodels 0.15.0."""

import numpy as np
import pytest

from recsys_core.experiments.planning.power import (
    RATE_FORMULAS,
    after_cuped,
    alpha_of_each,
    customers_needed,
    mean_power,
    rate_power,
    smallest_difference,
)
from recsys_core.experiments.planning.simulation import rate_trials

# base, difference, alpha, power, ratio, NormalIndPower.solve_power, n, NormalIndPower.power(n),
# with the effect size of statsmodels.stats.proportion.proportion_effectsize.
RATES = [
    (0.0605, 0.00947, 0.01, 0.762, 4.0, 9180.381320613962, 9180, 0.7619788641677564),
    (0.0655, 0.01604, 0.05, 0.572, 0.5, 3631.6514050749033, 3631, 0.5719246466019956),
    (0.4434, 0.04485, 0.05, 0.733, 1.0, 1648.0952463223912, 1648, 0.7329754702332255),
    (0.2641, 0.08294, 0.01, 0.93, 2.0, 756.3935674328063, 756, 0.9298583434656701),
    (0.1777, 0.06075, 0.05, 0.632, 2.0, 351.70161070507794, 351, 0.6311357667693962),
    (0.0109, 0.00532, 0.1, 0.641, 1.0, 3765.6488749429177, 3765, 0.64093548980854),
    (0.5361, 0.16797, 0.01, 0.848, 0.5, 321.4282891948267, 321, 0.8474343668845767),
    (0.0279, 0.01027, 0.05, 0.541, 1.0, 2562.2229353797497, 2562, 0.5409643966402682),
    (0.3997, 0.18752, 0.1, 0.784, 1.0, 82.99429652014554, 82, 0.7796983163556116),
    (0.4743, 0.19231, 0.1, 0.666, 1.0, 56.203523558290804, 56, 0.6646328964375613),
    (0.0601, 0.00824, 0.1, 0.886, 1.0, 14367.810742238094, 14367, 0.8859844870919352),
]
# deviation, difference, alpha, power, ratio, TTestIndPower.solve_power, n, TTestIndPower.power(n).
MEANS = [
    (8.042, 1.545, 0.05, 0.882, 0.5, 805.2449974193752, 806, 0.8822915984380768),
    (57.931, 24.9523, 0.01, 0.745, 1.0, 114.46412237647594, 115, 0.7474582819725994),
    (42.505, 2.1292, 0.01, 0.666, 2.0, 5398.044689273943, 5399, 0.6660967596351473),
    (35.587, 14.5312, 0.1, 0.735, 2.0, 46.926404143337756, 47, 0.7355887094914515),
    (33.507, 4.521, 0.01, 0.556, 0.5, 1218.3860803242924, 1219, 0.5562708004414991),
    (1.666, 0.5433, 0.01, 0.834, 1.0, 238.12492168055283, 239, 0.8356284120810511),
    (23.627, 5.6864, 0.01, 0.677, 4.0, 199.46339488412838, 200, 0.6784682042660091),
    (56.855, 28.9066, 0.1, 0.866, 2.0, 44.42159986393204, 45, 0.8698597296888505),
    (35.154, 2.8317, 0.05, 0.675, 0.5, 2694.962036331455, 2695, 0.6750061208855519),
    (59.988, 6.1973, 0.05, 0.897, 0.5, 2924.0729835058305, 2925, 0.8970916606442496),
]


@pytest.mark.parametrize("case", RATES)
def test_shares_as_statsmodels_has_them(case):
    base, difference, alpha, power, ratio, needed, n, at = case
    other = base + difference
    assert rate_power(n, base, other, alpha, ratio) == pytest.approx(at, rel=1e-9)
    found = customers_needed(lambda one: rate_power(one, base, other, alpha, ratio), power)
    # statsmodels stops looking a little earlier than at the power that was asked for.
    assert found == pytest.approx(needed, rel=1e-8)
    assert rate_power(found, base, other, alpha, ratio) == pytest.approx(power, rel=1e-12)


@pytest.mark.parametrize("case", MEANS)
def test_means_as_statsmodels_has_them(case):
    deviation, difference, alpha, power, ratio, needed, n, at = case
    assert mean_power(n, difference, deviation, alpha, ratio) == pytest.approx(at, rel=1e-9)
    found = customers_needed(
        lambda one: mean_power(one, difference, deviation, alpha, ratio), power
    )
    assert found == pytest.approx(needed, rel=1e-8)
    assert mean_power(found, difference, deviation, alpha, ratio) == pytest.approx(power, rel=1e-11)


def test_a_tail_that_cannot_be_had_is_not_the_whole():
    # TTestIndPower.power of statsmodels 0.15.0, where the far tail is below 1e-18.
    for n, away, alpha, power in (
        (464, 0.44124014005361145, 0.01, 0.9999820876179292),
        (1_132, 0.31749352073595855, 0.01, 0.999999668734772),
    ):
        assert mean_power(n, away, 1.0, alpha) == pytest.approx(power, abs=1e-9)


def test_ten_percent_that_become_twelve_by_each_formula():
    found = {
        name: customers_needed(lambda n, f=name: rate_power(n, 0.1, 0.12, 0.05, formula=f), 0.8)
        for name in RATE_FORMULAS
    }
    # By hand: (1.959964 + 0.841621)^2 (0.09 + 0.1056) / 0.02^2, and Fleiss' 4.14.
    assert found["unpooled"] == pytest.approx(3838.07, abs=0.05)
    assert found["pooled"] == pytest.approx(3840.85, abs=0.05)
    assert {name: int(np.ceil(n)) for name, n in found.items()} == {
        "arcsine": 3835, "unpooled": 3839, "pooled": 3841,
    }  # fmt: skip


def test_published_numbers_of_means():
    # Cohen (1988), table 2.4.1: 64 and 26 for medium and large differences at 80 %.
    for size, n in ((0.5, 64), (0.8, 26), (0.2, 394)):
        found = customers_needed(lambda one, d=size: mean_power(one, d, 1.0, 0.05), 0.8)
        assert np.ceil(found) == n


@pytest.mark.parametrize("formula", RATE_FORMULAS)
def test_planned_power_is_reached_on_shares(formula):
    needed = customers_needed(lambda k: rate_power(k, 0.1, 0.12, 0.05, 1, formula), 0.8)
    found = rate_trials(int(np.ceil(needed)), 0.1, 0.12, 0.05, seed=3)
    assert found.low < 0.8 < found.high


def test_without_a_difference_power_is_alpha_and_smaller_ones_take_more():
    for formula in RATE_FORMULAS:
        assert rate_power(500, 0.2, 0.2, 0.05, formula=formula) == pytest.approx(0.05)
    assert mean_power(500, 0.0, 3.0, 0.05) == pytest.approx(0.05)
    assert mean_power(499_999, 0.005, 1, 0.05) == pytest.approx(
        mean_power(500_002, 0.005, 1, 0.05), abs=1e-5
    )
    needed = [
        customers_needed(lambda n, d=d: mean_power(n, d, 5.0, 0.05), 0.8) for d in (1, 0.1, 0.01)
    ]
    assert needed == sorted(needed)
    assert customers_needed(lambda n: rate_power(n, 0.1, 0.1, 0.05), 0.8) == np.inf
    least = smallest_difference(lambda d: rate_power(3835, 0.1, 0.1 + d, 0.05), 0.8, 0.9)
    assert least == pytest.approx(0.02, rel=1e-3)
    assert np.isnan(smallest_difference(lambda d: mean_power(3, d, 100.0, 0.05), 0.8, 1.0))
    assert after_cuped(1_000, 0.6) == pytest.approx(640)
    assert [alpha_of_each(0.06, arms) for arms in (1, 2, 4)] == pytest.approx([0.06, 0.06, 0.02])
