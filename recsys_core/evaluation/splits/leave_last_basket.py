import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut
from recsys_core.schema.dataset import Dataset
from recsys_core.wording.messages import say


def split_leave_last_basket(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """Everything each customer chose at the last moment there is of that customer.

    Events of one customer that carry the same time are one basket: an order where times are exact,
    a day where the data knows only days. Customers with one basket train and are not tested. No
    cut if all events carry one and the same time. Source: Rendle, Freudenthaler, Schmidt-Thieme
    (2010), WWW ("next basket").
    """
    span = data.span
    if span is None or span[0] == span[1]:
        return []
    first, last = np.full(data.n_users, span[1]), np.full(data.n_users, span[0])
    np.minimum.at(first, data.user, data.ts)
    np.maximum.at(last, data.user, data.ts)
    later = (data.ts == last[data.user]) & (first < last)[data.user]
    return [Cut.of_events("leave-last-basket", say(m.LAST_BASKET), data, later)]
