"""The experiments that were dealt out here: which is running, which is over, which was read."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

import pandas as pd

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.planning import messages as planned
from recsys_core.services.experiments.planning.assignment import (
    KeptExperiment,
    kept_experiment,
    kept_experiments,
)
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.of_kept import WINDOW
from recsys_core.services.experiments.readout.study import ExperimentReadout
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import experiments
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

State = Literal["planned", "running", "over", "read"]


@dataclass(frozen=True)
class ListedExperiment:
    """ends: the last day that counts; None where nothing says it.  state: planned before the first
    day is in the data, running until the last one is, over after it, read once it was read then.
    read_until: the day the data ended on when it was last read out.  outcomes: that were asked for
    then, by their names.
    """

    kept: KeptExperiment
    ends: pd.Timestamp | None
    state: State
    read_until: pd.Timestamp | None
    outcomes: tuple[str, ...]

    @property
    def arms(self) -> str:
        """Every arm with its customers."""
        sizes = self.kept.sizes.items()
        return and_list([say(planned.ARM_SIZE, arm=arm, n=n) for arm, n in sizes])

    @property
    def state_word(self) -> str:
        return say(m.STATES[self.state])

    def to_json(self) -> dict[str, Any]:
        """The keys of `experiment list`."""
        plan, ends, read = self.kept.plan, self.ends, self.read_until
        return {
            "name": self.kept.record.name,
            "arms": self.kept.sizes,
            "customers": len(self.kept.dealt),
            "dealt_on": self.kept.record.created_at.date().isoformat(),
            "starts": self.kept.starts.date().isoformat(),
            "ends": None if ends is None else ends.date().isoformat(),
            "state": self.state,
            "read_until": None if read is None else read.date().isoformat(),
            "plan": None if plan is None else asdict(plan),
        }


@needs(Role.VIEWER)
def listed_experiments(ws: Workspace) -> list[ListedExperiment]:
    """All of them, the newest first."""
    kept = kept_experiments(ws)
    if not kept:
        return []
    with ws.db.read() as cursor:
        read = experiments.readings(cursor)
    newest = customer_state(ws).activity.last
    return [_listed(one, newest, read.get(one.record.set_id)) for one in kept]


def none_dealt() -> str:
    """Instead of a list."""
    return say(m.NONE_DEALT)


@needs(Role.ANALYST)
def note_reading(
    ws: Workspace, name: str, told: ExperimentReadout, outcomes: tuple[str, ...] = ()
) -> None:
    """Note that an experiment was read out on the data as it is; once for the same data. outcomes:
    that were asked for beside the planned one.  `NotFoundError` where there is none.
    """
    kept, newest = kept_experiment(ws, name), customer_state(ws).activity.last
    if newest is None:
        return
    until = newest.date().isoformat()
    reading = {"until": until, "over": bool(told.read.over), "outcomes": list(outcomes)}
    with ws.db.read() as cursor:
        if experiments.readings(cursor).get(kept.record.set_id) == reading:
            return
    with ws.db.write() as cursor:
        experiments.note_reading(cursor, kept.record.set_id, reading)


def _listed(
    kept: KeptExperiment, newest: pd.Timestamp | None, read: dict[str, Any] | None
) -> ListedExperiment:
    total = WINDOW if kept.plan is None else kept.plan.total_days
    ends = None if total is None else kept.starts + pd.Timedelta(days=total - 1)
    state: State = "planned"
    if newest is not None and newest.normalize() >= kept.starts:
        state = "running"
        if ends is not None and newest.normalize() >= ends:
            state = "read" if read is not None and read["over"] else "over"
    until = None if read is None else pd.Timestamp(read["until"])
    outcomes = () if read is None else tuple(read["outcomes"])
    return ListedExperiment(kept, ends, state, until, outcomes)
