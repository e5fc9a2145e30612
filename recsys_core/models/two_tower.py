"""Two towers: customers and products meet as vectors made of what is known about them."""

from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.attributes import Attributes, learn_attributes
from recsys_core.models.deep_fields import compared_field, most_passes_field, step_field
from recsys_core.models.histories import require_width
from recsys_core.models.learning_curve import LearningCurve
from recsys_core.models.readiness import first_refusal, need_customers, need_products
from recsys_core.models.sequence_rows import hold_out, sequences, usual_moments
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.models.two_tower_forward import Towers, pools
from recsys_core.models.vectors import item_vectors
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say

ATTRIBUTES_FILE = "attributes.json"


class TwoTowerConfig(ModelConfig):
    """Settings of the two towers."""

    dimensions: int = setting(64, "Dimensions", ge=8, le=512)
    """How many numbers describe a customer and a product."""
    product_dropout: float = setting(0.2, "Products shown nameless", ge=0, lt=1)
    """Share of the products that are known by their attributes alone in a step of the training.
    More makes new products better, and known ones a little worse."""
    passes: int = most_passes_field(40)
    """How often learning goes through the customers at most; it stops earlier when five passes
    bring nothing."""
    learning_rate: float = step_field(0.003)
    weight_decay: float = setting(0.1, "Pull towards zero", ge=0, le=10, advanced=True)
    """How strongly everything learned is pulled back; more for less data."""
    candidates: int = compared_field()


class TwoTower(Recommender):
    """score(u, i) = softmax over products of (t_u . v_i + l_i): the chance that i is bought next.

    Product tower: (v_i, l_i) = own_i + a linear and a two-layer function of the product's
    attributes (text vector, category, brand, price). Customer tower: t_u = p + r + a + two layers
    of (p, r, a); p is the sum of past products (vectors made like v) over the root of their
    number, r the same with weights exp(-products since / 10), a a linear function of the
    customer's attributes. In training own_i is taken away from a share of the products, so that
    attributes learn to stand alone; a product nobody bought has no own part. Customers are cut at a
    random place of their sequence; the loss is the cross-entropy of what came after, among all
    products, or, in catalogues above `candidates`, among the batch's targets and a sample with logQ
    correction. Every fifth product of up to 1,500 customers is held out for the learning curve and
    for stopping. Score: a share, 0 to 1.

    A row equal to a training customer's is scored with that customer's attributes, any other
    without. Rows without dates are put in the order
    in which customers usually bought their products. Scoring is numpy.

    Source: Covington, Adams and Sargin, "Deep Neural Networks for YouTube Recommendations", RecSys
    2016; Yi et al., "Sampling-Bias-Corrected Neural Modeling", RecSys 2019; Volkovs, Yu and
    Poutanen, "DropoutNet", NeurIPS 2017.
    """

    card = ModelCard(
        name="two-tower",
        title="Two towers (attributes and purchases)",
        family="deep",
        summary="Describes customers by what they bought and what is known about them, products "
        "by their texts, category, brand and price, and brings the two together.",
        trust_when="Many products or customers are new: it can place them by their attributes "
        "alone. It needs a product list, better a customer list too.",
        careful_when="Products have no texts and customers no attributes, or you need to know "
        "exactly why: it can only be asked what changes when something is left out.",
        hue="pink",
        drawing="towers",
        quick={"passes": 12, "dimensions": 16},
    )
    Config = TwoTowerConfig
    config: TwoTowerConfig
    scores_are_chances: ClassVar[bool] = True

    towers: Towers
    attributes: Attributes
    customers: FloatArray = np.empty((0, 0), dtype=np.float32)
    trained: TrainedRows
    usual: FloatArray = np.empty(0)
    learning_curve: LearningCurve

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 50, 3), need_products(data, 10))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.READING_ATTRIBUTES))
        names = [name for name in data.users.columns if name != Columns.User]
        self.attributes = learn_attributes(data.users, names)
        self.customers = self.attributes.encode(data.users)
        self.usual = usual_moments(data.histories())
        self.trained = TrainedRows.of(data.matrix)
        self.learning_curve = LearningCurve(say(m.HELD_OUT_CURVE), True)
        report(0.02, say(m.READING_TEXTS))
        products = [Columns.Category, Columns.Brand, Columns.Price]
        attributes = learn_attributes(data.items, products).encode(data.items)
        texts = item_vectors(data, self.resources).values
        features = np.hstack([texts, attributes]).astype(np.float32)
        report(0.05, say(m.STARTING_NETWORK))
        self._learn(data, features, report)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.usual))
        codes = self.trained.codes(rows)
        about = np.zeros((len(codes), self.attributes.width), dtype=np.float32)
        about[codes >= 0] = self.customers[codes[codes >= 0]]
        return self._scored(histories, about)

    def fold_in(self, histories: CSR) -> FloatArray:
        about = np.zeros((histories.shape[0], self.attributes.width), dtype=np.float32)
        return self._scored(histories, about)

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            customers=self.customers,
            usual=self.usual,
            **self.trained.parts(),
            **self.learning_curve.parts(),
            **{f"tower_{name}": value for name, value in vars(self.towers).items()},
        )
        (folder / ATTRIBUTES_FILE).write_text(self.attributes.to_json(), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.customers, model.usual = state["customers"], state["usual"]
        model.trained = TrainedRows.join(state)
        model.learning_curve = LearningCurve(say(m.HELD_OUT_CURVE), True).join(state)
        towers = {k.removeprefix("tower_"): v for k, v in state.items() if k.startswith("tower_")}
        model.towers = Towers(**towers)
        text = (folder / ATTRIBUTES_FILE).read_text(encoding="utf-8")
        model.attributes = Attributes.from_json(text)
        return model

    def _scored(self, histories: CSR, about: FloatArray) -> FloatArray:
        alike, recent = pools(sequences(histories, self.usual), len(self.usual))
        return self.towers.chances(self.towers.customers(alike, recent, about))

    def _learn(self, data: Dataset, features: FloatArray, report: Progress) -> None:
        from recsys_core.models.deep_training import Schedule, learn, ndcg, quiet_torch
        from recsys_core.models.two_tower_training import CutBatches, Inputs, TwoTowerNet

        config = self.config
        everything = sequences(data.histories(), self.usual)
        if not data.dated:
            everything = everything.shuffled(np.random.default_rng(config.seed))
        learned, chosen, wanted = hold_out(everything, config.seed)
        asked = pools(learned, data.n_items)
        alike, recent = asked[0][chosen], asked[1][chosen]
        with quiet_torch(config.seed):
            inputs = Inputs(learned, self.customers, features, data.item_counts)
            net = TwoTowerNet(inputs, config.dimensions)
            batches = CutBatches(net, inputs, config.product_dropout, config.candidates)

            def now() -> Towers:
                return net.fitted(batches.features, batches.seen)

            def measure() -> float:
                towers = now()
                scores = towers.chances(towers.customers(alike, recent, self.customers[chosen]))
                row, column = alike.nonzero()
                scores[row, column] = -1.0
                return ndcg(scores, wanted)

            def keep() -> None:
                self.towers = now()

            learn(
                list(net.parameters()),
                batches,
                measure,
                keep,
                Schedule(config.passes, 5, config.learning_rate, config.weight_decay),
                config.seed,
                self.learning_curve,
                lambda done, text="": report(0.05 + 0.94 * done, text),
            )
