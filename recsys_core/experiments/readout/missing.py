"""Whom an outcome is not known of, and whether that has to do with the arm."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from recsys_core.experiments.readout.divided import Experiment
from recsys_core.schema.statistics.means import ratio
from recsys_core.schema.types import IntArray


@dataclass(frozen=True)
class MissingOutcome:
    """missing, of: (arms,) customers without the outcome, of how many.  p: how often arms that
    lose customers alike come out as unlike as these or more (Pearson's chi-squared test).
    """

    outcome: str
    missing: IntArray
    of: IntArray
    p: float


def missing_outcomes(data: Experiment) -> list[MissingOutcome]:
    """Of every outcome that is not known of all."""
    told, sizes = [], data.sizes
    for one in data.outcomes:
        missing = np.bincount(data.arm[np.isnan(one.values)], minlength=len(data.arms))
        if not missing.any():
            continue
        share = missing.sum() / sizes.sum()
        distance = ratio((missing - share * sizes) ** 2, share * (1 - share) * sizes, empty=0.0)
        p = float(special.chdtrc(len(sizes) - 1, distance.sum()))
        told.append(MissingOutcome(one.name, missing, sizes, p))
    return told
