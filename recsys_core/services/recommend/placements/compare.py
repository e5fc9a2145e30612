"""Two placements beside each other: what they show the same customers."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.statistics.intervals import intervals_of_means
from recsys_core.schema.statistics.means import mean_of_known, ratio
from recsys_core.schema.types import FloatArray, StrArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.group_choice import in_group
from recsys_core.services.recommend.many import Source
from recsys_core.services.recommend.placements import messages as m
from recsys_core.services.recommend.placements.placement import Placement
from recsys_core.services.recommend.placements.shown import shown_blocks, source_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, number

CUSTOMERS = 500
SEED = 7


@dataclass(frozen=True)
class ListsCompared:
    """What two placements show the same customers.

    customers: how many were looked at, by lot out of `of`.  length: slots of the shorter.  shared:
    mean number of entries in both, of the `length`; low, high: its 95 % interval, NaN where nobody
    was left out.  same: share of the customers who get the same list in the same order.  moved:
    mean number of places between the two of an entry in both; NaN where nothing is.
    """

    a: str
    b: str
    customers: int
    of: int
    length: int
    shared: float
    low: float
    high: float
    same: float
    moved: float

    @property
    def sentences(self) -> list[str]:
        """What was found, and on whom."""
        fields = {"n": self.customers, "a": self.a, "b": self.b, "length": self.length}
        if np.isnan(self.low):
            first = say(m.TOGETHER, shared=number(self.shared), **fields)
        else:
            shared, low, high = alike(self.shared, self.low, self.high)
            first = say(m.TOGETHER_BETWEEN, shared=shared, low=low, high=high, **fields)
        message = m.NOTHING_IN_BOTH if np.isnan(self.moved) else m.PLACES_APART
        every = self.customers == self.of
        drawn = say(m.ALL_COMPARED if every else m.DRAWN_BY_LOT, n=self.customers, of=self.of)
        return [say(message, first=first, moved=number(self.moved)), drawn]


@needs(Role.VIEWER)
def compare_placements(
    ws: Workspace,
    a: Placement,
    b: Placement,
    group: str | None = None,
    customers: int = CUSTOMERS,
    report: Progress = silent,
) -> ListsCompared:
    """Look at as many of the customers (of a group) who have a list of both, drawn by lot.

    `InputError` where one shows products and the other categories or brands, and where nobody has
    both; `NotReadyError` where a placement has no lists.
    """
    if a.shows != b.shows:
        kinds = {"shows": say(m.KINDS[a.shows]), "others": say(m.KINDS[b.shows])}
        raise InputError(say(m.NOT_ALIKE, a=a.name, b=b.name, **kinds))
    sources = source_of(ws, a), source_of(ws, b)
    users = _both(ws, *sources, group)
    if not len(users):
        raise InputError(say(m.NOBODY_BOTH, a=a.name, b=b.name))
    drawn = users
    if len(users) > customers:
        lot = np.random.default_rng([SEED, 30]).choice(len(users), customers, replace=False)
        drawn = users[np.sort(lot)]
    ids = []
    for done, (one, source) in enumerate(zip((a, b), sources, strict=True)):
        report(done / 2, say(m.COMPARING, name=one.name))
        shown = shown_blocks(ws, one, source, source.codes(list(drawn)), silent)
        ids.append(np.concatenate([block.ids for block in shown]))
    shared, moved, same = _beside(*ids)
    length = min(a.slots, b.slots)
    low = high = np.full(1, np.nan)
    if len(drawn) < len(users):
        low, high = intervals_of_means(shared[:, None], most=length)
    return ListsCompared(
        a.name,
        b.name,
        len(drawn),
        len(users),
        length,
        float(shared.mean()),
        float(low[0]),
        float(high[0]),
        float(same.mean()),
        mean_of_known(moved),
    )


def _both(ws: Workspace, one: Source, other: Source, group: str | None) -> StrArray:
    """Numbers of those whom both models know, in one order whatever the models."""
    users = [source.data.users[Columns.User].to_numpy(dtype=object) for source in (one, other)]
    known: StrArray = np.intersect1d(*users)
    return known if group is None else known[in_group(ws, list(known), group)]


def _beside(a: StrArray, b: StrArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(n,) entries in both, mean places between them (NaN without one), and 1 for equal lists.

    a, b: (n, slots) ids, "" for an empty slot.
    """
    same = (a[:, :, None] == b[:, None, :]) & (a != "")[:, :, None]
    apart = np.abs(np.arange(a.shape[1])[:, None] - np.arange(b.shape[1])[None, :])
    shared = same.sum(axis=(1, 2)).astype(np.float64)
    moved = ratio((same * apart).sum(axis=(1, 2)), shared)
    in_each = [(one != "").sum(axis=1) for one in (a, b)]
    alike_rows = (shared == in_each[0]) & (shared == in_each[1]) & ~(moved > 0)
    return shared, moved, alike_rows.astype(np.float64)
