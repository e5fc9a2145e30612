"""The sentence above the leaderboard, and who may be called better than the bestsellers."""

from collections.abc import Sequence
from dataclasses import dataclass

from recsys_core.schema.evaluation import ALPHA
from recsys_core.wording.joining import and_list

POPULARITY = "popularity"
RANDOM = "random"
FEW_CUSTOMERS = 30
BESTSELLERS = "showing everybody the bestsellers"


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
    """Two models compared customer by customer; difference = a - b."""

    a: str
    b: str
    metric: str
    difference: float
    p_adjusted: float


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
    worse = {loser for loser in _beaten(tests)}
    models = [s for s in standings if s.model not in (POPULARITY, RANDOM)]
    popularity = next((s for s in standings if s.model == POPULARITY), None)
    leader = None
    if not models:
        text = _nothing_to_compare(popularity, label)
    elif popularity is None:
        best = max(models, key=lambda s: s.value)
        text = (
            f"{best.title} has the highest figure ({_figure(best, label)}), but it was not "
            "compared with the bestsellers."
        )
    else:
        better = [s for s in models if (s.model, POPULARITY) in worse]
        if better:
            best = max(better, key=lambda s: s.value)
            leader = best.model
            text = f"{best.title} leads ({_figure(best, label)}). " + _rest(best, models, worse)
        else:
            text = f"Nothing here is better than {BESTSELLERS} ({_figure(popularity, label)})."
    if n < FEW_CUSTOMERS:
        who = "1 customer" if n == 1 else f"{n} customers"
        text += f" Only {who} could be tested, so take this as a first impression."
    return Verdict(text.strip(), leader)


def _beaten(tests: Sequence[PairTest]) -> list[tuple[str, str]]:
    """(winner, loser) of every comparison that is not chance."""
    sure = [t for t in tests if t.p_adjusted < ALPHA and t.difference != 0]
    return [(t.a, t.b) if t.difference > 0 else (t.b, t.a) for t in sure]


def _rest(best: Standing, models: Sequence[Standing], worse: set[tuple[str, str]]) -> str:
    others = [s for s in models if s.model != best.model]
    level = [s.title for s in others if (best.model, s.model) not in worse]
    if level:
        return f"{and_list(level)} cannot be told apart from it."
    if others:
        second = max(others, key=lambda s: s.value)
        return f"{second.title} follows at {second.value:.3f}; the difference is not chance."
    return f"It is better than {BESTSELLERS}, beyond chance."


def _nothing_to_compare(popularity: Standing | None, label: str) -> str:
    if popularity is None:
        return "No model has been measured yet: choose one and measure again."
    return (
        f"So far only the bestsellers have been measured ({_figure(popularity, label)}): choose a "
        "model to compare with them."
    )


def _figure(standing: Standing, label: str) -> str:
    return f"{label} {standing.value:.3f}, {standing.low:.3f} to {standing.high:.3f}"
