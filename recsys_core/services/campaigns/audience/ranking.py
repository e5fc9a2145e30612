"""Who comes first among those who may be written to, and the draws their interval is made of."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.campaigns.audience.curve import sizes
from recsys_core.campaigns.audience.propensity import Propensity, TooFewBuyers, eligible
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience.answers import Answers
from recsys_core.services.campaigns.audience.learning import REPEAT, Learned
from recsys_core.services.campaigns.audience.target import Target
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace

Unranked = dict[str, tuple[int, int, bool]]
"""Buyers so far, customers left out, and whether everybody bought."""


@dataclass(frozen=True)
class RankedCustomers:
    """rows: (n,) customers by their place in `Learned.users`, the best first; equal ones in the
    order of their numbers.  chance, kinds: (n,) of each.  unranked: kinds that cannot be told.
    no_forecast: customers nothing is known of that a chance could be told from.
    """

    rows: IntArray
    chance: FloatArray
    kinds: np.ndarray
    unranked: Unranked
    no_forecast: int


def ranked(
    known: Learned, kept: BoolArray, wanted: Sequence[str], answers: Answers | str | None
) -> RankedCustomers:
    """kept: (n,) who may be written to.  wanted: kinds of buyers."""
    parts, unranked, no_forecast = [], {}, 0
    for kind in wanted:
        rows = np.flatnonzero(kept & eligible(known.facts, kind == REPEAT))
        model = known.models[kind]
        if isinstance(answers, Answers):
            told = ~np.isnan(answers.odds[rows])
            no_forecast += int((~told).sum())
            rows = rows[told]
            parts.append((rows, answers.chance[rows], np.full(len(rows), kind, dtype=object)))
        elif isinstance(model, TooFewBuyers):
            if len(rows):
                unranked[kind] = (model.buyers, len(rows), model.everybody)
        elif len(rows):
            chance = model.probability(known.facts, rows)
            parts.append((rows, chance, np.full(len(rows), kind, dtype=object)))
    if not parts:
        empty = np.zeros(0, dtype=np.int64)
        return RankedCustomers(empty, np.zeros(0), np.zeros(0, dtype=object), unranked, no_forecast)
    rows, chance, kinds = (np.concatenate(one) for one in zip(*parts, strict=True))
    order = np.lexsort((rows, -chance))
    return RankedCustomers(rows[order], chance[order], kinds[order], unranked, no_forecast)


_drawn: PerWorkspace[tuple[int, Target, int, int, bool, bytes], FloatArray]
_drawn = PerWorkspace("how many of an audience may buy", most=8, megabytes=64)


@needs(Role.VIEWER)
def drawn_at(
    ws: Workspace,
    known: Learned,
    order: RankedCustomers,
    answers: Answers | str | None,
    size: IntArray,
    days: int,
    seed: int,
) -> FloatArray:
    """(draws, p) expected buyers or answers among the first `size`.

    Drawn once for the same customers at sizes evenly apart. Another size takes the next one below
    and only the customers between: draws of one seed are of the same weights, so they add up.
    """
    people = hashlib.blake2b(order.rows.tobytes(), digest_size=16).digest()
    key = (ws.data_version(), known.target, days, seed, isinstance(answers, Answers), people)
    even = sizes(len(order.rows))
    drawn = _drawn.get(ws, key, lambda: _draw(known, order, answers, 0, even, seed))
    below = np.searchsorted(even, size, side="right")
    start = np.append(0, even)[below]
    found = np.column_stack([np.zeros(len(drawn)), drawn])[:, below]
    for place in np.flatnonzero(start < size):
        end = size[place : place + 1]
        found[:, place] += _draw(known, order, answers, int(start[place]), end, seed)[:, 0]
    return found


def _draw(
    known: Learned,
    order: RankedCustomers,
    answers: Answers | str | None,
    start: int,
    size: IntArray,
    seed: int,
) -> FloatArray:
    """(draws, p) of those from `start` up to each `size`."""
    rows, kinds = order.rows[start : size[-1]], order.kinds[start : size[-1]]
    ends = size - start
    if isinstance(answers, Answers):
        return answers.drawn(rows, ends, seed)
    parts = [
        model.drawn(known.facts, rows[kinds == kind], np.cumsum(kinds == kind)[ends - 1], seed)
        for kind, model in known.models.items()
        if isinstance(model, Propensity) and (kinds == kind).any()
    ]
    return np.asarray(sum(parts))
