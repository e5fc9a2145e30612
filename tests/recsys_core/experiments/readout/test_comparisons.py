"""Against published figures, scipy, and what was planted."""

import numpy as np
import pytest
from scipy import stats

from recsys_core.experiments.readout.adjusted import adjust
from recsys_core.experiments.readout.comparisons import compare
from recsys_core.experiments.readout.days import by_day
from recsys_core.experiments.readout.divided import Experiment, Outcome, Subgroups
from recsys_core.experiments.readout.segments import by_segment
from recsys_core.schema.statistics.significance import benjamini_hochberg
from tests.recsys_core.experiments.readout.planted import published, rates


def test_as_published() -> None:
    data = published()
    mens, womens = compare(data)
    assert (mens.control, mens.value, womens.value) == pytest.approx(
        (0.1062, 0.1828, 0.1514), abs=5e-5
    )
    assert 100 * mens.difference == pytest.approx(7.66, abs=5e-3)
    assert 100 * womens.difference == pytest.approx(4.52, abs=5e-3)
    assert data.ratio_p == pytest.approx(0.90, abs=5e-3)


@pytest.mark.parametrize("seed", range(20))
def test_like_scipy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(60, 900))
    arm = rng.integers(0, 2, n)
    hits = (rng.random(n) < 0.3).astype(float)
    spend = np.where(hits > 0, rng.lognormal(3, 1, n), 0)
    data = Experiment(
        arm, ("A", "B"), 0, (Outcome("h", "rate", hits), Outcome("s", "money", spend))
    )
    rate, money = compare(data)
    counts = [[int(((arm == k) & (hits == v)).sum()) for v in (0, 1)] for k in (0, 1)]
    assert rate.p == pytest.approx(
        stats.chi2_contingency(counts, correction=False).pvalue, abs=1e-9
    )
    welch = stats.ttest_ind(spend[arm == 1], spend[arm == 0], equal_var=False)
    ends = welch.confidence_interval(0.95)
    assert (money.low, money.high, money.p) == pytest.approx(
        (ends.low, ends.high, welch.pvalue), abs=1e-9
    )
    risk = stats.contingency.relative_risk(
        counts[1][1], sum(counts[1]), counts[0][1], sum(counts[0])
    )
    katz = risk.confidence_interval(0.95)
    assert (rate.ratio, rate.ratio_low, rate.ratio_high) == pytest.approx(
        (risk.relative_risk, katz.low, katz.high), abs=1e-9
    )
    p = rng.random(12) ** 2
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p), abs=1e-9)


def test_a_ratio_of_sums_holds_its_truth() -> None:
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(200):
        arm = np.repeat([0, 1], 800)
        orders = rng.poisson(2, 1600) + 1.0
        amount = orders * rng.lognormal(2, 0.5, 1600)
        (one,) = compare(Experiment(arm, ("A", "B"), 0, (Outcome("r", "ratio", amount, orders),)))
        held += one.low < 0 < one.high
        assert one.value == pytest.approx(amount[800:].sum() / orders[800:].sum())
    assert 181 <= held <= 198


def test_amounts_are_resampled_and_cut() -> None:
    rng = np.random.default_rng(4)
    arm = np.repeat([0, 1], 3_000)
    spend = rng.gamma(1, 10, 6_000)
    spend[4_000] = 50_000
    (one,) = compare(Experiment(arm, ("A", "B"), 0, (Outcome("s", "money", spend),)))
    assert one.winsorised is not None
    assert one.bootstrap is not None
    assert one.winsorised.high - one.winsorised.low < (one.high - one.low) / 5
    assert one.cap < 200
    assert one.bootstrap.high - one.bootstrap.low == pytest.approx(one.high - one.low, rel=0.4)


def test_nothing_is_made_of_few() -> None:
    for n in (1, 2, 30):
        (one,) = compare(rates(0.2, 0.2, n, 0))
        assert np.isnan(one.sequential_low)
        assert np.isnan(one.sequential_p_adjusted)
    (none,) = compare(rates(0.0, 0.0, 500, 0))
    assert none.p == 1
    assert none.low < 0 < none.high
    assert np.isnan(none.ratio)


def test_what_was_known_before_narrows() -> None:
    rng = np.random.default_rng(5)
    n = 8_000
    arm = rng.integers(0, 2, n)
    before = rng.normal(100, 20, n)
    spend = before + rng.normal(0, 10, n) + 2.0 * arm
    data = Experiment(
        arm,
        ("A", "B"),
        0,
        (Outcome("s", "money", spend),),
        before={"before": before, "flat": np.ones(n)},
    )
    (one,) = adjust(data)
    rho2 = np.corrcoef(before, spend)[0, 1] ** 2
    assert one.narrower == pytest.approx(1 - (1 - rho2) ** 0.5, abs=0.02)
    assert one.cuped.low < 2 < one.cuped.high
    assert one.trouble == ()
    uneven = Experiment(arm, ("A", "B"), 0, data.outcomes, before={"before": before + 10 * arm})
    assert "balance" in adjust(uneven)[0].trouble
    heavy = before.copy()
    heavy[0] = 1e6
    leaning = adjust(Experiment(arm, ("A", "B"), 0, data.outcomes, before={"before": heavy}))[0]
    assert "leverage" in leaning.trouble
    assert adjust(Experiment(arm, ("A", "B"), 0, data.outcomes)) == []


def test_groups_of_customers() -> None:
    rng = np.random.default_rng(6)
    n = 20_000
    arm, group = rng.integers(0, 2, n), rng.integers(0, 4, n)
    group[:20] = 4
    bought = (rng.random(n) < 0.1 + 0.08 * arm * (group == 2)).astype(float)
    split = Subgroups("region", ("n", "e", "s", "w", "few"), group, True)
    rows = by_segment(
        Experiment(arm, ("A", "B"), 0, (Outcome("b", "rate", bought),), splits=(split,))
    )
    assert [row.group for row in rows] == ["n", "e", "s", "w"]
    assert [row.p_adjusted < 0.05 for row in rows] == [False, False, True, False]
    assert rows[0].unlike_p < 0.001


def test_day_by_day() -> None:
    rng = np.random.default_rng(7)
    n = 28_000
    arm, day = rng.integers(0, 2, n), rng.integers(0, 28, n)
    worn = (rng.random(n) < 0.1 + arm * np.maximum(0, 0.1 - 0.005 * day)).astype(float)
    data = Experiment(arm, ("A", "B"), 0, (Outcome("b", "rate", worn),), day=day, start=6)
    (one,) = by_day(data)
    (whole,) = compare(data)
    assert one.so_far.low[-1] == pytest.approx(whole.low, abs=1e-12)
    assert one.so_far.sequential_high[-1] == pytest.approx(whole.sequential_high, abs=1e-12)
    assert one.change < 0
    assert one.change_p < 0.01
    assert one.weekday_p > 0.001
    mondays = (day + 2) % 7 == 0
    rise = worn[mondays & (arm == 1)].mean() - worn[mondays & (arm == 0)].mean()
    assert one.weekday[0] == pytest.approx(rise)
    known = ~np.isnan(one.weekday)
    assert (one.weekday_low[known] < one.weekday[known]).all()
    assert (one.weekday[known] < one.weekday_high[known]).all()
    assert by_day(Experiment(arm, ("A", "B"), 0, data.outcomes)) == []
