import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import IntArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


def positions(data: Dataset) -> tuple[IntArray, IntArray]:
    """(n_events,) place of each event in its customer's history from 0, and the history's length.

    Events are sorted by (customer, time), as `Dataset` promises.
    """
    size = np.bincount(data.user, minlength=data.n_users)
    first = np.cumsum(size) - size
    return np.arange(len(data.user)) - first[data.user], size[data.user]


def split_per_user(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """The last part of each customer's own events is held back.

    floor(test_share * length) events per customer, so that short histories stay whole. Everybody
    with enough history is tested, at the price that models see what others bought later.
    """
    place, size = positions(data)
    # The allowance keeps 0.3 * 10 = 2.9999999999999996 from losing an event.
    last = np.floor(size * config.test_share + 1e-9)
    later = place >= size - last
    how = say(m.LAST_SHARE, share=share(config.test_share))
    return [Cut.of_events("per-user-time", how, data, later)]
