"""Surprise's baseline: how high a customer rates, how well a product is rated."""

from typing import Literal

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width
from recsys_core.models.surprise_data import surprise_baselines
from recsys_core.models.surprise_fields import pull_field, rate_field
from recsys_core.models.surprise_rating import KnownRowsModel
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say


class SurpriseBaselineConfig(ModelConfig):
    """Surprise's `bsl_options` under their own names."""

    method: Literal["als", "sgd"] = setting("als", "Method")
    """als: levels of customers and products are adjusted in turn. sgd: every rating moves both a
    little."""
    n_epochs: int | None = setting(None, "Number of passes", ge=1, le=500)
    """How often training goes through all ratings. Empty: 10 for als, 20 for sgd."""
    reg_u: float = pull_field(15.0, "Caution about customer levels", most=1000, advanced=False)
    """For als: how strongly a customer's level is pulled to the average."""
    reg_i: float = pull_field(10.0, "Caution about product levels", most=1000, advanced=False)
    """For als: how strongly a product's level is pulled to the average."""
    reg: float = pull_field(0.02)
    """For sgd: how strongly the levels are pulled to the average."""
    learning_rate: float = rate_field(0.005)
    """For sgd: how far each rating moves what has been learned."""


class SurpriseBaseline(KnownRowsModel):
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

    arrays = ("bu", "bi")
    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)

    def _learn(self, rows: CSR, report: Progress) -> None:
        report(0.1, say(m.FINDING_LEVELS))
        config = self.config
        options: dict[str, object] = {"method": config.method}
        if config.n_epochs is not None:
            options["n_epochs"] = config.n_epochs
        if config.method == "als":
            options |= {"reg_u": config.reg_u, "reg_i": config.reg_i}
        else:
            options |= {"reg": config.reg, "learning_rate": config.learning_rate}
        self.bu, self.bi = surprise_baselines(rows, self.scale, options)

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        folded = self._fold(self._rows(histories))
        return self._estimate(np.where(codes >= 0, self.bu[codes], folded))

    def fold_in(self, histories: CSR) -> FloatArray:
        return self._estimate(self._fold(self._rows(histories)))

    def _estimate(self, bu: FloatArray) -> FloatArray:
        return np.asarray(bu[:, None] + (self.mean + self.bi), dtype=np.float32)

    def _fold(self, rows: CSR) -> FloatArray:
        apart = rows.data - self.mean - self.bi[rows.indices]
        totals = np.bincount(rows_of(rows), weights=apart, minlength=rows.shape[0])
        sizes = np.diff(rows.indptr)
        config = self.config
        divisors = config.reg_u + sizes if config.method == "als" else (1 + config.reg) * sizes
        return np.asarray(np.divide(totals, divisors, out=np.zeros(len(sizes)), where=sizes > 0))
