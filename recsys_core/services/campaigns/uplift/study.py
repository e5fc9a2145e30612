"""Uplift of what was read: in words, as a document, as a file, as a segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.campaigns.uplift.policy import PolicyTrial
from recsys_core.campaigns.uplift.study import (
    TOGETHER,
    ArmTargeting,
    UpliftStudy,
    study_uplift,
)
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.arm_files import (
    ArmChoice,
    ReadyArms,
    read_arms,
    ready,
)
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit, alike, share

SEED = 0


@dataclass(frozen=True)
class ToldUplift:
    """A study with what it was made of."""

    ready: ReadyArms
    study: UpliftStudy

    def targeting(self, arm: str) -> ArmTargeting:
        """Of an arm by its name; `NotFoundError` where it was not compared."""
        for one in self.study.targeting:
            if one.arm == arm:
                return one
        named = and_list([one.arm for one in self.study.targeting])
        raise NotFoundError(say(m.NOT_STUDIED, arm=arm, arms=named))


def uplift_of_file(
    path: Path, choice: ArmChoice, progress: Progress = silent, name: str | None = None
) -> ToldUplift:
    """Study a file; see `read_arms` and `ready` for what is refused with `InputError`."""
    progress(0.0, say(m.READING))
    return uplift_of(ready(read_arms(path, name), choice), progress)


def uplift_of(arms: ReadyArms, progress: Progress = silent) -> ToldUplift:
    """Study what was read."""
    return ToldUplift(arms, study_uplift(arms.data, SEED, progress))


def uplift_sentences(told: ToldUplift) -> list[str]:
    """What came out, arm by arm; why not, where it is refused; and what was left out."""
    study, said = told.study, []
    if study.refused:
        said.append(study.refused)
    for one in study.targeting:
        said += [arm_sentence(told, one.arm), verdict_sentence(told, one)]
    if told.ready.left_out:
        columns = [
            say(m.COLUMN_LEFT_OUT, column=one.column, reason=one.reason)
            for one in told.ready.left_out
        ]
        said.append(say(m.COLUMNS_LEFT_OUT, columns="; ".join(columns)))
    if told.ready.dropped:
        said.append(say(m.ROWS_LEFT_OUT, n=told.ready.dropped))
    return said


def arm_sentence(told: ToldUplift, arm: str) -> str:
    """An arm against the control."""
    figures = {one.arm: one for one in told.study.arms}
    data = told.ready.data
    control = figures[data.arms[data.control or 0]]
    found = next(one for one in told.study.comparisons if one.arm == arm)
    difference, low, high = moved(told, (found.difference, found.low, found.high))
    unit: Unit = "share" if told.study.is_rate else "money"
    rate, other = alike(figures[arm].rate, control.rate, unit=unit)
    return say(
        m.ARM_RATE if told.study.is_rate else m.ARM_MONEY,
        arm=arm,
        rate=rate,
        control=other,
        difference=difference,
        low=low,
        high=high,
    )


def verdict_sentence(told: ToldUplift, one: ArmTargeting) -> str:
    """Whether targeting an arm pays, and what customers kept back say to it."""
    tried = one.policy
    if tried is None:
        return one.refused
    if tried.share in (0.0, 1.0):
        return _all_or_none(told, one, tried)
    chosen, low, high = moved(told, tried.chosen)
    others, others_low, others_high = moved(told, tried.others)
    kept = say(
        m.KEPT_RATE if told.study.is_rate else m.KEPT_MONEY,
        n=tried.n,
        chosen=chosen,
        low=low,
        high=high,
        others=others,
        others_low=others_low,
        others_high=others_high,
    )
    sure = say(m.SURE if tried.low > 0 else m.NOT_SURE)
    unit: Unit = "share" if told.study.is_rate else "money"
    names = ("value", "low", "high", "to_all", "to_none")
    figures = (tried.value, tried.value_low, tried.value_high, tried.to_all, tried.to_none)
    worth = say(
        m.VALUE_RATE if told.study.is_rate else m.VALUE_MONEY,
        **dict(zip(names, alike(*figures, unit=unit), strict=True)),
    )
    return " ".join([say(m.MOVED, arm=one.arm, share=share(tried.share)), kept, sure, worth])


def _all_or_none(told: ToldUplift, one: ArmTargeting, tried: PolicyTrial) -> str:
    """Where all of those kept back were chosen, or none, nobody can be set beside them."""
    unit: Unit = "share" if told.study.is_rate else "money"
    to_all, to_none = alike(tried.to_all, tried.to_none, unit=unit)
    fields = {"arm": one.arm, "n": tried.n, "to_all": to_all, "to_none": to_none}
    return say(m.ALL_CHOSEN if tried.share else m.NONE_CHOSEN, **fields)


def uplift_json(told: ToldUplift) -> dict[str, Any]:
    """The keys of the command line's `uplift`."""
    study, data = told.study, told.ready.data
    refused = [_refused(one.arm, one.refused) for one in study.targeting if one.refused]
    if study.refused:
        refused = [_refused(None, study.refused)]
    return {
        "outcome_is": "share" if study.is_rate else "amount",
        "control": None if data.control is None else data.arms[data.control],
        "arms": [
            {
                "arm": one.arm,
                "n": one.n,
                "responders": one.responders,
                "rate": one.rate,
                "low": one.low,
                "high": one.high,
            }
            for one in study.arms
        ],
        "sample_ratio_p": study.ratio_p,
        "comparisons": [
            {"arm": one.arm, "difference": one.difference, "low": one.low, "high": one.high}
            for one in study.comparisons
        ],
        "qini_formula": say(m.QINI_FORMULA),
        "uplift_formula": say(m.UPLIFT_FORMULA),
        "learners": [
            {
                "arm": one.arm,
                "learner": name,
                "qini": found.qini,
                "low": found.low,
                "high": found.high,
                "random_low": found.random_low,
                "random_high": found.random_high,
                "perfect": found.perfect,
                "stands_out": found.stands_out,
            }
            for one in study.targeting
            for name, found in one.learners.items()
        ],
        "verdict_by": TOGETHER,
        "targeting": [
            _policy_json(one) | {"persuadable": int(one.persuadable.sum())}
            for one in study.targeting
            if one.policy is not None
        ],
        "refused": refused,
        "left_out": [{"column": one.column, "reason": one.reason} for one in told.ready.left_out],
        "rows": len(data.arm),
        "rows_left_out": told.ready.dropped,
        "sentences": uplift_sentences(told),
    }


def uplift_frame(told: ToldUplift) -> pd.DataFrame:
    """A row for each customer: user_id (or row, from 1), arm, outcome and, for each arm that was
    learned, its predicted uplift in the unit of the outcome and whether it is worth sending.
    """
    data, users = told.ready.data, told.ready.users
    first = {"row": np.arange(1, len(data.arm) + 1)} if users is None else {Columns.User: users}
    names = np.array(data.arms, dtype=object)
    frame = pd.DataFrame({**first, "arm": names[data.arm], "outcome": data.outcome})
    for one in told.study.targeting:
        if one.learners:
            frame[f"uplift {one.arm}"] = one.uplift
            frame[f"persuadable {one.arm}"] = one.persuadable
    return frame


def write_uplift(told: ToldUplift, out: Path) -> int:
    """`uplift_frame` as a CSV file; how many rows. `InputError` where nothing was learned."""
    if not any(one.learners for one in told.study.targeting):
        reasons = [one.refused for one in told.study.targeting]
        raise InputError(say(m.NO_FILE, reason=told.study.refused or reasons[0]))
    return write_frame(uplift_frame(told), out)


def persuadables(told: ToldUplift, arm: str) -> list[str]:
    """The numbers of those whom an arm moves most, the most first. `InputError` where nobody is
    told apart, or no column names the customers.
    """
    one = told.targeting(arm)
    if told.ready.users is None:
        raise InputError(say(m.NO_ONE_NAMED))
    if not one.persuadable.any():
        raise InputError(say(m.NO_PERSUADABLES, arm=arm))
    order = np.argsort(-one.uplift, kind="stable")
    return [str(user) for user in told.ready.users[order][one.persuadable[order]]]


@needs(Role.ANALYST)
def save_persuadables(
    ws: Workspace, told: ToldUplift, arm: str, name: str, *, replace: bool = False
) -> int:
    """Keep them as a fixed segment; how many of them are no customers here. `InputError` as
    `persuadables` and where none is.
    """
    return save_ids(ws, name, persuadables(told, arm), replace=replace)


def _refused(arm: str | None, reason: str) -> dict[str, str | None]:
    return {"arm": arm, "reason": reason}


def _policy_json(one: ArmTargeting) -> dict[str, Any]:
    tried = one.policy
    if tried is None:
        return {"arm": one.arm}
    ends = ("difference", "low", "high")
    return {
        "arm": one.arm,
        "share": tried.share,
        "threshold": one.threshold,
        "kept_back": tried.n,
        "chosen": None if not tried.share else dict(zip(ends, tried.chosen, strict=True)),
        "others": None if tried.share == 1 else dict(zip(ends, tried.others, strict=True)),
        "value": tried.value,
        "value_low": tried.value_low,
        "value_high": tried.value_high,
        "value_to_all": tried.to_all,
        "value_to_none": tried.to_none,
        "ahead_of_lot": dict(zip(ends, (tried.ahead, tried.low, tried.high), strict=True)),
    }


def moved(told: ToldUplift, figures: Sequence[float]) -> tuple[str, ...]:
    """A difference and its ends: points of a hundred, or money."""
    if told.study.is_rate:
        return alike(*(100 * one for one in figures))
    return alike(*figures, unit="money")
