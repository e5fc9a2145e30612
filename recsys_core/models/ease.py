"""EASE: which products speak for which others, in one closed formula."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
import scipy.sparse as sp
from threadpoolctl import threadpool_limits

from recsys_core.models import messages as m
from recsys_core.models.dense import BLOCK, gram, invert
from recsys_core.models.ease_tail import Tail, fit_tail, from_tail
from recsys_core.models.histories import likes, popularity_prior, require_width
from recsys_core.models.item_weights import ItemWeights, divide
from recsys_core.models.readiness import first_refusal, need_customers, ready_in_parts
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

MOST_EXACT, NEIGHBOURS = 15_000, 100
LIKELY_SHARE = 0.45
"""The automatic regularization as a share of the number of customers; see docs/adr/0004."""


class EaseConfig(ModelConfig):
    """Settings of EASE."""

    regularization: float | None = setting(None, "Caution", gt=0, le=1_000_000)
    """How many shared customers it takes before one product speaks for another (the paper's
    lambda). Higher is calmer and closer to the bestsellers. Empty: 0.45 times the number of
    customers."""
    exact_products: int = setting(
        MOST_EXACT, "Products compared all with all", ge=2, le=30_000, advanced=True
    )
    """In a larger catalogue, the products with the most customers that are compared exactly. Takes
    4 bytes times the square of it: 0.9 GB for 15,000."""
    ratings: Literal["all", "liked"] = setting("all", "Ratings it learns from", advanced=True)
    """all: what was rated at all, high or low. liked: only ratings in the upper half of the scale,
    in training and in what a customer is scored by. Purchases all count."""
    neighbours: int = setting(
        NEIGHBOURS, "Neighbours of the rarer products", ge=1, le=2_000, advanced=True
    )
    """With how many of its nearest products each of the others is compared."""


class Ease(Recommender):
    """score(u, i) = sum over products j in u's history of B[j, i], plus a hair of popularity.

    B is the solution of  min |X - X B|^2 + lambda |B|^2  with diag(B) = 0  for the 0/1 matrix X of
    customers and products:  P = (X'X + lambda I)^-1,  B[j, i] = -P[j, i] / P[i, i],  B[i, i] = 0.
    Scores are shares: about 1 for a product the history makes certain, 0 for one it says nothing
    about. Quantities and ratings are not used, only what was bought (of
    ratings, those of the upper half where `ratings` says so). Linear, so contributions are
    exact. An empty history gets the bestsellers (`popularity_prior`). One float32 matrix of
    n_items^2 is held, and inverted in place.

    Catalogues above `exact_products` are approximated. That many products with the most customers,
    the head, get the formula above among themselves. Each other product t gets its column by the
    ridge regression on its `neighbours` nearest products of head and tail (cosine), which is EASE's
    column if all are neighbours; and its weight for a head product h from the symmetry of P,
    B[t, h] = B[h, t] P[t, t] / P[h, h]. What the head says about itself leaves out the tail.

    Source: Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019; for the
    regressions on neighbours Meinshausen and Buehlmann, Annals of Statistics 2006, and Steck,
    "Markov Random Fields for Collaborative Filtering", NeurIPS 2019.
    """

    card = ModelCard(
        name="ease",
        title="EASE (products that go together)",
        family="implicit",
        summary="Learns from all customers at once which products speak for which others, and adds "
        "up what a customer's purchases say about every product.",
        trust_when="You have hundreds of customers with several products each; it is fast, hard to "
        "beat, and every score splits exactly into the purchases behind it.",
        careful_when="Most customers bought one thing only, or products are new: a product nobody "
        "bought cannot be recommended.",
        hue="blue",
        counted=True,
    )
    Config = EaseConfig
    config: EaseConfig

    weights: ItemWeights
    prior: FloatArray = np.empty(0, dtype=np.float32)
    least: float = -np.inf
    """Ratings below it do not count."""

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        found = first_refusal(need_customers(data, 20, 2))
        return ready_in_parts(found, data, MOST_EXACT, NEIGHBOURS)

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.COUNTING_SHARED_CUSTOMERS))
        liked = self.config.ratings == "liked" and data.kind == "explicit"
        self.least = sum(data.rating_scale) / 2 if liked else -np.inf
        matrix = self._counted(data.matrix)
        regularization = self.config.regularization or max(LIKELY_SHARE * data.n_users, 1.0)
        head = divide(data, self.config.exact_products)
        among = matrix if head is None else matrix[:, head]
        weights = gram(
            among, among, lambda done: report(0.3 * done, say(m.COUNTING_SHARED_CUSTOMERS))
        )
        tail: Tail | None = None
        others = np.empty(0, dtype=np.int64)
        if head is not None:
            others = np.setdiff1d(np.arange(data.n_items), head)

            def part(fraction: float, message: str = "") -> None:
                report(0.2 + 0.1 * fraction, message)

            neighbours = self.config.neighbours
            tail = fit_tail(matrix, head, others, weights, neighbours, regularization, part)
        weights[np.diag_indices_from(weights)] += np.float32(regularization)
        report(0.3, say(m.WEIGHING_PRODUCTS, n=len(weights)))
        with threadpool_limits(2, user_api="blas"):
            try:
                invert(weights, lambda: report(0.5, say(m.WEIGHING_SECOND_HALF)))
            except np.linalg.LinAlgError as problem:
                raise NotReadyError(say(m.TOO_LITTLE_CAUTION)) from problem
        report(0.9, say(m.TIDYING_UP))
        scale = -weights.diagonal().copy()
        for start in range(0, len(weights), BLOCK):
            weights[start : start + BLOCK] /= scale
        np.fill_diagonal(weights, 0.0)
        self.weights = ItemWeights(weights)
        if tail is not None and head is not None:
            rest = (tail.toward + from_tail(tail, head, others, -scale)).tocsr()
            rest.sort_indices()
            self.weights = ItemWeights(weights, head, rest)
        self.prior = popularity_prior(matrix)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        scores: FloatArray = self.weights.of(
            self._counted(require_width(histories, len(self.prior)))
        )
        scores += self.prior
        return scores

    def contributions(self, history: CSR, item: int) -> FloatArray:
        return np.asarray(self.contributions_of(history, np.array([item]))[0])

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray:
        shares = self.weights.between(history.indices, items)
        return np.asarray(shares * (history.data >= self.least), dtype=np.float64)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        weights = self.weights.save(folder, "weights")
        save_arrays(folder, prior=self.prior, least=np.array(self.least), **weights)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.weights, model.prior = ItemWeights.load(folder, "weights", state), state["prior"]
        model.least = float(state.get("least", -np.inf))
        return model

    def _counted(self, rows: CSR) -> CSR:
        """The rows with 1 for what counts, float32; the rest is not stored."""
        if self.least == -np.inf:
            return likes(rows)
        found = sp.csr_matrix(rows, copy=True)
        found.data = (found.data >= self.least).astype(np.float32)
        found.eliminate_zeros()
        return found
