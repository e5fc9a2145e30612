"""What an experiment that was dealt out here came to, by the workspace's own later purchases."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from recsys_core.experiments.readout.divided import BROKEN, Experiment, Outcome, Subgroups, names_of
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import FloatArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.experiments.planning import days as planning
from recsys_core.services.experiments.planning.assignment import KeptExperiment, kept_experiment
from recsys_core.services.experiments.planning.days import CustomerDays, customer_days
from recsys_core.services.experiments.planning.words import UNITS
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.files import ReadExperiment, divisible
from recsys_core.services.experiments.readout.study import ExperimentReadout, readout_of
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.customer_queries import Activity
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import measured, share

WINDOW = 28
"""Days counted where an experiment was dealt out without a plan."""


@dataclass(frozen=True)
class _Taken:
    """Who counts. rows: of the dealt.  place: in the days of all.  start: the day before theirs
    count, or on which they came.  first, last: within which they came, or their purchases count.
    days: counted of each.  gone: by arm, who is no more in the data.  absent: who did not come.
    waiting: who came too late for all of their days to be over.
    """

    rows: IntArray
    place: IntArray
    start: IntArray
    first: int
    last: int
    days: int
    gone: dict[str, int]
    absent: int = 0
    waiting: int = 0


@needs(Role.VIEWER)
def readout_of_experiment(
    ws: Workspace,
    name: str,
    outcomes: Sequence[str] = (),
    progress: Progress = silent,
) -> ExperimentReadout:
    """By the plan that was kept: its outcome, its first day, its days and customers. outcomes: more
    of them, by their names (rate, money, count, ratio); without a plan the first one decides, the
    rate where none is said.  Everybody who was dealt out counts in their arm from the first day on;
    where customers are taken in as they come, from the day they came, once their days are over.

    `NotFoundError` for no experiment of this name, `NotReadyError` without dates and where the data
    does not reach far enough, `InputError` for an outcome the data does not tell.
    """
    kept, what = kept_experiment(ws, name), customer_state(ws).activity
    title, plan = kept.record.name, kept.plan
    if what.last is None:
        raise NotReadyError(say(m.WITHOUT_DATES, name=title))
    if what.last.normalize() < kept.starts:
        ends = {"first": written_day(kept.starts), "last": written_day(what.last)}
        raise NotReadyError(say(m.NOT_BEGUN, name=title, **ends))
    found = _with_undated(ws, customer_days(ws, what))
    taken = _taken(kept, found, _number(what.last))
    arms = tuple(one.name for one in kept.arms)
    arm = kept.dealt["arm"].map({one: at for at, one in enumerate(arms)}).to_numpy()[taken.rows]
    told, before = _outcomes(kept, what, found, taken, outcomes)
    entry = "all" if plan is None else plan.entry
    data = Experiment(
        np.asarray(arm, dtype=np.int64),
        arms,
        0,
        tuple(told),
        np.array([one.share for one in kept.arms]),
        before,
        _strata(kept, taken),
        taken.start - taken.first if entry == "come" else None,
        taken.first,
    )
    divisible(data)
    total = WINDOW if plan is None else plan.total_days
    counted = _number(what.last) - _number(kept.starts) + 1
    days = None if total is None else (min(counted, total), total)
    read = ReadExperiment(data, tuple(_notes(kept, data, taken)), "kept", days)
    asked = ReadoutChoice()
    if plan is not None:
        # Of days that are not over nobody knows yet that they make no difference.
        whole = plan.entry == "come" or read.over
        smallest = plan.smallest if whole else None
        asked = replace(asked, smallest=smallest, planned=plan.per_arm, alpha=plan.alpha)
    return readout_of(read, asked, progress)


def _taken(kept: KeptExperiment, found: CustomerDays, newest: int) -> _Taken:
    """Who counts by now. `NotReadyError` where that is nobody."""
    plan, first = kept.plan, _number(kept.starts)
    place = pd.Index(found.users).get_indexer(kept.dealt[Columns.User])
    known = place >= 0
    there = kept.dealt["arm"][known].value_counts()
    gone = {arm: n - int(there.get(arm, 0)) for arm, n in kept.sizes_then.items()}
    window = WINDOW if plan is None else plan.window
    if plan is None or plan.entry == "all":
        days = min(window, newest - first + 1)
        rows = np.flatnonzero(known)
        start = np.full(len(rows), first - 1)
        return _Taken(rows, place[rows], start, first, first + days - 1, days, gone)
    ends = newest if plan.days is None else min(newest, first + plan.days - 1)
    came = found.entries(first, ends)
    start = np.where(known, came[place], -1)
    absent = int((known & (start < 0)).sum())
    rows = np.flatnonzero((start >= 0) & (start + window <= newest))
    waiting = int((start >= 0).sum()) - len(rows)
    if not len(rows):
        between = {"first": _written(first), "last": _written(newest), "window": window}
        raise NotReadyError(say(m.NOBODY_THROUGH, name=kept.record.name, **between))
    last = min(ends, newest - window)
    return _Taken(rows, place[rows], start[rows], first, last, window, gone, absent, waiting)


def _with_undated(ws: Workspace, found: CustomerDays) -> CustomerDays:
    """Everybody who is known, those too of whom nothing has a date."""
    users = customer_state(ws).overview[Columns.User].to_numpy(dtype=object)
    others = users[pd.Index(found.users).get_indexer(users) < 0]
    return replace(found, users=np.concatenate([found.users, others]))


def _outcomes(
    kept: KeptExperiment,
    what: Activity,
    found: CustomerDays,
    taken: _Taken,
    wanted: Sequence[str],
) -> tuple[list[Outcome], dict[str, FloatArray]]:
    """The outcomes, the deciding one first, and what was known before of that one."""
    plan = kept.plan
    come = plan is not None and plan.entry == "come"
    window = WINDOW if plan is None else plan.window
    start, inside = np.full(len(found.users), -1), np.zeros(len(found.users), dtype=bool)
    start[taken.place], inside[taken.place] = taken.start, True
    order = (np.cumsum(inside) - 1)[taken.place]
    after = found.figures(start, 0 if come and found.visits else 1, taken.days, inside)
    before = found.figures(start, *((-window, -1) if come else (1 - window, 0)), inside)
    names: dict[planning.Outcome, str] = {
        "rate": say(m.BOUGHT_IN[what.kind], n=taken.days),
        "money": say(m.SPENT_IN, n=taken.days),
        "count": say(m.ORDERS_IN, n=taken.days),
        "ratio": say(m.SPENT_AN_ORDER),
    }
    known = [one for one in planning.OUTCOMES if one in after]
    for one in wanted:
        if one not in known:
            raise InputError(say(m.NO_SUCH_OUTCOME_HERE, column=one, outcomes=and_list(known)))
    if plan is not None and plan.outcome not in known:
        listed = and_list(known)
        raise NotReadyError(say(m.NO_SUCH_OUTCOME_HERE, column=plan.outcome, outcomes=listed))
    asked = [*wanted] if plan is None else [plan.outcome, *wanted]
    of_name = {str(one): one for one in known}
    chosen = [of_name[one] for one in dict.fromkeys(asked or ["rate"])]
    told = []
    for one in chosen:
        values = after[one][order]
        if one == "ratio":
            told.append(Outcome(names[one], "ratio", values[:, 0], values[:, 1]))
        else:
            told.append(Outcome(names[one], one, values))
    if chosen[0] in ("money", "ratio"):
        return told, {say(m.MONEY_BEFORE, n=window): before["money"][order]}
    return told, {say(m.ORDERS_BEFORE, n=window): before["count"][order]}


def _strata(kept: KeptExperiment, taken: _Taken) -> tuple[Subgroups, ...]:
    if not kept.record.definition["stratified"]:
        return ()
    codes, values = names_of(kept.dealt["stratum"].to_numpy(dtype=object)[taken.rows])
    return (Subgroups(say(m.BY_RECENCY), values, codes, True),) if len(values) > 1 else ()


def _notes(kept: KeptExperiment, data: Experiment, taken: _Taken) -> list[str]:
    """From when to when, who is missing, and what was planned."""
    plan, name = kept.plan, kept.record.name
    come = plan is not None and plan.entry == "come"
    ends = {"first": _written(taken.first), "last": _written(taken.last)}
    fields = ends | {"name": name, "made": written_day(kept.record.created_at)}
    said = [say(m.COUNTED_FROM, **fields)]
    if come:
        said = [say(m.CAME_FROM, window=taken.days, **fields)]
    said.append(say(m.CONTROL_TAKEN, control=data.arms[0], rule=say(m.RULES["kept"])))
    if come and data.ratio_p < BROKEN:
        said.append(say(m.ARM_MAKES_COME))
    if gone := sum(taken.gone.values()):
        arms = [say(m.SIZE_OF_ARM, arm=arm, n=n) for arm, n in taken.gone.items() if n]
        of = sum(kept.sizes_then.values())
        said.append(say(m.GONE_SINCE, n=gone, of=of, arms=and_list(arms)))
    if taken.absent:
        said.append(say(m.NOT_COME, n=taken.absent))
    if taken.waiting:
        said.append(say(m.STILL_COUNTED, n=taken.waiting, window=taken.days))
    if plan is not None:
        fields = {"effect": share(plan.effect), "power": share(plan.power)}
        fields["base"] = measured(plan.baseline, UNITS[plan.outcome])
        smallest = int(data.sizes.min())
        said.append(say(m.PLAN_SAID, planned=plan.per_arm, n=smallest, **fields))
    return said


def _number(day: pd.Timestamp) -> int:
    """Days since 1970."""
    return int(day.to_datetime64().astype("datetime64[D]").astype(np.int64))


def _written(day: int) -> str:
    return written_day(pd.Timestamp(np.datetime64(day, "D")))
