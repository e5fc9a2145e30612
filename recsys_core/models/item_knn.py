"""Item neighbours: products that the same customers buy."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.models.histories import likes, linked, popularity_prior, require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import join_sparse, load_arrays, save_arrays, sparse_parts
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

BLOCK = 512


class ItemKnnConfig(ModelConfig):
    """Settings of the item neighbours; `K1` and `B` under the names of the BM25 paper."""

    similarity: Literal["cosine", "tfidf", "bm25"] = setting("bm25", "Similarity")
    """cosine: share of customers in common. tfidf: customers who buy everything count less. bm25:
    also, bestsellers are held back less than by cosine."""
    k: int = setting(500, "Neighbours", ge=1, le=10_000)
    """How many similar products each product speaks for."""
    quantities: bool = setting(False, "Use quantities")
    """Whether buying more often makes products more similar (logarithm of the quantity or rating),
    or only that they were bought."""
    K1: float = setting(0.5, "Saturation (bm25)", gt=0, le=1000, advanced=True)
    """Low: the first purchase says nearly everything. High: each further one adds."""
    B: float = setting(0.5, "Evening out bestsellers (bm25)", ge=0, le=1, advanced=True)
    """0 leaves bestsellers their advantage, 1 takes it away."""


class ItemKnn(Recommender):
    """score(u, i) = sum over products j in u's history of s(j, i), plus a hair of popularity.

    s(j, i) is the dot product of the products' weighted customer columns, kept for the `k` nearest
    products i of each j (of equals the lower codes), 0 for all others and for i = j. Weights of an
    entry w (log(1 + quantity), or 1), with N products and n_u products of customer u:
    cosine: w, columns scaled to length 1.  tfidf: sqrt(w) * log(N / (1 + n_u)), columns scaled to
    length 1.  bm25: w (K1 + 1) / (w + K1 (1 - B + B * column sum / mean column sum)) *
    log(N / (1 + n_u)).  Unit: none. Linear, so contributions are exact; an empty history gets the
    bestsellers.

    Source: Sarwar et al., "Item-Based Collaborative Filtering", WWW 2001; Robertson and Zaragoza,
    "The Probabilistic Relevance Framework", 2009. Same formulas as the library `implicit`.
    """

    card = ModelCard(
        name="item-knn",
        title="Bought together",
        family="implicit",
        summary="Compares products by the customers they share and shows the neighbours of what a "
        "customer bought.",
        trust_when="You want something simple that everybody understands: people who bought this "
        "also bought that.",
        careful_when="Products are bought by a handful of customers each: a coincidence then looks "
        "like a relation.",
        hue="blue",
        shade=-0.4,
        counted=True,
    )
    Config = ItemKnnConfig
    config: ItemKnnConfig

    similarities: CSR = sp.csr_matrix((0, 0), dtype=np.float32)
    prior: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.WEIGHING_PURCHASES))
        matrix = likes(data.matrix)
        if self.config.quantities:
            matrix.data = np.log1p(np.maximum(data.matrix.data, 0)).astype(np.float32)
        self.similarities = nearest(self._weighted(matrix), self.config.k, report)
        # At most 1, as cosines are: the order stays, and single precision adds up to the evidence.
        self.similarities.data /= max(1.0, float(self.similarities.data.max(initial=0.0)))
        self.prior = popularity_prior(data.matrix)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = likes(require_width(histories, len(self.prior)))
        scores: FloatArray = (rows @ self.similarities).toarray()
        scores += self.prior
        return scores

    def contributions(self, history: CSR, item: int) -> FloatArray:
        column = self.similarities[history.indices, item]
        return np.asarray(column.toarray(), dtype=np.float64).ravel()

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray:
        return linked(self.similarities, history.indices, items)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        save_arrays(folder, prior=self.prior, **sparse_parts("similarities", self.similarities))

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        arrays = load_arrays(folder)
        model.similarities = join_sparse("similarities", arrays)
        model.prior = arrays["prior"]
        return model

    def _weighted(self, matrix: CSR) -> CSR:
        """(n_users, n_items) weights whose columns' dot products are the similarities."""
        per_user = np.diff(matrix.indptr)
        rarity = np.log(max(matrix.shape[1], 1)) - np.log1p(per_user)
        user_weight = np.repeat(rarity, per_user).astype(np.float32)
        sums = np.bincount(matrix.indices, weights=matrix.data, minlength=matrix.shape[1])
        config = self.config
        if config.similarity == "bm25":
            mean = sums.mean() if sums.any() else 1.0
            damping = config.K1 * (1 - config.B + config.B * sums / mean)
            values = matrix.data * (config.K1 + 1) / (damping[matrix.indices] + matrix.data)
            return _with_values(matrix, values * user_weight)
        values = np.sqrt(matrix.data) * user_weight if config.similarity == "tfidf" else matrix.data
        squares = np.bincount(matrix.indices, weights=values**2, minlength=matrix.shape[1])
        lengths = np.sqrt(np.where(squares > 0, squares, 1))
        return _with_values(matrix, values / lengths[matrix.indices])


def _with_values(matrix: CSR, values: FloatArray) -> CSR:
    parts = (values.astype(np.float32), matrix.indices, matrix.indptr)
    return sp.csr_matrix(parts, shape=matrix.shape)


def nearest(weighted: CSR, k: int, report: Progress) -> CSR:
    """(n_items, n_items) csr: each row the `k` largest dot products with other columns."""
    n_items = weighted.shape[1]
    by_item = weighted.T.tocsr()
    blocks = []
    for start in range(0, n_items, BLOCK):
        report(0.05 + 0.9 * start / n_items, say(m.COMPARING_PRODUCTS, n=start, all=n_items))
        block = (by_item[start : start + BLOCK] @ weighted).toarray()
        own = np.arange(len(block))
        block[own, start + own] = 0
        if k < n_items:
            block[_beyond(block, k)] = 0
        blocks.append(sp.csr_matrix(block))
    return sp.vstack(blocks, format="csr") if blocks else sp.csr_matrix((0, 0), dtype=np.float32)


def _beyond(block: FloatArray, k: int) -> tuple[IntArray, IntArray]:
    """Rows and columns of the entries that are not among the `k` largest of their row; of equals
    the lower columns stay.
    """
    n_items = block.shape[1]
    kth = np.partition(block, n_items - k, axis=1)[:, [n_items - k]]
    out = block < kth
    crowded = np.count_nonzero(~out, axis=1) > k
    for row in np.flatnonzero(crowded & (kth[:, 0] > 0)):
        ties = np.flatnonzero(block[row] == kth[row])
        out[row, ties[k - np.count_nonzero(block[row] > kth[row]) :]] = True
    rows, columns = np.nonzero(out)
    return rows, columns
