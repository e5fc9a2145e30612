"""From a cut to a split: what counts as relevant, who is tested, what was lost."""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits import left_out
from recsys_core.evaluation.splits.split import Cut, HeldOut, Split, SplitInfo
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class _Learnt:
    """What the events before the cut say of everybody and everything, the products outside the
    catalogue among them: the catalogue is made of these events alone.

    pairs: distinct user * n_items + item.  catalogue: (n_items,) products with enough customers.
    """

    n_items: int
    pairs: IntArray
    catalogue: BoolArray
    customers: BoolArray

    @classmethod
    def of(cls, data: Dataset, whole: Dataset, train: BoolArray) -> "_Learnt":
        user, item = whole.user[train].astype(np.int64), whole.item[train]
        pairs = np.unique(user * whole.n_items + item)
        counts = np.bincount(pairs % whole.n_items, minlength=whole.n_items)
        least = data.outside.least if data.outside else 1
        catalogue = (counts >= least) & (np.arange(whole.n_items) < data.n_items)
        customers = np.bincount(user, minlength=whole.n_users) > 0
        return cls(whole.n_items, pairs, catalogue, customers)


@dataclass(frozen=True)
class _HeldOutPairs:
    """Distinct customer-product pairs held back, in order of (customer, product); (p,) each.

    rating: their mean, spent: their sum, if known.  repeat: had before.  newcomer: a customer
    without events before the cut.  unknown: one whose events are all of products outside the
    catalogue.  outside: a product outside it; never: one that is outside whatever the cut.  low:
    rated too low.
    """

    user: IntArray
    item: IntArray
    rating: FloatArray | None
    spent: FloatArray | None
    repeat: BoolArray
    newcomer: BoolArray
    unknown: BoolArray
    outside: BoolArray
    never: BoolArray
    low: BoolArray

    @classmethod
    def of(
        cls, held_out: HeldOut, learnt: _Learnt, train: Dataset, least: float | None
    ) -> "_HeldOutPairs":
        """least: the lowest rating that counts as right, None for any."""
        key = held_out.user.astype(np.int64) * learnt.n_items + held_out.item
        distinct, inverse, size = np.unique(key, return_inverse=True, return_counts=True)
        user, item = distinct // learnt.n_items, distinct % learnt.n_items
        rating, low = None, np.zeros(len(distinct), dtype=bool)
        if held_out.rating is not None:
            rating = np.bincount(inverse, weights=held_out.rating, minlength=len(distinct)) / size
            low = rating < least if least is not None else low
        spent = held_out.spent
        if spent is not None:
            sums = np.bincount(inverse, np.nan_to_num(spent), len(distinct)).astype(np.float64)
            spent = sums if np.isfinite(spent).any() else None
        repeat, newcomer = np.isin(distinct, learnt.pairs), ~learnt.customers[user]
        unknown = (np.diff(train.matrix.indptr)[user] == 0) & ~newcomer
        outside, never = ~learnt.catalogue[item], item >= train.n_items
        return cls(user, item, rating, spent, repeat, newcomer, unknown, outside, never, low)

    def became(self, config: EvaluationConfig) -> dict[str, BoolArray]:
        """What the settings make of each pair, by `left_out.REASONS`."""
        nothing = np.zeros(len(self.user), dtype=bool)
        barred = {
            left_out.NEWCOMER: self.newcomer if config.known_only else nothing,
            left_out.NOTHING_KNOWN: self.unknown if config.known_only else nothing,
            left_out.HAD_BEFORE: self.repeat if config.new_items_only else nothing,
            left_out.OUTSIDE: self.outside if config.known_only else self.never,
            left_out.RATED_LOW: self.low,
        }
        return left_out.became(barred, len(self.user))

    def counts(self) -> dict[str, Any]:
        """The figures of `SplitInfo` that go by the pairs alone."""
        cold = self.newcomer | self.unknown
        return {
            "n_test_pairs": len(self.user),
            "n_repeat_pairs": int(self.repeat.sum()),
            "n_cold_user_pairs": int(cold.sum()),
            "n_cold_item_pairs": int(self.outside.sum()),
            "n_low_rating_pairs": int(self.low.sum()),
            "users_without_training": len(np.unique(self.user[cold])),
            "items_without_training": len(np.unique(self.item[self.outside])),
            "share_repeat": float(self.repeat.mean()) if len(self.repeat) else 0.0,
        }


def build_split(data: Dataset, cut: Cut, config: EvaluationConfig) -> Split:
    """Carry out a cut of `data.whole()`. `NotReadyError` if nobody is left to train or test on.

    Which products have enough customers is decided on the training part alone.
    """
    whole = data.whole()
    learnt = _Learnt.of(data, whole, cut.train)
    mask = (cut.train & learnt.catalogue[whole.item])[whole.item < data.n_items]
    train = data.select(mask, _fingerprint(data, cut.name, mask))
    pairs = _HeldOutPairs.of(cut.held_out, learnt, train, config.relevant_rating)
    by_reason = pairs.became(config)
    right = by_reason[left_out.COUNTED]
    eligible = np.unique(pairs.user[right])
    tested = _sample(eligible, config)
    if not len(tested) or not train.matrix.nnz:
        raise NotReadyError(say(m.NOBODY_LEFT))
    drawn = np.isin(pairs.user, tested)
    relevant, rated = right & drawn, (right | by_reason[left_out.RATED_LOW]) & drawn
    figures: dict[str, Any] = {
        "n_train_events": len(train.user),
        "n_test_users": len(tested),
        "n_eligible_users": len(eligible),
        "n_relevant_pairs": int(relevant.sum()),
        "users_left_out": len(np.unique(pairs.user)) - len(eligible),
        "least_customers": data.outside.least if data.outside else 1,
        "n_products": int((np.bincount(whole.item) > 0).sum()),
        "pairs": {name: int(which.sum()) for name, which in by_reason.items()},
        "customers": left_out.customers_by_reason(pairs.user, by_reason),
    }
    info = SplitInfo(
        name=cut.name,
        requested="holdout" if cut.name == "holdout" else config.split,
        sentence=_sentence(data.kind, cut, config, figures),
        how=cut.how,
        **_around(whole, cut, train),
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
        else _matrix(pairs.user[rated], pairs.item[rated], rating[rated], shape),
        info=info,
        new_items_only=config.new_items_only,
        known_only=config.known_only,
        learnt=mask,
        spent=None
        if pairs.spent is None
        else _matrix(pairs.user[relevant], pairs.item[relevant], pairs.spent[relevant], shape),
    )


def _sentence(kind: str, cut: Cut, config: EvaluationConfig, figures: dict[str, Any]) -> str:
    """What the split did, in one to four plain sentences."""
    event = "rating" if kind == "explicit" else "purchase"
    products = m.NEW_PRODUCTS if config.new_items_only else m.PRODUCTS
    parts = [
        cut.note,
        say(
            m.HELD_BACK[event],
            how=cut.how,
            events=say(m.EVENTS[event], n=figures["n_train_events"]),
            products=say(products, n=figures["n_relevant_pairs"]),
            customers=say(m.CUSTOMERS, n=figures["n_test_users"]),
        ),
    ]
    if figures["n_test_users"] < figures["n_eligible_users"]:
        parts.append(say(m.DRAWN, n=figures["n_eligible_users"]))
    parts.append(left_out.pairs_sentence(figures, event, config.new_items_only))
    parts.append(left_out.customers_sentence(figures, event))
    return " ".join(part for part in parts if part)


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


def _fingerprint(data: Dataset, name: str, train: BoolArray) -> str:
    """Equal for equal training parts of equal data."""
    digest = hashlib.sha256(np.packbits(train).tobytes())
    digest.update(data.fingerprint.encode())
    return f"{data.fingerprint}-{name}-{digest.hexdigest()[:12]}"
