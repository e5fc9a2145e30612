import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.per_user_time import positions
from recsys_core.evaluation.splits.split import Cut
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


def split_leave_one_out(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """One product per customer is held back: the last one.

    With `new_items_only` it is the last product the customer took for the first time, and that
    customer's later events are used for nothing, since they lie in the future of the test. A
    customer whose history would be left empty trains and is not tested. Source: He et al. (2017),
    WWW.
    """
    place, _ = positions(data)
    candidate = _first_time(data) if config.new_items_only else np.ones(len(place), dtype=bool)
    candidate &= place > 0
    target = np.full(data.n_users, -1)
    np.maximum.at(target, data.user[candidate], place[candidate])
    goal = target[data.user]
    tested = candidate & (place == goal)
    train = (goal < 0) | (place < goal)
    how = say(m.LAST_NEW_PRODUCT if config.new_items_only else m.LAST_PURCHASE)
    return [Cut.of_events("leave-one-out", how, data, tested, train=train)]


def _first_time(data: Dataset) -> BoolArray:
    """(n_events,) whether the customer takes this product for the first time."""
    key = data.user.astype(np.int64) * data.n_items + data.item
    _, first = np.unique(key, return_index=True)
    out = np.zeros(len(key), dtype=bool)
    out[first] = True
    return out
