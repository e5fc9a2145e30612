"""Every way of holding data back. A new one is a module and a line here."""

from dataclasses import replace

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.building import build_split
from recsys_core.evaluation.splits.leave_last_basket import split_leave_last_basket
from recsys_core.evaluation.splits.leave_one_out import split_leave_one_out
from recsys_core.evaluation.splits.per_user_time import split_per_user
from recsys_core.evaluation.splits.random import split_at_random
from recsys_core.evaluation.splits.split import Split, SplitFunction
from recsys_core.evaluation.splits.time import split_by_time
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.wording.messages import say

SPLITS: dict[str, SplitFunction] = {
    "time": split_by_time,
    "per-user-time": split_per_user,
    "leave-one-out": split_leave_one_out,
    "leave-last-basket": split_leave_last_basket,
    "random": split_at_random,
}
NEED_DATES = frozenset({"time", "per-user-time", "leave-one-out", "leave-last-basket"})


def make_splits(data: Dataset, config: EvaluationConfig) -> list[Split]:
    """The splits the config asks for: one, or one per round of the random choice.

    Data without dates, or with one date only, falls back to the random choice, and each
    `info.sentence` says so. `NotReadyError` if nobody is left to test on.
    """
    if len(data.user) == 0:
        raise NotReadyError(say(m.NO_PURCHASES))
    whole, note = data.whole(), ""
    cuts = []
    if config.split not in NEED_DATES or data.dated:
        cuts = SPLITS[config.split](whole, config)
    else:
        note = say(m.NO_DATES)
    if not cuts:
        note = note or say(m.ONE_DATE)
        cuts = split_at_random(whole, config)
    return [build_split(data, replace(cut, note=note or cut.note), config) for cut in cuts]
