"""Which columns tell customers apart from before the lot, and how they are written for a model."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from recsys_core.campaigns.uplift import messages as m
from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray
from recsys_core.wording.messages import say

MOST_WORDS = 100
"""Texts of one column that each become a column of 0 and 1."""
NEARLY_ALL = 0.5
"""The share of customers with a text of their own, from which a column names them."""
BY_CHANCE = 0.001
"""How rarely a column from before may be left out, by all columns together."""
UNHEARD_OF = 1e-6


class LeftOut(NamedTuple):
    """A column that is not learned from, and why."""

    column: str
    reason: str


class Learnable(NamedTuple):
    """features: (n, f) with NaN for what is not known.  names: (f,) of the columns they come
    from.  left_out: the other columns of the table.
    """

    features: FloatArray
    names: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def learnable(frame: pd.DataFrame, arm: IntArray, outcome: FloatArray) -> Learnable:
    """Columns of numbers (NaN: not known) and of texts, each checked.

    Left out: what is the same for all; what is different for nearly all; and what was known only
    afterwards. The lot made the arms alike in everything from before, so a column that differs
    between them (Kruskal and Wallis, 1952, for numbers; Pearson's chi-squared for texts; at
    0.001 by all columns together) came after it, or is no outcome of chance. A column that goes
    with the outcome without exception, such as a sale with the visit it needs, is part of it.
    """
    columns: list[FloatArray] = []
    names: list[str] = []
    left: list[LeftOut] = []
    for name in frame.columns:
        values = frame[name].to_numpy()
        if reason := _unfit(values) or _afterwards(values, arm, outcome, len(frame.columns)):
            left.append(LeftOut(str(name), reason))
            continue
        written = _written(values)
        columns += written
        names += [str(name)] * len(written)
    features = np.column_stack(columns) if columns else np.empty((len(frame), 0))
    return Learnable(features, tuple(names), tuple(left))


def _unfit(values: FloatArray | StrArray) -> str:
    different, n = pd.unique(values), len(values)
    if len(different) < 2:
        return say(m.SAME_FOR_ALL)
    if values.dtype == object:
        if len(different) > max(NEARLY_ALL * n, MOST_WORDS):
            return say(m.A_NUMBER_EACH)
        return say(m.MANY_WORDS, n=len(different)) if len(different) > MOST_WORDS else ""
    whole = bool((values == np.floor(values)).all())
    return say(m.A_NUMBER_EACH) if whole and len(different) == n else ""


def _afterwards(
    values: FloatArray | StrArray, arm: IntArray, outcome: FloatArray, columns: int
) -> str:
    if unlikeness(values, arm) < BY_CHANCE / columns:
        return say(m.UNLIKE_BETWEEN_ARMS)
    codes, _ = pd.factorize(values, use_na_sentinel=False)
    unusual = codes != np.argmax(np.bincount(codes))
    return say(m.PART_OF_OUTCOME) if _goes_with(unusual, outcome > 0) else ""


def unlikeness(values: FloatArray | StrArray, arm: IntArray) -> float:
    """How often a lot gives arms that differ as much in a column or more."""
    from scipy import stats

    if values.dtype == object:
        counts = pd.crosstab(values, arm).to_numpy()
        rare = counts.sum(axis=1) < 5 * counts.shape[1]
        counts = np.vstack([counts[~rare], counts[rare].sum(axis=0)])
        counts = counts[counts.sum(axis=1) > 0]
        return float(stats.chi2_contingency(counts, correction=False).pvalue)
    # What is not known is a value too, below all others.
    known = np.where(np.isnan(values), -np.inf, values)
    groups = [known[arm == code] for code in np.unique(arm)]
    return float(stats.kruskal(*groups).pvalue) if len(groups) > 1 else 1.0


def _goes_with(unusual: BoolArray, responded: BoolArray) -> bool:
    """Whether one of the two never comes without the other, which chance would hardly bring."""
    for inner, outer in ((unusual, responded), (responded, unusual)):
        if inner.any() and not (inner & ~outer).any():
            chance = inner.sum() * np.log(max(outer.mean(), 1e-300))
            if chance < np.log(UNHEARD_OF):
                return True
    return False


def _written(values: FloatArray | StrArray) -> list[FloatArray]:
    if values.dtype != object:
        return [values.astype(float)]
    texts = sorted(pd.unique(values))
    # Of two texts one says it all.
    return [(values == text).astype(float) for text in (texts if len(texts) > 2 else texts[1:])]
