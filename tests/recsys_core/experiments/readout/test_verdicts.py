"""Verdicts against what was planted."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from recsys_core.experiments.planning.power import customers_needed, rate_power
from recsys_core.experiments.readout.comparisons import compare
from recsys_core.experiments.readout.divided import Experiment, Outcome
from recsys_core.experiments.readout.verdicts import judge, judge_all
from recsys_core.experiments.sequential.always_valid import OF_THE_LOOK
from tests.recsys_core.experiments.readout.planted import published, rates


def words(
    before: float, after: float, each: int, runs: int, planned: int | None = None
) -> list[str]:
    return [
        judge(compare(rates(before, after, each, 100 + seed))[0], None, planned).word
        for seed in range(runs)
    ]


def test_without_effect_next_to_none_is_called() -> None:
    said = words(0.1, 0.1, 3_841, 200)
    assert said.count("won") + said.count("lost") <= 10


def test_the_planned_look_has_the_planned_power() -> None:
    planned = customers_needed(lambda n: rate_power(n, 0.1, 0.12, OF_THE_LOOK * 0.05), 0.8)
    each = int(np.ceil(planned))
    said = words(0.1, 0.12, each, 200, planned=each)
    low, high = stats.binom.ppf([0.025, 0.975], 200, 0.8)
    assert low <= said.count("won") <= high
    nothing = words(0.1, 0.1, each, 200, planned=each)
    assert nothing.count("won") + nothing.count("lost") <= 10


def test_nobody_gains_by_looking_on_after_the_plan() -> None:
    (one,) = compare(rates(0.1, 0.115, 8_000, 21))
    assert 0.005 < one.p_adjusted < 0.02
    assert judge(one, None, 8_000).word == "won"
    late = judge(one, None, 4_000)
    assert (late.word, late.by_plan) == ("cannot tell", True)
    assert late.level == pytest.approx(2 * stats.norm.sf(stats.norm.isf(0.0125) * 2**0.5))
    (sure,) = compare(rates(0.1, 0.12, 8_000, 8))
    assert (judge(sure, None, 1_000).word, judge(sure, None, 1_000).by_plan) == ("won", False)


def test_what_is_open_waits_for_holm_over_what_is_open() -> None:
    far, near = (compare(rates(0.1, after, 4_000, 8))[0] for after in (0.2, 0.115))
    alone, beside = judge_all([near])[0], judge_all([replace(far, arm="C"), near])[1]
    assert alone.word == beside.word == "too early"
    # The other comparison is won already, so this one is held to the whole of 0.05.
    assert beside.times == alone.times > 1
    both = judge_all([near, replace(near, arm="C")])[0]
    assert both.times > alone.times


def test_before_the_plan_is_reached_the_always_valid_one_decides() -> None:
    assert not judge(compare(rates(0.1, 0.13, 3_000, 0))[0], None, 3_841).by_plan
    assert judge(compare(rates(0.1, 0.13, 4_000, 0))[0], None, 3_841).by_plan
    (alike,) = compare(rates(0.1, 0.1, 1_000, 1))
    assert judge(alike).word == "cannot tell"
    early = judge(alike, None, 10_000)
    assert (early.word, early.times) == ("too early", 10)


def test_no_difference_worth_having() -> None:
    (one,) = compare(rates(0.1, 0.1, 40_000, 1))
    assert judge(one, 0.02).word == "no difference"
    assert judge(one).word == "cannot tell"
    early = judge(compare(rates(0.1, 0.1, 3_000, 1))[0], 0.02)
    assert early.word == "too early"
    assert 1 < early.times < 4


def test_less_may_be_better() -> None:
    data = rates(0.1, 0.2, 3_000, 2)
    fewer = Outcome("unsubscribed", "rate", data.outcomes[0].values, lower_wins=True)
    (one,) = compare(Experiment(data.arm, data.arms, 0, (fewer,)))
    assert judge(one).word == "lost"


def test_both_mailings_won() -> None:
    assert [judge(one).word for one in compare(published())] == ["won", "won"]
