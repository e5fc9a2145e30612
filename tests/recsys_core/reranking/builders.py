from dataclasses import replace

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.histories import NO_TIME, Histories, Moments
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import FloatArray
from recsys_core.schema.vectors import ItemVectors
from recsys_core.wording.dates import SECONDS_PER_DAY as DAY

NOW = 1_700_000_000
"""14 November 2023."""


def make_vectors(rng: np.random.Generator, n_items: int, d: int, unknown: float = 0.0):
    """Unit rows around a few themes, a share of them without a vector."""
    themes = rng.normal(size=(5, d))
    values = themes[rng.integers(5, size=n_items)] + 0.7 * rng.normal(size=(n_items, d))
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    values[rng.random(n_items) < unknown] = 0
    return ItemVectors(values.astype(np.float32), "test")


def make_candidates(
    rng: np.random.Generator, n: int, n_items: int, width: int, empty: bool = False
) -> Recommendations:
    """Distinct items per row, best first; with `empty`, rows of different length."""
    items = np.array([rng.permutation(n_items)[:width] for _ in range(n)], dtype=np.int32)
    scores = -np.sort(-rng.normal(size=(n, width)), axis=1).astype(np.float32)
    if empty:
        short = np.arange(width)[None, :] >= rng.integers(0, width + 1, size=n)[:, None]
        items[short], scores[short] = EMPTY, np.nan
    return Recommendations(np.arange(n), items, scores, "test")


def list_diversity(recs: Recommendations, vectors: ItemVectors) -> FloatArray:
    """(n,) one minus the mean cosine of all pairs of a list."""
    out = []
    for row in recs.items:
        vecs = vectors.values[row[row != EMPTY]].astype(np.float64)
        pairs = vecs @ vecs.T
        out.append(1 - pairs[np.triu_indices(len(vecs), 1)].mean() if len(vecs) > 1 else np.nan)
    return np.array(out)


def make_facts(
    rng: np.random.Generator, n_items: int, d: int = 6, unknown: float = 0.2
) -> ItemFacts:
    """Products of six categories and eight brands, a share of everything unknown."""

    def some(values, nothing):
        return np.where(rng.random(n_items) < unknown, nothing, values)

    names = np.array([f"Category {i}" for i in range(6)], dtype=object)
    brands = np.array([f"Brand {i}" for i in range(8)], dtype=object)
    return ItemFacts(
        ids=np.array([f"i{i}" for i in range(n_items)], dtype=object),
        titles=np.array([f"Product {i}" for i in range(n_items)], dtype=object),
        categories=some(names[rng.integers(6, size=n_items)], ""),
        brands=some(brands[rng.integers(8, size=n_items)], ""),
        prices=some(rng.gamma(2, 5, n_items), np.nan),
        margins=some(rng.gamma(1, 2, n_items), np.nan),
        stock=some(rng.integers(0, 3, n_items).astype(float), np.nan),
        popularity=rng.random(n_items) ** 3,
        first_ts=some(rng.integers(0, 10**6, n_items), NO_TIME).astype(np.int64),
        vectors=make_vectors(rng, n_items, d, unknown / 2),
        raw_attributes=np.array(
            ['{"size": "big"}' if i % 3 == 0 else '{"size": "small"}' for i in range(n_items)],
            dtype=object,
        ),
    )


def make_context(
    rng: np.random.Generator,
    n: int,
    n_items: int,
    share: float = 0.2,
    facts: ItemFacts | None = None,
) -> ListContext:
    """Customers with dated histories; half of them are "Segment: Loyal"."""
    matrix = sp.csr_matrix((rng.random((n, n_items)) < share).astype(np.float32))
    last = rng.integers(NOW - 100 * DAY, NOW, matrix.nnz)
    moments = Moments.of_events(last, np.ones(matrix.nnz, dtype=np.int32))
    groups = {"Segment: Loyal": rng.random(n) < 0.5}
    facts = make_facts(np.random.default_rng(0), n_items) if facts is None else facts
    return ListContext(facts, np.arange(n), Histories.of(matrix, moments), NOW, groups)


def one_of(context: ListContext, row: int) -> ListContext:
    """The context of one customer only."""
    groups = {name: belongs[row : row + 1] for name, belongs in context.groups.items()}
    barred = None if context.barred is None else context.barred[row : row + 1]
    return replace(
        context,
        users=context.users[row : row + 1],
        histories=context.histories[row : row + 1],
        groups=groups,
        barred=barred,
    )


def row_of(recs: Recommendations, row: int) -> Recommendations:
    return Recommendations(
        recs.users[row : row + 1], recs.items[row : row + 1], recs.scores[row : row + 1], "test"
    )


def shown(recs: Recommendations, row: int = 0) -> list[int]:
    return [int(item) for item in recs.items[row] if item != EMPTY]
