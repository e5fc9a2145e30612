"""What learners cost or earned, in words and as a document."""

from typing import Any

import numpy as np
import pandas as pd

from recsys_core.experiments.bandits.learners import LEARNERS, PLAIN_TEST
from recsys_core.experiments.bandits.sessions import SessionOrders
from recsys_core.schema.statistics.intervals import LEVEL, intervals_of_differences, wilson
from recsys_core.schema.types import FloatArray
from recsys_core.services.experiments.bandits import messages as m
from recsys_core.services.experiments.bandits.playing import (
    LEAST_AGREED,
    BanditChoices,
    ReplayedBandits,
    SimulatedBandits,
)
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, count

Ends = tuple[float, float, float]
LEAST_RUNS = 20
"""Regret is skewed, and that of an A/B test has one of a few values. With so many runs Student's
interval of the mean holds it in 92 of 100 cases or more for learners in 23 of 24 simulated worlds
and for the test, where it is given, in all; with 5 runs for learners in 16
(`benchmarks/bench_bandit_runs.py`).
"""
ALIKE = 0.01
"""Of what was lost: runs that differ by less chose alike, and say nothing of one that does not."""
TOGETHER = 1 - 0.05 / len(LEARNERS)
"""The level of each comparison, so that all learners' hold together with 95 %: the one that came
out best is named.
"""


def simulated_sentences(told: SimulatedBandits) -> list[str]:
    """What learning costs first, then against what, and what it stands on."""
    world, choices = told.world, told.choices
    best = float((world.shares * world.chances.max(axis=1)).sum())
    even = float((world.shares * world.chances.mean(axis=1)).sum())
    best_said, even_said = alike(best, even, unit="share")
    said = [_cost_sentence(told), say(m.BEST_KNOWN, best=best_said, even=even_said)]
    rows = told.rows
    said.append(say(m.PLANTED_RATES) if rows is None else say(m.FITTED_RATES, n=count(rows)))
    said += _gone_on(choices, list(told.played))
    return said if choices.runs < LEAST_RUNS else [*said, say(m.RUNS_MADE, n=choices.runs)]


def simulated_frame(told: SimulatedBandits) -> pd.DataFrame:
    """A row each learner and the A/B test: learner (its title), regret with low and high (clicks),
    saved with saved_low and saved_high (regret of the A/B test less its own), reward a round, best
    (share of the last tenth with the best arm), second_half (of the regret; 0.5: never learns).
    """
    rows = []
    for name, one in told.played.items():
        regret, low, high = _ends(one.regret[:, -1])
        saved, saved_low, saved_high = _saved(told, name)
        rows.append(
            {
                "learner": say(m.LEARNER_TITLES[name]),
                "regret": regret,
                "low": low,
                "high": high,
                "saved": saved,
                "saved_low": saved_low,
                "saved_high": saved_high,
                "reward": float(one.reward.mean()),
                "best": float(one.best.mean()),
                "second_half": one.second_half,
            }
        )
    return pd.DataFrame(rows)


def simulated_json(told: SimulatedBandits) -> dict[str, Any]:
    """The keys of the command line's `bandit`; a value is the mean reward a round."""
    learners = []
    for (name, one), row in zip(
        told.played.items(), simulated_frame(told).to_dict("records"), strict=True
    ):
        curve = one.regret.mean(axis=0)
        row["learner"] = name
        learners.append(
            {**row, "curve": [[int(t), float(r)] for t, r in zip(one.at, curve, strict=True)]}
        )
    return {
        "estimates": [_estimate(name, _ends(one.reward)) for name, one in told.played.items()],
        "effective_sample_size": told.choices.rounds,
        "refused": None,
        "simulation": True,
        "learners": learners,
        "arms": list(told.arms),
        "rates": told.world.chances.tolist(),
        "rounds": told.choices.rounds,
        "runs": told.choices.runs,
        "test_rounds": told.choices.tested,
        "sentences": simulated_sentences(told),
    }


def session_sentence(found: SessionOrders, sessions: int) -> str:
    """What orders within sessions brought, said to be of a simulator."""
    learned, greedy, best, lot = alike(found.learned, found.greedy, found.best, found.lot)
    return say(m.SESSIONS_LEARNED, n=sessions, learned=learned, greedy=greedy, best=best, lot=lot)


def replayed_sentences(told: ReplayedBandits) -> list[str]:
    """What the best learner earned, or why the log is too short to say."""
    said = [_replay_sentence(told), say(m.ABOUT_REPLAY, n=told.rows)]
    if told.context:
        said.append(say(m.ABOUT_CONTEXT, n=len(told.context), names=and_list(list(told.context))))
    said += _gone_on(told.choices, list(told.replayed))
    return said if told.knows_chances else [*said, say(m.REPLAY_BLIND)]


def replayed_frame(told: ReplayedBandits) -> pd.DataFrame:
    """A row each learner: learner, agreed (rows), reward, low, high."""
    return pd.DataFrame(
        [
            {
                "learner": say(m.LEARNER_TITLES[name]),
                "agreed": float(told.replayed[name].accepted.mean()),
                **dict(zip(("reward", "low", "high"), _earned(told, name), strict=True)),
            }
            for name in told.replayed
        ]
    )


def replayed_json(told: ReplayedBandits) -> dict[str, Any]:
    """The keys of `bandit --replay`; estimates are empty where the log is too short."""
    refused = _too_short(told)
    return {
        "estimates": []
        if refused
        else [_estimate(name, _earned(told, name)) for name in told.replayed],
        "effective_sample_size": told.agreed,
        "refused": refused,
        "simulation": False,
        "logged": told.even,
        "rows": told.rows,
        "arms": list(told.arms),
        "context": list(told.context),
        "runs": told.choices.runs,
        "propensities": "logged" if told.knows_chances else "estimated",
        "sentences": replayed_sentences(told),
    }


def _gone_on(choices: BanditChoices, names: list[str]) -> list[str]:
    """Whether learners went on, and of which of them the file knew nothing."""
    if choices.start is None:
        return []
    new = [say(m.LEARNER_TITLES[one]) for one in names if one not in choices.start.learners]
    return [say(m.GONE_ON_BUT, names=and_list(new)) if new else say(m.GONE_ON)]


def _cost_sentence(told: SimulatedBandits) -> str:
    name = told.cheapest
    against = float(told.played[PLAIN_TEST].regret[:, -1].mean())
    if told.choices.runs < LEAST_RUNS:
        regret, of_test = alike(float(told.played[name].regret[:, -1].mean()), against)
        return say(
            m.LEARNED_IN_FEW_RUNS,
            learner=say(m.LEARNER_TITLES[name]),
            regret=regret,
            rounds=told.choices.rounds,
            arms=len(told.arms),
            test=told.choices.tested,
            against=of_test,
            n=told.choices.runs,
            least=LEAST_RUNS,
        )
    regret, low, high = alike(*_ends(told.played[name].regret[:, -1]))
    saved = _saved(told, name)
    if saved[1] > 0:
        words = m.LEARNS_CHEAPER
    else:
        words = m.LEARNS_DEARER if saved[2] < 0 else m.LEARNING_NOT_TOLD
    difference, saved_low, saved_high = alike(*saved)
    figures = {
        "learner": say(m.LEARNER_TITLES[name]),
        "regret": regret,
        "rounds": count(told.choices.rounds),
        "low": low,
        "high": high,
        "arms": count(len(told.arms)),
        "test": count(told.choices.tested),
    }
    if words == m.LEARNS_CHEAPER:
        figures |= {"saved": difference, "saved_low": saved_low, "saved_high": saved_high}
    if words == m.LEARNS_DEARER:
        figures["against"] = alike(against)[0]
    return say(words, **figures)


def _replay_sentence(told: ReplayedBandits) -> str:
    if refused := _too_short(told):
        return refused
    name = told.best
    earned = _earned(told, name)
    words = m.REPLAY_NOT_TOLD
    if earned[1] > told.even:
        words = m.REPLAY_BETTER
    if earned[2] < told.even:
        words = m.REPLAY_WORSE
    reward, low, high, even = alike(*earned, told.even, unit="share")
    return say(
        words,
        learner=say(m.LEARNER_TITLES[name]),
        reward=reward,
        n=count(round(float(told.replayed[name].accepted.mean()))),
        low=low,
        high=high,
        even=even,
    )


def _too_short(told: ReplayedBandits) -> str | None:
    if told.agreed >= LEAST_AGREED:
        return None
    return say(m.REPLAY_TOO_SHORT, n=count(round(told.agreed)))


def _earned(told: ReplayedBandits, name: str) -> Ends:
    """Mean over orders of the log, with Wilson's interval of as many rows as one order agrees
    with.
    """
    one = told.replayed[name]
    mean = np.array([float(np.nanmean(one.reward)) if (one.accepted > 0).any() else 0.0])
    low, high = wilson(mean, np.array([one.accepted.mean()]), TOGETHER)
    return float(mean[0]), float(low[0]), float(high[0])


def _saved(told: SimulatedBandits, name: str) -> Ends:
    """What a learner costs less than the A/B test, run by run in the same world."""
    against = told.played[PLAIN_TEST].regret[:, -1]
    return _ends(against - told.played[name].regret[:, -1], TOGETHER)


def _ends(values: FloatArray, level: float = LEVEL) -> Ends:
    """The mean of as many runs with its ends, NaN where they are too few or as good as alike: how
    far another run may lie apart is not known then. Nothing lost in any is no matter of chance.
    """
    mean = float(values.mean())
    if len(values) < LEAST_RUNS or (mean and np.ptp(values) <= ALIKE * abs(mean)):
        return mean, float("nan"), float("nan")
    low, high = intervals_of_differences(values[:, None], level)
    return mean, float(low[0]), float(high[0])


def _estimate(name: str, ends: Ends) -> dict[str, Any]:
    return {"estimator": name, **dict(zip(("value", "low", "high"), ends, strict=True))}
