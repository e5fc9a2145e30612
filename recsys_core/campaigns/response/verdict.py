"""Which model is to be used, and which do not beat the simple ones."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.campaigns.response.registry import BASE, LOGISTIC, PAST
from recsys_core.campaigns.response.trial import ResponseTrial


@dataclass(frozen=True)
class ResponseVerdict:
    """best: the logistic model unless another beats it.  beaten: which of the base rate and past
    responders it beats.  ahead, level, behind: the other models, by whether they beat the logistic
    one, cannot be told from it, or are beaten by it.
    """

    best: str
    beaten: tuple[str, ...]
    ahead: tuple[str, ...]
    level: tuple[str, ...]
    behind: tuple[str, ...]


def judge(trials: Sequence[ResponseTrial]) -> ResponseVerdict:
    """By log loss, which counts both the order and the truth of chances (a proper score; Gneiting
    and Raftery, JASA 2007): a difference counts where its interval leaves out 0.
    """
    by_name = {one.model: one for one in trials}
    others = [one for one in trials if one.model not in (BASE, PAST, LOGISTIC)]
    lost = {one.model: one.ahead[LOGISTIC]["log_loss"] for one in others}
    ahead = tuple(name for name, figure in lost.items() if figure.high < 0)
    behind = tuple(name for name, figure in lost.items() if figure.low > 0)
    level = tuple(name for name in lost if name not in (*ahead, *behind))
    best = min(ahead, key=lambda name: lost[name].value, default=LOGISTIC)
    over = by_name[best].ahead
    beaten = tuple(one for one in (BASE, PAST) if over[one]["log_loss"].high < 0)
    return ResponseVerdict(best, beaten, ahead, level, behind)
