"""What accuracy is given up for what: many settings measured on the same customers."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.evaluation.frontier import cheapest, undominated
from recsys_core.evaluation.what_if import FigureRow
from recsys_core.reranking.registry import DIVERSITIES, USEFUL
from recsys_core.schema.checksums import FILE as CHECKSUMS
from recsys_core.schema.checksums import UNREADABLE, absent, seal, set_aside, verify
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rerank_config import RerankConfig, knobs
from recsys_core.schema.statistics.significance import holm
from recsys_core.schema.types import BoolArray, FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, knobs_in_words, scenarios
from recsys_core.services.what_if import messages as m
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.what_if.what_if import ACCURACY, SAMPLE, knob_effects
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.workspace import FRONTIER, Workspace
from recsys_core.storage.output import write_whole
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, number, share

STEPS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
PAIRED = (0.2, 0.4)
AGAINST = {
    "diversity": "Diversity",
    "novelty": "Novelty",
    "coverage": "Coverage",
    "revenue": "Revenue",
    "margin": "Margin",
}
LEAST_GAIN = 0.05
"""A gain below this share of the baseline is not worth a setting, however cheap."""


@dataclass(frozen=True)
class FrontierPoint:
    """One way of making lists and what it is worth; `name` is that of a saved scenario, if any."""

    choice: Choice
    name: str
    rows: tuple[FigureRow, ...]

    def row(self, metric: str) -> FigureRow | None:
        """A figure by the metric's name; None if it was not measured."""
        return next((row for row in self.rows if row.name == metric), None)


@dataclass(frozen=True)
class Tradeoff:
    """The points against one goal.

    goal: a key of AGAINST.  points: those with both figures, the baseline first.  leading: (n,)
    which none beats.  cheapest: the point marked, None where nothing brings more beyond chance.
    sample: how many customers.
    """

    goal: str
    sample: int
    points: tuple[FrontierPoint, ...]
    leading: BoolArray
    cheapest: int | None
    sentence: str

    @property
    def metric(self) -> str:
        """Name of the metric the goal is measured by."""
        return AGAINST[self.goal]


@dataclass(frozen=True)
class Frontier:
    """Everything tried for one model. points: the model's own order first."""

    run_id: str
    model: str
    k: int
    include_seen: bool
    sample: int
    points: tuple[FrontierPoint, ...]

    @cached_property
    def goals(self) -> list[str]:
        """What accuracy can be held against: the goals that were measured."""
        return [goal for goal, metric in AGAINST.items() if self.points[0].row(metric)]

    def against(self, goal: str) -> Tradeoff:
        """The points by accuracy and one goal; `InputError` for a goal that was not measured."""
        if goal not in self.goals:
            raise InputError(say(m.UNKNOWN_GOAL, goal=repr(goal), goals=", ".join(self.goals)))
        metric = AGAINST[goal]
        points = tuple(p for p in self.points if p.row(metric) and p.row(ACCURACY))
        accuracy, other = _column(points, ACCURACY), _column(points, metric)
        leading = undominated(accuracy, other)
        gain = other - other[0]
        real = leading & _beyond_chance(points, metric)
        worthwhile = real & (gain >= LEAST_GAIN * abs(other[0]))
        eligible = worthwhile if worthwhile.any() else real
        marked = cheapest(gain, accuracy[0] - accuracy, eligible)
        return Tradeoff(
            goal, self.sample, points, leading, marked, _sentence(goal, points, marked, self.sample)
        )

    def to_json(self) -> dict[str, Any]:
        """Plain values, as kept on disk."""
        points = [
            {"state": p.choice.to_state(), "name": p.name, "rows": [asdict(row) for row in p.rows]}
            for p in self.points
        ]
        return {**{k: v for k, v in vars(self).items() if k != "goals"}, "points": points}

    @classmethod
    def of_json(cls, content: dict[str, Any]) -> "Frontier":
        """What `to_json` gave. Raises one of UNREADABLE for one of another version."""
        points = tuple(
            FrontierPoint(
                Choice.of_state(p["state"]), p["name"], tuple(FigureRow(**row) for row in p["rows"])
            )
            for p in content["points"]
        )
        if not points:
            raise ValueError("points")
        return cls(**{**content, "points": points})


@needs(Role.ANALYST)
def draw_frontier(
    ws: Workspace,
    model: str,
    k: int = 10,
    include_seen: bool = False,
    sample: int = SAMPLE,
    report: Progress = silent,
) -> Frontier:
    """Measure every knob in steps, some pairs of knobs and all saved scenarios; keep the result.

    All beside the model's own order, on the same customers. Settings that change no figure are
    left out. Takes about a tenth of a second each. Lets CancelledError pass; nothing is kept then.
    """
    base = Choice(model, ListSettings(k, include_seen))
    taken = what_if_sample(ws, sample)
    first = knob_effects(ws, base, sample)
    points = [FrontierPoint(base, "", first.rows)]
    tried = [("", Choice(model, ListSettings(k, include_seen, t))) for t in settings(taken.facts)]
    tried += [(one.name, one.choice) for one in scenarios(ws) if one.choice.model in taken.models]
    for done, (name, choice) in enumerate(tried):
        report(done / len(tried), say(m.TRYING, done=done, n=len(tried)))
        at_length = ListSettings(k, choice.settings.include_seen, choice.rerank_config)
        found = knob_effects(ws, Choice(choice.model, at_length), sample, base)
        if name or not found.same:
            points.append(FrontierPoint(found.choice, name, found.rows))
    found_all = Frontier(first.run_id, model, k, include_seen, first.sample, tuple(points))
    _keep(_place(ws, first.run_id, model), found_all)
    report(1.0, say(m.TRIED, n=len(tried)))
    return found_all


@needs(Role.VIEWER)
def kept_frontier(ws: Workspace, model: str) -> Frontier | None:
    """What was tried for a model on the newest evaluation; None before `draw_frontier`."""
    done = evaluations(ws)
    return _read(_place(ws, done[0].job_id, model)) if done else None


@needs(Role.VIEWER)
def latest_frontier(ws: Workspace) -> Frontier | None:
    """The frontier drawn last on the newest evaluation, whatever the model."""
    done = evaluations(ws)
    if not done:
        return None
    folder = _place(ws, done[0].job_id, "").parent
    for gone in absent(folder):
        set_aside(gone)
    drawn = [path for path in folder.glob("*.json") if path.name != CHECKSUMS]
    drawn.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    return next((found for path in drawn if (found := _read(path))), None)


def settings(facts: ItemFacts) -> Iterator[RerankConfig]:
    """Every knob alone in eight steps, where the data has what it needs, and diversity with each
    other knob in two.
    """
    lone = [name for name in knobs("view", "strength") if name in USEFUL and USEFUL[name](facts)]
    for value in STEPS:
        for kind in DIVERSITIES:
            yield RerankConfig.model_validate({"diversity": value, "diversity_by": kind})
    for name in lone:
        for value in STEPS:
            yield RerankConfig.model_validate({name: value})
    for name in lone:
        for value in PAIRED:
            yield RerankConfig.model_validate({"diversity": value, name: value})


def _sentence(goal: str, points: tuple[FrontierPoint, ...], marked: int | None, sample: int) -> str:
    words = say(m.GAINS[goal])
    if marked is None:
        if len(points) == 1:
            return say(m.NONE_CHANGES, gain=words)
        return _none_shown(goal, points, sample)
    point = points[marked]
    gain, accuracy = point.row(AGAINST[goal]), point.row(ACCURACY)
    if gain is None or accuracy is None:
        return ""
    much = share(gain.relative)
    knobs_set = say(m.AT_KNOBS, knobs=knobs_in_words(point.choice))
    where = say(m.WITH_SCENARIO, name=point.name) if point.name else knobs_set
    if accuracy.difference >= 0:
        message = m.COSTS_NOTHING if accuracy.low < 0 else m.COSTS_SURELY_NOTHING
        most = share(-accuracy.low / abs(accuracy.baseline)) if accuracy.baseline else UNKNOWN
        return say(message, much=much, gain=words, where=where, most=most)
    sure = _beyond_chance(points, ACCURACY)[marked]
    message = m.COSTS if sure else m.COSTS_BY_CHANCE
    cost = share(-accuracy.relative)
    return say(message, much=much, gain=words, cost=cost, where=where)


def _none_shown(goal: str, points: tuple[FrontierPoint, ...], sample: int) -> str:
    """That nothing was shown is not that there is nothing: what would have been missed is said."""
    rows = [row for point in points[1:] if (row := point.row(AGAINST[goal]))]
    fields = {"customers": sample, "settings": len(rows), "gain": say(m.GAINS[goal])}
    missed = [row.missed(len(rows)) for row in rows if row.high > row.low and row.baseline]
    if not missed:
        return say(m.NONE_SHOWN, **fields)
    least = min(missed) / abs(rows[0].baseline)
    return say(m.NONE_BEYOND_CHANCE, least=number(100 * least), **fields)


def _beyond_chance(points: tuple[FrontierPoint, ...], metric: str) -> BoolArray:
    """(n,) which settings differ from the first, allowing for all that were tried (Holm)."""
    rows = [row for point in points if (row := point.row(metric))]
    p = np.array([row.p for row in rows])
    if np.isnan(p[1:]).any():
        # Drawn by an earlier version, which kept the verdict only.
        return np.array([row.better is not None for row in rows])
    return np.append(False, holm(p[1:]) < ALPHA)


def _column(points: tuple[FrontierPoint, ...], metric: str) -> FloatArray:
    return np.array([row.value if (row := p.row(metric)) else np.nan for p in points])


def _place(ws: Workspace, run_id: str, model: str) -> Path:
    return ws.jobs.folder / run_id / EVALUATION_FOLDER / FRONTIER / f"{model}.json"


def _keep(path: Path, found: Frontier) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(found.to_json()).encode())
    seal(path.parent)


def _read(path: Path) -> Frontier | None:
    """What was kept; None where there is nothing. What is damaged is set aside."""
    try:
        verify(path.parent, only=[path.name])
        if path.exists():
            return Frontier.of_json(json.loads(path.read_text(encoding="utf-8")))
    except UNREADABLE:
        set_aside(path)
    return None
