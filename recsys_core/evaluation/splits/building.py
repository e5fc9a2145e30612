"""From a cut to a split: what counts as relevant, who is tested, what was lost."""

import hashlib

import numpy as np
import scipy.sparse as sp

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut, HeldOut, Split, SplitInfo
from recsys_core.evaluation.splits.wording import sentence
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.types import CSR, BoolArray, FloatArray, IntArray
from recsys_core.wording.messages import say


def build_split(data: Dataset, cut: Cut, config: EvaluationConfig) -> Split:
    """Carry out a cut. `NotReadyError` if nobody is left to train or to test on."""
    train = data.select(cut.train, _fingerprint(data, cut))
    held_out = cut.held_out
    pair_user, pair_item, pair_rating = _pairs(held_out, data.n_items)
    known_user = np.diff(train.matrix.indptr) > 0
    known_item = train.item_counts > 0
    repeat = _contains(train.matrix, pair_user, pair_item)
    cold_user, cold_item = ~known_user[pair_user], ~known_item[pair_item]
    low = np.zeros(len(pair_user), dtype=bool)
    if pair_rating is not None and config.relevant_rating is not None:
        low = pair_rating < config.relevant_rating

    usable = np.ones(len(pair_user), dtype=bool)
    if config.new_items_only:
        usable &= ~repeat
    if config.known_only:
        usable &= ~(cold_user | cold_item)
    relevant = usable & ~low
    eligible = np.unique(pair_user[relevant])
    tested = _sample(eligible, config)
    is_tested = np.zeros(data.n_users, dtype=bool)
    is_tested[tested] = True
    if not len(tested) or not known_user.any():
        raise NotReadyError(say(m.NOBODY_LEFT))

    relevant &= is_tested[pair_user]
    usable &= is_tested[pair_user]
    shape = (data.n_users, data.n_items)
    (train_first, train_last), (test_first, test_last) = _period(train.ts), _period(held_out.ts)
    n_held_out_users = len(np.unique(pair_user))
    figures = {
        "n_train_events": len(train.user),
        "n_test_users": len(tested),
        "n_eligible_users": len(eligible),
        "n_relevant_pairs": int(relevant.sum()),
        "users_left_out": n_held_out_users - len(eligible),
    }
    info = SplitInfo(
        name=cut.name,
        requested="holdout" if cut.name == "holdout" else config.split,
        cut_ts=cut.cut_ts,
        train_first_ts=train_first,
        train_last_ts=train_last,
        test_first_ts=test_first,
        test_last_ts=test_last,
        n_test_events=len(held_out.user),
        n_unused_events=max(0, len(data.user) - len(train.user) - len(held_out.user)),
        n_train_users=int(known_user.sum()),
        n_train_items=int(known_item.sum()),
        n_test_pairs=len(pair_user),
        n_repeat_pairs=int(repeat.sum()),
        n_cold_user_pairs=int(cold_user.sum()),
        n_cold_item_pairs=int(cold_item.sum()),
        n_low_rating_pairs=int(low.sum()),
        users_without_training=len(np.unique(pair_user[cold_user])),
        items_without_training=len(np.unique(pair_item[cold_item])),
        unmatched_rows=cut.unmatched,
        share_repeat=float(repeat.mean()) if len(repeat) else 0.0,
        sentence=sentence(
            note=cut.note,
            how=cut.how,
            explicit=data.kind == "explicit",
            new_items_only=config.new_items_only,
            **figures,
        ),
        **figures,
    )
    return Split(
        name=cut.name,
        train=train,
        test=_matrix(pair_user[relevant], pair_item[relevant], None, shape),
        test_ratings=None
        if pair_rating is None
        else _matrix(pair_user[usable], pair_item[usable], pair_rating[usable], shape),
        info=info,
        new_items_only=config.new_items_only,
        known_only=config.known_only,
    )


def _pairs(held_out: HeldOut, n_items: int) -> tuple[IntArray, IntArray, FloatArray | None]:
    """Distinct customer-product pairs in order of (customer, product), with their mean rating."""
    key = held_out.user.astype(np.int64) * n_items + held_out.item
    distinct, inverse, size = np.unique(key, return_inverse=True, return_counts=True)
    rating = None
    if held_out.rating is not None:
        rating = np.bincount(inverse, weights=held_out.rating, minlength=len(distinct)) / size
    return distinct // n_items, distinct % n_items, rating


def _contains(matrix: CSR, users: IntArray, items: IntArray) -> BoolArray:
    """Whether each pair is stored in the matrix."""
    n_users, n_items = matrix.shape
    stored = np.repeat(np.arange(n_users, dtype=np.int64), np.diff(matrix.indptr)) * n_items
    return np.isin(users.astype(np.int64) * n_items + items, stored + matrix.indices)


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
