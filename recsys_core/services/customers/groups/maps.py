"""The map of customers: everybody as a point, alike ones near each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.profiles.clusters.principal import neighbour_map, principal
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.groups import messages as m
from recsys_core.services.customers.groups.points import RFM, points
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

MOST_NEIGHBOURS = 5_000
"""So many customers are placed by their neighbours at most: twice as many take twice as long."""
SEED = 42


@dataclass(frozen=True)
class CustomerMap:
    """rows: (n,) places in the overview of those on the map.  at: (n, 2).  share: of all
    differences that the two directions hold; None where directions mean nothing.  whole: how many
    customers there are.
    """

    rows: IntArray
    at: FloatArray
    share: float | None
    whole: int


_placed: PerWorkspace[tuple[int, str, bool], CustomerMap] = PerWorkspace("maps", most=6)


@needs(Role.VIEWER)
def customer_map(
    ws: Workspace, by: str = RFM, *, neighbours: bool = False, progress: Progress = silent
) -> CustomerMap:
    """Everybody in the two directions in which they differ most (PCA); or, by `neighbours`, up to
    5,000 of them beside those who are most like them (t-SNE: seconds to minutes).

    Raises as `points` does.
    """
    key = (ws.data_version(), by, neighbours)
    return _placed.get(ws, key, lambda: _place(ws, by, neighbours, progress))


@needs(Role.VIEWER)
def map_known(ws: Workspace, by: str) -> bool:
    """Whether the map by neighbours was made for the data as it is now, in this process."""
    return _placed.peek(ws, (ws.data_version(), by, True)) is not None


def map_sentence(drawn: CustomerMap) -> str:
    """What the map shows, and of how many."""
    said = say(m.TSNE_SAYS) if drawn.share is None else say(m.PCA_SAYS, share=share(drawn.share))
    if len(drawn.rows) < drawn.whole:
        return f"{said} {say(m.MAP_OF, n=len(drawn.rows), whole=drawn.whole)}"
    return said


def within(at: FloatArray, outline: Sequence[tuple[float, float]]) -> BoolArray:
    """(n,) whether each of the (n, 2) points lies inside a closed outline of corners; an even
    number of crossings to the right is outside. Fewer than three corners hold nobody.
    """
    inside = np.zeros(len(at), dtype=bool)
    if len(outline) < 3:
        return inside
    x, y = at[:, 0], at[:, 1]
    for (x1, y1), (x2, y2) in zip(outline, [*outline[1:], outline[0]], strict=True):
        if y1 == y2:
            continue
        crosses = (y1 > y) != (y2 > y)
        inside ^= crosses & (x < (x2 - x1) * (y - y1) / (y2 - y1) + x1)
    return inside


def _place(ws: Workspace, by: str, neighbours: bool, progress: Progress) -> CustomerMap:
    values = points(ws, by).values
    everybody = np.arange(len(values))
    if not neighbours:
        at, shares = principal(values, 2)
        if at.shape[1] < 2:
            at = np.hstack([at, np.zeros((len(at), 1))])
        return CustomerMap(everybody, at, float(shares.sum()), len(values))
    if len(values) > MOST_NEIGHBOURS:
        rng = np.random.default_rng(SEED)
        everybody = np.sort(rng.choice(len(values), MOST_NEIGHBOURS, replace=False))
    told = say(m.PLACING)
    at = neighbour_map(values[everybody], SEED, lambda done, _="": progress(done, told))
    return CustomerMap(everybody, at, None, len(values))
