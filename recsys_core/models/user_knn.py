"""Customer neighbours: what similar customers bought."""

from pathlib import Path
from typing import Self

import numpy as np
import scipy.sparse as sp

from recsys_core.models import messages as m
from recsys_core.models.histories import likes, popularity_prior, require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import join_sparse, load_arrays, save_arrays, sparse_parts
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

CELLS = 8_000_000
"""How many customer-to-customer similarities are held at a time (32 MB)."""


class UserKnnConfig(ModelConfig):
    """Settings of the customer neighbours."""

    k: int = setting(300, "Neighbours", ge=1, le=10_000)
    """How many similar customers are listened to."""
    power: float = setting(3.0, "Weight of the nearest", ge=0.1, le=10)
    """1: a neighbour counts by similarity. Higher: the nearest count for more."""
    quantities: bool = setting(False, "Use quantities")
    """Whether buying more often makes customers more similar (logarithm of the quantity or rating),
    or only what they bought."""


class UserKnn(Recommender):
    """score(u, i) = sum over u's neighbours v who have i of s(u, v)^power, plus a hair of
    popularity.

    s is the cosine between the two histories, with log(1 + quantity) or 1 as weights. Neighbours
    are the `k` training customers with the largest s (of equals the lower codes) among those who
    bought something that u did not: others, u's own row among them, have nothing to add. Not
    linear in the history. Unit: none. An empty history gets the bestsellers.

    Source: Herlocker et al., "An Algorithmic Framework for Performing Collaborative Filtering",
    SIGIR 1999.
    """

    card = ModelCard(
        name="user-knn",
        title="Customers like this one",
        family="implicit",
        summary="Finds the customers whose purchases are most alike and shows what they bought "
        "besides.",
        trust_when="Customers fall into groups with common habits, and have bought enough to tell.",
        careful_when="Most customers bought once or twice: everybody then looks like everybody.",
        hue="blue",
        shade=0.4,
        drawing="neighbours",
    )
    Config = UserKnnConfig
    config: UserKnnConfig

    bought: CSR = sp.csr_matrix((0, 0), dtype=np.float32)
    directions: CSR = sp.csr_matrix((0, 0), dtype=np.float32)
    prior: FloatArray = np.empty(0, dtype=np.float32)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 50, 3))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.COMPARING_CUSTOMERS))
        self.bought = likes(data.matrix)
        self.directions = self._directions(data.matrix)
        report(0.9, say(m.COUNTING_CUSTOMERS))
        self.prior = popularity_prior(data.matrix)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.prior))
        out = np.empty(rows.shape, dtype=np.float32)
        n_customers = max(self.bought.shape[0], 1)
        step = max(1, CELLS // n_customers)
        for start in range(0, rows.shape[0], step):
            part = rows[start : start + step]
            neighbours = self._neighbours(part)
            out[start : start + step] = (neighbours @ self.bought).toarray()
        out += self.prior
        return out

    def voters(self, history: CSR, item: int) -> tuple[IntArray, FloatArray]:
        neighbours = self._neighbours(require_width(history, len(self.prior)))
        had = self.bought[neighbours.indices, item].toarray().ravel()
        brought = neighbours.data * had
        order = np.argsort(-brought, kind="stable")[: np.count_nonzero(brought)]
        return neighbours.indices[order], brought[order].astype(np.float64)

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            prior=self.prior,
            **sparse_parts("bought", self.bought),
            **sparse_parts("directions", self.directions),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        arrays = load_arrays(folder)
        model.bought = join_sparse("bought", arrays)
        model.directions = join_sparse("directions", arrays)
        model.prior = arrays["prior"]
        return model

    def _directions(self, histories: CSR) -> CSR:
        """The rows with their weights, scaled to length 1."""
        rows = likes(histories)
        if self.config.quantities:
            rows.data = np.log1p(np.maximum(histories.data, 0)).astype(np.float32)
        row_of = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        squares = np.bincount(row_of, weights=rows.data**2, minlength=rows.shape[0])
        lengths = np.sqrt(np.where(squares > 0, squares, 1))
        rows.data = (rows.data / lengths[row_of]).astype(np.float32)
        return rows

    def _neighbours(self, histories: CSR) -> CSR:
        """(n, training customers) csr of s^power for each row's neighbours."""
        near = (self._directions(histories) @ self.directions.T).toarray()
        shared = (likes(histories) @ self.bought.T).toarray()
        near[shared >= np.diff(self.bought.indptr)] = 0
        k, n_customers = self.config.k, near.shape[1]
        if k < n_customers:
            kth = np.partition(near, n_customers - k, axis=1)[:, [n_customers - k]]
            near[near < kth] = 0
            for row in np.flatnonzero(np.count_nonzero(near, axis=1) > k):
                ties = np.flatnonzero(near[row] == kth[row])
                near[row, ties[k - np.count_nonzero(near[row] > kth[row]) :]] = 0
        neighbours = sp.csr_matrix(near)
        neighbours.data **= self.config.power
        return neighbours
