"""Surprise's CoClustering: groups of customers, groups of products, and how they rate."""

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width
from recsys_core.models.surprise_rating import KnownRowsModel, row_means
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say


class SurpriseCoClusteringConfig(ModelConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_cltr_u: int = setting(3, "Groups of customers", ge=1, le=200)
    """Into how many groups customers are sorted."""
    n_cltr_i: int = setting(3, "Groups of products", ge=1, le=200)
    """Into how many groups products are sorted."""
    n_epochs: int = setting(20, "Number of passes", ge=1, le=500)
    """How often everybody is sorted anew."""


class SurpriseCoClustering(KnownRowsModel):
    """score(u, i) = C(g_u, h_i) + (mean_u - C_u(g_u)) + (mean_i - C_i(h_i)).

    g and h are the groups of customers and products, C the mean rating of a pair of groups, C_u
    and C_i of a group of customers and of products; an empty group has the mean of all ratings.
    Starting from groups drawn by lot, every customer and then every product moves to the group
    with the smallest squared error, `n_epochs` times: Surprise's algorithm and random numbers, done
    with arrays because Surprise cuts ratings down to whole numbers when it adds them up.

    A known history uses the fitted group. Any other goes to the group with the smallest squared
    error, which is the algorithm's own step. A product without ratings and an empty history get
    the mean of all ratings, as in Surprise. Unit: ratings, not clipped.

    Source: George and Merugu, "A Scalable Collaborative Filtering Framework Based on
    Co-Clustering", ICDM 2005; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-coclustering",
        title="Groups of customers and products (expected ratings)",
        family="rating",
        summary="Sorts customers and products into groups at the same time and predicts ratings "
        "from how one group rates the other.",
        trust_when="You have star ratings and want a rough picture of which customers like which "
        "products, fast.",
        careful_when="You want lists: within a group everybody gets the same order, and it is "
        "fitted to ratings, not to what people choose.",
        hue="yellow",
        shade=-0.5,
        drawing="groups",
    )
    Config = SurpriseCoClusteringConfig
    config: SurpriseCoClusteringConfig

    arrays = (
        "customer_groups",
        "product_groups",
        "item_means",
        "of_customers",
        "of_products",
        "of_pairs",
    )
    customer_groups: IntArray = np.empty(0, dtype=np.int64)
    product_groups: IntArray = np.empty(0, dtype=np.int64)
    user_means: FloatArray = np.empty(0)
    item_means: FloatArray = np.empty(0)
    of_customers: FloatArray = np.empty(0)
    of_products: FloatArray = np.empty(0)
    of_pairs: FloatArray = np.empty((0, 0))

    def _learn(self, rows: CSR, report: Progress) -> None:
        config = self.config
        rng = np.random.RandomState(config.seed)
        self.customer_groups = rng.randint(config.n_cltr_u, size=rows.shape[0]).astype(np.int64)
        self.product_groups = rng.randint(config.n_cltr_i, size=rows.shape[1]).astype(np.int64)
        self.user_means = row_means(rows, self.mean)
        self.item_means = row_means(rows.T.tocsr(), self.mean)
        user, item, values = rows_of(rows), rows.indices, rows.data
        for epoch in range(config.n_epochs):
            report(
                0.05 + 0.9 * epoch / config.n_epochs, say(m.PASS, n=epoch + 1, all=config.n_epochs)
            )
            self._average(user, item, values)
            self.customer_groups = self._nearest_groups(rows, self.user_means)
            level = self.item_means[item] + self.user_means[user]
            group = self.customer_groups[user]
            errors = np.empty((rows.shape[1], config.n_cltr_i))
            for one in range(config.n_cltr_i):
                move = self.of_pairs[group, one] - self.of_customers[group] - self.of_products[one]
                missed = (values - level - move) ** 2
                errors[:, one] = np.bincount(item, weights=missed, minlength=rows.shape[1])
            self.product_groups = np.argmin(errors, axis=1)
        self._average(user, item, values)

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        rows = self._rows(histories)
        means = row_means(rows, self.mean)
        groups = self._nearest_groups(rows, means)
        groups[codes >= 0] = self.customer_groups[codes[codes >= 0]]
        return self._estimate(rows, groups, means)

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        means = row_means(rows, self.mean)
        return self._estimate(rows, self._nearest_groups(rows, means), means)

    def _average(self, user: IntArray, item: IntArray, values: FloatArray) -> None:
        """Mean rating of each group of customers, of products, and of each pair of groups."""
        g, h = self.config.n_cltr_u, self.config.n_cltr_i
        customers, products = self.customer_groups[user], self.product_groups[item]
        self.of_customers = self._means(customers, values, g)
        self.of_products = self._means(products, values, h)
        self.of_pairs = self._means(customers * h + products, values, g * h).reshape(g, h)

    def _means(self, groups: IntArray, values: FloatArray, n: int) -> FloatArray:
        counts = np.bincount(groups, minlength=n)
        totals = np.bincount(groups, weights=values, minlength=n)
        return np.where(counts > 0, totals / np.maximum(counts, 1), self.mean)

    def _nearest_groups(self, rows: CSR, means: FloatArray) -> IntArray:
        """(n,) the group of customers that errs least on each row."""
        user, item = rows_of(rows), rows.indices
        group = self.product_groups[item]
        level = means[user] + self.item_means[item] - self.of_products[group]
        errors = np.empty((rows.shape[0], self.config.n_cltr_u))
        for one in range(self.config.n_cltr_u):
            missed = rows.data - level - self.of_pairs[one, group] + self.of_customers[one]
            errors[:, one] = np.bincount(user, weights=missed**2, minlength=rows.shape[0])
        return np.asarray(np.argmin(errors, axis=1))

    def _estimate(self, rows: CSR, groups: IntArray, means: FloatArray) -> FloatArray:
        own = self.item_means - self.of_products[self.product_groups]
        scores = self.of_pairs[groups][:, self.product_groups] + own
        scores += (means - self.of_customers[groups])[:, None]
        scores[:, ~self.rated] = self.mean
        scores[np.diff(rows.indptr) == 0] = self.mean
        return scores.astype(np.float32)
