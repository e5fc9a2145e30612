"""Histories by visit: a visit is everything a customer bought on one day."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.histories import moments_of, rows_of
from recsys_core.schema.types import CSR, IntArray
from recsys_core.wording.dates import SECONDS_PER_DAY


@dataclass(frozen=True)
class Visits:
    """The visits of a block of n customers.

    row, day: (n_visits,) whose, and which day since 1970; ordered by both.  after, ago: (n_visits,)
    how many visits the customer made after it, and how many days before their last.  pair, visit:
    (n_bought,) which stored pair of the histories was bought on which visit, once each.
    """

    row: IntArray
    day: IntArray
    after: IntArray
    ago: IntArray
    pair: IntArray
    visit: IntArray


def visits_of(histories: CSR) -> Visits | None:
    """None for histories without dates."""
    moments = moments_of(histories)
    if moments is None:
        return None
    pair, when = moments.every()
    day, row = when // SECONDS_PER_DAY, rows_of(histories)[pair]
    first = day.min(initial=0)
    width = np.int64(day.max(initial=0) - first + 1)
    key, visit = np.unique(row * width + (day - first), return_inverse=True)
    # The events of a pair are in order of time, so those of one day follow one another.
    once = np.ones(len(pair), dtype=bool)
    once[1:] = (pair[1:] != pair[:-1]) | (visit[1:] != visit[:-1])
    rows, days = key // width, key % width + first
    last = np.cumsum(np.bincount(rows, minlength=histories.shape[0]))[rows] - 1
    after, ago = last - np.arange(len(key)), days[last] - days
    return Visits(rows, days, after, ago, pair[once], visit[once])
