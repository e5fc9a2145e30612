"""From a cut to a split: what counts as relevant, who is tested, what was lost."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut, HeldOut, Split, SplitInfo
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME, rows_of
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class _HeldOutPairs:
    """Distinct customer-product pairs held back, in order of (customer, product); (p,) each.

    rating: their mean, if known.  repeat: had before.  cold_user, cold_item: whose customer or
    product has no training events.  low: rated too low to be right.
    """

    user: IntArray
    item: IntArray
    rating: FloatArray | None
    repeat: BoolArray
    cold_user: BoolArray
    cold_item: BoolArray
    low: BoolArray

    @classmethod
    def of(cls, held_out: HeldOut, train: Dataset, least: float | None) -> "_HeldOutPairs":
        """least: the lowest rating that counts as right, None for any."""
        key = held_out.user.astype(np.int64) * train.n_items + held_out.item
        distinct, inverse, size = np.unique(key, return_inverse=True, return_counts=True)
        user, item = distinct // train.n_items, distinct % train.n_items
        rating, low = None, np.zeros(len(distinct), dtype=bool)
        if held_out.rating is not None:
            rating = np.bincount(inverse, weights=held_out.rating, minlength=len(distinct)) / size
            low = rating < least if least is not None else low
        stored = rows_of(train.matrix).astype(np.int64) * train.n_items + train.matrix.indices
        cold_user = np.diff(train.matrix.indptr)[user] == 0
        cold_item = train.item_counts[item] == 0
        repeat = np.isin(distinct, stored)
        return cls(user, item, rating, repeat, cold_user, cold_item, low)

    def usable(self, config: EvaluationConfig) -> BoolArray:
        """(p,) the pairs that the settings let count."""
        usable = np.ones(len(self.user), dtype=bool)
        if config.new_items_only:
            usable &= ~self.repeat
        if config.known_only:
            usable &= ~(self.cold_user | self.cold_item)
        return usable

    def counts(self) -> dict[str, Any]:
        """The figures of `SplitInfo` that go by the pairs alone."""
        return {
            "n_test_pairs": len(self.user),
            "n_repeat_pairs": int(self.repeat.sum()),
            "n_cold_user_pairs": int(self.cold_user.sum()),
            "n_cold_item_pairs": int(self.cold_item.sum()),
            "n_low_rating_pairs": int(self.low.sum()),
            "users_without_training": len(np.unique(self.user[self.cold_user])),
            "items_without_training": len(np.unique(self.item[self.cold_item])),
            "share_repeat": float(self.repeat.mean()) if len(self.repeat) else 0.0,
        }


def build_split(data: Dataset, cut: Cut, config: EvaluationConfig) -> Split:
    """Carry out a cut. `NotReadyError` if nobody is left to train or to test on."""
    train = data.select(cut.train, _fingerprint(data, cut))
    pairs = _HeldOutPairs.of(cut.held_out, train, config.relevant_rating)
    usable = pairs.usable(config)
    eligible = np.unique(pairs.user[usable & ~pairs.low])
    tested = _sample(eligible, config)
    if not len(tested) or not train.matrix.nnz:
        raise NotReadyError(say(m.NOBODY_LEFT))
    usable &= np.isin(pairs.user, tested)
    relevant = usable & ~pairs.low
    figures = {
        "n_train_events": len(train.user),
        "n_test_users": len(tested),
        "n_eligible_users": len(eligible),
        "n_relevant_pairs": int(relevant.sum()),
        "users_left_out": len(np.unique(pairs.user)) - len(eligible),
    }
    info = SplitInfo(
        name=cut.name,
        requested="holdout" if cut.name == "holdout" else config.split,
        sentence=_sentence(data.kind, cut, config, figures),
        **_around(data, cut, train),
        **pairs.counts(),
        **figures,
    )
    shape, rating = (data.n_users, data.n_items), pairs.rating
    return Split(
        name=cut.name,
        train=train,
        test=_matrix(pairs.user[relevant], pairs.item[relevant], None, shape),
        test_ratings=None
        if rating is None
        else _matrix(pairs.user[usable], pairs.item[usable], rating[usable], shape),
        info=info,
        new_items_only=config.new_items_only,
        known_only=config.known_only,
    )


def _sentence(kind: str, cut: Cut, config: EvaluationConfig, figures: dict[str, int]) -> str:
    """What the split did, in one to three plain sentences."""
    event = "rating" if kind == "explicit" else "purchase"
    products = m.NEW_PRODUCTS if config.new_items_only else m.PRODUCTS
    held_back = say(
        m.HELD_BACK[event],
        how=cut.how,
        events=say(m.EVENTS[event], n=figures["n_train_events"]),
        products=say(products, n=figures["n_relevant_pairs"]),
        customers=say(m.CUSTOMERS, n=figures["n_test_users"]),
    )
    parts = [cut.note, held_back] if cut.note else [held_back]
    if figures["n_test_users"] < figures["n_eligible_users"]:
        parts.append(say(m.DRAWN, n=figures["n_eligible_users"]))
    if figures["users_left_out"]:
        parts.append(say(m.LEFT_OUT[event], n=figures["users_left_out"]))
    return " ".join(parts)


def _around(data: Dataset, cut: Cut, train: Dataset) -> dict[str, Any]:
    """The figures of `SplitInfo` on events and times of both parts."""
    (train_first, train_last), (test_first, test_last) = map(_period, (train.ts, cut.held_out.ts))
    n_test = len(cut.held_out.user)
    return {
        "cut_ts": cut.cut_ts,
        "train_first_ts": train_first,
        "train_last_ts": train_last,
        "test_first_ts": test_first,
        "test_last_ts": test_last,
        "n_test_events": n_test,
        "n_unused_events": max(0, len(data.user) - len(train.user) - n_test),
        "n_train_users": int((np.diff(train.matrix.indptr) > 0).sum()),
        "n_train_items": int((train.item_counts > 0).sum()),
        "unmatched_rows": cut.unmatched,
    }


def _matrix(
    users: IntArray, items: IntArray, values: FloatArray | None, shape: tuple[int, int]
) -> CSR:
    data = np.ones(len(users), np.float32) if values is None else values.astype(np.float32)
    out = sp.csr_matrix((data, (users, items)), shape=shape)
    out.sort_indices()
    return out


def _sample(users: IntArray, config: EvaluationConfig) -> IntArray:
    if config.max_users is None or len(users) <= config.max_users:
        return users
    rng = np.random.default_rng([config.seed, 1])
    return np.sort(rng.choice(users, config.max_users, replace=False))


def _period(ts: IntArray | None) -> tuple[int | None, int | None]:
    """First and last time, None when there are none."""
    if ts is None or not len(ts) or bool((ts == NO_TIME).any()):
        return None, None
    return int(ts.min()), int(ts.max())


def _fingerprint(data: Dataset, cut: Cut) -> str:
    """Equal for equal training parts of equal data."""
    digest = hashlib.sha256(np.packbits(cut.train).tobytes())
    digest.update(data.fingerprint.encode())
    return f"{data.fingerprint}-{cut.name}-{digest.hexdigest()[:12]}"
