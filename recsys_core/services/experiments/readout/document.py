"""An experiment that was read out, as plain values."""

import math
from typing import Any

import numpy as np

from recsys_core.experiments.readout.comparisons import ArmComparison, Plain
from recsys_core.experiments.readout.days import ByDay
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.services.experiments.readout.words import (
    customers_to_go,
    days_to_go,
    headline,
    sentences,
)

ENDS = ("difference", "low", "high")


def readout_json(told: ExperimentReadout) -> dict[str, Any]:
    """The keys of `experiment readout`; what is not known is None."""
    data = told.data
    found: dict[str, Any] = _known(
        {
            "control": data.arms[data.control],
            "control_by": told.read.rule,
            "customers": len(data.arm),
            "sample_ratio_p": data.ratio_p,
            "stopped": told.broken,
            "arms": [
                {
                    "arm": name,
                    "n": int(data.sizes[at]),
                    "planned_share": float(data.shares[at]),
                    "outcomes": _levels(told, name),
                }
                for at, name in enumerate(data.arms)
            ],
            "comparisons": [_comparison(told, at) for at in range(len(told.comparisons))],
            "adjusted": [
                {
                    "outcome": one.outcome,
                    "arm": one.arm,
                    **_plain(one.cuped),
                    "narrower": one.narrower,
                    "balance_p": one.balance_p,
                    "leverage": one.leverage,
                    "trouble": list(one.trouble),
                }
                for one in told.adjusted
            ],
            "missing": [
                {"outcome": one.outcome, "arm": arm, "n": int(n), "of": int(of), "p": one.p}
                for one in told.missing
                for arm, n, of in zip(data.arms, one.missing, one.of, strict=True)
            ],
            "segments": [vars(one) for one in told.segments],
            "days": [_days(one) for one in told.days],
            "sentence": headline(told),
            "sentences": sentences(told),
        }
    )
    return found


def _levels(told: ExperimentReadout, arm: str) -> dict[str, float]:
    own = {one.outcome: one.value for one in told.comparisons if one.arm == arm}
    return own or {one.outcome: one.control for one in told.comparisons}


def _comparison(told: ExperimentReadout, at: int) -> dict[str, Any]:
    one: ArmComparison = told.comparisons[at]
    verdict = told.verdicts[at]
    plain = {
        name: value
        for name, value in vars(one).items()
        if name not in ("winsorised", "bootstrap", "stage", "error")
    }
    return plain | {
        "winsorised": None if one.winsorised is None else _plain(one.winsorised),
        "bootstrap": None if one.bootstrap is None else _plain(one.bootstrap),
        "verdict": verdict.word,
        "decided_by": "plan" if verdict.by_plan else "any looks",
        "more_days": days_to_go(told, at),
        "more_customers": customers_to_go(told, at),
    }


def _days(one: ByDay) -> dict[str, Any]:
    so_far = one.so_far
    return {
        "arm": one.arm,
        "change_a_day": one.change,
        "change_p": one.change_p,
        "weekday_p": one.weekday_p,
        "weekdays": one.weekday.tolist(),
        "weekdays_low": one.weekday_low.tolist(),
        "weekdays_high": one.weekday_high.tolist(),
        "by_day": [
            {
                "day": int(one.day[at]),
                "n": int(one.n[at]),
                "n_control": int(one.n_control[at]),
                "daily": float(one.daily[at]),
                "difference": float(so_far.difference[at]),
                "low": float(so_far.low[at]),
                "high": float(so_far.high[at]),
                "sequential_low": float(so_far.sequential_low[at]),
                "sequential_high": float(so_far.sequential_high[at]),
            }
            for at in range(len(one.day))
        ],
    }


def _plain(one: Plain) -> dict[str, float]:
    return dict(zip(ENDS, (one.difference, one.low, one.high), strict=True))


def _known(value: Any) -> Any:
    """Plain values with None for NaN, all the way down."""
    if isinstance(value, dict):
        return {name: _known(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_known(one) for one in value]
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
