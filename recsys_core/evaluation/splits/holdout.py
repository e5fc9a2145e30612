import numpy as np
import pandas as pd

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.building import build_split
from recsys_core.evaluation.splits.split import Cut, HeldOut, Split
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import IntArray

TAKEN_FROM_THE_DATA = 0.95


def holdout_split(data: Dataset, pairs: pd.DataFrame, config: EvaluationConfig) -> Split:
    """Test on a file of the analyst's own: columns `user_id`, `item_id` and, optionally, `rating`.

    If nearly all pairs (95 %) are in the data, the file was cut out of it: those events are taken
    out of training. Otherwise it holds what happened later, and training keeps everything.
    `InputError` if a column is missing or no row names a known customer and product.
    """
    for column in (Columns.User, Columns.Item):
        if column not in pairs.columns:
            raise InputError(
                f"The hold-out file has no column {column!r}: it needs the columns "
                f"{Columns.User!r} and {Columns.Item!r}, with the same numbers as your data."
            )
    user = _codes(pairs[Columns.User], data.users[Columns.User])
    item = _codes(pairs[Columns.Item], data.items[Columns.Item])
    known = (user >= 0) & (item >= 0)
    if not known.any():
        raise InputError(
            "No row of the hold-out file names a customer and a product of this workspace: check "
            f"that {Columns.User!r} and {Columns.Item!r} hold the same numbers as your data."
        )
    rating = None
    if data.kind == "explicit" and Columns.Rating in pairs.columns:
        rating = pd.to_numeric(pairs[Columns.Rating], errors="coerce").to_numpy(dtype=float)
        known &= np.isfinite(rating)
        rating = rating[known]
    user, item = user[known], item[known]

    held_keys = np.unique(user.astype(np.int64) * data.n_items + item)
    event_keys = data.user.astype(np.int64) * data.n_items + data.item
    cut_out = np.isin(held_keys, event_keys).mean() >= TAKEN_FROM_THE_DATA
    train = ~np.isin(event_keys, held_keys) if cut_out else np.ones(len(event_keys), dtype=bool)
    how = "the purchases in your file, which were taken out of the training data"
    cut = Cut(
        name="holdout",
        how=how if cut_out else "the purchases in your file",
        train=train,
        held_out=HeldOut(user=user, item=item, rating=rating),
        unmatched=int((~known).sum()),
        note=_unmatched_note(int((~known).sum()), len(known)),
    )
    return build_split(data, cut, config)


def _codes(ids: "pd.Series[str]", known: "pd.Series[str]") -> IntArray:
    """(n,) position of each identifier, compared as text; -1 for an unknown one."""
    return np.asarray(pd.Index(known.astype(str)).get_indexer(ids.astype(str)))


def _unmatched_note(unmatched: int, rows: int) -> str:
    if not unmatched:
        return ""
    verb = "names" if unmatched == 1 else "name"
    return (
        f"{unmatched:,} of {rows:,} rows in the file {verb} a customer or product that the models "
        "do not know and could not be used."
    )
