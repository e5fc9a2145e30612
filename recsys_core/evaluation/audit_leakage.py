"""Whether anything of the test reached the models."""

from collections.abc import Mapping, Sequence

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.audit import Check, Finding
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

Lists = Mapping[str, Sequence[tuple[IntArray, IntArray]]]
OWN_ORDER = ("time", "per-user-time", "leave-one-out", "leave-last-basket")
"""Protocols under which a customer's training events come before their test events."""
MUCH = 0.05
LATER_EVENTS = Check("later-events", m.LATER_EVENTS)
IN_TRAINING = Check("pairs-in-training", m.UNKNOWN_ANSWERS)
IMPOSSIBLE = Check("impossible-lists", m.ONLY_SHOWABLE)
FROM_LATER = Check("learnt-from-later", m.NO_FORESIGHT)


def leakage(data: Dataset, splits: Sequence[Split], lists: Lists) -> list[Finding]:
    """The four checks, each over all rounds. lists: by model, (users, (n, k) items) per round."""
    return [
        later_events(data, splits),
        pairs_in_training(splits),
        impossible_lists(splits, lists),
        learnt_from_later(data, splits),
    ]


def later_events(data: Dataset, splits: Sequence[Split]) -> Finding:
    """Training events after the cut, or after the same customer's test events."""
    late = users = 0
    ordered = [s for s in splits if s.train.dated and s.name in OWN_ORDER]
    for split in ordered:
        if split.info.cut_ts is not None:
            late += int((split.train.ts > split.info.cut_ts).sum())
        last = np.full(data.n_users, np.iinfo(np.int64).min)
        np.maximum.at(last, split.train.user, split.train.ts)
        tested, when = _last_moment_of_truth(data, split)
        users += len(np.unique(tested[last[tested] > when]))
    figures = {"events_after_cut": late, "customers_out_of_order": users}
    if late or users:
        sentence = say(m.LEARNT_LATER, late=late, customers=users)
        return LATER_EVENTS.found("stop", sentence, figures, m.LOOK_AT_DATES)
    sentence = say(m.LEARNT_OLDER if ordered else m.NOT_CUT_BY_DATE)
    return LATER_EVENTS.found("fine", sentence, figures)


def pairs_in_training(splits: Sequence[Split]) -> Finding:
    """Right answers that the customer had in the training part, though only new ones count."""
    both = sum(int(split.test.multiply(split.train.binary).nnz) for split in splits)
    total = sum(int(split.test.nnz) for split in splits)
    figures = {"pairs_in_training": both, "pairs": total}
    if not all(split.new_items_only for split in splits):
        sentence = say(m.BUYING_AGAIN, share=share(both / max(total, 1)))
        return IN_TRAINING.found("fine", sentence, figures)
    if both:
        sentence = say(m.ANSWERS_LEARNT, both=both, total=total)
        return IN_TRAINING.found("stop", sentence, figures, m.NOT_HELD_BACK)
    return IN_TRAINING.found("fine", say(m.NO_ANSWER_LEARNT, total=total), figures)


def impossible_lists(splits: Sequence[Split], lists: Lists) -> Finding:
    """Products on lists that no list may hold: had before, or nobody bought before the test."""
    had: dict[str, int] = {}
    unknown: dict[str, int] = {}
    stored = [_stored(split.train.matrix) for split in splits]
    for model, rounds in lists.items():
        for number, (split, (users, items)) in enumerate(zip(splits, rounds, strict=True)):
            if split.new_items_only:
                n = _on_list(stored[number], split.train.n_items, users, items)
                had[model] = had.get(model, 0) + n
            if split.known_only:
                shown = items[items != EMPTY]
                n = int((split.train.item_counts[shown] == 0).sum())
                unknown[model] = unknown.get(model, 0) + n
    figures = {"had_before": had, "not_bought_before": unknown}
    n_had, n_unknown = sum(had.values()), sum(unknown.values())
    if n_had or n_unknown:
        sentence = say(m.WRONG_PLACES, wrong=n_had + n_unknown, had=n_had, unknown=n_unknown)
        return IMPOSSIBLE.found("stop", sentence, figures, m.TRAIN_AGAIN)
    return IMPOSSIBLE.found("fine", say(m.NO_WRONG_PLACE), figures)


def learnt_from_later(data: Dataset, splits: Sequence[Split]) -> Finding:
    """The share of training events later than the first purchase held back: other customers'
    future, which no model has in real life.
    """
    split = splits[0]
    if not data.dated or not split.train.dated:
        return FROM_LATER.found("look", say(m.UNDATED), action=m.BRING_DATES)
    _, when = _last_moment_of_truth(data, split)
    later = float((split.train.ts > np.median(when)).mean()) if len(when) else 0.0
    figures = {"share_later": later, "protocol": split.name}
    if later > MUCH:
        sentence = say(m.LEARNT_FUTURE, share=share(later))
        return FROM_LATER.found("look", sentence, figures, m.HOLD_BACK_AFTER_A_DATE)
    return FROM_LATER.found("fine", say(m.LEARNT_NO_FUTURE), figures)


def _last_moment_of_truth(data: Dataset, split: Split) -> tuple[IntArray, IntArray]:
    """Customer of every right answer, and when it was bought for the last time in the data."""
    truth = split.test
    users = rows_of(truth)
    pairs = users.astype(np.int64) * data.n_items + truth.indices
    key = data.user.astype(np.int64) * data.n_items + data.item
    at = np.minimum(np.searchsorted(pairs, key), len(pairs) - 1)
    right = pairs[at] == key
    last = np.full(len(pairs), np.iinfo(np.int64).min)
    np.maximum.at(last, at[right], data.ts[right])
    found = np.zeros(len(pairs), dtype=bool)
    found[at[right]] = True
    return users[found], last[found]


def _stored(matrix: CSR) -> IntArray:
    """(nnz,) ascending keys row * n_items + column of what is stored (indices sorted)."""
    return np.asarray(rows_of(matrix).astype(np.int64) * matrix.shape[1] + matrix.indices)


def _on_list(stored: IntArray, n_items: int, users: IntArray, items: IntArray) -> int:
    """How many places of the users' lists hold a product that is stored in their row."""
    shown = (users.astype(np.int64)[:, None] * n_items + items)[items != EMPTY]
    if not len(stored):
        return 0
    at = np.minimum(np.searchsorted(stored, shown), len(stored) - 1)
    return int((stored[at] == shown).sum())
