"""Differences less what was known of the customers before: CUPED, with what speaks against it."""

from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.readout.comparisons import Plain, beside
from recsys_core.experiments.readout.divided import BROKEN, Experiment, Outcome, by_arm, one_of
from recsys_core.schema.statistics.differences import welch_p
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import FloatArray

HEAVY = 0.1
"""Of all leverage: where one customer holds more, the adjustment rests on that one."""


@dataclass(frozen=True)
class Adjusted:
    """One arm of one outcome. plain: as it came.  cuped: adjusted.  narrower: by how much of its
    width the interval shrank.  balance_p: smallest Holm-adjusted chance of means known before
    as far apart as these.  leverage: the share of one customer.  trouble: which checks failed, of
    `balance`, `sign` and `leverage`; with any the plain figure is the one to go by.
    """

    outcome: str
    arm: str
    plain: Plain
    cuped: Plain
    narrower: float
    balance_p: float
    leverage: float
    trouble: tuple[str, ...]


@dataclass(frozen=True)
class _KnownBefore:
    """What was known before. known, centred: (n, c), the latter less the mean of each arm."""

    known: FloatArray
    centred: FloatArray
    leverage: float
    balance: FloatArray


def adjust(data: Experiment) -> list[Adjusted]:
    """Every outcome in every arm (Deng, Xu, Kohavi and Walker, WSDM 2013): y - theta (x - mean x),
    theta by least squares within the arms. What is not known of a customer counts as the mean of
    all, whatever the arm. Empty where nothing was known before, or it is the same for all.
    """
    told, whole = [], _before(data)
    for part in map(data.having, data.outcomes):
        (outcome,) = part.outcomes
        before = whole if len(part.arm) == len(data.arm) else _before(part)
        values = outcome.each(part.arm, len(part.arms))
        if before is None or np.isnan(values).any():
            continue
        centred = before.centred
        theta = np.linalg.lstsq(centred.T @ centred, centred.T @ values, rcond=None)[0]
        less = values - (before.known - before.known.mean(axis=0)) @ theta
        told += _told(outcome, values, less, part, before.balance, before.leverage)
    return told


def _before(data: Experiment) -> _KnownBefore | None:
    known = _columns(data)
    if known is None:
        return None
    centred = known - by_arm_means(known, data)[data.arm]
    return _KnownBefore(known, centred, _leverage(centred), _balance(known, data))


def by_arm_means(known: FloatArray, data: Experiment) -> FloatArray:
    """(arms, c) means of columns (n, c)."""
    return np.column_stack([by_arm(column, data).mean for column in known.T])


def _columns(data: Experiment) -> FloatArray | None:
    """(n, c) in units of their own spread, those that are the same for all left out."""
    columns = []
    for values in data.before.values():
        if np.isnan(values).all():
            continue
        filled = np.where(np.isnan(values), np.nanmean(values), values)
        if (spread := float(filled.std())) > 0:
            columns.append((filled - filled.mean()) / spread)
    return np.column_stack(columns) if columns else None


def _leverage(centred: FloatArray) -> float:
    """The largest share one customer has of all leverage (diagonal of X (X'X)^-1 X')."""
    inverse = np.linalg.pinv(centred.T @ centred)
    each = np.einsum("ij,jk,ik->i", centred, inverse, centred, optimize=True)
    return float(each.max() / each.sum()) if each.sum() > 0 else float("nan")


def _balance(known: FloatArray, data: Experiment) -> FloatArray:
    """(others,) the smallest adjusted p of the columns."""
    found = []
    for column in known.T:
        moments = by_arm(column, data)
        other = one_of(moments, [data.control] * len(data.others))
        found.append(welch_p(one_of(moments, data.others), other))
    p = np.nan_to_num(np.array(found), nan=1.0)
    adjusted = holm(p.ravel()).reshape(p.shape)
    return np.asarray(adjusted.min(axis=0))


def _told(
    outcome: Outcome,
    values: FloatArray,
    less: FloatArray,
    data: Experiment,
    balance: FloatArray,
    leverage: float,
) -> list[Adjusted]:
    pairs = []
    for each in (values, less):
        moments = by_arm(each, data)
        other = one_of(moments, [data.control] * len(data.others))
        found = beside(one_of(moments, data.others), other, rate=False)
        pairs.append(
            [
                Plain(*map(float, one))
                for one in zip(found.difference, found.low, found.high, strict=True)
            ]
        )
    told = []
    for at, code in enumerate(data.others):
        plain, cuped = pairs[0][at], pairs[1][at]
        trouble = []
        if balance[at] < BROKEN:
            trouble.append("balance")
        if plain.difference * cuped.difference < 0 and (plain.low > 0 or plain.high < 0):
            trouble.append("sign")
        if leverage > HEAVY:
            trouble.append("leverage")
        width, narrow = plain.high - plain.low, cuped.high - cuped.low
        narrower = 1 - narrow / width if width > 0 else float("nan")
        told.append(
            Adjusted(
                outcome.name, data.arms[code], plain, cuped, narrower, float(balance[at]), leverage,
                tuple(trouble),
            )
        )  # fmt: skip
    return told
