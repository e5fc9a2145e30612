"""Surprise's SVD: ratings as products of customer and product factors."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import Field

from recsys_core.models.histories import PSEUDO_SCALE, ratings, require_width, row_digests
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.surprise_data import build_trainset, watch_epochs
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, BoolArray, FloatArray


class SurpriseSvdConfig(ModelConfig):
    """Surprise's own parameters under their own names; `seed` is its `random_state`."""

    n_factors: int = Field(
        default=100,
        ge=1,
        le=500,
        title="Number of factors",
        description="How many hidden tastes a customer is described by.",
    )
    n_epochs: int = Field(
        default=20,
        ge=1,
        le=500,
        title="Number of passes",
        description="How often training goes through all ratings. Too many learn the past by "
        "heart.",
    )
    biased: bool = Field(
        default=True,
        title="Allow for generous customers and popular products",
        description="Learns first how high each customer rates and how well each product is rated.",
    )
    lr_all: float = Field(
        default=0.005,
        gt=0,
        le=1,
        title="Learning rate",
        description="How far each rating moves what has been learned.",
    )
    reg_all: float = Field(
        default=0.02,
        ge=0,
        le=10,
        title="Regularization",
        description="How strongly everything is pulled towards the average; more for less data.",
    )
    init_mean: float = Field(
        default=0.0,
        ge=-1,
        le=1,
        title="Mean of the starting values",
        description="Factors start as random numbers around this.",
        json_schema_extra={"advanced": True},
    )
    init_std_dev: float = Field(
        default=0.1,
        ge=0,
        le=1,
        title="Spread of the starting values",
        description="Standard deviation of the random numbers that factors start as.",
        json_schema_extra={"advanced": True},
    )
    lr_bu: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of customer levels",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_bi: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of product levels",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_pu: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of customer factors",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    lr_qi: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Learning rate of product factors",
        description="Empty: the learning rate above.",
        json_schema_extra={"advanced": True},
    )
    reg_bu: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of customer levels",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_bi: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of product levels",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_pu: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of customer factors",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )
    reg_qi: float | None = Field(
        default=None,
        ge=0,
        le=10,
        title="Regularization of product factors",
        description="Empty: the regularization above.",
        json_schema_extra={"advanced": True},
    )


class SurpriseSvd(Recommender):
    """score(u, i) = mean + b_u + b_i + q_i . p_u, without the mean and b when not `biased`.

    Fitted by Surprise's stochastic gradient descent to the ratings, or to
    min(5, 1 + log2(quantity)) where there are none. Scores are expected ratings, not clipped, so
    that they rank; `predict_ratings` clips them. A product without a rating gets mean + b_u (the
    mean when not `biased`), as in Surprise.

    A history equal to the one a customer was trained with uses that customer's fitted b_u and p_u
    (should two customers share one history, the first one's). Any other is folded in: the exact
    minimiser of Surprise's own loss over b_u and p_u with the products held fixed, a ridge
    regression with reg * (number of ratings) on the diagonal. An empty history gets mean + b_i.

    Source: Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems",
    IEEE Computer 2009; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-svd",
        title="SVD (expected ratings)",
        family="rating",
        summary="Describes customers and products by hidden tastes and predicts the rating a "
        "customer would give.",
        trust_when="You have star ratings and want to know how much somebody would like something.",
        careful_when="You want the best list of products to show: it is fitted to ratings, not to "
        "what people choose, and usually ranks worse than the bestsellers.",
    )
    Config = SurpriseSvdConfig
    predicts_ratings = True
    config: SurpriseSvdConfig

    kind: Literal["explicit", "implicit"] = "explicit"
    scale: tuple[float, float] = (1.0, 5.0)
    mean: float = 0.0
    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    pu: FloatArray = np.empty((0, 0))
    qi: FloatArray = np.empty((0, 0))
    rated: BoolArray = np.empty(0, dtype=bool)
    trained_rows: dict[bytes, int]

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        from surprise import SVD

        report(0.0, "Preparing the ratings")
        self.kind = data.kind
        self.scale = data.rating_scale if data.kind == "explicit" else PSEUDO_SCALE
        trainset = build_trainset(ratings(data.matrix, data.kind), self.scale)
        settings = self.config.model_dump(exclude={"seed"})
        algorithm = SVD(**settings, random_state=self.config.seed, verbose=True)
        epochs = self.config.n_epochs

        def on_epoch(epoch: int) -> None:
            report(0.05 + 0.9 * epoch / epochs, f"Pass {epoch + 1} of {epochs}")

        with watch_epochs(on_epoch):
            algorithm.fit(trainset)
        report(0.95, "Tidying up")
        self.rated = data.item_counts > 0
        self.mean = float(trainset.global_mean)
        self.bu, self.bi, self.pu, self.qi = algorithm.bu, algorithm.bi, algorithm.pu, algorithm.qi
        # Factors of products without a rating are the random numbers they started as.
        self.qi[~self.rated] = 0.0
        self._remember(row_digests(data.matrix))
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.bi))
        codes = np.array([self.trained_rows.get(d, -1) for d in row_digests(rows)], dtype=np.int64)
        unseen = codes < 0
        bu, pu = self.bu[codes], self.pu[codes]
        bu[unseen], pu[unseen] = self._fold(rows[unseen])
        return self._estimate(bu, pu)

    def fold_in(self, histories: CSR) -> FloatArray:
        return self._estimate(*self._fold(require_width(histories, len(self.bi))))

    def predict_ratings(self, histories: CSR) -> FloatArray:
        scores = self.score(histories)
        return np.clip(scores, *self.scale, out=scores)

    def save(self, folder: Path) -> None:
        digests = sorted(self.trained_rows, key=self.trained_rows.__getitem__)
        save_arrays(
            folder,
            explicit=np.array(self.kind == "explicit"),
            scale=np.array(self.scale),
            mean=np.array(self.mean),
            bu=self.bu,
            bi=self.bi,
            pu=self.pu,
            qi=self.qi,
            rated=self.rated,
            digests=np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 16),
            codes=np.array([self.trained_rows[d] for d in digests], dtype=np.int32),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.kind = "explicit" if state["explicit"] else "implicit"
        model.scale = (float(state["scale"][0]), float(state["scale"][1]))
        model.mean = float(state["mean"])
        model.bu, model.bi, model.pu, model.qi = (state[name] for name in ("bu", "bi", "pu", "qi"))
        model.rated = state["rated"]
        keys = (digest.tobytes() for digest in state["digests"])
        model.trained_rows = dict(zip(keys, state["codes"].tolist(), strict=True))
        return model

    def _remember(self, digests: list[bytes]) -> None:
        self.trained_rows = {}
        for user, digest in enumerate(digests):
            self.trained_rows.setdefault(digest, user)

    def _estimate(self, bu: FloatArray, pu: FloatArray) -> FloatArray:
        """(n, n_items) float32 from (n,) levels and (n, n_factors) factors."""
        estimates = pu @ self.qi.T
        if self.config.biased:
            estimates += bu[:, None]
            estimates += self.bi + self.mean
        else:
            estimates[:, ~self.rated] = self.mean
        return estimates.astype(np.float32)

    def _fold(self, histories: CSR) -> tuple[FloatArray, FloatArray]:
        """(n,) levels and (n, n_factors) factors of histories, the products held fixed."""
        config = self.config
        rows = ratings(histories, self.kind)
        bu, pu = np.zeros(rows.shape[0]), np.zeros((rows.shape[0], self.qi.shape[1]))
        reg_bu = config.reg_all if config.reg_bu is None else config.reg_bu
        reg_pu = config.reg_all if config.reg_pu is None else config.reg_pu
        for row in range(rows.shape[0]):
            part = slice(rows.indptr[row], rows.indptr[row + 1])
            known = self.rated[rows.indices[part]]
            items, target = rows.indices[part][known], rows.data[part][known]
            if not len(items):
                continue
            if config.biased:
                design = np.column_stack([self.qi[items], np.ones(len(items))])
                penalty = np.append(np.full(self.qi.shape[1], reg_pu), reg_bu) * len(items)
                solution = _ridge(design, target - self.mean - self.bi[items], penalty)
                pu[row], bu[row] = solution[:-1], solution[-1]
            else:
                penalty = np.full(self.qi.shape[1], reg_pu) * len(items)
                pu[row] = _ridge(self.qi[items], target, penalty)
        return bu, pu


def _ridge(design: FloatArray, target: FloatArray, penalty: FloatArray) -> FloatArray:
    """The x that minimises |target - design x|^2 + sum(penalty * x^2); the smallest one where
    several do.
    """
    gram = design.T @ design + np.diag(penalty)
    right = design.T @ target
    if (penalty > 0).all():
        return np.asarray(np.linalg.solve(gram, right))
    return np.asarray(np.linalg.lstsq(gram, right, rcond=None)[0])
