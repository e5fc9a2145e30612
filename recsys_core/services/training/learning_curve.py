"""How a training went: its learning curve, and what `auto` tried before it chose."""

from dataclasses import dataclass

import pandas as pd

from recsys_core.jobs.job import RESULT_FILE
from recsys_core.models.auto.parts import PARTS
from recsys_core.models.auto.table import FILE, Search
from recsys_core.schema.checksums import UNREADABLE, verify
from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.training import messages as m
from recsys_core.services.training.job import MODEL_FOLDER
from recsys_core.services.workspace.names import BASELINE, short_title
from recsys_core.services.workspace.runs import TrainedModel
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

BLEND = "blend"


@dataclass(frozen=True)
class Curve:
    """title: what was measured.  points: (pass over the data, value), in order."""

    title: str
    higher_is_better: bool
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class SearchSummary:
    """What `auto` tried. trials: one row each with `what`, `settings`, NDCG@10, seconds and
    verdict, in order.  best: the best of each kind, `model`, `label`, `value`, best first.
    shares: part of the blend by title, empty when bestsellers were chosen.
    """

    sentence: str
    how: str
    customers: tuple[int, int]
    minutes: float
    cut_short: bool
    trials: pd.DataFrame
    best: pd.DataFrame
    shares: dict[str, float]


@needs(Role.VIEWER)
def learning_curve(ws: Workspace, trained: TrainedModel) -> Curve | None:
    """The learning curve of a training; None where the model has none, or it is damaged."""
    found = ws.jobs.get(trained.run_id).result.get("curve")
    try:
        if not found or not found["points"]:
            return None
        points = tuple((int(step), float(value)) for step, value in found["points"])
        return Curve(str(found["title"]), bool(found["higher_is_better"]), points)
    except UNREADABLE:
        ws.jobs.set_aside(trained.run_id, RESULT_FILE)
        return None


@needs(Role.VIEWER)
def search_summary(ws: Workspace, trained: TrainedModel) -> SearchSummary | None:
    """What was tried in this training; None for a model that does not search, or if damaged."""
    folder = ws.jobs.get(trained.run_id).folder / MODEL_FOLDER
    try:
        verify(folder, [FILE])
        return _summary(Search.load(folder)) if (folder / FILE).is_file() else None
    except UNREADABLE:
        ws.jobs.set_aside(trained.run_id, MODEL_FOLDER)
        return None


def _summary(search: Search) -> SearchSummary:
    trials = pd.DataFrame(
        [
            {
                "stage": say(m.STAGES[trial.stage]),
                Columns.Model: trial.name,
                "what": part_title(trial.name),
                "settings": trial.settings,
                "value": trial.value,
                "seconds": trial.seconds,
                "verdict": say(m.VERDICTS[trial.verdict]),
            }
            for trial in search.trials
        ],
        columns=["stage", Columns.Model, "what", "settings", "value", "seconds", "verdict"],
    )
    best = trials.groupby(Columns.Model, sort=False, as_index=False)["value"].max()
    best["label"] = best[Columns.Model].map(part_title)
    return SearchSummary(
        sentence=search.sentence,
        how=search.how,
        customers=search.customers,
        minutes=search.minutes,
        cut_short=search.cut_short,
        trials=trials,
        best=best.sort_values("value", ascending=False, ignore_index=True),
        shares={part_title(name): share for name, share in search.shares.items()},
    )


def part_title(name: str) -> str:
    """A part of `auto`, or a whole model, on screen."""
    if name == BLEND:
        return say(m.THE_BLEND)
    if name == BASELINE or name not in PARTS:
        return short_title(name)
    return say(PARTS[name].title)
