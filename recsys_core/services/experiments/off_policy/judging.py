"""A policy judged by the log of another: in words, as a document."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.experiments.off_policy.estimators import (
    DOUBLY_ROBUST,
    OffPolicy,
    PolicyEstimate,
    evaluate,
)
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.statistics.differences import GroupMoments, moments_of, welch_p
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.off_policy import messages as m
from recsys_core.services.experiments.off_policy.log_columns import LogColumns
from recsys_core.services.experiments.off_policy.policies import NamedPolicy, logged, named_policy
from recsys_core.services.experiments.off_policy.shown_logs import (
    ShownLog,
    exposures_log,
    read_log,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike, count, number, share

SEED, WRONG = 0, 2.0
"""Weights whose interval, twice as wide, leaves out what right chances give do not fit the log."""
RARE = 0.01
"""Chance below which rows without a chance are said to be unlike the others."""


@dataclass(frozen=True)
class JudgedPolicy:
    """What a log says of a policy, with what both are."""

    log: ShownLog
    policy: NamedPolicy
    found: OffPolicy
    is_rate: bool

    @property
    def refused(self) -> str | None:
        """Why it cannot be judged, as a sentence; None where it can."""
        name, found = self.policy.name, self.found
        if found.too_foreign:
            return say(m.TOO_FOREIGN, policy=name, unsupported=share(found.unsupported))
        if found.too_small:
            size = number(float(f"{found.size:.3g}"))
            return say(m.TOO_SMALL, policy=name, n=found.rows, size=size)
        return None

    @property
    def verdict(self) -> str:
        """More or fewer where the interval of the difference leaves out 0, else untold."""
        if self.refused:
            return "refused"
        low, high = self.found.difference.low, self.found.difference.high
        return "more" if low > 0 else "fewer" if high < 0 else "untold"


@needs(Role.VIEWER)
def judge_file(
    ws: Workspace,
    path: Path | None,
    target: str | None,
    columns: LogColumns | None = None,
    progress: Progress = silent,
) -> JudgedPolicy:
    """Judge `target` (see `named_policy`) by a file, or by the exposures of the workspace where
    there is none.
    """
    progress(0.0, say(m.READING_LOG))
    log = exposures_log(ws) if path is None else read_log(path, columns)
    return judge(log, named_policy(ws, log, logged(log), target, progress), progress)


def judge(log: ShownLog, policy: NamedPolicy, progress: Progress = silent) -> JudgedPolicy:
    """Judge a policy that was made for this log."""
    progress(0.5, say(m.JUDGING))
    rows = logged(log)
    return JudgedPolicy(log, policy, evaluate(rows, policy.target, SEED), rows.is_rate)


def judged_sentences(told: JudgedPolicy) -> list[str]:
    """What came out first, then on how much it stands and what to know of it."""
    found, said = told.found, [first_sentence(told)]
    if not told.refused:
        difference, low, high = _figures(told, found.difference)
        worded = m.DIFFERENCE_IN_POINTS if told.is_rate else m.DIFFERENCE_IN_AMOUNT
        said.append(say(worded, difference=difference, low=low, high=high))
        said.append(
            say(
                m.WORTH,
                n=found.rows,
                size=count(found.size),
                largest=number(found.largest),
                unsupported=share(found.unsupported),
            )
        )
    mean, right = found.mean_weight, 1 - found.unsupported
    reach = WRONG * max(mean.high - mean.value, mean.value - mean.low)
    if told.log.knows_chances and abs(mean.value - right) > reach:
        value, low, high, due = alike(mean.value, mean.low, mean.high, right)
        said.append(say(m.CHANCES_WRONG, mean=value, low=low, high=high, right=due))
    if not told.log.knows_chances:
        said.append(say(m.CHANCES_ESTIMATED))
    said += _without_chance(told)
    said += told.policy.notes
    if told.log.dropped:
        said.append(say(m.LOG_ROWS_LEFT_OUT, n=told.log.dropped))
    return said


def _without_chance(told: JudgedPolicy) -> list[str]:
    """How many rows say no chance, and whether they came to what the others did."""
    lost = told.log.chanceless
    if not len(lost) or told.log.reward is None:
        return []
    part = len(lost) / (len(lost) + told.log.rows)
    said = [say(m.NO_CHANCE, n=len(lost), share=share(part))]
    rewards = np.concatenate([lost, told.log.reward])
    side = np.repeat([0, 1], [len(lost), told.log.rows])
    both = moments_of(rewards, side, 2)
    ours, others = (
        GroupMoments(both.n[[at]], both.mean[[at]], both.variance[[at]]) for at in (0, 1)
    )
    if welch_p(ours, others)[0] < RARE:
        unit: Unit = "share" if told.is_rate else "number"
        without, value = alike(both.mean[0], both.mean[1], unit=unit)
        said.append(
            say(
                m.NO_CHANCE_RATE if told.is_rate else m.NO_CHANCE_EARNED,
                without=without,
                value=value,
            )
        )
    return said


def first_sentence(told: JudgedPolicy) -> str:
    """The finding with its number, or why there is none."""
    if told.refused:
        return told.refused
    if told.is_rate:
        words = {"more": m.MORE_CLICKS, "fewer": m.FEWER_CLICKS, "untold": m.CLICKS_NOT_TOLD}
    else:
        words = {"more": m.MORE_EARNED, "fewer": m.LESS_EARNED, "untold": m.EARNED_NOT_TOLD}
    one = told.found.told(DOUBLY_ROBUST)
    figures = (one.value, one.low, one.high, told.found.logged.value)
    value, low, high, logged_value = alike(*figures, unit="share" if told.is_rate else "number")
    return say(
        words[told.verdict],
        policy=told.policy.name,
        value=value,
        low=low,
        high=high,
        logged=logged_value,
    )


def estimates_frame(told: JudgedPolicy) -> pd.DataFrame:
    """estimator, value, low, high: the log itself first, then every estimate."""
    rows = [told.found.logged, *told.found.estimates]
    return pd.DataFrame([_plain(one) for one in rows])


def judged_json(told: JudgedPolicy) -> dict[str, Any]:
    """The keys of the command line's `offpolicy`; estimates are empty where it is refused."""
    found, columns = told.found, told.log.columns
    own = told.policy.own
    return {
        "estimates": [] if told.refused else [_plain(one) for one in found.estimates],
        "effective_sample_size": found.size,
        "refused": told.refused,
        "verdict": say(m.VERDICTS[told.verdict]),
        "difference": None if told.refused else _ends(found.difference),
        "logged": _ends(found.logged),
        "target": told.policy.name,
        "target_logged": own and dict(zip(("value", "low", "high"), own, strict=True)),
        "outcome_is": "share" if told.is_rate else "amount",
        "rows": found.rows,
        "rows_left_out": told.log.dropped + len(told.log.chanceless),
        "rows_without_chance": len(told.log.chanceless),
        "largest_weight": found.largest,
        "mean_weight": _ends(found.mean_weight),
        "unsupported_share": found.unsupported,
        "propensities": "logged" if told.log.knows_chances else "estimated",
        "clip": found.clip,
        "switch": found.switch,
        "columns": {
            "item": columns.item,
            "clicked": columns.clicked,
            "propensity": columns.propensity or None,
            "position": columns.position or None,
            "user": columns.user or None,
        },
        "sentence": first_sentence(told),
        "sentences": judged_sentences(told),
    }


def _plain(one: PolicyEstimate) -> dict[str, Any]:
    return {"estimator": one.estimator, **_ends(one)}


def _ends(one: PolicyEstimate) -> dict[str, float]:
    return {"value": one.value, "low": one.low, "high": one.high}


def _figures(told: JudgedPolicy, one: PolicyEstimate) -> tuple[str, ...]:
    by = 100 if told.is_rate else 1
    return alike(one.value * by, one.low * by, one.high * by)
