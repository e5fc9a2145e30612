"""Hybrid: several models voting, and content alone where there is little to go by."""

from pathlib import Path
from typing import Literal, Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.blending import Calibration, calibrated, parse_weights
from recsys_core.models.content import Content
from recsys_core.models.ease import Ease
from recsys_core.models.histories import require_width
from recsys_core.models.readiness import first_refusal
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import (
    ModelCard,
    Progress,
    Readiness,
    Recommender,
    Resources,
)
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR, BoolArray, FloatArray
from recsys_core.wording.messages import say

SAMPLE = 500
"""Customers whose scores tell a model's usual spread."""


class HybridConfig(ModelConfig):
    """Settings of the hybrid."""

    models: str = setting("ease=1, content=0.3", "Models and their weights", min_length=1)
    """Names with weights, as in: ease=1, content=0.3. Each is trained with its own usual
    settings."""
    blend: Literal["scores", "standing", "ranks"] = setting("standing", "How votes are counted")
    """standing: how far a product stands out in each model's scores for the customer. ranks: only
    the places on each model's list. scores: the models' scores, each brought to the same scale once
    for all customers; the reasons then add up exactly."""
    few_products: int = setting(3, "New customers have fewer products than", ge=0, le=1000)
    """Such customers get the list of the content model. 0 turns this off."""
    few_customers: int = setting(3, "New products have fewer customers than", ge=0, le=10_000)
    """Such products are judged by the content model alone. 0 turns this off."""


class Hybrid(Recommender):
    """score(u, i) = sum over models m of w_m c_m(u, i) / sum of w_m.

    c_m is the model's calibrated score. standing: (s - mean) / standard deviation over the
    products, for each customer; models whose scores are chances are taken by their logarithm.
    scores: s over the mean standard deviation among 500 training customers. ranks:
    61 / (60 + rank), the reciprocal rank, 1 at most. Customers with fewer than `few_products`
    products, and products with fewer than `few_customers` customers, take c of `content` alone,
    which is fitted too where it is not among the models. An empty history gets content's list,
    the bestsellers. The models are fitted here, to the same data, with their default settings.

    With `scores` and models that all split their scores, contributions are exact; otherwise, and
    for new customers, None. `component_shares` says how much each model brought.

    Source: Burke, "Hybrid Recommender Systems", UMUAI 2002; Cormack, Clarke and Büttcher,
    "Reciprocal Rank Fusion", SIGIR 2009.
    """

    card = ModelCard(
        name="hybrid",
        title="Hybrid (several models voting)",
        family="hybrid",
        summary="Lets several models vote with the weights you give them, and leaves new customers "
        "and new products to the one that reads product texts.",
        trust_when="No single model is good everywhere: one knows what sells together, another "
        "what is new.",
        careful_when="The weights are guesses: measure it beside its parts, and drop the parts "
        "that bring nothing.",
        hue="green",
        shade=-0.4,
        drawing="votes",
        may_vote=False,
    )
    Config = HybridConfig
    config: HybridConfig

    scale: dict[str, float]
    new_items: BoolArray = np.empty(0, dtype=bool)

    def __init__(self, config: ModelConfig, resources: Resources | None = None) -> None:
        super().__init__(config, resources)
        known = [name for name, kind in self.resources.models.items() if kind.card.may_vote]
        self.weights = parse_weights(self.config.models, known or None)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        """Judged by the parts of the usual settings."""
        return first_refusal(Ease.readiness(data), Content.readiness(data))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.CHOOSING_MODELS))
        names = list(self.weights)
        if self._switches and "content" not in names:
            names.append("content")
        self.parts = {}
        for number, name in enumerate(names):
            kind = self.resources.models[name]
            part = kind(kind.Config(), self.resources)
            state = part.readiness(data)
            if not state.ready:
                raise NotReadyError(say(m.NO_PART_OF_IT, model=part.card.title, why=state.reason))
            part.fit(data, _part(report, number, len(names), part.card.title))
            self.parts[name] = part
        report(0.96, say(m.SCALING_MODELS))
        self.new_items = data.item_counts < self.config.few_customers
        rng = np.random.default_rng(self.config.seed)
        users = np.sort(rng.permutation(data.n_users)[:SAMPLE])
        self.scale = {}
        for name, part in self.parts.items():
            spread = float(np.mean(part.score(data.histories(users)).std(axis=1)))
            self.scale[name] = 1 / spread if spread > 0 else 1.0
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        return np.asarray(sum(self._votes(histories, fold=False).values()), dtype=np.float32)

    def fold_in(self, histories: CSR) -> FloatArray:
        return np.asarray(sum(self._votes(histories, fold=True).values()), dtype=np.float32)

    def component_shares(self, history: CSR, item: int) -> dict[str, float]:
        """What each model brought to the score of `item` for a (1, n_items) history, in the unit of
        the score; they sum to it.
        """
        votes = self._votes(history, fold=False)
        return {name: float(vote[0, item]) for name, vote in votes.items()}

    @classmethod
    def reasons_add_up(cls) -> bool:
        return False  # Only some blends of some models do.

    def contributions(self, history: CSR, item: int) -> FloatArray | None:
        if self.config.blend != "scores" or history.nnz < self.config.few_products:
            return None
        total = np.zeros(history.nnz)
        for name, weight in self._weights_of(item).items():
            shares = self.parts[name].contributions(history, item)
            if shares is None:
                return None
            total += weight * self.scale[name] * shares
        return total

    def base(self, item: int) -> float:
        if self.config.blend != "scores":
            return 0.0
        return sum(
            weight * self.scale[name] * self.parts[name].base(item)
            for name, weight in self._weights_of(item).items()
        )

    def save(self, folder: Path) -> None:
        names = list(self.parts)
        save_arrays(
            folder,
            names=np.array(names),
            scale=np.array([self.scale[name] for name in names]),
            new_items=self.new_items,
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.part_names = tuple(str(name) for name in state["names"])
        model.scale = dict(zip(model.part_names, state["scale"].tolist(), strict=True))
        model.new_items = state["new_items"]
        return model

    @property
    def _switches(self) -> bool:
        return self.config.few_products > 0 or self.config.few_customers > 0

    def _weights_of(self, item: int) -> dict[str, float]:
        """The models' weights for a product, summing to 1, customers' history aside."""
        return {"content": 1.0} if self.new_items[item] else self.weights

    def _votes(self, histories: CSR, *, fold: bool) -> dict[str, FloatArray]:
        """(n, n_items) what each model brings to the score."""
        require_width(histories, len(self.new_items))
        sizes = np.diff(histories.indptr)
        new = sizes < self.config.few_products
        votes = {}
        for name, part in self.parts.items():
            scores = part.fold_in(histories) if fold else part.score(histories)
            how = Calibration(self.config.blend, self.scale[name], _chances(part))
            vote = calibrated(scores, how)
            if self._switches:
                alone = name == "content"
                vote *= self.weights.get(name, 0.0) * ~self.new_items + alone * self.new_items
                if new.any():
                    vote[new] = calibrated(scores[new], how) if alone else 0.0
            else:
                vote *= self.weights[name]
            votes[name] = vote
        return votes


def _part(report: Progress, number: int, count: int, title: str) -> Progress:
    """The progress of one of `count` models, within the hybrid's own."""

    def step(fraction: float, message: str = "") -> None:
        text = say(m.PART_PROGRESS, model=title, doing=message) if message else title
        report(0.95 * (number + fraction) / count, text)

    return step


def _chances(part: Recommender) -> bool:
    return bool(getattr(part, "scores_are_chances", False))
