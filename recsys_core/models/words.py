"""Item vectors from the words of their texts: no text model, no waiting, any language."""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from recsys_core.schema.types import FloatArray

DIMENSIONS = 64
MOST_FEATURES = 8_000


def word_vectors(texts: Sequence[str], seed: int = 42) -> FloatArray:
    """(len(texts), d) float32 unit vectors, d at most 64; an empty text gets a zero row.

    TF-IDF weights of the pieces of two or three letters within words (so that Chinese, which has no
    spaces, works as well), reduced by a truncated singular value decomposition where there are
    more than 64 pieces. Texts that share spelling are near each other; meaning is not looked at.

    Source: Deerwester et al., "Indexing by Latent Semantic Analysis", JASIS 1990.
    """
    # Imported here because it takes a second, which the first page need not wait for.
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    cleaned = [text.strip().lower() for text in texts]
    distinct = sorted({text for text in cleaned if text})
    if not distinct:
        return np.zeros((len(cleaned), 1), dtype=np.float32)
    weigh = TfidfVectorizer(
        analyzer="char_wb",
        ngram_range=(2, 3),
        sublinear_tf=True,
        max_features=MOST_FEATURES,
        lowercase=False,
        dtype=np.float32,
    )
    weights = weigh.fit_transform(distinct)
    smaller_side = min(weights.shape)
    if smaller_side > DIMENSIONS:
        reduce = TruncatedSVD(n_components=DIMENSIONS, n_iter=2, random_state=seed)
        # A few hundred milliseconds of work: threads that wait for one another only add to it.
        with threadpool_limits(1, user_api="blas"):
            dense = reduce.fit_transform(weights)
    else:
        dense = weights.toarray()
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    dense = np.divide(dense, lengths, out=np.zeros_like(dense), where=lengths > 0)
    row_of = {text: row for row, text in enumerate(distinct)}
    out = np.zeros((len(cleaned), dense.shape[1]), dtype=np.float32)
    for row, text in enumerate(cleaned):
        if text:
            out[row] = dense[row_of[text]]
    return out
