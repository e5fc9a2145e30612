"""Feedback as the next training sees it. Knows no database: a worker process imports this.

up: the pair gets one more event at the end of the data, weighing 1 (a rating: the best there is).
down, never: nothing of the pair is left. What is measured (evaluation) stays what people did.
"""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.histories import NO_TIME

FEEDBACK_FILE = "feedback.parquet"
VERDICT = "verdict"


def with_feedback(data: Dataset, feedback: pd.DataFrame) -> Dataset:
    """The data with the feedback in it, under a fingerprint of its own; the same products and
    customers with the same codes. Verdicts on what the data does not know are left out.

    feedback: user_id, item_id, verdict.
    """
    known = [
        (data.user_code(user), data.item_code(item), verdict)
        for user, item, verdict in feedback[[Columns.User, Columns.Item, VERDICT]].itertuples(
            index=False, name=None
        )
        if data.has_user(user) and data.has_item(item)
    ]
    if not known:
        return data
    known.sort()
    unwanted = [(user, item) for user, item, verdict in known if verdict != "up"]
    liked = [(user, item) for user, item, verdict in known if verdict == "up"]
    pair = data.user.astype(np.int64) * data.n_items + data.item
    gone = np.array([user * data.n_items + item for user, item in unwanted], dtype=np.int64)
    keep = ~np.isin(pair, gone)
    top = data.rating_scale[1] if data.kind == "explicit" else 1.0
    last = data.span[1] if data.span else NO_TIME
    user = np.concatenate([data.user[keep], np.array([u for u, _ in liked], dtype=np.int32)])
    item = np.concatenate([data.item[keep], np.array([i for _, i in liked], dtype=np.int32)])
    weight = np.concatenate([data.weight[keep], np.full(len(liked), top, dtype=np.float32)])
    ts = np.concatenate([data.ts[keep], np.full(len(liked), last, dtype=np.int64)])
    order = np.lexsort((ts, user))
    name = hashlib.sha256(json.dumps([data.fingerprint, known]).encode()).hexdigest()[:16]
    return replace(
        data,
        fingerprint=name,
        user=user[order],
        item=item[order],
        weight=weight[order],
        ts=ts[order],
        spent=None,
        price=None,
    )
