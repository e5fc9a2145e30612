"""Content: products that read like those the customer bought."""

from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
import scipy.sparse as sp
from pydantic import field_validator, model_validator

from recsys_core.models import messages as m
from recsys_core.models.encoder import SentenceTransformerEncoder
from recsys_core.models.histories import popularity_prior, require_width
from recsys_core.models.readiness import first_refusal, need_purchases, need_texts
from recsys_core.models.state import (
    join_sparse,
    load_arrays,
    load_matrix,
    save_arrays,
    save_matrix,
    sparse_parts,
)
from recsys_core.models.text_vectors import TextVectorStore
from recsys_core.models.tfidf import mostly_unspaced, tfidf_vectors
from recsys_core.schema.columns import Columns
from recsys_core.schema.config import ModelConfig, setting
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

CELLS = 8_000_000
"""How large the table of tastes may get that is held at a time (32 MB)."""


def _weight(title: str, what: str) -> Any:
    """The field of one part of a product's text."""
    return setting(
        1.0,
        title,
        f"How much {what} counts. With three equal weights the text is read as a whole, otherwise "
        "part by part.",
        ge=0,
        le=10,
        advanced=True,
    )


class ContentConfig(ModelConfig):
    """Settings of the content model."""

    vectors: Literal["auto", "sentence", "tfidf"] = setting("auto", "How texts are compared")
    """sentence: by meaning, with a text model that reads each product once. tfidf: by the words
    they share, at once and in any language. auto: sentence, but tfidf for Chinese, Japanese and
    Korean, which the installed text model cannot read."""
    sublinear: bool = setting(True, "Damp repeated words", advanced=True)
    """For tfidf: a word that a text repeats counts by the logarithm of how often."""
    title_weight: float = _weight("Weight of the title", "the title")
    category_weight: float = _weight("Weight of the category", "the category and brand")
    description_weight: float = _weight("Weight of the description", "the description")
    text_model: str | None = setting(None, "Text model", min_length=1, advanced=True)
    """A folder with a sentence-transformers model, or its name on the Hugging Face hub. Empty: the
    installed all-MiniLM-L6-v2 (English)."""

    @model_validator(mode="before")
    @classmethod
    def _earlier_settings(cls, values: Any) -> Any:
        """Models trained by earlier versions carry a setting that is no more."""
        if isinstance(values, dict):
            return {name: value for name, value in values.items() if name != "similarity"}
        return values

    @field_validator("vectors", mode="before")
    @classmethod
    def _earlier_names(cls, value: object) -> object:
        """Models trained by earlier versions call them by other names."""
        return {"sentences": "sentence", "words": "tfidf"}.get(str(value), value)

    @model_validator(mode="after")
    def _something_counts(self) -> Self:
        if not any(self.weights):
            raise ValueError(say(m.ONE_WEIGHT_NEEDED))
        return self

    @property
    def weights(self) -> tuple[float, float, float]:
        """Of title, category and description."""
        return self.title_weight, self.category_weight, self.description_weight


class Content(Recommender):
    """score(u, i) = v_i . t_u / c  with taste  t_u = sum of w_uj v_j  over u's history j.

    v are unit vectors of the products' texts: of sentence-transformers, or TF-IDF. With unequal
    weights f of title, category (with brand) and description, each part p has a unit vector of its
    own, and v is in the direction of sum f_p v_p for sentences, of the parts side by side with
    sqrt(f_p) for TF-IDF, whose words mean something else in each part.

    w = log(1 + quantity) for purchases; for ratings the place on the scale, (r - low + 1) / (high -
    low + 1). c is the same for everybody, the mean sum of w of the customers it was fitted to. A
    hair of popularity (`popularity_prior`) breaks ties and serves an empty history. The score is a
    plain sum over the history, not an average of it: contributions are exact, and without a
    purchase that speaks for a product its score falls by just what that one brought. Dividing by
    the length of the own taste would not change a customer's order, but it would let the score rise
    when a reason is taken away. A product without text scores by popularity alone.

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
        hue="green",
        drawing="texts",
    )
    Config = ContentConfig
    config: ContentConfig

    vectors: FloatArray | CSR = np.empty((0, 0), dtype=np.float32)
    """(n_items, d): an array for sentences, csr for TF-IDF."""
    prior: FloatArray = np.empty(0, dtype=np.float32)
    kind: Literal["explicit", "implicit"] = "implicit"
    scale: tuple[float, float] = (1.0, 5.0)
    usual: float = 1.0

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_purchases(data, 1), need_texts(data, 5))

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.LOOKING_UP_TEXTS))
        weights = self.config.weights
        parts = [data.items[Columns.Text]]
        if len(set(weights)) > 1:
            category = data.items[Columns.Category] + " " + data.items[Columns.Brand]
            parts = [data.items[Columns.Title], category, data.items[Columns.Description]]
        texts = [[str(text).strip() for text in part] for part in parts]
        if self._by_words(texts[0]):
            self.vectors = self._word_vectors(texts, weights)
        else:
            self.vectors = self._sentence_vectors(texts, weights, report)
        self.prior = popularity_prior(data.matrix)
        self.kind, self.scale = data.kind, data.rating_scale
        sums = np.asarray(self._weights(data.matrix).sum(axis=1)).ravel()
        self.usual = float(sums[sums > 0].mean()) if (sums > 0).any() else 1.0
        report(1.0, say(m.DONE))

    def score(self, histories: CSR) -> FloatArray:
        rows = self._weights(require_width(histories, len(self.prior)))
        out = np.empty(rows.shape, dtype=np.float32)
        step = max(1, CELLS // max(self.vectors.shape[1], 1))
        for start in range(0, rows.shape[0], step):
            part = slice(start, start + step)
            tastes = _dense(rows[part] @ self.vectors) / np.float32(self.usual)
            out[part] = np.asarray((self.vectors @ tastes.T).T)
        out += self.prior
        return out

    def contributions(self, history: CSR, item: int) -> FloatArray:
        weights = self._weights(history)
        one = _dense(self.vectors[[item]]).ravel().astype(np.float64)
        nearness = np.asarray(self.vectors[history.indices] @ one).ravel()
        return np.asarray(weights.data * nearness / self.usual, dtype=np.float64)

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray:
        weights = self._weights(history)
        several = _dense(self.vectors[items]).astype(np.float64)
        nearness = np.asarray(self.vectors[history.indices] @ several.T)
        return np.asarray((weights.data[:, None] * nearness / self.usual).T, dtype=np.float64)

    def base(self, item: int) -> float:
        return float(self.prior[item])

    def save(self, folder: Path) -> None:
        sparse = {}
        if sp.issparse(self.vectors):
            sparse = sparse_parts("vectors", self.vectors)
        else:
            save_matrix(folder, "vectors", self.vectors)
        save_arrays(
            folder,
            **sparse,
            prior=self.prior,
            explicit=np.array(self.kind == "explicit"),
            scale=np.array(self.scale),
            usual=np.array(self.usual),
        )

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        state = load_arrays(folder)
        by_words = "vectors_data" in state
        model.vectors = (
            join_sparse("vectors", state) if by_words else load_matrix(folder, "vectors")
        )
        model.prior = state["prior"]
        model.kind = "explicit" if state["explicit"] else "implicit"
        model.scale = (float(state["scale"][0]), float(state["scale"][1]))
        model.usual = float(state.get("usual", 1.0))
        return model

    def _by_words(self, texts: list[str]) -> bool:
        if self.config.vectors != "auto":
            return self.config.vectors == "tfidf"
        chosen = self.resources.encoder is not None or self.config.text_model is not None
        return not chosen and mostly_unspaced(texts)

    def _word_vectors(self, texts: list[list[str]], weights: tuple[float, ...]) -> CSR:
        if len(texts) == 1:
            return tfidf_vectors(texts[0], self.config.sublinear)
        parts = [
            tfidf_vectors(part, self.config.sublinear) * np.float32(np.sqrt(weight))
            for part, weight in zip(texts, weights, strict=True)
            if weight
        ]
        joined = sp.csr_matrix(sp.hstack(parts, format="csr"))
        row = rows_of(joined)
        squares = np.bincount(row, weights=joined.data**2, minlength=joined.shape[0])
        joined.data = (joined.data / np.sqrt(squares)[row]).astype(np.float32)
        return joined

    def _sentence_vectors(
        self, texts: list[list[str]], weights: tuple[float, ...], report: Progress
    ) -> FloatArray:
        store = TextVectorStore(self.resources.vector_folder)
        encoder = self.resources.encoder or SentenceTransformerEncoder(self.config.text_model)
        used = [(part, weight) for part, weight in zip(texts, weights, strict=False) if weight]
        total: FloatArray = np.zeros((len(texts[0]), 1), dtype=np.float32)
        for at, (part, weight) in enumerate(used):

            def progress(fraction: float, message: str = "", at: int = at) -> None:
                report(0.02 + 0.95 * (at + fraction) / len(used), message)

            total = total + np.float32(weight) * store.vectors(part, encoder, progress)[0]
        lengths = np.linalg.norm(total, axis=1, keepdims=True)
        return np.asarray(np.divide(total, lengths, out=np.zeros_like(total), where=lengths > 0))

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


def _dense(matrix: FloatArray | CSR) -> FloatArray:
    return matrix if isinstance(matrix, np.ndarray) else np.asarray(matrix.toarray())
