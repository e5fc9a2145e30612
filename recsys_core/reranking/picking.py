"""Choosing the list from the candidates, place by place, under all that is asked for at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from recsys_core.reranking import messages as m
from recsys_core.reranking.calibrated import Mix
from recsys_core.reranking.caps import Cap
from recsys_core.reranking.floors import Floor
from recsys_core.reranking.registry import DIVERSITIES, Variety
from recsys_core.reranking.relevance import relevance
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.schema.vectors import Compared, ComparedVectors, ItemVectors
from recsys_core.wording.messages import say

_ROWS = 16
"""Customers at a time where vectors are compared: 16 x 200 candidates x 384 numbers is 4.9 MB,
which stays in the cache."""
_ROWS_PLAIN = 256
"""Customers at a time otherwise."""


@dataclass(frozen=True)
class SlotPlan:
    """What the choice of a list has to respect. The defaults ask for nothing.

    diversity, diversity_by, calibration: as in `RerankConfig`.  tastes: (n, categories) each
    customer's mix, categories: (n_items,) codes, both needed for calibration.  caps: limits that
    hold throughout.  pins: (n, k) the candidate's column that takes a place, -1 for none.
    explore: (n, k) the places drawn by lot, draws: (n, width) who gets them, highest first.
    floors: what the list holds at least.  candidates: how many columns may be picked; those up to
    `reach` only for a floor, the ones to the right are there to be pinned.
    """

    diversity: float = 0.0
    diversity_by: str = "mmr"
    calibration: float = 0.0
    tastes: CSR | None = None
    categories: IntArray | None = None
    caps: Sequence[Cap] = field(default=())
    pins: IntArray | None = None
    explore: BoolArray | None = None
    draws: FloatArray | None = None
    floors: Sequence[Floor] = field(default=())
    candidates: int | None = None
    reach: int | None = None


def pick(
    candidates: Recommendations, k: int, plan: SlotPlan, vectors: ItemVectors | None = None
) -> Recommendations:
    """The list of `k` places; a place is empty where nothing is left that may be shown.

    Pins come first and count towards caps, variety and the mix of categories; then the free places
    from the top, each to argmax of (1 - l) * ((1 - d) * relevance + d * variety) + l * mix among
    the candidates no cap bars; then the places to explore, from what is left. Once no more places
    are left than floors still ask for, only products they speak of are picked. Ties go to the
    candidate that stood higher. Only pins are put where a cap is full. Raises `InputError` when
    the vectors are of another product list.
    """
    width = min(k, max(candidates.k, 0))
    columns = _columns(candidates, width if plan.pins is None else k, plan, vectors)
    found = columns >= 0
    at = np.maximum(columns, 0)
    items = np.take_along_axis(candidates.items, at, axis=1)
    scores = np.take_along_axis(candidates.scores, at, axis=1)
    return replace(
        candidates,
        items=np.where(found, items, EMPTY).astype(candidates.items.dtype),
        scores=np.where(found, scores, np.nan).astype(candidates.scores.dtype),
        trace=(),
    )


def _columns(
    candidates: Recommendations, k: int, plan: SlotPlan, vectors: ItemVectors | None
) -> IntArray:
    """(n, k) the chosen column for each place, -1 where none is left."""
    n, width = candidates.items.shape
    out = np.full((n, k), -1, dtype=np.int64)
    if not n or not width:
        return out
    usable = candidates.items != EMPTY
    first = width if plan.candidates is None else plan.candidates
    reach = first if plan.reach is None else plan.reach
    beyond = usable.copy()
    beyond[:, :first], beyond[:, reach:] = False, False
    usable[:, first:] = False
    base = relevance(candidates.scores, usable)
    # What only floors reach is less relevant than all candidates, in the model's own order.
    base[:, first:reach] = -1 - np.arange(reach - first, dtype=np.float32) / max(width, 1)
    values = compared = None
    if plan.diversity and k > 1:
        compared = _compared(candidates, vectors)
        values = _values(candidates, vectors) if compared is None else None
    rows = _ROWS_PLAIN if values is None else _ROWS
    shape = (min(n, rows), width, 0 if values is None else values.shape[1])
    buffer = np.empty(shape, dtype=np.float32)
    groups = [(cap.slots(candidates.items), cap.limit) for cap in plan.caps]
    asked = [(floor.slots(candidates.items), floor.least) for floor in plan.floors]
    mixed = None
    if plan.calibration and plan.tastes is not None and plan.categories is not None:
        mixed = Cap(plan.categories, 0).slots(candidates.items)
    for start in range(0, n, rows):
        block = slice(start, min(start + rows, n))
        gains: list[tuple[float, Variety]] = []
        places = k if plan.pins is None else 2 * k
        kind = DIVERSITIES[plan.diversity_by]
        if compared is not None:
            part = Compared(compared.codes[block], compared.cosines)
            gains.append((plan.diversity, kind.gain(part, places)))
        if values is not None:
            # mode="clip" lets an empty slot read row 0: it is never picked.
            some = buffer[: block.stop - start]
            np.take(values, candidates.items[block], axis=0, out=some, mode="clip")
            gains.append((plan.diversity, kind.gain(some, places)))
        if mixed is not None and plan.tastes is not None:
            own = plan.tastes[block].toarray()
            gains.append((plan.calibration, Mix(own, mixed[block])))
        limits = [(slots[block], limit) for slots, limit in groups]
        needs = [(slots[block], least) for slots, least in asked]
        floors = Floors(needs, beyond[block])
        state = PickState(base[block], usable[block] | beyond[block], gains, limits, floors)
        _fill(state, out[block], plan, block)
    return out


class Floors:
    """What lists still lack of what floors ask for."""

    def __init__(self, needs: list[tuple[BoolArray, int]], beyond: BoolArray) -> None:
        """needs: of each floor (rows, width) its products and how many a list holds at least.
        beyond: (rows, width) candidates that are there for floors only.
        """
        self.beyond = beyond if beyond.any() else None
        self.needs = [(own, own.any(axis=1) * least) for own, least in needs]

    def take(self, rows: IntArray, at: IntArray, valid: BoolArray) -> None:
        """rows, at, valid: (rows,) the columns that are on the list now, where valid."""
        for own, least in self.needs:
            least -= own[rows, at] & valid

    def only(self, shut: FloatArray, left: IntArray) -> BoolArray | None:
        """(rows, width) what may be picked where `left` (rows,) places are left, given what is
        `shut` (-inf); None for everything.
        """
        if not self.needs:
            return None
        wanted, due = np.zeros(shut.shape, dtype=bool), np.zeros(len(left), dtype=np.int64)
        for own, least in self.needs:
            open_ = own & (shut > -np.inf)
            lacking = np.minimum(least, open_.sum(axis=1))
            wanted |= open_ & (lacking > 0)[:, None]
            due += np.maximum(lacking, 0)
        everything = np.ones(shut.shape, dtype=bool) if self.beyond is None else ~self.beyond
        return np.where(((due >= left) & (due > 0))[:, None], wanted, everything)


class PickState:
    """The choice for some customers at once."""

    def __init__(
        self,
        base: FloatArray,
        usable: BoolArray,
        gains: list[tuple[float, Variety]],
        limits: list[tuple[IntArray, int]],
        floors: Floors,
    ) -> None:
        first = gains[0][0] if gains else 0.0
        self.base, self.gains = np.float32(1 - first) * base, gains
        self.shut = np.where(usable, np.float32(0), np.float32(-np.inf))
        self.rows, self.floors = np.arange(len(base)), floors
        self.limits = [
            (groups, limit, np.zeros(groups.shape, np.int16)) for groups, limit in limits
        ]
        for groups, limit, _ in self.limits:
            if limit == 0:
                self.shut[groups >= 0] = -np.inf

    def worth(self) -> FloatArray:
        """(rows, width) what each candidate would bring to its list, -inf where it cannot."""
        total = self.base
        for at, (weight, gain) in enumerate(self.gains):
            kept = total if at == 0 else np.float32(1 - weight) * total
            total = kept + np.float32(weight) * gain.bonus()
        return np.asarray(total + self.shut)

    def best(self, worth: FloatArray) -> IntArray:
        """(rows,) the best open column, -1 where there is none."""
        top = np.asarray(worth.argmax(axis=1))
        return np.where(worth[self.rows, top] > -np.inf, top, -1)

    def take(self, picked: IntArray) -> None:
        """picked: (rows,) columns that are on the list now, -1 for none."""
        valid, at = picked >= 0, np.maximum(picked, 0)
        self.shut[self.rows[valid], at[valid]] = -np.inf
        for groups, limit, used in self.limits:
            group = groups[self.rows, at]
            used += (groups == group[:, None]) & (valid & (group >= 0))[:, None]
            self.shut[(groups >= 0) & (used >= limit)] = -np.inf
        self.floors.take(self.rows, at, valid)
        for _, gain in self.gains:
            gain.add(at, valid)


def _fill(state: PickState, out: IntArray, plan: SlotPlan, block: slice) -> None:
    """Writes the chosen columns of a block of customers into `out` (rows, k)."""
    k = out.shape[1]
    taken = np.zeros(out.shape, dtype=bool)
    if plan.pins is not None:
        pins = plan.pins[block]
        for pinned in np.flatnonzero((pins >= 0).any(axis=0)):
            state.take(pins[:, pinned])
        out[:] = pins
        taken = pins >= 0
    explore = np.zeros(out.shape, dtype=bool)
    if plan.explore is not None:
        explore = plan.explore[block]
    # Places in the order in which they are filled: free ones, those to explore, pinned ones.
    order = np.argsort(2 * taken + (explore & ~taken), axis=1, kind="stable")
    free = np.count_nonzero(~taken, axis=1)
    draws = None if plan.draws is None else plan.draws[block]
    for step in range(int(free.max(initial=0))):
        place, due = order[:, step], step < free
        by_lot = explore[state.rows, place] & due
        worth = state.worth()
        if draws is not None and by_lot.any():
            worth = np.where(by_lot[:, None], draws + state.shut, worth)
        allowed = state.floors.only(state.shut, free - step)
        if allowed is not None:
            worth = np.where(allowed, worth, -np.inf)
        picked = np.where(due, state.best(worth), -1)
        out[state.rows[due], place[due]] = picked[due]
        if step + 1 < k:
            state.take(picked)


def _compared(candidates: Recommendations, vectors: ItemVectors | None) -> Compared | None:
    """The cosines where all candidates were compared beforehand."""
    if not isinstance(vectors, ComparedVectors):
        return None
    if candidates.items.max(initial=EMPTY) >= len(vectors.place):
        return None
    if not vectors.covers(candidates.items):
        return None
    # An empty slot reads any row: it is never picked.
    codes = vectors.place[np.maximum(candidates.items, 0)]
    return Compared(np.maximum(codes, 0), vectors.cosines)


def _values(candidates: Recommendations, vectors: ItemVectors | None) -> FloatArray:
    if vectors is None or candidates.items.max(initial=EMPTY) >= len(vectors.values):
        raise InputError(say(m.OLD_VECTORS))
    return np.ascontiguousarray(vectors.values, dtype=np.float32)
