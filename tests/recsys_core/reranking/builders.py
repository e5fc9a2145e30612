import numpy as np

from recsys_core.schema.recommendations import EMPTY, Recommendations
from recsys_core.schema.types import FloatArray
from recsys_core.schema.vectors import ItemVectors


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
