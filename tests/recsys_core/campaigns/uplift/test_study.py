from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.uplift.columns import learnable
from recsys_core.campaigns.uplift.divided import Divided, differences, figures_of_arms
from recsys_core.campaigns.uplift.learners import LEARNERS, learn
from recsys_core.campaigns.uplift.policy import try_policy
from recsys_core.campaigns.uplift.study import TOGETHER, UpliftStudy, _dealt, study_uplift
from tests.recsys_core.campaigns.uplift.mailing import ARMS, mailing
from tests.recsys_core.campaigns.uplift.test_columns import numbers_floated


def divided(mail: pd.DataFrame, outcome: str = "visit", **more: object) -> Divided:
    arm = pd.Categorical(mail["segment"], ARMS).codes.astype(int)
    figures = mail[outcome].to_numpy(float)
    features = learnable(
        numbers_floated(mail.drop(columns=["segment", outcome])), arm, figures
    ).features
    return Divided(**{"arm": arm, "arms": ARMS, "control": 0, "outcome": figures,
                      "features": features} | more)  # fmt: skip


@cache
def of_the_mailing() -> tuple[pd.DataFrame, UpliftStudy]:
    mail = mailing(seed=4)
    return mail, study_uplift(divided(mail))


def test_arms_are_counted_exactly() -> None:
    mail, study = of_the_mailing()
    rates = mail.groupby("segment")["visit"].agg(["mean", "size", "sum"])
    for one in study.arms:
        assert (one.rate, one.n, one.responders) == tuple(rates.loc[one.arm])
        assert one.low < one.rate < one.high
    for one in study.comparisons:
        told = rates["mean"][one.arm] - rates["mean"][ARMS[0]]
        assert one.difference == pytest.approx(told, abs=1e-12)
        assert one.low < told < one.high
    assert study.ratio_p > 0.001
    assert study.is_rate


def test_women_are_told_apart_and_men_are_not() -> None:
    mail, study = of_the_mailing()
    men, women = study.targeting
    assert (men.arm, women.arm) == ARMS[1:]
    assert "No targeting signal" in men.refused
    assert "to all or to none" in men.refused
    assert (men.policy, men.persuadable.any()) == (None, False)
    assert women.refused == ""
    assert tuple(women.learners) == (TOGETHER, *LEARNERS)
    best = women.learners[TOGETHER]
    assert best.low > best.random_high
    assert men.learners[TOGETHER].low <= men.learners[TOGETHER].random_high
    # Those who are chosen bought for women before.
    bought = mail["womens"].to_numpy(bool)
    assert (women.persuadable == bought).mean() > 0.8
    tried = women.policy
    assert tried is not None
    assert tried.chosen[1] > tried.others[0]
    assert tried.low > 0
    assert tried.to_none < tried.value < tried.to_all + 0.01
    assert tried.of_all > tried.share


def test_a_mail_that_multiplies_the_odds_is_no_reason_to_target() -> None:
    """Its arms differ most where visits are frequent, far less than the women's do."""
    men = study_uplift(divided(mailing(seed=3, split=False, odds=True))).targeting[0]
    assert men.refused


def test_nobody_kept_back_is_learned_from() -> None:
    """Outcomes of customers kept back are dealt anew: no ranking moves, the trial does."""
    mail = mailing(9_000, seed=1)
    data = divided(mail)
    pair = np.flatnonzero(data.arm != 1)
    kept = pair[_dealt(data, pair, 0) < 0]
    assert len(kept) / len(pair) == pytest.approx(0.2, abs=0.04)
    outcome = data.outcome.copy()
    outcome[kept] *= 7
    one, other = (
        study_uplift(each).targeting[1] for each in (data, replace(data, outcome=outcome))
    )
    assert one.learners[TOGETHER].qini == other.learners[TOGETHER].qini
    assert (one.uplift == other.uplift)[pair].all()


def test_money_has_welchs_interval() -> None:
    mail = mailing(9_000, seed=1)
    data = divided(mail, "spend")
    assert not data.is_rate
    from scipy import stats

    for at, one in enumerate(differences(data), start=1):
        told = stats.ttest_ind(
            data.outcome[data.arm == at], data.outcome[data.arm == 0], equal_var=False
        ).confidence_interval()
        assert (one.low, one.high) == pytest.approx((told.low, told.high), abs=1e-9)
    assert figures_of_arms(data)[0].rate == pytest.approx(data.outcome[data.arm == 0].mean())


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"control": None}, "without a control group"),
        ({"planned": np.array([0.5, 0.25, 0.25])}, "no difference can be believed"),
    ],
)
def test_refused_for_all(change: dict[str, object], sentence: str) -> None:
    study = study_uplift(divided(mailing(3_000), **change))
    assert sentence in study.refused
    assert (study.comparisons, study.targeting) == ([], [])
    assert len(study.arms) == 3


def test_small_arms_and_few_responders_are_refused() -> None:
    small = study_uplift(divided(mailing(2_400, seed=2))).targeting
    assert all("needs 1,000 in each arm" in one.refused for one in small)
    few = study_uplift(divided(mailing(6_000, seed=2), "conversion"))
    assert all(
        "who responded; telling who is moved needs 100" in one.refused for one in few.targeting
    )
    assert len(few.comparisons) == 2
    bare = study_uplift(divided(mailing(6_000, seed=2), features=np.empty((6_000, 0))))
    assert all("No column tells customers apart" in one.refused for one in bare.targeting)


def test_every_learner_finds_what_was_planted() -> None:
    """30,000 customers: those with a 1 are moved by 20 points, the others by none."""
    rng = np.random.default_rng(0)
    n = 30_000
    features = np.column_stack([rng.random(n) < 0.5, rng.normal(size=n)]).astype(float)
    arm = rng.random(n) < 0.3
    outcome = (rng.random(n) < 0.1 + 0.2 * arm * features[:, 0]) * 1.0
    for outcomes, scale in ((outcome, 1.0), (outcome * rng.uniform(5, 15, n), 10.0)):
        models = learn(features, arm, outcomes)
        assert tuple(models) == LEARNERS
        for predict in models.values():
            found = predict(features) / scale
            assert found[features[:, 0] == 1].mean() == pytest.approx(0.2, abs=0.03)
            assert found[features[:, 0] == 0].mean() == pytest.approx(0, abs=0.03)


def test_the_policys_value_by_hand() -> None:
    """Six chosen and four others; everybody's value is the mean of those the lot did it to."""
    chosen = np.array([1, 1, 1, 1, 1, 1, 0, 0, 0, 0], dtype=bool)
    arm = np.array([1, 1, 1, 0, 0, 0, 1, 1, 0, 0], dtype=bool)
    outcome = np.array([1, 1, 0, 0, 1, 0, 0, 1, 0, 0], dtype=float)
    found = try_policy(chosen, arm, outcome, True)
    assert found.value == pytest.approx(0.6 * 2 / 3 + 0.4 * 0)
    assert (found.to_all, found.to_none) == pytest.approx((3 / 5, 1 / 5))
    assert found.chosen[0] == pytest.approx(1 / 3)
    assert found.others[0] == pytest.approx(1 / 2)
    assert found.ahead == pytest.approx(0.6 * 0.4 * (1 / 3 - 1 / 2))
    assert found.low < found.ahead < found.high


@pytest.mark.parametrize("everybody", [True, False])
def test_a_policy_for_all_or_none_is_sending_to_all_or_nobody(everybody: bool) -> None:
    arm = np.arange(40) % 2 == 1
    outcome = (np.arange(40) % 3 == 0) * 1.0
    found = try_policy(np.full(40, everybody), arm, outcome, True)
    assert found.value == (found.to_all if everybody else found.to_none)
    assert found.value_low < found.value < found.value_high
    assert (found.ahead, found.low, found.high) == (0, 0, 0)


def test_a_policys_lead_over_a_lot_is_held_by_its_interval() -> None:
    held = 0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        chosen, arm = rng.random(2_000) < 0.4, rng.random(2_000) < 0.5
        outcome = (rng.random(2_000) < 0.1 + 0.1 * arm * chosen) * 1.0
        found = try_policy(chosen, arm, outcome, True)
        held += found.low <= 0.4 * 0.6 * 0.1 <= found.high
    assert 182 <= held <= 198
