"""The first outcome by groups of customers, each with its own difference."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.experiments.readout.comparisons import beside
from recsys_core.experiments.readout.divided import Experiment, one_of
from recsys_core.schema.statistics.differences import moments_of
from recsys_core.schema.statistics.significance import benjamini_hochberg
from recsys_core.schema.types import FloatArray

LEAST = 30
"""Customers of a group in either arm, below which it is left out."""


@dataclass(frozen=True)
class SegmentFigures:
    """An arm less the control among the customers of one group. p_adjusted: by Benjamini and
    Hochberg over all groups and arms.  unlike_p: chance that differences are as far apart across
    the groups of this split where the arm does the same for all (Cochran's Q, 1954).
    """

    split: str
    planned: bool
    group: str
    arm: str
    n: int
    n_control: int
    value: float
    control: float
    difference: float
    low: float
    high: float
    p: float
    p_adjusted: float
    unlike_p: float


def by_segment(data: Experiment) -> list[SegmentFigures]:
    """Every group of every split with `LEAST` customers in both arms."""
    if not data.outcomes:
        return []
    data = data.having(data.outcomes[0])
    outcome, arms = data.outcomes[0], len(data.arms)
    rows: list[tuple[SegmentFigures, float]] = []
    for split in data.splits:
        groups = len(split.values)
        cell = split.codes * arms + data.arm
        values = outcome.each(cell, groups * arms)
        moments = moments_of(values, cell, groups * arms)
        for code in data.others:
            places = np.arange(groups) * arms
            small = np.minimum(moments.n[places + code], moments.n[places + data.control])
            kept = np.flatnonzero(small >= LEAST)
            if not len(kept):
                continue
            own, other = (one_of(moments, kept * arms + one) for one in (code, data.control))
            found = beside(own, other, outcome.kind == "rate")
            unlike = differ(found.difference, found.error)
            rows += [
                (
                    SegmentFigures(
                        split.name, split.planned, split.values[group], data.arms[code],
                        int(own.n[at]), int(other.n[at]), float(own.mean[at]),
                        float(other.mean[at]), float(found.difference[at]), float(found.low[at]),
                        float(found.high[at]), float(found.p[at]), float("nan"), unlike,
                    ),
                    float(found.p[at]),
                )
                for at, group in enumerate(kept)
            ]  # fmt: skip
    adjusted = benjamini_hochberg(np.array([p for _, p in rows]))
    return [
        SegmentFigures(**vars(one) | {"p_adjusted": float(p)})
        for (one, _), p in zip(rows, adjusted, strict=True)
    ]


def differ(differences: FloatArray, errors: FloatArray) -> float:
    """Cochran's Q: the chance of differences as far apart as these where all are the same; NaN for
    fewer than two with a known error.
    """
    known = np.isfinite(errors) & (errors > 0)
    if known.sum() < 2:
        return float("nan")
    weights = 1 / errors[known] ** 2
    mean = float((weights * differences[known]).sum() / weights.sum())
    q = float((weights * (differences[known] - mean) ** 2).sum())
    return float(special.chdtrc(int(known.sum()) - 1, q))
