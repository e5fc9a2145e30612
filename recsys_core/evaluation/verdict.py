"""The sentence above the leaderboard, and who may be called better than the bestsellers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.evaluation import messages as m
from recsys_core.schema.evaluation import ALPHA, RECENT, REFERENCES
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, number

POPULARITY = "popularity"
FEW_CUSTOMERS = 30


@dataclass(frozen=True)
class Standing:
    """One model's figure on the deciding metric."""

    model: str
    title: str
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class PairTest:
    """Two models compared customer by customer; difference = a - b.

    missed: a difference smaller than this is more often missed than one time in five; 0 where that
    was not worked out.
    """

    a: str
    b: str
    metric: str
    difference: float
    p_adjusted: float
    missed: float = 0.0


@dataclass(frozen=True)
class Verdict:
    """`leader` is None unless a model is better than popularity beyond chance."""

    sentence: str
    leader: str | None


def verdict(
    standings: Sequence[Standing], tests: Sequence[PairTest], label: str, n: int
) -> Verdict:
    """Say what the figures allow, and nothing more.

    A model leads only if its test against popularity, adjusted for all comparisons, is below
    0.05. Among those the highest figure leads; whoever is not worse beyond chance is named as not
    to be told apart.
    """
    beaten = set(_beaten(tests))
    models = [s for s in standings if s.model not in (POPULARITY, *REFERENCES)]
    recent = [s for s in standings if s.model in RECENT]
    popularity = next((s for s in standings if s.model == POPULARITY), None)
    better = [s for s in models if popularity and (s.model, POPULARITY) in beaten]
    best = max(better or models, key=lambda s: s.value, default=None)
    if best is None:
        only = say(m.ONLY_BESTSELLERS, figure=_figure(popularity, label)) if popularity else ""
        text = only or say(m.NOTHING_MEASURED)
    elif popularity is None:
        text = say(m.HIGHEST, model=best.title, figure=_figure(best, label))
    elif better:
        leads = say(m.LEADS, model=best.title, figure=_figure(best, label))
        text = f"{leads} {_rest(best, models, recent, beaten)}"
    else:
        text = _none_shown(best, popularity, tests, label, n)
    ahead = [s.title for s in recent if best and (s.model, best.model) in beaten]
    if ahead:
        text += " " + say(m.RECENT_AHEAD, models=and_list(ahead), n=len(ahead))
    elif popularity and recent:
        text += _other_yardstick(max(recent, key=lambda s: s.value), popularity)
    worse = [s for s in models if (POPULARITY, s.model) in beaten]
    if worse:
        text += " " + say(m.WORSE, models=and_list([s.title for s in worse]), n=len(worse))
    if n < FEW_CUSTOMERS:
        text += " " + say(m.FIRST_IMPRESSION, n=n)
    return Verdict(text, best.model if best and better else None)


def _none_shown(
    best: Standing, popularity: Standing, tests: Sequence[PairTest], label: str, n: int
) -> str:
    """That nothing was shown is not that there is nothing: what would have been missed is said."""
    figure = _figure(popularity, label)
    pair = {best.model, POPULARITY}
    missed = next((t.missed for t in tests if {t.a, t.b} == pair), 0.0)
    if not missed or not popularity.value:
        return say(m.NONE_BETTER, n=n, figure=figure)
    share = f"{math.ceil(missed / popularity.value * 100):,} %"
    return say(m.NONE_BETTER_SHOWN, n=n, figure=figure, share=share)


def _beaten(tests: Sequence[PairTest]) -> list[tuple[str, str]]:
    """(winner, loser) of every comparison that is not chance."""
    sure = [t for t in tests if t.p_adjusted < ALPHA and t.difference != 0]
    return [(t.a, t.b) if t.difference > 0 else (t.b, t.a) for t in sure]


def _rest(
    best: Standing,
    models: Sequence[Standing],
    recent: Sequence[Standing],
    beaten: set[tuple[str, str]],
) -> str:
    others = [s for s in models if s.model != best.model]
    told = {name for pair in beaten if best.model in pair for name in pair}
    level = [s.title for s in (*others, *recent) if s.model not in told]
    if level:
        return say(m.AS_GOOD, models=and_list(level))
    if others:
        second = max(others, key=lambda s: s.value)
        return say(m.FOLLOWS, model=second.title, value=number(second.value))
    return say(m.BEYOND_CHANCE)


def _other_yardstick(recent: Standing, popularity: Standing) -> str:
    """Both figures where the bestsellers of the last days came out higher; no test is behind it."""
    if recent.value <= popularity.value:
        return ""
    value, base = alike(recent.value, popularity.value)
    return " " + say(m.OTHER_YARDSTICK, model=recent.title, value=value, base=base)


def _figure(standing: Standing, label: str) -> str:
    value, low, high = alike(standing.value, standing.low, standing.high)
    return say(m.STANDING, label=label, value=value, low=low, high=high)
