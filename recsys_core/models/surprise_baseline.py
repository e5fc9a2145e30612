"""Surprise's baseline: how high a customer rates, how well a product is rated."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
from pydantic import Field

from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.surprise_data import surprise_baselines
from recsys_core.models.surprise_rating import RatingModel
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray


class SurpriseBaselineConfig(ModelConfig):
    """Surprise's `bsl_options` under their own names."""

    method: Literal["als", "sgd"] = Field(
        default="als",
        title="Method",
        description="als: levels of customers and products are adjusted in turn. sgd: every "
        "rating moves both a little.",
    )
    n_epochs: int | None = Field(
        default=None,
        ge=1,
        le=500,
        title="Number of passes",
        description="How often training goes through all ratings. Empty: 10 for als, 20 for sgd.",
    )
    reg_u: float = Field(
        default=15.0,
        ge=0,
        le=1000,
        title="Caution about customer levels",
        description="For als: how strongly a customer's level is pulled to the average.",
    )
    reg_i: float = Field(
        default=10.0,
        ge=0,
        le=1000,
        title="Caution about product levels",
        description="For als: how strongly a product's level is pulled to the average.",
    )
    reg: float = Field(
        default=0.02,
        ge=0,
        le=10,
        title="Regularization",
        description="For sgd: how strongly the levels are pulled to the average.",
        json_schema_extra={"advanced": True},
    )
    learning_rate: float = Field(
        default=0.005,
        gt=0,
        le=1,
        title="Learning rate",
        description="For sgd: how far each rating moves what has been learned.",
        json_schema_extra={"advanced": True},
    )


class SurpriseBaseline(RatingModel):
    """score(u, i) = mean + b_u + b_i.

    The same order of products for everybody, so not personal: what differs is the expected rating.
    A known history gets the fitted b_u, any other the minimiser of Surprise's loss with the
    products held fixed: sum(r - mean - b_i) / (reg_u + n) for als, which is Surprise's own last
    step, and sum(r - mean - b_i) / (n (1 + reg)) for sgd. An empty history has b_u = 0, a product
    without ratings b_i = 0. Unit: ratings, not clipped (`predict_ratings` clips).

    Source: Koren, "Factor in the Neighbors", TKDD 2010, section 2.1; https://surpriselib.com.
    """

    card = ModelCard(
        name="surprise-baseline",
        title="Rating levels (baseline)",
        family="rating",
        summary="Expects of every customer the product's usual rating, moved by how generous the "
        "customer is.",
        trust_when="You want to know what the cleverer rating models gain: this is the least they "
        "must beat.",
        careful_when="You want lists: everybody gets the same order, led by products that few "
        "rated and all of them highly.",
        hue="orange",
        shade=-0.5,
        drawing="levels",
    )
    Config = SurpriseBaselineConfig
    config: SurpriseBaselineConfig

    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    trained_rows: TrainedRows

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, "Preparing the ratings")
        rows = self._take(data)
        report(0.1, "Finding the levels of customers and products")
        config = self.config
        options: dict[str, object] = {"method": config.method}
        if config.n_epochs is not None:
            options["n_epochs"] = config.n_epochs
        if config.method == "als":
            options |= {"reg_u": config.reg_u, "reg_i": config.reg_i}
        else:
            options |= {"reg": config.reg, "learning_rate": config.learning_rate}
        self.bu, self.bi = surprise_baselines(rows, self.scale, options)
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        folded = self._fold(self._rows(histories))
        return self._estimate(np.where(codes >= 0, self.bu[codes], folded))

    def fold_in(self, histories: CSR) -> FloatArray:
        return self._estimate(self._fold(self._rows(histories)))

    def save(self, folder: Path) -> None:
        save_arrays(
            folder, bu=self.bu, bi=self.bi, **self._common_state(), **self.trained_rows.parts()
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model._restore(state)
        model.bu, model.bi = state["bu"], state["bi"]
        model.trained_rows = TrainedRows.join(state)
        return model

    def _estimate(self, bu: FloatArray) -> FloatArray:
        return np.asarray(bu[:, None] + (self.mean + self.bi), dtype=np.float32)

    def _fold(self, rows: CSR) -> FloatArray:
        apart = rows.data - self.mean - self.bi[rows.indices]
        totals = np.bincount(rows_of(rows), weights=apart, minlength=rows.shape[0])
        sizes = np.diff(rows.indptr)
        config = self.config
        divisors = config.reg_u + sizes if config.method == "als" else (1 + config.reg) * sizes
        return np.asarray(np.divide(totals, divisors, out=np.zeros(len(sizes)), where=sizes > 0))
