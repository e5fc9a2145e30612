"""Surprise's user-based nearest neighbours."""

from functools import cached_property
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width, with_values
from recsys_core.models.state import join_sparse, sparse_parts
from recsys_core.models.surprise_data import surprise_baselines
from recsys_core.models.surprise_knn_config import SurpriseKnnConfig
from recsys_core.models.surprise_rating import (
    KnownRowsModel,
    row_means,
    row_spreads,
)
from recsys_core.models.surprise_similarities import SimilarityName, Sums, compare
from recsys_core.schema.config import setting
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

CELLS = 2_000_000
"""How many customer-to-customer similarities are made at a time (about 100 MB of sums)."""


class SurpriseKnnUserConfig(SurpriseKnnConfig):
    """Surprise's own parameters under their own names (`name` of sim_options is `similarity`)."""

    similarity: SimilarityName = setting("msd", "Similarity")
    """How two customers are compared over the products both rated. msd: how far their ratings are
    apart. pearson and pearson_baseline: whether they rise and fall together."""


class SurpriseKnnUser(KnownRowsModel):
    """score(u, i) = a_ui + c_u * sum_v s_uv (r_vi - a_vi) / c_v / sum_v s_uv over neighbours v.

    Neighbours are the `k` training customers most similar to u among those who rated i, with
    similarity above 0 (of equals the lower codes). c is 1 except for `zscore`. a is 0 for `basic`
    (Surprise's KNNBasic), the customer's mean for `means` (KNNWithMeans) and `zscore`
    (KNNWithZScore, c the spread of the customer's ratings), mean + b_u + b_i for `baseline`
    (KNNBaseline). With fewer than `min_k` neighbours the score is a_ui, for `basic` the mean of all
    ratings. Unit: ratings, not clipped (`predict_ratings` clips).

    Similarities are computed when asked for, so that any history has neighbours; a known history is
    its own neighbour with similarity 1, as in Surprise. b_u = sum(r - mean - b_i) / (reg_u + n)
    is the last step of Surprise's own fit. What Surprise does not know (a product without
    ratings, an empty history) gets what Surprise gives it.

    Source: Herlocker et al., "An Algorithmic Framework for Performing Collaborative Filtering",
    SIGIR 1999; Koren, TKDD 2010; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-knn-user",
        title="Like-minded customers (expected ratings)",
        family="rating",
        summary="Predicts the rating of a product from the ratings of the customers who rated "
        "other products most alike.",
        trust_when="You have star ratings and customers with many ratings in common.",
        careful_when="You want the best list of products to show: it is fitted to ratings, and a "
        "rare product with one enthusiastic neighbour can come out on top.",
        hue="yellow",
        shade=-0.3,
        drawing="rated neighbours",
    )
    Config = SurpriseKnnUserConfig
    config: SurpriseKnnUserConfig

    arrays = ("bi",)
    bi: FloatArray = np.empty(0)
    spread: float = 1.0
    """Standard deviation of all ratings, for customers whose own do not vary."""
    trained: CSR = sp.csr_matrix((0, 0), dtype=np.float64)

    def _learn(self, rows: CSR, report: Progress) -> None:
        self.trained = rows
        self.spread = float(rows.data.std()) if rows.nnz else 1.0
        self.bi = np.zeros(rows.shape[1])
        config = self.config
        if "baseline" in (config.variant, config.similarity.removeprefix("pearson_")):
            report(0.1, say(m.FINDING_LEVELS))
            options: dict[str, object] = {"reg_u": config.reg_u, "reg_i": config.reg_i}
            options["n_epochs"] = config.n_epochs
            _, self.bi = surprise_baselines(rows, self.scale, options)
        report(0.9, say(m.REMEMBERING_RATINGS))

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        return self._score(self._rows(histories), self.trained_rows.codes(histories))

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        return self._score(rows, np.full(rows.shape[0], -1))

    def _state(self) -> dict[str, NDArray[Any]]:
        spread = {"spread": np.array(self.spread)}
        return {**super()._state(), **spread, **sparse_parts("trained", self.trained)}

    def _restore(self, state: dict[str, NDArray[Any]]) -> None:
        super()._restore(state)
        self.spread = float(state["spread"])
        self.trained = join_sparse("trained", state)

    def similarities(self, rows: CSR, codes: IntArray) -> FloatArray:
        """(n, training customers) float64 for histories as ratings; codes: their own row or -1."""
        config = self.config
        least = max(2 if config.similarity == "pearson_baseline" else 1, config.min_support)
        found = compare(self._sums(rows), self._trained_sums, config.similarity, config.shrinkage)
        out = found.values
        out[found.shared < least] = 0
        known = np.flatnonzero(codes >= 0)
        out[known, codes[known]] = 1.0
        return out

    def _score(self, rows: CSR, codes: IntArray) -> FloatArray:
        out = np.empty(rows.shape, dtype=np.float32)
        step = max(1, CELLS // max(self.trained.shape[0], 1))
        for start in range(0, rows.shape[0], step):
            part = slice(start, start + step)
            out[part] = self._score_block(rows[part], codes[part])
        return out

    def _score_block(self, rows: CSR, codes: IntArray) -> FloatArray:
        start = self._starts(rows)
        nearness = self.similarities(rows, codes)
        basic = self.config.variant == "basic"
        scale = self._scales(rows)
        for row in np.flatnonzero(np.diff(rows.indptr)):
            totals, moved, counts = self._neighbours(nearness[row])
            enough = (counts >= self.config.min_k) & self.rated & (totals > 0)
            step = np.divide(moved, totals, out=np.zeros_like(totals), where=enough)
            moved_to = step if basic else start[row] + scale[row] * step
            start[row] = np.where(enough, moved_to, start[row])
        return start

    def _neighbours(self, nearness: FloatArray) -> tuple[FloatArray, FloatArray, IntArray]:
        """For one customer's similarities, three arrays of (n_items,): sum of the similarities of
        the neighbours, the same with their ratings (less a, over c) for weight, how many they are.
        """
        n_items = self.trained.shape[1]
        order = np.argsort(-nearness, kind="stable")[: np.count_nonzero(nearness > 0)]
        visited = self._apart[order]
        weight = np.repeat(nearness[order], np.diff(visited.indptr))
        items = visited.indices
        counts = np.bincount(items, minlength=n_items)
        data = visited.data
        if counts.max(initial=0) > self.config.k:
            # Stable, and by counting where the numbers are short: within a product the nearest
            # customers come first.
            small = items.astype(np.uint16) if n_items <= 2**16 else items
            by_item = np.argsort(small, kind="stable")
            first = np.repeat(np.cumsum(counts) - counts, counts)
            by_item = by_item[np.arange(len(items)) - first < self.config.k]
            items, weight, data = items[by_item], weight[by_item], data[by_item]
            counts = np.minimum(counts, self.config.k)
        totals = np.bincount(items, weights=weight, minlength=n_items)
        moved = np.bincount(items, weights=weight * data, minlength=n_items)
        return np.asarray(totals), np.asarray(moved), counts

    @cached_property
    def _apart(self) -> CSR:
        """The training ratings less a, over c."""
        rows, variant = self.trained, self.config.variant
        if variant == "basic":
            return rows
        if variant == "baseline":
            return with_values(rows, self._less_baselines(rows))
        means, row = row_means(rows, self.mean), rows_of(rows)
        return with_values(rows, (rows.data - means[row]) / self._scales(rows)[row])

    @cached_property
    def _trained_sums(self) -> Sums:
        return self._sums(self.trained).turned()

    def _sums(self, rows: CSR) -> Sums:
        if self.config.similarity == "pearson_baseline":
            rows = with_values(rows, self._less_baselines(rows))
        return Sums.of(rows)

    def _less_baselines(self, rows: CSR) -> FloatArray:
        level = self._levels(rows)[rows_of(rows)]
        return np.asarray(rows.data - self.mean - self.bi[rows.indices] - level)

    def _levels(self, rows: CSR) -> FloatArray:
        """(n,) b_u."""
        apart = rows.data - self.mean - self.bi[rows.indices]
        totals = np.bincount(rows_of(rows), weights=apart, minlength=rows.shape[0])
        return np.asarray(totals / np.maximum(self.config.reg_u + np.diff(rows.indptr), 1e-12))

    def _scales(self, rows: CSR) -> FloatArray:
        """(n,) c_u."""
        if self.config.variant != "zscore":
            return np.ones(rows.shape[0])
        return row_spreads(rows, row_means(rows, self.mean), self.spread or 1.0)

    def _starts(self, rows: CSR) -> FloatArray:
        """(n, n_items) a_ui, for `basic` the mean of all ratings."""
        if self.config.variant == "baseline":
            return np.asarray(self._levels(rows)[:, None] + (self.mean + self.bi))
        out = np.full(rows.shape, self.mean)
        if self.config.variant != "basic":
            out[:, self.rated] = row_means(rows, self.mean)[:, None]
        return out
