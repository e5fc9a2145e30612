"""Whether anything of the test reached the models."""

from collections.abc import Mapping, Sequence

import numpy as np

from recsys_core.evaluation.audit import Finding, percent
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import rows_of
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, IntArray

Lists = Mapping[str, Sequence[tuple[IntArray, IntArray]]]
OWN_ORDER = ("time", "per-user-time", "leave-one-out", "leave-last-basket")
"""Protocols under which a customer's training events come before their test events."""
MUCH = 0.05


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
    title = "Nothing learnt from after the cut"
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
        return Finding(
            "later-events",
            title,
            "stop",
            f"The models learnt from {late:,} purchases made after the cut, and for {users:,} "
            "customers from purchases later than those they were tested on.",
            "Measure again; if this stays, the dates in the file are wrong: look at them on the "
            "Data page.",
            figures,
        )
    if not ordered:
        return Finding(
            "later-events",
            title,
            "fine",
            "Nothing was cut by date, so there is no before and after to mix up.",
            figures=figures,
        )
    return Finding(
        "later-events",
        title,
        "fine",
        "Every purchase the models learnt from is older than those of the same customer they were "
        "tested on.",
        figures=figures,
    )


def pairs_in_training(splits: Sequence[Split]) -> Finding:
    """Right answers that the customer had in the training part, though only new ones count."""
    title = "Right answers unknown to the models"
    both = total = 0
    for split in splits:
        shared = split.test.multiply(split.train.binary)
        both += int(shared.nnz)
        total += int(split.test.nnz)
    figures: dict[str, object] = {"pairs_in_training": both, "pairs": total}
    if not all(split.new_items_only for split in splits):
        share = both / max(total, 1)
        return Finding(
            "pairs-in-training",
            title,
            "fine",
            f"Buying again counts as right here: {percent(share)} of the right answers are "
            "products the customer had before. That is easier than finding new ones.",
            figures=figures,
        )
    if both:
        return Finding(
            "pairs-in-training",
            title,
            "stop",
            f"{both:,} of {total:,} right answers were in what the models learnt from, although "
            "only new products should count.",
            "Measure again, and report this: the part held back was not held back.",
            figures,
        )
    return Finding(
        "pairs-in-training",
        title,
        "fine",
        f"None of the {total:,} right answers was in what the models learnt from.",
        figures=figures,
    )


def impossible_lists(splits: Sequence[Split], lists: Lists) -> Finding:
    """Products on lists that no list may hold: had before, or nobody bought before the test."""
    title = "Only products that may be shown"
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
    wrong = sum(had.values()) + sum(unknown.values())
    if wrong:
        return Finding(
            "impossible-lists",
            title,
            "stop",
            f"{wrong:,} places on the lists hold products that should have been kept off: "
            f"{sum(had.values()):,} the customer had before, {sum(unknown.values()):,} that nobody "
            "had bought before the test.",
            "Measure again; if it stays, train the models again.",
            figures,
        )
    return Finding(
        "impossible-lists",
        title,
        "fine",
        "No list holds a product first seen after the cut, or one it had to leave out.",
        figures=figures,
    )


def learnt_from_later(data: Dataset, splits: Sequence[Split]) -> Finding:
    """The share of training events later than the first purchase held back: other customers'
    future, which no model has in real life.
    """
    title = "No look into other customers' future"
    split = splits[0]
    if not data.dated or not split.train.dated:
        return Finding(
            "learnt-from-later",
            title,
            "look",
            "The data has no dates, so the models may have learnt from purchases later than those "
            "they were tested on; figures come out somewhat too high.",
            "Bring in the dates of the purchases if there are any.",
        )
    _, when = _last_moment_of_truth(data, split)
    share = float((split.train.ts > np.median(when)).mean()) if len(when) else 0.0
    figures = {"share_later": share, "protocol": split.name}
    if share > MUCH:
        return Finding(
            "learnt-from-later",
            title,
            "look",
            f"{percent(share)} of what the models learnt from happened later than half of what "
            "they were tested on; in real life nobody knows the future.",
            "Hold back everything after a date to see what the models are worth in real life.",
            figures,
        )
    return Finding(
        "learnt-from-later",
        title,
        "fine",
        "The models learnt next to nothing from the time they were tested on.",
        figures=figures,
    )


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
