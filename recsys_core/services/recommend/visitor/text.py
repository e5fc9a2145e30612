"""What typed words say about products: by meaning where products have sentence vectors, by their
words otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from recsys_core.models.tfidf import terms
from recsys_core.models.vectors import text_source
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.services.recommend import messages as m
from recsys_core.services.recommend.visitor.encoder import encode
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

LONGEST = 500
"""Letters of what is typed that are looked at."""
IDLE = frozenset(m.IDLE_WORDS.split())
_kept: PerWorkspace[str, "WordIndex"] = PerWorkspace("words of products", most=3)


@dataclass(frozen=True)
class Fit:
    """How well each product fits a text. nearness: (n_items,) cosine, 0 for none.

    by_meaning: whether sentence vectors were compared, rather than words.  unknown: words that no
    product's text has; empty when compared by meaning.  note: a sentence where meaning could not
    be used although vectors exist.
    """

    text: str
    nearness: FloatArray
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
        """(n_items,) float32 cosine between a text and every product's."""
        if self._rows is None:
            return np.zeros(len(self._texts), dtype=np.float32)
        query = self._weigh.transform([text])
        return np.asarray((self._rows @ query.T).toarray().ravel(), dtype=np.float32)

    def unknown(self, text: str) -> tuple[str, ...]:
        """The words of a text that no product has."""
        return tuple(word for word in _distinct(text) if _root(word) not in self._known)

    def shared(self, text: str, code: int) -> tuple[str, ...]:
        """The words of a text that a product's text has too."""
        own = set(_words(self._texts[code]))
        return tuple(word for word in _distinct(text) if _root(word) in own)

    @cached_property
    def _known(self) -> set[str]:
        return set() if self._rows is None else set(self._weigh.vocabulary_)


def word_index(ws: Workspace, data: Dataset) -> WordIndex:
    """The index of a data set's products, made once and kept."""
    return _kept.get(ws, data.fingerprint, lambda: WordIndex(data.item_texts[Columns.Text]))


def fit_of(ws: Workspace, data: Dataset, text: str) -> Fit:
    """How well every product fits `text`."""
    text = " ".join(text.split())[:LONGEST]
    index, vectors = word_index(ws, data), vectors_for(ws, data)
    prefix, note = text_source(""), ""
    if vectors.source.startswith(prefix):
        try:
            query = encode(vectors.source.removeprefix(prefix), text)
            return Fit(text, np.maximum(vectors.values @ query, 0.0), True, (), index)
        except NotReadyError as error:
            note = say(m.WORDS_COMPARED_INSTEAD, problem=error)
    return Fit(text, index.nearness(text), False, index.unknown(text), index, note)


def _words(text: str) -> list[str]:
    return [_root(word) for word in terms(text) if word not in IDLE]


def _distinct(text: str) -> list[str]:
    return [word for word in dict.fromkeys(terms(text)) if word not in IDLE]


def _root(word: str) -> str:
    many = len(word) > 3 and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if many else word
