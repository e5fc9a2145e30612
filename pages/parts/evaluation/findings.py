"""What the figures of an evaluation say, in sentences. No Streamlit in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pages.kit.formats import number, plural
from pages.kit.rounding import alike
from recsys_core.schema.evaluation import ALPHA
from recsys_core.services.workspace.names import BASELINE, FLOOR, MetricInfo, short_title
from recsys_core.wording.joining import and_list

BESTSELLERS = "the bestsellers"
SMALLEST = 0.001


@dataclass(frozen=True)
class Comparison:
    """Two models compared; `a` has the higher figure. `real`: more than chance would do."""

    a: str
    b: str
    difference: float
    probability: float
    real: bool
    sentence: str


def comparisons(tests: Sequence[Any]) -> list[Comparison]:
    """Every pair of models with its sentence, real and large differences first."""
    found = []
    for test in tests:
        a, b, gap = test.a, test.b, test.difference
        if gap < 0:
            a, b, gap = b, a, -gap
        real = test.p_adjusted < ALPHA and gap > 0
        found.append(Comparison(a, b, gap, test.p_adjusted, real, _sentence(a, b, gap, test, real)))
    return sorted(found, key=lambda one: (not one.real, -one.difference))


def probability(p: float) -> str:
    """How likely chance alone is, in words: `below 0.001`, `0.034`."""
    return f"below {SMALLEST:g}" if p < SMALLEST else number(p, 2)


def ranking_title(frame: pd.DataFrame, metric: MetricInfo, found: Sequence[Comparison]) -> str:
    """What the chart of one metric shows, as a sentence.

    frame: model, value, low, high of this metric. `found` are the tests if there are any for this
    metric; otherwise intervals that do not overlap count as a difference.
    """
    rows = frame.dropna(subset=["value"])
    models = rows[~rows["model"].isin([BASELINE, FLOOR])]
    base = rows[rows["model"] == BASELINE]
    if models.empty:
        return "So far only the bestsellers have been measured" if len(base) else "No figures yet"
    better = _Better(rows, metric.higher_is_better, found)
    best = models.loc[
        models["value"].idxmax() if metric.higher_is_better else models["value"].idxmin()
    ]
    level = [m for m in models["model"] if m == best["model"] or not better(best["model"], m)]
    names = and_list([short_title(name) for name in level])
    verb = _verb(metric, len(level) > 1)
    if base.empty:
        return f"{names} {verb} {_on(metric)}: {alike(best['value'])[0]}"
    value, bar = alike(best["value"], float(base["value"].iloc[0]))
    if metric.family == "accuracy" and not better(best["model"], BASELINE):
        return f"No model beats {BESTSELLERS} beyond chance {_on(metric)}"
    title = f"{names} {verb} {_on(metric)}: {value} against {bar} for {BESTSELLERS}"
    behind = [m for m in models["model"] if better(BASELINE, m)]
    if behind and metric.family == "accuracy":
        trail = "trails" if len(behind) == 1 else "trail"
        title += f"; {and_list([short_title(m) for m in behind])} {trail} them"
    return title


def left_out(info: dict[str, Any], noun: str) -> list[str]:
    """Who was not tested and why, in sentences; nothing when everybody was."""
    out = []
    people = info["users_left_out"]
    newcomers = min(info["users_without_training"], people)
    others = people - newcomers
    if newcomers:
        out.append(
            f"{plural(newcomers, 'customer')} left out as newcomers: they have no {noun} before "
            "the test, so there was nothing to learn about them."
        )
    if others:
        why = (
            "had before the test everything they chose in it"
            if info["n_repeat_pairs"]
            else "chose nothing in the test that could count"
        )
        out.append(f"{plural(others, 'customer')} left out because they {why}.")
    if info["n_test_users"] < info["n_eligible_users"]:
        out.append(
            f"{plural(info['n_eligible_users'] - info['n_test_users'], 'customer')} not drawn: "
            "the settings ask for a sample."
        )
    if info["items_without_training"]:
        out.append(
            f"{plural(info['items_without_training'], 'product')} not counted: nobody had chosen "
            "them before the test."
        )
    return out


class _Better:
    """Whether one model is better than another beyond chance."""

    def __init__(
        self, rows: pd.DataFrame, higher_is_better: bool, found: Sequence[Comparison]
    ) -> None:
        self._beaten = {(one.a, one.b) for one in found if one.real}
        self._tested = bool(found)
        self._higher = higher_is_better
        self._at = rows.set_index("model")

    def __call__(self, a: str, b: str) -> bool:
        if self._tested:
            return (a, b) in self._beaten
        one, two = self._at.loc[a], self._at.loc[b]
        if not self._higher:
            one, two = two, one
        least = one["low"] if pd.notna(one["low"]) else one["value"]
        most = two["high"] if pd.notna(two["high"]) else two["value"]
        return bool(least > most)


def _sentence(a: str, b: str, gap: float, test: Any, real: bool) -> str:
    first, second = short_title(a), short_title(b)
    metric = test.metric
    if real:
        return (
            f"{first} is ahead of {second} by {number(gap)} ({metric}); the probability that "
            f"chance alone does this is {probability(test.p_adjusted)}."
        )
    return (
        f"{first} and {second} cannot be told apart: {number(gap)} ({metric}) may well be chance "
        f"(probability {probability(test.p_adjusted)})."
    )


def _verb(metric: MetricInfo, several: bool) -> str:
    if metric.family == "accuracy":
        return "lead" if several else "leads"
    return ("are " if several else "is ") + ("highest" if metric.higher_is_better else "lowest")


def _on(metric: MetricInfo) -> str:
    return f"on {metric.short[0].lower()}{metric.short[1:]}"
