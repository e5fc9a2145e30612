"""Points seen from where they differ most, and beside those who are most like them."""

import numpy as np

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import FloatArray

NEIGHBOURS, STAGES, ROUNDS = 92, 4, 250
"""Neighbours looked at (three times the perplexity, and two), stages between which a cancel is
heard, and rounds of each.
"""
PERPLEXITY, GATHERING = 30.0, 12.0
"""The defaults of the paper and of scikit-learn; the gathering (early exaggeration) is that of the
first stage.
"""


def principal(vectors: FloatArray, most: int) -> tuple[FloatArray, FloatArray]:
    """(n, d) scores on the first `most` principal components at most, and (d,) the share of the
    variance each holds; all zero where nothing varies.
    """
    centred = np.asarray(vectors - vectors.mean(axis=0), dtype=np.float64)
    variances, axes = np.linalg.eigh(centred.T @ centred / len(centred))
    order = np.argsort(-variances)[:most]
    whole = max(float(variances.clip(min=0).sum()), 1e-12)
    return centred @ axes[:, order], variances[order].clip(min=0) / whole


def neighbour_map(values: FloatArray, seed: int = 42, progress: Progress = silent) -> FloatArray:
    """(n, 2) t-SNE of (n, d) points, begun at their principal components; n above 5. In stages,
    each going on where the last one ended, so that it can be cancelled between them.

    Source: van der Maaten and Hinton, "Visualizing Data using t-SNE", JMLR 2008; begun as in Kobak
    and Berens, "The Art of Using t-SNE", Nature Communications 2019.
    """
    from sklearn.manifold import TSNE
    from sklearn.neighbors import kneighbors_graph

    n = len(values)
    near = min(NEIGHBOURS, n - 1)
    graph = kneighbors_graph(values, near, mode="distance", include_self=False)
    begun, _ = principal(values, 2)
    if begun.shape[1] < 2:
        begun = np.hstack([begun, np.zeros((n, 1))])
    place = begun / max(float(begun[:, 0].std()), 1e-12) * 1e-4
    for stage in range(STAGES):
        progress(stage / STAGES)
        moving = TSNE(
            metric="precomputed",
            perplexity=min(PERPLEXITY, (near - 2) / 3),
            init=place.astype(np.float32),
            early_exaggeration=1.0 if stage else GATHERING,
            learning_rate=max(n / GATHERING / 4, 50.0),
            max_iter=2 * ROUNDS if stage else ROUNDS,
            random_state=seed,
        )
        place = moving.fit_transform(graph)
    return np.asarray(place, dtype=np.float64)
