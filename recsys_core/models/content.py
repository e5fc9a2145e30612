"""Content: products that read like those the customer bought."""

from pathlib import Path
from typing import Literal, Self

import numpy as np
import scipy.sparse as sp
from pydantic import Field

from recsys_core.models.encoder import SentenceTransformerEncoder
from recsys_core.models.histories import popularity_prior, require_width
from recsys_core.models.readiness import first_refusal, need_purchases, need_texts
from recsys_core.models.state import load_arrays, load_matrix, save_arrays, save_matrix
from recsys_core.models.text_vectors import TextVectorStore
from recsys_core.models.words import word_vectors
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray


class ContentConfig(ModelConfig):
    """Settings of the content model."""

    vectors: Literal["sentences", "words"] = Field(
        default="sentences",
        title="How texts are compared",
        description="sentences: by meaning, with a text model that reads each product once. words: "
        "by spelling, at once and in any language.",
    )
    text_model: str | None = Field(
        default=None,
        min_length=1,
        title="Text model",
        description="A folder with a sentence-transformers model, or its name on the Hugging Face "
        "hub. Empty: the installed all-MiniLM-L6-v2 (English).",
        json_schema_extra={"advanced": True},
    )
    similarity: Literal["cosine", "dot"] = Field(
        default="cosine",
        title="Score",
        description="cosine: how near a product is to the customer's taste as a whole. dot: its "
        "average nearness to each past purchase. The order is the same, the numbers differ.",
        json_schema_extra={"advanced": True},
    )


class Content(Recommender):
    """score(u, i) = v_i . t_u / |t_u|  with taste  t_u = sum of w_uj v_j  over u's history j.

    v are unit vectors of the products' texts. w = log(1 + quantity) for purchases; for ratings the
    place on the scale, (r - low + 1) / (high - low + 1). With similarity `dot` the divisor is the
    sum of w, so the score is an average cosine. Between -1 and 1, plus a hair of popularity
    (`popularity_prior`), which also serves an empty history. Given the history the score is a sum
    over it, so contributions are exact. A product without text scores by popularity alone.

    Source: Pazzani and Billsus, "Content-Based Recommendation Systems", The Adaptive Web 2007.
    """

    card = ModelCard(
        name="content",
        title="Similar products (by text)",
        family="content",
        summary="Reads the product texts and shows what resembles a customer's purchases.",
        trust_when="Products are new or bought by few, and their names and descriptions say what "
        "they are.",
        careful_when="Texts are short, coded or all alike: it knows nothing of what sells, and "
        "tends to show more of the same.",
    )
    Config = ContentConfig
    config: ContentConfig

    vectors: FloatArray = np.empty((0, 0), dtype=np.float32)
    prior: FloatArray = np.empty(0, dtype=np.float32)
    kind: Literal["explicit", "implicit"] = "implicit"
    scale: tuple[float, float] = (1.0, 5.0)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1), need_texts(data, 5))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, "Looking up product texts")
        texts = [str(text) for text in data.items[Columns.Text]]
        if self.config.vectors == "words":
            self.vectors = word_vectors(texts, self.config.seed)
        else:
            store = TextVectorStore(self.resources.vector_folder)
            encoder = self.resources.encoder or SentenceTransformerEncoder(self.config.text_model)

            def part(fraction: float, message: str = "") -> None:
                report(0.02 + 0.95 * fraction, message)

            self.vectors, _ = store.vectors(texts, encoder, part)
        self.prior = popularity_prior(data.matrix)
        self.kind, self.scale = data.kind, data.rating_scale
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        weights = self._weights(require_width(histories, len(self.prior)))
        tastes = weights @ self.vectors
        scores = (tastes / self._divisors(weights, tastes)[:, None]) @ self.vectors.T
        scores += self.prior
        return np.asarray(scores, dtype=np.float32)

    def contributions(self, history: CSR, item: int) -> FloatArray:
        weights = self._weights(history)
        divisor = float(self._divisors(weights, weights @ self.vectors)[0])
        nearness = self.vectors[history.indices].astype(np.float64) @ self.vectors[item]
        return np.asarray(weights.data * nearness / divisor, dtype=np.float64)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        save_matrix(folder, "vectors", self.vectors)
        save_arrays(
            folder,
            prior=self.prior,
            explicit=np.array(self.kind == "explicit"),
            scale=np.array(self.scale),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        model.vectors = load_matrix(folder, "vectors")
        model.prior = state["prior"]
        model.kind = "explicit" if state["explicit"] else "implicit"
        model.scale = (float(state["scale"][0]), float(state["scale"][1]))
        return model

    def _weights(self, histories: CSR) -> CSR:
        """The rows with w in place of quantities or ratings."""
        if self.kind == "explicit":
            low, high = self.scale
            values = np.maximum(histories.data - low + 1, 0) / (high - low + 1)
        else:
            values = np.log1p(np.maximum(histories.data, 0))
        return sp.csr_matrix(
            (values.astype(np.float32), histories.indices, histories.indptr), shape=histories.shape
        )

    def _divisors(self, weights: CSR, tastes: FloatArray) -> FloatArray:
        """(n,) length of the taste or sum of the weights; 1 where that is zero."""
        if self.config.similarity == "cosine":
            sizes = np.linalg.norm(tastes, axis=1)
        else:
            sizes = np.asarray(weights.sum(axis=1)).ravel()
        return np.where(sizes > 0, sizes, 1.0)
