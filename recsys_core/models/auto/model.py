"""`auto`: finds out on the data which models and settings rank best, blends them, and says so."""

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import Self

import numpy as np

from recsys_core.models.auto.again import search_again
from recsys_core.models.auto.config import AutoConfig
from recsys_core.models.auto.ledger import SEARCHING
from recsys_core.models.auto.parts import MOST_DENSE, NEIGHBOURS
from recsys_core.models.auto.plan import Blended, BlendPlan, Fitted, carry_out
from recsys_core.models.auto.recency import Recency
from recsys_core.models.auto.table import Search
from recsys_core.models.auto.trend import Trend
from recsys_core.models.histories import require_width
from recsys_core.models.item_weights import ItemWeights
from recsys_core.models.readiness import first_refusal, need_customers, ready_in_parts
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.user_knn import UserKnn
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray

PLAN_FILE = "plan.json"


class Auto(Recommender):
    """Holds a part of the data back, tries several ways of learning which products go together,
    and how much recent purchases and recent bestsellers should count; tunes what does well, blends
    it, confirms the blend on other customers, and learns it again from everything.

    Every part is linear in the history, so the blend is one matrix: lists take no longer than
    EASE's, and each score splits exactly into the purchases behind it. In a catalogue of more than
    `MOST_DENSE` products the matrix has the ones with the most customers, and the others come in by
    the nearest products of each. Where bought products may come back it takes one of the models
    that count them, whose scores and reasons these are then.
    """

    card = ModelCard(
        name="auto",
        title="Auto (finds the best for your data)",
        family="hybrid",
        summary="Tries several models and settings on your own data, hides the latest purchases "
        "from them, keeps what foretells those best, and says what it chose and why.",
        trust_when="You want the best list without choosing: it confirms its choice on customers "
        "it has not looked at, and says so when nothing beats the bestsellers.",
        careful_when="Tastes turn from one month to the next, or you have fewer than a few hundred "
        "customers: then the choice itself is uncertain.",
        hue="pink",
        shade=0.4,
        drawing="search",
        may_vote=False,
    )
    Config = AutoConfig
    config: AutoConfig

    plan: BlendPlan
    fitted: Fitted
    search: Search
    _weighed: tuple[CSR, FloatArray] | None = None

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        found = first_refusal(need_customers(data, 20, 2))
        return ready_in_parts(found, data, MOST_DENSE, NEIGHBOURS)

    def fit(self, data: Dataset, report: Progress) -> None:
        # Optuna is needed here only, and the pages import this module at their start.
        from recsys_core.models.auto.search import search

        def rest(fraction: float, message: str = "") -> None:
            report(SEARCHING + (1 - SEARCHING) * fraction, message)

        minutes, seed = self.config.minutes, self.config.seed
        least: float | None = None
        if self.config.ratings == "liked" and data.kind == "explicit":
            least = sum(data.rating_scale) / 2
            data = data.select(data.weight >= least, f"{data.fingerprint}-liked")
        if self.config.may_come_back:
            model, self.search = search_again(data, minutes, seed, self.resources.models, report)
            model.fit(data, rest)
            self.parts = {model.card.name: model}
        else:
            rivals = [UserKnn(UserKnn.Config())]
            self.plan, self.search = search(data, minutes, seed, rivals, report)
            found = carry_out(self.plan, data, seed, rest)
            self.fitted = replace(found, recency=replace(found.recency, least=least))
        report(1.0, self.search.sentence)

    @property
    def _whole(self) -> Recommender | None:
        """The one model it took where bought products may come back."""
        return next(iter(self.parts.values()), None)

    def score(self, histories: CSR) -> FloatArray:
        if self._whole:
            return self._whole.score(histories)
        rows = require_width(histories, len(self.fitted.prior))
        if histories.has_sorted_indices:
            rows = histories  # With its dates, which making the rows anew may have dropped.
        return self.fitted.score(rows)

    def contributions(self, history: CSR, item: int) -> FloatArray | None:
        found = self.contributions_of(history, np.array([item]))
        return None if found is None else np.asarray(found[0])

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray | None:
        if self._whole:
            return self._whole.contributions_of(history, items)
        if self.fitted.weights is None:
            return np.zeros((len(items), history.nnz))
        between = self.fitted.weights.between(history.indices, items)
        return np.asarray(self._weights(history) * between)

    def _weights(self, history: CSR) -> FloatArray:
        """(nnz,) float64; kept for the history last asked about, since whole lists are explained
        product by product.
        """
        kept = self._weighed
        if kept is None or kept[0] is not history:
            kept = history, self.fitted.recency.weights(history).astype(np.float64)
            self._weighed = kept
        return kept[1]

    def base(self, item: int) -> float:
        return self._whole.base(item) if self._whole else float(self.fitted.prior[item])

    def remark(self) -> str:
        return self.search.sentence

    def save(self, folder: Path) -> None:
        self.search.save(folder)
        if self._whole:
            (folder / PLAN_FILE).write_text(json.dumps({"model": self._whole.card.name}), "utf-8")
            return
        weights = self.fitted.weights or ItemWeights(np.empty((0, 0), dtype=np.float32))
        save_arrays(folder, prior=self.fitted.prior, **weights.save(folder, "matrix"))
        about = {"recency": self.fitted.recency.to_dict(), "plan": asdict(self.plan)}
        (folder / PLAN_FILE).write_text(json.dumps(about, indent=1), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        about = json.loads((folder / PLAN_FILE).read_text(encoding="utf-8"))
        model.search = Search.load(folder)
        if "model" in about:
            model.part_names = (about["model"],)
            return model
        arrays = load_arrays(folder)
        plan = about["plan"]
        weights = ItemWeights.load(folder, "matrix", arrays) if plan["parts"] else None
        model.fitted = Fitted(weights, arrays["prior"], Recency(**about["recency"]))
        model.plan = BlendPlan(
            {name: Blended(**part) for name, part in plan["parts"].items()},
            Recency(**plan["recency"]),
            Trend(**plan["trend"]),
            plan["popular_half"],
        )
        return model
