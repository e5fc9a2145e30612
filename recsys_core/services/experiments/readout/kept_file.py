"""A file that was brought whose customers and arms are those of an experiment dealt out here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data.coded_table import CodedTable
from recsys_core.services.experiments.planning.assignment import (
    KeptExperiment,
    kept_experiment,
    kept_experiments,
)
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import (
    ReadoutChoice,
    arm_column,
    arm_names,
    unit_column,
)
from recsys_core.services.experiments.readout.files import understood
from recsys_core.services.experiments.readout.outcome_columns import is_rate
from recsys_core.services.experiments.readout.study import ExperimentReadout, readout_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say

LEAST_SHARE = 0.5
"""Of the file's customers: so many have to be dealt out for an experiment to be taken for it."""


@dataclass(frozen=True)
class MatchedExperiment:
    """users: customers of the file.  dealt: those of them that were dealt out.  same: in the arm
    that the file says.
    """

    kept: KeptExperiment
    users: int
    dealt: int
    same: int

    @property
    def question(self) -> str:
        """What is asked before the plan is taken."""
        return say(m.THESE_ARMS, **self._fields())

    @property
    def sentences(self) -> tuple[str, ...]:
        """What was taken from the plan, and who is in another arm."""
        said = [say(m.WITH_ITS_PLAN, **self._fields())]
        if other := self.dealt - self.same:
            said.append(say(m.OTHER_ARM_DEALT, n=other))
        return tuple(said)

    def _fields(self) -> dict[str, object]:
        record = self.kept.record
        made = written_day(record.created_at)
        return {"name": record.name, "made": made, "dealt": self.dealt, "n": self.users}


@needs(Role.VIEWER)
def matched(ws: Workspace, name: str, table: CodedTable, asked: ReadoutChoice) -> MatchedExperiment:
    """The experiment of a name beside a file. `NotFoundError` for none of it, `InputError` where
    the file does not hold its arms and customers.
    """
    kept = kept_experiment(ws, name)
    found = _matches([kept], table, asked)
    if not found:
        raise InputError(say(m.NOT_ITS_ARMS, file=table.file, name=kept.record.name))
    return found[0]


@needs(Role.VIEWER)
def matching_experiment(
    ws: Workspace, table: CodedTable, asked: ReadoutChoice
) -> MatchedExperiment | None:
    """The experiment dealt out here with the file's arms and at least half of its customers, that
    with most of them; None for none, and where no column names customers. `InputError` where
    nobody can tell which column is the arm.
    """
    found = _matches(kept_experiments(ws), table, asked)
    return max(found, key=lambda one: one.dealt, default=None)


def _matches(
    experiments: Sequence[KeptExperiment], table: CodedTable, asked: ReadoutChoice
) -> list[MatchedExperiment]:
    arm = arm_column(table, asked)
    unit = unit_column(table, asked, arm)
    if not unit:
        return []
    names, place, _ = arm_names(table.columns[arm])
    code = place[table.columns[arm].codes]
    rows = pd.DataFrame({"user": table.columns[unit].texts, "code": code})
    rows = rows[(rows["user"] != "") & (code >= 0)].drop_duplicates("user")
    rows["arm"] = [names[one].casefold() for one in rows["code"]]
    arms = {one.casefold() for one in names}
    found = []
    for kept in experiments:
        if arms != {one.name.casefold() for one in kept.arms}:
            continue
        dealt = kept.dealt.set_index(Columns.User)["arm"].reindex(rows["user"])
        there = dealt.notna().to_numpy()
        said = rows["arm"].to_numpy()[there]
        same = int((dealt[there].str.casefold().to_numpy() == said).sum())
        found.append(MatchedExperiment(kept, len(rows), int(there.sum()), same))
    return [one for one in found if one.dealt >= max(LEAST_SHARE * one.users, 1)]


def readout_with_plan(
    table: CodedTable, asked: ReadoutChoice, found: MatchedExperiment, progress: Progress = silent
) -> ExperimentReadout:
    """Read a file by what was kept: the control, the shares of the arms, customers an arm and the
    alarms allowed; the smallest difference too where both the plan's outcome and the file's first
    are rates. What `asked` says goes before.
    """
    kept, plan = found.kept, found.kept.plan
    control = kept.arms[0].name
    if not asked.control:
        asked = replace(asked, control=control, control_by="kept")
    if plan is not None:
        smallest = asked.smallest
        if smallest is None and plan.outcome == "rate" and asked.outcomes:
            smallest = plan.smallest if is_rate(table, asked.outcomes[0]) else None
        planned = plan.per_arm if asked.planned is None else asked.planned
        asked = replace(asked, smallest=smallest, planned=planned, alpha=plan.alpha)
    read = understood(table, asked)
    data = read.data
    if asked.control_share is None:
        shares = {one.name.casefold(): one.share for one in kept.arms}
        data = replace(data, planned=np.array([shares[one.casefold()] for one in data.arms]))
    read = replace(read, data=data, notes=(*found.sentences, *read.notes))
    return readout_of(read, asked, progress)
