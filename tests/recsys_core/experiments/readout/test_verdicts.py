"""Verdicts against what was planted."""

from scipy import stats

from recsys_core.experiments.readout.comparisons import compare
from recsys_core.experiments.readout.divided import Experiment, Outcome
from recsys_core.experiments.readout.verdicts import judge
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
    said = words(0.1, 0.12, 3_841, 200, planned=3_841)
    low, high = stats.binom.ppf([0.005, 0.995], 200, 0.8)
    assert low <= said.count("won") <= high
    nothing = words(0.1, 0.1, 3_841, 200, planned=3_841)
    assert nothing.count("won") + nothing.count("lost") <= stats.binom.ppf(0.995, 200, 0.05)


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
