"""The contracts through which the packages meet."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal, Protocol

import numpy as np

from recsys_core.schema.config import ModelConfig
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.histories import leave_one_out, stack
from recsys_core.schema.types import CSR, FloatArray, IntArray

Family = Literal["baseline", "rating", "implicit", "content", "deep", "hybrid"]
Hue = Literal["blue", "orange", "green", "pink", "yellow", "sky", "grey"]
"""The palette in its order, by word."""


class Progress(Protocol):
    """Receives how far a long task is. May raise CancelledError, which the task must let pass."""

    def __call__(self, fraction: float, message: str = "") -> None: ...


def silent(fraction: float, message: str = "") -> None:
    """A Progress that tells nobody."""


@dataclass(frozen=True)
class Readiness:
    """Whether a model can be fitted to this data; `reason` is a plain sentence either way."""

    ready: bool
    reason: str
    what: str = ""
    """What is counted, as in "customers with 2 or more different products each"."""
    needed: int | None = None
    have: int | None = None


@dataclass(frozen=True)
class ModelCard:
    """What a marketer is told about a model, and what it is recognised by.

    shade: how far its hue is mixed with the background (above 0) or with the text (below 0), so
    that a family shares a hue.  drawing: a word of pages/parts/models/charts/drawings.py.
    same_for_all: whether no purchase newer than its training changes a list.  may_vote: whether a
    hybrid may be made of it.  quick: settings of a training that is short and good enough to try.
    counted: whether it is counted out or solved in one formula, without chance and without steps:
    it can be had at once without some customers, exactly as if they had never been in.
    """

    name: str
    title: str
    family: Family
    summary: str
    trust_when: str
    careful_when: str
    hue: Hue = "grey"
    shade: float = 0.0
    drawing: str = "together"
    same_for_all: bool = False
    may_vote: bool = True
    quick: Mapping[str, object] = field(default_factory=dict, hash=False)
    counted: bool = False


class TextEncoder(Protocol):
    """Turns texts into vectors. `name` identifies the model, so that vectors of two models are
    never mixed.
    """

    name: str

    def encode(self, texts: list[str], report: Progress) -> FloatArray:
        """(len(texts), d) float32 unit vectors."""


@dataclass(frozen=True)
class Resources:
    """What a model may need besides data: where text vectors are kept, what makes new ones, and the
    models that one may be made of.

    vector_folder None keeps nothing; encoder None uses the model named in the config.
    """

    vector_folder: Path | None = None
    encoder: TextEncoder | None = None
    models: "Mapping[str, type[Recommender]]" = field(default_factory=dict, hash=False)


class Recommender(ABC):
    """A model that, once fitted, scores any block of purchase histories against every item.

    Subclasses set `card` and `Config`, and are listed in `models/registry.py`.
    """

    card: ClassVar[ModelCard]
    Config: ClassVar[type[ModelConfig]]
    predicts_ratings: ClassVar[bool] = False
    """Whether `predict_ratings` answers, so that RMSE and MAE mean something."""
    recommends_bought: ClassVar[bool] = False
    """Whether its lists are made of what customers bought before, so that taking bought products
    out would leave nothing of it: they stay on its lists whatever the settings say.
    """
    config: ModelConfig
    part_names: tuple[str, ...] = ()
    """The models it is made of, for one that was loaded: the registry reads them into `parts`."""

    def __init__(self, config: ModelConfig, resources: Resources | None = None) -> None:
        self.config = config
        self.resources = resources or Resources()
        self.parts: dict[str, Recommender] = {}

    @classmethod
    @abstractmethod
    def readiness(cls, data: Dataset) -> Readiness:
        """Whether `data` is enough."""

    @abstractmethod
    def fit(self, data: Dataset, report: Progress) -> None:
        """Learn from the data; reports progress between 0 and 1 and lets CancelledError pass."""

    @abstractmethod
    def score(self, histories: CSR) -> FloatArray:
        """(n_users, n_items) float32 scores, higher is better, for rows like `Dataset.matrix`;
        unseen users included.

        Rows from `Dataset.histories` carry dates as well (`schema.histories`); a model that uses
        them still answers for a plain matrix.

        A model with fitted customer factors uses them where a row equals the row it was trained on.
        """

    def fold_in(self, histories: CSR) -> FloatArray:
        """Like `score`, but never uses fitted customer factors. Occlusion compares two of these."""
        return self.score(histories)

    def fold_in_without(self, history: CSR, tried: IntArray, items: IntArray) -> FloatArray:
        """(1 + len(tried), len(items)) what `fold_in` gives to `items` for the whole (1, n_items)
        history, and for it without each of its stored entries `tried`. Models override it where
        that is cheaper than folding in each.
        """
        return self.fold_in(stack([history, leave_one_out(history, tried)]))[:, items]

    def predict_ratings(self, histories: CSR) -> FloatArray | None:
        """(n_users, n_items) float32 expected ratings, clipped to the scale of the training data;
        None when `predicts_ratings` is False.
        """
        return None

    def contributions(self, history: CSR, item: int) -> FloatArray | None:
        """(history.nnz,) float64 share of each past item in the score of `item`, in the order of
        `history.indices`.

        They sum, with `base(item)`, to the score. None: not linear, use occlusion.
        """
        return None

    @classmethod
    def reasons_add_up(cls) -> bool:
        """Whether its reasons are always exact parts of the score; if not, they may have been found
        by leaving out, which is approximate.
        """
        return cls.contributions is not Recommender.contributions

    def contributions_of(self, history: CSR, items: IntArray) -> FloatArray | None:
        """(len(items), history.nnz) float64: `contributions` of several items, a row each; None
        where that is None. Models override it where a list is cheaper than its products one by one.
        """
        rows = [self.contributions(history, int(item)) for item in items]
        found = [row for row in rows if row is not None]
        if len(found) < len(rows):
            return None
        return np.array(found, dtype=np.float64).reshape(len(rows), history.nnz)

    def base(self, item: int) -> float:
        """What of the score of `item` does not come from the history (popularity's whole score,
        say).
        """
        return 0.0

    def component_shares(self, history: CSR, item: int) -> dict[str, float]:
        """What each of several models brought to the score of `item` for a (1, n_items) history, in
        the unit of the score; they sum to it. Empty for a model that is not made of others.
        """
        return {}

    def voters(self, history: CSR, item: int) -> tuple[IntArray, FloatArray] | None:
        """The customers whose taste speaks for `item`, strongest first, and what each brought to
        its score; rows of the training data. None for a model that does not ask other customers.
        """
        return None

    def remark(self) -> str:
        """What there is to say about how the training went, in a sentence; mostly nothing."""
        return ""

    @abstractmethod
    def save(self, folder: Path) -> None:
        """Write the fitted state (npz, safetensors, json; never pickle). The config is written
        by the caller.
        """

    @classmethod
    @abstractmethod
    def load(cls, folder: Path, config: ModelConfig) -> "Recommender":
        """Read what `save` wrote."""


class Metric(Protocol):
    """One figure of a set of lists, per customer or over all of them."""

    name: str
    """Field name as in `--json`, with K for the cut-off: "NDCG", "Recall", "Coverage", "RMSE"."""
    title: str
    """On screen: "Hit rate"."""
    meaning: str
    """One sentence a marketer understands."""
    family: Literal["accuracy", "variety", "reach", "money", "rating"]
    higher_is_better: bool
    per_user: bool

    def label(self, k: int) -> str:
        """`NDCG@10`; a metric without cut-off returns its name."""

    def compute(self, batch: EvalBatch) -> FloatArray:
        """per_user: (n,) values, NaN where undefined. Otherwise (1,)."""
