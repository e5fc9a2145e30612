from datetime import UTC, datetime

import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut
from recsys_core.schema.dataset import Dataset
from recsys_core.wording.dates import full_day
from recsys_core.wording.messages import say


def split_by_time(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """Everything after one moment is held back, for all customers alike.

    The cut is the (1 - test_share) quantile of the event times; events at that very moment train.
    The only protocol that cannot learn from the future: no model sees what anybody bought after
    the cut. Source: Meng, McCreadie, Macdonald, Ounis (2020), RecSys. Needs dated data; returns no
    cut when all events carry one time.
    """
    cut_ts = int(np.quantile(data.ts, 1 - config.test_share))
    later = data.ts > cut_ts
    if not later.any():
        # A long last day: cut before it instead of finding nothing after it.
        later = data.ts >= cut_ts
        cut_ts -= 1
    if later.all():
        return []
    day = full_day(datetime.fromtimestamp(cut_ts, UTC))
    return [Cut.of_events("time", say(m.AFTER_A_DAY, day=day), data, later, cut_ts=cut_ts)]
