"""What the figures of an evaluation say, in sentences. No Streamlit in here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from recsys_core.evaluation.board import Leaderboard
from recsys_core.schema.evaluation import ALPHA, REFERENCES
from recsys_core.services.evaluation import messages as m
from recsys_core.services.workspace.names import BASELINE, DECIDING, MetricInfo, short_title
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import Plural, say
from recsys_core.wording.numbers import alike, number

SMALLEST = 0.001
HITS = "HitRate"
UNDATED = ("random", "holdout")


@dataclass(frozen=True)
class ModelDifference:
    """Two models compared; `a` has the higher figure. `real`: more than chance would do."""

    a: str
    b: str
    difference: float
    probability: float
    real: bool
    sentence: str


def comparisons(tests: Sequence[Any]) -> list[ModelDifference]:
    """Every pair of models with its sentence, real and large differences first."""
    found = []
    for test in tests:
        a, b, gap = test.a, test.b, test.difference
        if gap < 0:
            a, b, gap = b, a, -gap
        real = test.p_adjusted < ALPHA and gap > 0
        found.append(
            ModelDifference(a, b, gap, test.p_adjusted, real, _sentence(a, b, gap, test, real))
        )
    return sorted(found, key=lambda one: (not one.real, -one.difference))


def tests_alike(p: float) -> str:
    """In how many tests of two equal models a difference like this comes up: a p-value in words."""
    return say(m.FEWER_THAN) if p < SMALLEST else say(m.ABOUT, n=round(p * 1000))


def people(board: Leaderboard, model: str) -> str:
    """How many customers found something on a model's list, and on that of the bestsellers; of 100,
    or of all where fewer were tested. Empty where either was not measured.
    """
    found = {row.model: row for row in board.rows if row.metric.startswith(f"{HITS}@")}
    if model not in found or BASELINE not in found:
        return ""
    of = min(found[model].n, 100)
    protocol = board.protocol
    # Measurements of earlier versions do not say what the rows were.
    find = m.FIND_RATED if protocol.get("kind") == "explicit" else m.FIND
    message = m.FIND_HELD_BACK if protocol["split"] in UNDATED else find
    hits, base = (round(found[name].value * of) for name in (model, BASELINE))
    words = say(message, of=of, hits=hits)
    return words if model == BASELINE else say(m.BESIDE_BESTSELLERS, find=words, base=base)


def people_line(board: Leaderboard) -> str:
    """The first line about a measurement: who leads, what that means for customers, and who cannot
    be told apart; the board's own sentence where that was not measured.
    """
    line = lead_line(board)
    return line if line == board.sentence else with_level(board, line)


def with_level(board: Leaderboard, line: str) -> str:
    """A line about the leader, and which models cannot be told apart from it."""
    level = [
        short_title(test.b if test.a == board.leader else test.a)
        for test in board.tests
        if board.leader in (test.a, test.b) and test.p_adjusted >= ALPHA
    ]
    return say(m.LEVEL_WITH, line=line, models=and_list(level)) if level else line


def lead_line(board: Leaderboard) -> str:
    """The first line without those who cannot be told apart from the leader."""
    model = first_model(board)
    words = people(board, model) if model else ""
    if not words or model is None:
        return board.sentence
    message = m.PEOPLE_LEAD if board.leader else m.PEOPLE_NONE
    return say(message, model=short_title(model), people=words)


def first_model(board: Leaderboard) -> str | None:
    """The leader, or the model with the highest deciding figure where none leads."""
    label = f"{DECIDING}@{board.protocol['k']}"
    rows = [
        row
        for row in board.rows
        if row.metric == label and row.model not in (BASELINE, *REFERENCES)
    ]
    best = max(rows, key=lambda row: row.value, default=None)
    return board.leader or (best.model if best else None)


def ranking_title(frame: pd.DataFrame, metric: MetricInfo, found: Sequence[ModelDifference]) -> str:
    """What the chart of one metric shows, as a sentence.

    frame: model, value, low, high, n of this metric. `found` are the tests if there are any for
    this metric; otherwise intervals that do not overlap count as a difference.
    """
    rows = frame.dropna(subset=["value"])
    models = rows[~rows["model"].isin([BASELINE, *REFERENCES])]
    base = rows[rows["model"] == BASELINE]
    if models.empty:
        return say(m.ONLY_BESTSELLERS if len(base) else m.NO_FIGURES)
    better = _Better(rows, metric.higher_is_better, found)
    best = models.loc[
        models["value"].idxmax() if metric.higher_is_better else models["value"].idxmin()
    ]
    lead = best["model"]
    level = [name for name in models["model"] if name == lead or not better(lead, name)]
    on = metric.short[0].lower() + metric.short[1:]
    finding = say(_verb(metric), n=len(level), models=_titles(level), metric=on)
    written = partial(alike, best["value"], unit=metric.unit)
    if base.empty:
        return say(m.WITH_FIGURE, finding=finding, value=written()[0])
    value, bar = written(float(base["value"].iloc[0]))
    if metric.family == "accuracy" and not better(best["model"], BASELINE):
        title = say(m.NONE_BEATS, metric=on, n=int(base["n"].iloc[0]))
    else:
        title = say(m.AGAINST_BESTSELLERS, finding=finding, value=value, bar=bar)
    behind = [name for name in models["model"] if better(BASELINE, name)]
    if behind and metric.family == "accuracy":
        return say(m.TRAILING, n=len(behind), finding=title, models=_titles(behind))
    return title


class _Better:
    """Whether one model is better than another beyond chance."""

    def __init__(
        self, rows: pd.DataFrame, higher_is_better: bool, found: Sequence[ModelDifference]
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
    level = m.LEVEL_TO_WITHIN if test.missed else m.LEVEL
    return say(
        m.AHEAD if real else level,
        missed=number(test.missed),
        a=short_title(a),
        b=short_title(b),
        gap=number(gap),
        metric=test.metric,
        tests=tests_alike(test.p_adjusted),
    )


def _verb(metric: MetricInfo) -> Plural:
    if metric.family == "accuracy":
        return m.LEAD
    return m.HIGHEST if metric.higher_is_better else m.LOWEST


def _titles(models: Sequence[str]) -> str:
    return and_list(map(short_title, models))


def before_measuring(trained: int, *, measuring: bool) -> str:
    """The page's first line while there is no measurement. trained: number of models."""
    if measuring:
        return say(m.FIRST_TIME)
    return say(m.NOT_YET_MEASURED, n=trained) if trained else say(m.NOTHING_TRAINED)
