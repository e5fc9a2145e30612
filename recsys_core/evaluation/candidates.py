"""A model's shortlists for a sample of the test customers, kept for what-if tuning.

Scoring is the slow part of a list; with the shortlists at hand, every knob can be measured on
held-out purchases without asking the model again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.runner import showable
from recsys_core.evaluation.splits.split import Split
from recsys_core.schema.checksums import UNREADABLE, set_aside
from recsys_core.schema.errors import NotFoundError
from recsys_core.schema.histories import rows_of
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import CSR, FloatArray, IntArray
from recsys_core.wording.messages import say

FOLDER = "candidates"
WIDTH = 200
MOST_CUSTOMERS = 20_000
BLOCK = 500
"""Customers written together, so that reading the first 500 does not read the rest."""
_SMALL = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class StoredCandidates:
    """Shortlists of n customers, best first, ties by lower item code.

    users: (n,) customer codes in the order of the sample, so that the first m are a random m.
    size: (n,) how many candidates each has.  items, scores: (size.sum(),) row after row.  A row
    holds the best 200 products of all and, further down, the best 200 of those the customer did
    not have before: 200 to 400 in one order.
    """

    users: IntArray
    size: IntArray
    items: IntArray
    scores: FloatArray

    def shortlist(self, had: CSR | None, width: int = WIDTH) -> tuple[IntArray, FloatArray]:
        """(n, width) item codes and scores, EMPTY and NaN where there are no more.

        had: (n, n_items) csr, stored products are left out; None lets them in.
        """
        n = len(self.users)
        row = np.repeat(np.arange(n, dtype=np.int64), self.size)
        item, score = self.items.astype(np.int64), self.scores
        if had is not None:
            n_items = had.shape[1]
            barred = rows_of(had) * np.int64(n_items) + had.indices
            keep = ~np.isin(row * n_items + item, barred)
            row, item, score = row[keep], item[keep], score[keep]
        start = np.searchsorted(row, np.arange(n))
        slot = np.arange(len(row)) - start[row]
        kept = slot < width
        items = np.full((n, width), EMPTY, dtype=np.int32)
        scores = np.full((n, width), np.nan, dtype=np.float32)
        items[row[kept], slot[kept]] = item[kept]
        scores[row[kept], slot[kept]] = score[kept]
        return items, scores

    def chosen(self, rows: IntArray) -> "StoredCandidates":
        """Those at `rows` of the sample, in that order."""
        start = np.cumsum(self.size) - self.size
        at = _runs(start[rows], self.size[rows])
        return StoredCandidates(self.users[rows], self.size[rows], self.items[at], self.scores[at])


class CandidateKeeper:
    """Picks the shortlists out of the scores while a model is measured.

    Hand `see` to `evaluate_model`; afterwards `candidates` holds every customer of the sample.
    """

    def __init__(self, split: Split, seed: int) -> None:
        self.users = sample_of(split.users, seed)
        self._wanted = np.sort(self.users)
        self._allowed = showable(split)
        self._parts: list[StoredCandidates] = []

    def see(self, users: IntArray, histories: CSR, scores: FloatArray) -> None:
        """One block of customers with their scores; customers outside the sample are passed by."""
        rows = np.flatnonzero(np.isin(users, self._wanted, assume_unique=True))
        if len(rows) < len(users):
            users, histories, scores = users[rows], histories[rows], scores[rows]
        if len(users):
            self._parts.append(_picked(users, histories, scores, self._allowed))

    def candidates(self) -> StoredCandidates:
        """What was seen, in the order of the sample."""
        seen = StoredCandidates(
            *(
                np.concatenate([getattr(part, one.name) for part in self._parts])
                for one in fields(StoredCandidates)
            )
        )
        by_user = np.argsort(seen.users, kind="stable")
        return seen.chosen(by_user[np.searchsorted(seen.users[by_user], self.users)])


def sample_of(users: IntArray, seed: int) -> IntArray:
    """The test customers in a random order that the seed decides, 20,000 at most."""
    order = np.random.default_rng([seed, 7]).permutation(len(users))
    return np.asarray(users[order[:MOST_CUSTOMERS]])


def save_candidates(found: StoredCandidates, folder: Path, model: str) -> None:
    """Write `candidates/MODEL.npz` below the evaluation's folder, in blocks; no pickle."""
    place = folder / FOLDER
    place.mkdir(parents=True, exist_ok=True)
    code = np.uint16 if found.items.max(initial=0) < _SMALL else np.int32
    ends = np.concatenate([[0], np.cumsum(found.size)])
    arrays: dict[str, np.ndarray] = {
        "users": found.users.astype(np.int32),
        "size": found.size.astype(np.int16),
    }
    for number, first in enumerate(range(0, len(found.users), BLOCK)):
        part = slice(ends[first], ends[min(first + BLOCK, len(found.users))])
        arrays[f"items:{number}"] = found.items[part].astype(code)
        arrays[f"scores:{number}"] = found.scores[part].astype(np.float32)
    np.savez(place / f"{model}.npz", allow_pickle=False, **arrays)


def load_candidates(folder: Path, model: str, customers: int) -> StoredCandidates:
    """The first `customers` of the sample; fewer where there are fewer.

    `NotFoundError` where an evaluation left none (it is older, or did not measure the model), and
    where they are damaged.
    """
    path = folder / FOLDER / f"{model}.npz"
    if not path.exists():
        raise NotFoundError(say(m.NO_SHORTLISTS))
    try:
        return _read(path, customers)
    except UNREADABLE as error:
        set_aside(path)
        raise NotFoundError(say(m.SHORTLISTS_DAMAGED)) from error


def _read(path: Path, customers: int) -> StoredCandidates:
    with np.load(path, allow_pickle=False) as arrays:
        users, size = arrays["users"][:customers], arrays["size"][:customers].astype(np.int64)
        blocks = range(-(-len(users) // BLOCK))
        items = _joined([arrays[f"items:{number}"] for number in blocks], np.int32)
        scores = _joined([arrays[f"scores:{number}"] for number in blocks], np.float32)
    total = int(size.sum())
    return StoredCandidates(users, size, items[:total], scores[:total])


def models_with_candidates(folder: Path) -> list[str]:
    """The models whose shortlists an evaluation kept."""
    return sorted(path.stem for path in (folder / FOLDER).glob("*.npz"))


def _picked(
    users: IntArray, histories: CSR, scores: FloatArray, allowed: IntArray | None
) -> StoredCandidates:
    best, best_score = top_k(scores, WIDTH, allowed=allowed)
    new, new_score = top_k(scores, WIDTH, exclude=histories, allowed=allowed)
    n_items = histories.shape[1]
    row = np.arange(len(users), dtype=np.int64)[:, None] * n_items
    further = (new != EMPTY) & ~np.isin(row + new, (row + best)[best != EMPTY])
    # Whatever is among the best new ones only scores below the best of all.
    items = np.hstack([best, np.where(further, new, EMPTY)])
    values = np.hstack([best_score, new_score])
    filled = items != EMPTY
    return StoredCandidates(users, filled.sum(axis=1), items[filled], values[filled])


def _runs(start: IntArray, size: IntArray) -> IntArray:
    """The positions start, start + 1, … of every run, one run after the other."""
    first = np.cumsum(size) - size
    return np.asarray(np.arange(int(size.sum())) + np.repeat(start - first, size))


def _joined(blocks: Iterable[np.ndarray], kind: type[np.generic]) -> np.ndarray:
    found = [block.astype(kind) for block in blocks]
    return np.concatenate(found) if found else np.zeros(0, dtype=kind)
