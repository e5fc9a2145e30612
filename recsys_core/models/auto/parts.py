"""The item-item matrices `auto` blends: each says how much one past product speaks for another."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from recsys_core.models.auto import messages as m
from recsys_core.models.auto.recency import Recency
from recsys_core.models.dense import gram, invert
from recsys_core.models.histories import likes
from recsys_core.models.item_knn import nearest
from recsys_core.models.item_weights import divide
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

Settings = dict[str, float]
MOST_STEPS = 300_000
"""How many moments of histories the next-product regression learns from at most."""

KEPT = 5_000
"""Up to so many products the sums of the next-product regression are kept between trials."""

MOST_DENSE, NEIGHBOURS = 6_000, 100
"""Parts weigh so many products with the most customers all with all; in a larger catalogue the
others come in by the nearest of each product. On reviews of 14,319 products (half of them with one
customer) the 6,000 most reviewed reach NDCG@10 0.063, all of them 0.062; on 2,108 households'
purchases of 8,748 products 3,500 reach what all do, in an eighth of the time (docs/adr/0011).
"""

SOURCE, TARGET = 10, 10
"""How many products before a moment speak for how many after it."""


class Workbench:
    """What the builders share for one data set: the likes, and how many customers two products
    share. Made once, kept until dropped.

    head: codes of the products that parts weigh, None for all.  likes: (n_users, h) of the head.
    """

    def __init__(self, data: Dataset, seed: int) -> None:
        self.data = data
        self.seed = seed
        self.head = divide(data, MOST_DENSE)
        everything = likes(data.matrix)
        self.likes = everything if self.head is None else everything[:, self.head]
        self._shared: FloatArray | None = None
        self._steps: tuple[FloatArray, FloatArray] | None = None
        self._latent: FloatArray | None = None

    @property
    def shared(self) -> FloatArray:
        """(h, h) float32 X'X."""
        if self._shared is None:
            self._shared = gram(self.likes, self.likes)
        return self._shared

    def steps(self, recency: Recency) -> tuple[FloatArray, FloatArray]:
        """S'S and S'T of the next-product regression, both (h, h) float32; the caller
        may write into them. Small ones are kept for the next time.
        """
        if self._steps is not None:
            return self._steps[0].copy(), self._steps[1].copy()
        before, after = _before_and_after(self.data, recency, self.seed)
        if self.head is not None:
            before, after = before[:, self.head], after[:, self.head]
        made = gram(before, before), gram(before, after)
        if len(made[0]) > KEPT:
            return made
        self._steps = made
        return made[0].copy(), made[1].copy()

    @cached_property
    def cosines(self) -> CSR:
        """(n_items, n_items) csr: of each product the `NEIGHBOURS` nearest by cosine."""
        columns = likes(self.data.matrix)
        lengths = np.sqrt(np.maximum(self.data.item_counts, 1)).astype(np.float32)
        columns.data /= lengths[columns.indices]
        return nearest(columns, NEIGHBOURS, silent)

    def latent(self, rank: int) -> FloatArray:
        """(h, rank) right singular vectors of the likes, strongest first."""
        from sklearn.utils.extmath import randomized_svd  # Slow to import; pages do not need it.

        if self._latent is None or self._latent.shape[1] < rank:
            _, _, right = randomized_svd(
                self.likes, n_components=rank, n_iter=4, random_state=self.seed
            )
            self._latent = np.ascontiguousarray(right.T, dtype=np.float32)
        return self._latent[:, :rank]


@dataclass(frozen=True)
class Part:
    """One kind of matrix. ranges: setting -> (low, high, default), searched on a log scale.

    build: (h, h) weights among the head, or (n_items, n_items) csr of all.  needs_dates: whether
    the order of events matters to it.  solves: whether a build costs a dense h^3 solution, so that
    few are tried.  for_tail: it is for catalogues with products beyond the head only, and brings
    these in however little it reaches alone.
    """

    name: str
    title: str
    build: Callable[[Workbench, Settings, Recency], FloatArray | CSR]
    ranges: dict[str, tuple[float, float, float]]
    solves: bool
    needs_dates: bool = False
    for_tail: bool = False


def ease(bench: Workbench, settings: Settings, recency: Recency) -> FloatArray:
    """EASE (Steck, 2019): the best linear weights without a product speaking for itself."""
    return _among(bench.shared, settings["caution"] * bench.shared.diagonal().mean())


def even(bench: Workbench, settings: Settings, recency: Recency) -> FloatArray:
    """EASE in which long histories count less, and rare products need less proof: rows by their
    length to the power of -1/4, the ridge by the square root of a product's customers.

    On reviews of 4,000 people NDCG@10 0.082 beside 0.079, on dense ratings no difference
    (docs/adr/0011).
    """
    long = np.maximum(np.diff(bench.likes.indptr), 1).astype(np.float32)
    rows = sp.csr_matrix(sp.diags_array(long**-0.25) @ bench.likes)
    shared = gram(rows, rows)
    own = np.sqrt(np.maximum(bench.shared.diagonal(), 1.0))
    ridge = own / own.mean() * settings["caution"] * shared.diagonal().mean()
    return _among(shared, ridge)


def following(bench: Workbench, settings: Settings, recency: Recency) -> FloatArray:
    """The transition half of SLIST (Choi et al., 2021): weights by which the products just before
    a moment foretell those just after it.
    """
    from scipy.linalg import solve

    before, after = bench.steps(recency)
    scale = float(before.diagonal().mean())
    before[np.diag_indices_from(before)] += np.float32(settings["caution"] * scale)
    with threadpool_limits(2, user_api="blas"):
        try:
            answer = solve(
                before.T,
                after,
                assume_a="pos",
                overwrite_a=True,
                overwrite_b=True,
                check_finite=False,
            )
        except np.linalg.LinAlgError as problem:
            raise NotReadyError(say(m.ORDER_NOT_WEIGHED)) from problem
    return np.ascontiguousarray(answer, dtype=np.float32)


def cosine(bench: Workbench, settings: Settings, recency: Recency) -> FloatArray:
    """Asymmetric cosine (Aiolli, 2013): shared customers over a power of each product's own."""
    own = np.maximum(bench.shared.diagonal(), 1.0)
    lean = settings["lean"]
    out = bench.shared / (own[:, None] ** lean * own[None, :] ** (1 - lean))
    np.fill_diagonal(out, 0.0)
    return np.asarray(out, dtype=np.float32)


def latent(bench: Workbench, settings: Settings, recency: Recency) -> FloatArray:
    """PureSVD (Cremonesi et al., 2010): what the strongest common tastes leave of the likes."""
    rank = int(min(settings["rank"], max(min(bench.likes.shape) // 4, 1)))
    vectors = bench.latent(rank)
    with threadpool_limits(2, user_api="blas"):
        out = vectors @ vectors.T
    np.fill_diagonal(out, 0.0)
    return np.asarray(out, dtype=np.float32)


def neighbours(bench: Workbench, settings: Settings, recency: Recency) -> CSR:
    """Asymmetric cosine of each product with its nearest ones, in the whole catalogue."""
    own = np.maximum(bench.data.item_counts, 1) ** (0.5 - settings["lean"])
    return sp.csr_matrix(
        sp.diags_array(own.astype(np.float32))
        @ bench.cosines
        @ sp.diags_array((1 / own).astype(np.float32))
    )


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("ease", "EASE", ease, {"caution": (1.0, 200.0, 12.0)}, solves=True),
        Part(
            "even",
            "EASE with even histories",
            even,
            {"caution": (2.0, 60.0, 12.0)},
            solves=True,
        ),
        Part(
            "following",
            "What follows what",
            following,
            {"caution": (0.03, 10.0, 0.5)},
            solves=True,
            needs_dates=True,
        ),
        Part(
            "cosine",
            "Bought by the same customers",
            cosine,
            {"lean": (0.3, 0.7, 0.5)},
            solves=False,
        ),
        Part("latent", "Common tastes (SVD)", latent, {"rank": (8.0, 128.0, 48.0)}, solves=False),
        Part(
            "nearest",
            "Nearest products of the whole catalogue",
            neighbours,
            {"lean": (0.3, 0.8, 0.5)},
            solves=False,
            for_tail=True,
        ),
    )
}


FIRST = "ease"
"""The part on which, beside those that look at the order, the weighting of histories is chosen."""


def defaults(part: Part) -> Settings:
    """The settings a part starts from."""
    return {name: default for name, (_, _, default) in part.ranges.items()}


def _among(shared: FloatArray, ridge: float | FloatArray) -> FloatArray:
    """(n, n) float32 EASE weights of the Gram matrix `shared` with a ridge on its diagonal."""
    inverse = _inverse(shared, ridge)
    scale = -inverse.diagonal().copy()
    inverse /= scale
    np.fill_diagonal(inverse, 0.0)
    return inverse


def _inverse(shared: FloatArray, ridge: float | FloatArray) -> FloatArray:
    """(n, n) float32 inverse of the symmetric `shared` + ridge on its diagonal."""
    work = shared.copy()
    work[np.diag_indices_from(work)] += np.asarray(ridge, dtype=np.float32)
    with threadpool_limits(2, user_api="blas"):
        try:
            invert(work)
        except np.linalg.LinAlgError as problem:
            raise NotReadyError(say(m.PRODUCTS_NOT_WEIGHED)) from problem
    return work


def _before_and_after(
    data: Dataset, recency: Recency, seed: int
) -> tuple[sp.csr_matrix, sp.csr_matrix]:
    """(steps, n_items) weights of the `SOURCE` latest products after a moment, and ones for the
    `TARGET` next; a customer's products in order of their last moment, as histories have them. A
    step lies between two moments, never within an order: the rest of a basket is not what follows.
    """
    rows = data.dated_matrix
    moments = rows.moments
    if moments is None:
        raise NotReadyError(say(m.ORDER_UNKNOWN))
    user = rows_of(rows)
    order = np.lexsort((rows.indices, moments.last, user))
    item, user = rows.indices[order], user[order]
    left = rows.indptr[user + 1] - 1 - np.arange(len(user))
    last = moments.last[order]
    steps = np.flatnonzero((left >= 1) & (last != np.append(last[1:], 0)))
    if len(steps) > MOST_STEPS:
        rng = np.random.default_rng([seed, 12])
        steps = np.sort(rng.choice(steps, MOST_STEPS, replace=False))
    half = recency.half if recency.kind == "products" else 4.0
    back = {-n: float(np.exp2(-n / max(half, 1.0))) for n in range(SOURCE)}
    return (
        _window(steps, item, user, back, data.n_items),
        _window(steps, item, user, dict.fromkeys(range(1, TARGET + 1), 1.0), data.n_items),
    )


def _window(
    steps: IntArray, item: IntArray, user: IntArray, weights: dict[int, float], n_items: int
) -> sp.csr_matrix:
    row, column, value = [], [], []
    for offset, weight in weights.items():
        place = steps + offset
        inside = np.flatnonzero((place >= 0) & (place < len(item)))
        inside = inside[user[place[inside]] == user[steps[inside]]]
        row.append(inside)
        column.append(item[place[inside]])
        value.append(np.full(len(inside), weight, dtype=np.float32))
    return sp.csr_matrix(
        (np.concatenate(value), (np.concatenate(row), np.concatenate(column))),
        shape=(len(steps), n_items),
    )
