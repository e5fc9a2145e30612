"""Sequence: what tends to come next after the last products, learned by a small neural network."""

from pathlib import Path
from typing import ClassVar, Literal, Self

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.deep_fields import compared_field, most_passes_field, step_field
from recsys_core.models.learning_curve import LearningCurve
from recsys_core.models.readiness import first_refusal, need_customers, need_days
from recsys_core.models.sequence_forward import encode
from recsys_core.models.sequence_rows import Sequences, hold_out, sequences, usual_moments
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

BLOCK = 512
WEIGHT = "weight."


class SequenceConfig(ModelConfig):
    """Settings of the sequence model; the paper's names are in the descriptions."""

    network: Literal["attention", "recurrent"] = setting("attention", "Network")
    """attention: weighs every past product anew for each next one (SASRec). recurrent: reads them
    one after the other and keeps a summary (GRU4Rec)."""
    length: int = setting(50, "Last products looked at", ge=2, le=500)
    """How many of a customer's latest products are read; older ones are not."""
    dimensions: int = setting(64, "Dimensions", ge=8, le=512, multiple_of=8, advanced=True)
    """How many numbers describe a product; a multiple of 8."""
    layers: int = setting(2, "Layers", ge=1, le=6, advanced=True)
    """How often the attention network looks over the past."""
    heads: Literal[1, 2, 4, 8] = setting(2, "Attention heads", advanced=True)
    """How many relations the attention network looks for at the same time."""
    dropout: float = setting(0.2, "Dropout", ge=0, lt=1, advanced=True)
    """Share of the numbers that is blanked at random while learning, so that nothing is learned by
    heart. More for less data."""
    ahead: int = setting(30, "Look ahead", ge=1, le=1000)
    """1 learns what comes directly next. More learns what comes within so many next products: less
    sharp and further-sighted."""
    passes: int = most_passes_field(25)
    """How often learning goes through the customers at most; it stops earlier when four passes
    bring nothing."""
    learning_rate: float = step_field(0.004)
    candidates: int = compared_field()


class Sequence(Recommender):
    """score(u, i) = softmax over products of (state_u . e_i + level_i): the chance that i is next.

    u's products are put in the order of last purchase, each once; those of one moment are shuffled
    in every pass of the training, and in code order afterwards. The state is read at the last of
    the latest `length` products, by causal self-attention with learned places, or by a gated
    recurrent unit. e: the products' vectors, in and out alike; level: learned from the log of a
    product's customers. In every pass, one window of each customer's sequence is asked at several
    places for the products that follow within the next `ahead`: the paper's next product for 1,
    what lists are judged by for more. The loss is the cross-entropy among all products, or a sample
    with logQ correction. The latest fifth of up to 1,500 customers is held out, NDCG@10 over it is
    the learning curve, and the weights of the best pass are kept. Score: a share, 0 to 1, and all
    products sum to 1. Rows without dates are put in the order in which customers usually bought
    their products; an empty history gets the shares of the bestsellers. Scoring is numpy.

    Source: Kang and McAuley, "Self-Attentive Sequential Recommendation", ICDM 2018; Hidasi et al.,
    "Session-based Recommendations with Recurrent Neural Networks", ICLR 2016.
    """

    card = ModelCard(
        name="sequence",
        title="What comes next (sequence)",
        family="deep",
        summary="Reads a customer's latest products in their order and learns from everybody what "
        "tends to follow what.",
        trust_when="Order says something: series, projects, seasons, learning paths, sessions. It "
        "needs dates and thousands of customers.",
        careful_when="There are few customers or few purchases each, or all comes in one basket: "
        "then the simpler models are as good, learn in seconds and say why.",
        hue="pink",
        shade=-0.35,
        drawing="order",
        quick={"passes": 12, "dimensions": 16, "length": 20, "learning_rate": 0.01},
    )
    Config = SequenceConfig
    config: SequenceConfig
    scores_are_chances: ClassVar[bool] = True

    weights: dict[str, FloatArray]
    usual: FloatArray = np.empty(0)
    prior: FloatArray = np.empty(0, dtype=np.float32)
    learning_curve: LearningCurve

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_days(data, 2), need_customers(data, 50, 3))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.ORDERING_PURCHASES))
        self.usual = usual_moments(data.histories())
        self.prior = ((data.item_counts + 1) / (data.item_counts + 1).sum()).astype(np.float32)
        self.learning_curve = LearningCurve(say(m.HELD_OUT_CURVE), True)
        everything = sequences(data.histories(), self.usual)
        report(0.02, say(m.STARTING_NETWORK))
        self._learn(data, everything, report)
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = sequences(histories, self.usual)
        out = np.tile(self.prior, (histories.shape[0], 1))
        filled = np.flatnonzero(np.diff(rows.starts))
        for start in range(0, histories.shape[0], BLOCK):
            block = slice(start, start + BLOCK)
            items, sizes = rows.latest(self.config.length, block)
            known = filled[(filled >= start) & (filled < start + BLOCK)]
            if len(known):
                out[known] = self._chances(self.weights, items[known - start], sizes[known - start])
        return out

    def save(self, folder: Path) -> None:
        save_arrays(
            folder,
            usual=self.usual,
            prior=self.prior,
            **self.learning_curve.parts(),
            **{f"{WEIGHT}{name}": value for name, value in self.weights.items()},
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.usual, model.prior = state["usual"], state["prior"]
        model.learning_curve = LearningCurve(say(m.HELD_OUT_CURVE), True).join(state)
        model.weights = {
            name.removeprefix(WEIGHT): value
            for name, value in state.items()
            if name.startswith(WEIGHT)
        }
        return model

    @property
    def heads(self) -> int:
        """Attention heads; 0 for the recurrent network."""
        return self.config.heads if self.config.network == "attention" else 0

    def _chances(
        self, weights: dict[str, FloatArray], items: IntArray, sizes: IntArray
    ) -> FloatArray:
        """(n, n_items) float32 shares for sequences that are not empty."""
        if not len(items):
            return np.zeros((0, len(self.prior)), dtype=np.float32)
        logits = encode(weights, items, sizes, self.heads) @ weights["products"].T
        logits += weights["level"]
        logits -= logits.max(axis=1, keepdims=True)
        np.exp(logits, out=logits)
        logits /= logits.sum(axis=1, keepdims=True)
        return logits

    def _learn(self, data: Dataset, everything: Sequences, report: Progress) -> None:
        from recsys_core.models.deep_training import (
            Schedule,
            learn,
            ndcg,
            quiet_torch,
        )
        from recsys_core.models.sequence_training import SequenceBatches, SequenceNet, weights_of

        config = self.config
        learned, chosen, wanted = hold_out(everything, config.seed)
        items, sizes = (part[chosen] for part in learned.latest(config.length, slice(None)))
        seen = [learned.items[learned.starts[user] : learned.starts[user + 1]] for user in chosen]
        with quiet_torch(config.seed):
            net = SequenceNet(
                data.item_counts,
                config.dimensions,
                config.length,
                config.layers,
                self.heads,
                config.dropout,
            )
            batches = SequenceBatches(
                net, learned, data.item_counts, config.length, config.ahead, config.candidates
            )

            def measure() -> float:
                scores = self._chances(weights_of(net, data.item_counts), items, sizes)
                for row, own in zip(scores, seen, strict=True):
                    row[own] = -1.0
                return ndcg(scores, wanted)

            def keep() -> None:
                self.weights = weights_of(net, data.item_counts)

            learn(
                list(net.parameters()),
                batches,
                measure,
                keep,
                Schedule(config.passes, 4, config.learning_rate),
                config.seed,
                self.learning_curve,
                lambda done, text="": report(0.03 + 0.96 * done, text),
            )
