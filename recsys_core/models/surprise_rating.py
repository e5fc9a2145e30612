"""What the models of Surprise share: ratings in, expected ratings out."""

from abc import abstractmethod
from pathlib import Path
from typing import Any, ClassVar, Literal, Self

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys_core.models import messages as m
from recsys_core.models.histories import PSEUDO_SCALE, ratings, require_width
from recsys_core.models.readiness import first_refusal, need_customers
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.models.trained_rows import TrainedRows
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import Progress, Readiness, Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, BoolArray, FloatArray
from recsys_core.wording.messages import say


class RatingModel(Recommender):
    """A model of ratings: `score` is the expected rating, not clipped so that it ranks.

    Purchases become ratings as min(5, 1 + log2(quantity)).
    """

    predicts_ratings = True

    kind: Literal["explicit", "implicit"] = "explicit"
    scale: tuple[float, float] = (1.0, 5.0)
    mean: float = 0.0
    """Of all ratings."""
    rated: BoolArray = np.empty(0, dtype=bool)
    """(n_items,) whether anybody rated the product."""
    arrays: ClassVar[tuple[str, ...]] = ()
    """The fitted arrays by name, as they are stored."""

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return first_refusal(need_customers(data, 20, 2))

    def predict_ratings(self, histories: CSR) -> FloatArray:
        scores = self.score(histories)
        return np.clip(scores, *self.scale, out=scores)

    def _take(self, data: Dataset) -> CSR:
        """Remember what every rating model needs of the data; the ratings, float64."""
        self.kind = data.kind
        self.scale = data.rating_scale if data.kind == "explicit" else PSEUDO_SCALE
        rows = ratings(data.matrix, data.kind)
        self.mean = float(rows.data.mean()) if rows.nnz else 0.0
        self.rated = data.item_counts > 0
        return rows

    def _rows(self, histories: CSR) -> CSR:
        """The histories (`require_width`) as float64 ratings of products that somebody rated."""
        rows = ratings(require_width(histories, len(self.rated)), self.kind)
        known = self.rated[rows.indices]
        if known.all():
            return rows
        sizes = np.bincount(rows_of(rows)[known], minlength=rows.shape[0])
        indptr = np.concatenate([[0], np.cumsum(sizes)])
        return sp.csr_matrix((rows.data[known], rows.indices[known], indptr), shape=rows.shape)

    def save(self, folder: Path) -> None:
        save_arrays(folder, **self._state())

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model._restore(load_arrays(folder))
        return model

    def _state(self) -> dict[str, NDArray[Any]]:
        """What `_take` remembered and what was fitted, for `save_arrays`."""
        return {
            "explicit": np.array(self.kind == "explicit"),
            "scale": np.array(self.scale),
            "mean": np.array(self.mean),
            "rated": self.rated,
            **{name: getattr(self, name) for name in self.arrays},
        }

    def _restore(self, state: dict[str, NDArray[Any]]) -> None:
        self.kind = "explicit" if state["explicit"] else "implicit"
        self.scale = (float(state["scale"][0]), float(state["scale"][1]))
        self.mean, self.rated = float(state["mean"]), state["rated"]
        for name in self.arrays:
            setattr(self, name, state[name])


class KnownRowsModel(RatingModel):
    """One that has something fitted for every customer it was trained on, and finds them again by
    their history. Subclasses learn in `_learn`.
    """

    trained_rows: TrainedRows

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, say(m.PREPARING_RATINGS))
        self._learn(self._take(data), report)
        self.trained_rows = TrainedRows.of(data.matrix)
        report(1.0, say(m.DONE))

    @abstractmethod
    def _learn(self, rows: CSR, report: Progress) -> None:
        """Learn from float64 ratings, one row a customer."""

    def _state(self) -> dict[str, NDArray[Any]]:
        return {**super()._state(), **self.trained_rows.parts()}

    def _restore(self, state: dict[str, NDArray[Any]]) -> None:
        super()._restore(state)
        self.trained_rows = TrainedRows.join(state)


def row_means(rows: CSR, empty: float) -> FloatArray:
    """(n,) mean of the stored values of each row, `empty` where there are none."""
    sizes = np.diff(rows.indptr)
    totals = np.bincount(rows_of(rows), weights=rows.data, minlength=rows.shape[0])
    return np.where(sizes > 0, totals / np.maximum(sizes, 1), empty)


def row_spreads(rows: CSR, means: FloatArray, constant: float) -> FloatArray:
    """(n,) standard deviation of the stored values of each row, `constant` where it is 0."""
    row = rows_of(rows)
    squares = np.bincount(row, weights=(rows.data - means[row]) ** 2, minlength=rows.shape[0])
    spreads = np.sqrt(squares / np.maximum(np.diff(rows.indptr), 1))
    return np.where(spreads > 0, spreads, constant)
