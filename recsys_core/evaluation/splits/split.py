"""What a split is, whatever it was cut by."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class HeldOut:
    """The events models are tested on: customer and product codes, and what is known of each.

    spent: what each brought, NaN where unknown.
    """

    user: IntArray
    item: IntArray
    rating: FloatArray | None = None
    ts: IntArray | None = None
    spent: FloatArray | None = None

    @classmethod
    def from_events(cls, data: Dataset, mask: BoolArray) -> "HeldOut":
        """The events of `data` where `mask` holds."""
        return cls(
            user=data.user[mask],
            item=data.item[mask],
            rating=data.weight[mask] if data.kind == "explicit" else None,
            ts=data.ts[mask] if data.dated else None,
            spent=None if data.spent is None else data.spent[mask],
        )


@dataclass(frozen=True)
class Cut:
    """A protocol's decision: which events train, which test, and how that reads.

    train: (n_events,) mask over all events, the products outside the catalogue among them
    (`Dataset.whole`).  how: "everything after 20 October 2017", to follow "Held back: ".
    unmatched: rows of an uploaded file that name an unknown customer or product.
    """

    name: str
    how: str
    train: BoolArray
    held_out: HeldOut
    cut_ts: int | None = None
    note: str = ""
    unmatched: int = 0

    @classmethod
    def of_events(cls, name: str, how: str, data: Dataset, later: BoolArray, **more: Any) -> "Cut":
        """Events of `data` where `later` holds test, all others train if nothing else is said."""
        held_out = HeldOut.from_events(data, later)
        return cls(**{"name": name, "how": how, "train": ~later, "held_out": held_out, **more})


SplitFunction = Callable[[Dataset, EvaluationConfig], list[Cut]]


@dataclass(frozen=True)
class SplitInfo:
    """What a split did, in figures (for the chart and the run card) and in a sentence.

    Pairs are distinct customer-product pairs. `n_test_pairs` were held back; of these
    `n_repeat_pairs` were had before, `n_cold_user_pairs` and `n_cold_item_pairs` belong to
    customers and products without training events, `n_low_rating_pairs` were rated too low, and
    `n_relevant_pairs` are left as truth (of all test customers, or of the sample of them).
    `share_repeat` = n_repeat_pairs / n_test_pairs. Times are seconds since 1970, None if undated.
    `least_customers`: how many customers in the training part a product of the catalogue has;
    `n_products`: products with any event, in the catalogue or not.  `pairs`: what became of each
    pair held back, before a sample of customers is drawn, and `customers`: why those left out were,
    both by `left_out.REASONS` and adding up.  `how`: what was held back, in a few words.
    """

    name: str
    requested: str
    cut_ts: int | None
    train_first_ts: int | None
    train_last_ts: int | None
    test_first_ts: int | None
    test_last_ts: int | None
    n_train_events: int
    n_test_events: int
    n_unused_events: int
    n_train_users: int
    n_train_items: int
    n_test_pairs: int
    n_repeat_pairs: int
    n_cold_user_pairs: int
    n_cold_item_pairs: int
    n_low_rating_pairs: int
    n_relevant_pairs: int
    n_eligible_users: int
    n_test_users: int
    users_left_out: int
    users_without_training: int
    items_without_training: int
    unmatched_rows: int
    share_repeat: float
    least_customers: int
    n_products: int
    pairs: dict[str, int]
    customers: dict[str, int]
    sentence: str
    how: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Split:
    """A training part and what customers did in the part held back.

    train: the same customer and product codes as the data it was cut from.
    test: (n_users, n_items) csr of ones, stored = relevant; customers who are not tested have an
    empty row.  test_ratings: the same shape with held-out ratings, None for data without ratings.
    learnt: (n_events,) which events of the data are those of `train`.
    spent: `test` with what each pair brought in the part held back, None where no event says.
    """

    name: str
    train: Dataset
    test: CSR
    test_ratings: CSR | None
    info: SplitInfo
    new_items_only: bool
    known_only: bool
    learnt: BoolArray
    spent: CSR | None = None

    @property
    def users(self) -> IntArray:
        """(n_test_users,) codes of the customers who are tested, ascending."""
        return np.flatnonzero(np.diff(self.test.indptr))
