import numpy as np
import pandas as pd

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.building import build_split
from recsys_core.evaluation.splits.split import Cut, HeldOut, Split
from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import IntArray
from recsys_core.wording.messages import say

TAKEN_FROM_THE_DATA = 0.95


def holdout_split(data: Dataset, pairs: pd.DataFrame, config: EvaluationConfig) -> Split:
    """Test on a file of the analyst's own: columns `user_id`, `item_id` and, optionally, `rating`.

    If nearly all pairs (95 %) are in the data, the file was cut out of it: those events are taken
    out of training. Otherwise it holds what happened later, and training keeps everything.
    `InputError` if a column is missing or no row names a known customer and product.
    """
    names = {"user": Columns.User, "item": Columns.Item}
    for column in names.values():
        if column not in pairs.columns:
            raise InputError(say(m.NO_COLUMN, column=column, **names))
    user = _codes(pairs[Columns.User], data.users[Columns.User])
    item = _codes(pairs[Columns.Item], data.items[Columns.Item])
    known = (user >= 0) & (item >= 0)
    if not known.any():
        raise InputError(say(m.NO_KNOWN_ROW, **names))
    rating = None
    if data.kind == "explicit" and Columns.Rating in pairs.columns:
        rating = pd.to_numeric(pairs[Columns.Rating], errors="coerce").to_numpy(dtype=float)
        known &= np.isfinite(rating)
        rating = rating[known]
    user, item = user[known], item[known]

    whole = data.whole()
    held_keys = np.unique(user.astype(np.int64) * whole.n_items + item)
    event_keys = whole.user.astype(np.int64) * whole.n_items + whole.item
    cut_out = np.isin(held_keys, event_keys).mean() >= TAKEN_FROM_THE_DATA
    train = ~np.isin(event_keys, held_keys) if cut_out else np.ones(len(event_keys), dtype=bool)
    unmatched = int((~known).sum())
    cut = Cut(
        name="holdout",
        how=say(m.FILE_TAKEN_OUT if cut_out else m.FILE),
        train=train,
        held_out=HeldOut(user=user, item=item, rating=rating),
        unmatched=unmatched,
        note=say(m.UNMATCHED_ROWS, n=unmatched, rows=len(known)) if unmatched else "",
    )
    return build_split(data, cut, config)


def _codes(ids: "pd.Series[str]", known: "pd.Series[str]") -> IntArray:
    """(n,) position of each identifier, compared as text; -1 for an unknown one."""
    return np.asarray(pd.Index(known.astype(str)).get_indexer(ids.astype(str)))
