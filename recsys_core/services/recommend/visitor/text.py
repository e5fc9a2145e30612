"""What typed words say about products: by meaning where products have sentence vectors, by their
words otherwise.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recsys_core.models.tfidf import ONE_UNSPACED, terms
from recsys_core.models.vectors import text_source
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR, BoolArray, FloatArray, StrArray
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.visitor.encoder import begin, encode
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

LONGEST = 500
"""Letters of what is typed that are looked at."""
IDLE = frozenset(m.IDLE_WORDS.split())
HYPHENED = re.compile(r"\w[-\u2010\u2011]\w")
_kept: PerWorkspace[str, "WordIndex"] = PerWorkspace("words of products", most=3)


@dataclass(frozen=True)
class Fit:
    """How well each product fits a text. nearness: (n_items,) cosine, 0 for none; words: that of
    the words alone, half of it where the title has none of them.

    by_meaning: whether sentence vectors were compared, rather than words.  unknown: words that no
    product's text has, however the products were compared.  note: a sentence where meaning could
    not be used although vectors exist.
    """

    text: str
    nearness: FloatArray
    words: FloatArray
    by_meaning: bool
    unknown: tuple[str, ...]
    index: "WordIndex"
    note: str = ""

    def reason(self, code: int) -> str:
        """Why a product fits, in a sentence; empty where it does not."""
        if self.nearness[code] <= 0:
            return ""
        shared = self.index.shared(self.text, code)
        if shared:
            words = and_list(say(m.QUOTED, text=word) for word in shared)
            return say(m.TEXT_HAS, words=words)
        if self.by_meaning:
            return say(m.TEXT_IS_NEAR, likeness=number(float(self.nearness[code])))
        return ""


class WordIndex:
    """TF-IDF of the words of (n_items,) texts; plural and singular count as one word."""

    def __init__(self, texts: Iterable[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._texts = [str(text) for text in texts]
        self._weigh: Any = TfidfVectorizer(analyzer=_words, sublinear_tf=True, dtype=np.float32)
        try:
            self._rows: CSR | None = self._weigh.fit_transform(self._texts)
        except ValueError:  # No text has a word.
            self._rows = None

    def nearness(self, text: str) -> FloatArray:
        """(n_items,) float32 cosine between the words of a text that products have and each
        product's.
        """
        if self._rows is None:
            return np.zeros(len(self._texts), dtype=np.float32)
        known = " ".join(self.known(text))
        query = self._weigh.transform([known])
        return np.asarray((self._rows @ query.T).toarray().ravel(), dtype=np.float32)

    def having(self, word: str) -> BoolArray:
        """(n_items,) which texts have a word; of one with a hyphen, all its parts in order."""
        needle = self._line(word)
        return np.array([needle in line for line in self._lines], dtype=bool)

    def known(self, text: str) -> tuple[str, ...]:
        """The words of a text that some product has."""
        return tuple(word for word in typed_words(text) if self.having(word).any())

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that no product has."""
        return tuple(word for word in typed_words(text) if not self.having(word).any())

    def shared(self, text: str, code: int) -> tuple[str, ...]:
        """The words of a text that a product's text has too."""
        return tuple(word for word in typed_words(text) if self._line(word) in self._lines[code])

    def weights(self, text: str) -> FloatArray:
        """(known words, n_items) what each word a product has is of all known words of the text:
        columns add up to 1 where it has all. Rare words weigh more (inverse document frequency).
        """
        has = [self.having(word) for word in self.known(text)]
        rare = [1 + np.log(len(one) / one.sum()) for one in has]
        weights = np.array([one * weight for one, weight in zip(has, rare, strict=True)])
        weights = weights.reshape(len(has), len(self._texts))
        return np.asarray(weights / max(sum(rare), 1.0))

    def named(self, text: str, names: StrArray) -> BoolArray:
        """(n,) which names have a word of a text."""
        needles = [self._line(word) for word in typed_words(text)]
        lines = [self._line(name) for name in names]
        return np.array([any(one in line for one in needles) for line in lines], dtype=bool)

    @cached_property
    def _lines(self) -> list[str]:
        return [self._line(text) for text in self._texts]

    def _line(self, text: str) -> str:
        return f" {' '.join(_words(text))} "


@needs(Role.VIEWER)
def word_index(ws: Workspace, data: Dataset) -> WordIndex:
    """The index of a data set's products, made once and kept."""
    return _kept.get(ws, data.fingerprint, lambda: WordIndex(data.item_texts[Columns.Text]))


@needs(Role.VIEWER)
def fit_of(ws: Workspace, data: Dataset, text: str) -> Fit:
    """How well every product fits `text`."""
    text = " ".join(text.split())[:LONGEST]
    index, vectors = word_index(ws, data), vectors_for(ws, data)
    plain, unknown, note = index.nearness(text), index.unknown(text), ""
    words, some = plain.copy(), np.flatnonzero(plain)
    words[some] *= np.where(index.named(text, data.item_texts[Columns.Title][some]), 1.0, 0.5)
    if encoder := _encoder_of(vectors):
        try:
            query = encode(encoder, text)
            near = np.maximum(vectors.values @ query, 0.0)
            return Fit(text, near, words, True, unknown, index)
        except NotReadyError as error:
            note = say(m.WORDS_COMPARED_INSTEAD, problem=error)
    return Fit(text, plain, words, False, unknown, index, note)


@needs(Role.VIEWER)
def make_ready(ws: Workspace, data: Dataset) -> None:
    """What the first text would wait for: the words of all products, and the text model."""
    word_index(ws, data)
    if encoder := _encoder_of(vectors_for(ws, data)):
        with suppress(NotReadyError):
            begin(encoder)


def typed_words(text: str) -> tuple[str, ...]:
    """The words of what was typed, each once. One with a hyphen stays one: gluten-free is neither
    gluten nor free.
    """
    found: list[str] = []
    for token in text.lower().split():
        parts = [word for word in terms(token) if word not in IDLE]
        hyphened = len(parts) > 1 and HYPHENED.search(token) and not ONE_UNSPACED.search(token)
        found += ["-".join(parts)] if hyphened else parts
    return tuple(dict.fromkeys(found))


def _encoder_of(vectors: ItemVectors) -> str:
    """The text model products were encoded with, empty where only their words were counted."""
    prefix = text_source("")
    return vectors.source.removeprefix(prefix) if vectors.source.startswith(prefix) else ""


def _words(text: str) -> list[str]:
    return [_root(word) for word in terms(text) if word not in IDLE]


def _root(word: str) -> str:
    many = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if many else word
