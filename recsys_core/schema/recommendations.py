"""Ranked lists and the record of what each re-ranking step did to them."""

from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import FloatArray, IntArray

EMPTY = -1


@dataclass(frozen=True)
class TraceStep:
    """What one stage did to the list of one customer. Items are item codes; ranks count from 1."""

    name: str
    label: str
    kept: int
    dropped: tuple[int, ...] = ()
    filled: tuple[int, ...] = ()
    moved: tuple[tuple[int, int, int], ...] = ()
    """(item, rank before, rank after), only items whose rank changed."""


@dataclass(frozen=True)
class Recommendations:
    """Ranked items for a block of customers, best first.

    users: (n,) user codes, or EMPTY for a made-up visitor.  items: (n, k) item codes, EMPTY for an
    unfilled slot.
    scores: (n, k) the model's own scores, before re-ranking; NaN where the slot is empty.
    source: name of the model.  trace: one tuple of steps per row, empty when nothing was recorded.
    """

    users: IntArray
    items: IntArray
    scores: FloatArray
    source: str
    trace: tuple[tuple[TraceStep, ...], ...] = field(default=())

    @property
    def k(self) -> int:
        return int(self.items.shape[1])

    def __len__(self) -> int:
        return len(self.users)

    def top(self, k: int) -> "Recommendations":
        """The first `k` slots."""
        return replace(self, items=self.items[:, :k], scores=self.scores[:, :k])

    def to_frame(self, data: Dataset) -> pd.DataFrame:
        """The exchange frame: user_id, item_id, rank, score, source, reason (empty), filled
        slots only.
        """
        row, slot = np.nonzero(self.items != EMPTY)
        user_ids = np.append(data.users[Columns.User].to_numpy(dtype=object), "")
        return pd.DataFrame(
            {
                Columns.User: user_ids[self.users[row]],
                Columns.Item: data.items[Columns.Item].to_numpy(dtype=object)[
                    self.items[row, slot]
                ],
                Columns.Rank: slot + 1,
                Columns.Score: self.scores[row, slot],
                Columns.Source: self.source,
                Columns.Reason: "",
            }
        )
