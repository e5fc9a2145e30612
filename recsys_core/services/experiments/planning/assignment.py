"""Who gets which arm of an experiment: dealt by keyed lot, kept, the same wherever it is asked."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.lots import NOBODY, dealt
from recsys_core.schema.statistics.differences import sample_ratio
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.barred import barred, leave_out
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.experiments.planning.kept_plan import KeptPlan
from recsys_core.services.experiments.planning.plan import ExperimentPlan
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.lots import lot_key
from recsys_core.services.workspace.runs import trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import experiment_queries, experiments, scenarios
from recsys_core.storage.experiments import ExperimentRecord
from recsys_core.wording.dates import day
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

ArmKind = Literal["", "model", "scenario", "offer"]
ARM_KINDS: tuple[ArmKind, ...] = ("", "model", "scenario", "offer")
LONGEST, MOST_ARMS = 80, 20


@dataclass(frozen=True)
class ExperimentArm:
    """share: of those who take part.  kind, value: what is shown to it; nothing from here if ""."""

    name: str
    share: float
    kind: ArmKind = ""
    value: str = ""


@dataclass(frozen=True)
class AssignRequest:
    """arms: the first one is the control.  part: the share of customers who take part.
    stratified: so that every arm has its share of each segment by recency, frequency and spend.
    group: nobody else.  plan: what it is read by; None for none.  starts: the first day that
    counts; None for the day after the data.
    """

    name: str
    arms: tuple[ExperimentArm, ...]
    part: float = 1.0
    stratified: bool = False
    group: str | None = None
    plan: ExperimentPlan | None = None
    starts: pd.Timestamp | None = None


@dataclass(frozen=True)
class KeptExperiment:
    """dealt: user_id, arm, stratum ("" without strata); most active first."""

    record: ExperimentRecord
    dealt: pd.DataFrame

    @property
    def arms(self) -> tuple[ExperimentArm, ...]:
        return tuple(ExperimentArm(**one) for one in self.record.definition["arms"])

    @property
    def plan(self) -> KeptPlan | None:
        """None where it was dealt out without one."""
        found = self.record.definition.get("plan")
        return None if found is None else KeptPlan(**found)

    @property
    def starts(self) -> pd.Timestamp:
        """The first day that counts."""
        said = self.record.definition.get("starts", self.record.created_at)
        return pd.Timestamp(said).normalize()

    @property
    def sizes_then(self) -> dict[str, int]:
        """Customers by arm when they were dealt out, those among them who were erased since."""
        return self.sizes | dict(self.record.definition.get("dealt", {}))

    @property
    def sizes(self) -> dict[str, int]:
        """Customers by arm."""
        counts = self.dealt["arm"].value_counts()
        return {one.name: int(counts.get(one.name, 0)) for one in self.arms}

    @property
    def ratio_p(self) -> float:
        """The chance of sizes as unlike the shares as these."""
        shares = np.array([one.share for one in self.arms])
        return sample_ratio(np.array(list(self.sizes.values())), shares)

    @property
    def left_out(self) -> list[str]:
        """Who takes no part, and why."""
        excluded = self.record.definition["excluded"]
        return [say(m.LEFT_ASIDE[reason], n=n) for reason, n in excluded.items() if n]

    @property
    def sentence(self) -> str:
        """How many are in which arm."""
        sizes = [say(m.ARM_SIZE, arm=arm, n=n) for arm, n in self.sizes.items()]
        return say(m.DEALT, name=self.record.name, n=len(self.dealt), sizes=and_list(sizes))

    def to_json(self) -> dict[str, Any]:
        """The keys of `experiment assign`."""
        sizes = self.sizes
        return {
            "name": self.record.name,
            "customers": len(self.dealt),
            "arms": [asdict(one) | {"customers": sizes[one.name]} for one in self.arms],
            "excluded": self.record.definition["excluded"],
            "stratified": self.record.definition["stratified"],
            "sample_ratio_p": self.ratio_p,
            "starts": self.starts.date().isoformat(),
            "plan": None if self.plan is None else asdict(self.plan),
            "sentence": self.sentence,
        }


@needs(Role.ANALYST)
def assign(ws: Workspace, asked: AssignRequest) -> KeptExperiment:
    """Deal customers out and keep it with its plan; asked again for the same, what was kept.

    Nobody whom no campaign may reach takes part, the control group of all campaigns among them.
    `InputError` for arms that cannot be, a first day within the data, and a name that stands for
    another experiment; a plan is never changed afterwards.
    """
    name = " ".join(asked.name.split())
    _check(ws, asked, name)
    wanted = {"arms": [asdict(one) for one in asked.arms], "part": asked.part}
    wanted |= {"stratified": asked.stratified, "group": asked.group}
    for one in kept_experiments(ws):
        if one.record.name == name:
            if {key: one.record.definition[key] for key in wanted} == wanted and _as_kept(
                asked, one
            ):
                return one
            raise InputError(say(m.EXPERIMENT_TAKEN, name=name))
    starts = _first_day(ws, asked.starts)
    overview = customer_overview(ws)
    users = overview[Columns.User].to_numpy(dtype=object)
    inside = np.ones(len(users), dtype=bool)
    if asked.group is not None:
        inside &= group_members(ws, asked.group)
    ids = pd.Index(users)
    reasons = {reason: ids.isin(list(who)) for reason, who in barred(ws).items()}
    kept, counts = leave_out(inside, reasons)
    users = users[kept]
    strata = overview[Columns.Segment].to_numpy(dtype=object)[kept].astype(str)
    shares = [one.share for one in asked.arms]
    arm = dealt(
        lot_key(ws), name, list(users), shares, asked.part, strata if asked.stratified else None
    )
    rows = arm != NOBODY
    if not rows.any():
        raise InputError(say(m.NOBODY_DEALT))
    names = np.array([one.name for one in asked.arms], dtype=object)
    frame = pd.DataFrame(
        {
            Columns.User: users[rows],
            "arm": names[arm[rows]],
            "stratum": strata[rows] if asked.stratified else "",
        }
    )
    record = ExperimentRecord(
        name,
        uuid4().hex,
        wanted
        | {
            "excluded": counts,
            "dealt": frame["arm"].value_counts().to_dict(),
            "starts": starts.date().isoformat(),
            "plan": None if asked.plan is None else asdict(KeptPlan.of(asked.plan)),
        },
        ws.fingerprint(),
        datetime.now(UTC).replace(tzinfo=None),
    )
    with changing(ws, "experiments") as cursor:
        experiments.put_experiment(cursor, record)
        experiments.put_assignments(cursor, record.set_id, frame)
    return KeptExperiment(record, frame)


_kept: PerWorkspace[int, list[KeptExperiment]] = PerWorkspace("experiments dealt out", most=1)


@needs(Role.VIEWER)
def kept_experiments(ws: Workspace) -> list[KeptExperiment]:
    """All of them, the newest first; read again only after something was written."""

    def read() -> list[KeptExperiment]:
        with ws.db.read() as cursor:
            return [
                KeptExperiment(one, experiments.assignments_of(cursor, one.set_id))
                for one in experiments.list_experiments(cursor)
            ]

    return _kept.get(ws, ws.db.commits, read)


@needs(Role.VIEWER)
def kept_experiment(ws: Workspace, name: str) -> KeptExperiment:
    """The one of a name; `NotFoundError` where there is none."""
    wanted = " ".join(name.split())
    for one in kept_experiments(ws):
        if one.record.name == wanted:
            return one
    raise NotFoundError(say(m.NO_SUCH_EXPERIMENT, name=wanted))


@needs(Role.ANALYST)
def remove_experiment(ws: Workspace, name: str) -> None:
    """Take one out; it can be brought back. `NotFoundError` where there is none."""
    found = kept_experiment(ws, name)
    with changing(ws, "experiments") as cursor:
        experiments.delete_experiment(cursor, found.record.name)


def arms_of(
    texts: Sequence[str], shares: Sequence[float] | None = None
) -> tuple[ExperimentArm, ...]:
    """Arms as they are typed: `NAME`, or `NAME=KIND:VALUE`; equal shares unless said."""
    found = []
    if shares is not None and len(shares) != len(texts):
        raise InputError(say(m.SHARES_FOR_ARMS, n=len(texts)))
    for at, text in enumerate(texts):
        name, _, rest = text.partition("=")
        kind, _, value = rest.partition(":")
        known = next((one for one in ARM_KINDS if one == kind.strip()), None)
        if known is None or bool(known) != bool(value.strip()):
            raise InputError(say(m.ARM_TYPED, text=repr(text)))
        share = 1 / len(texts) if shares is None else shares[at]
        found.append(ExperimentArm(" ".join(name.split()), share, known, value.strip()))
    return tuple(found)


def _as_kept(asked: AssignRequest, one: KeptExperiment) -> bool:
    """Whether what else was said, a plan and a first day, is what was kept."""
    if asked.starts is not None and asked.starts.normalize() != one.starts:
        return False
    kept = None if one.plan is None else one.plan.asked()
    return asked.plan is None or KeptPlan.of(asked.plan).asked() == kept


def _first_day(ws: Workspace, asked: pd.Timestamp | None) -> pd.Timestamp:
    """The day that was said, or the one after the data; today where there are no dates."""
    newest = customer_state(ws).activity.last
    if newest is None:
        return pd.Timestamp.now().normalize() if asked is None else asked.normalize()
    if asked is None:
        return newest.normalize() + pd.Timedelta(days=1)
    if asked.normalize() < newest.normalize():
        raise InputError(say(m.STARTS_TOO_EARLY, day=day(newest)))
    return asked.normalize()


def _check(ws: Workspace, asked: AssignRequest, name: str) -> None:
    names = [one.name for one in asked.arms]
    if not name or len(name) > LONGEST or any(not one or len(one) > LONGEST for one in names):
        raise InputError(say(m.EXPERIMENT_NAMES, most=LONGEST))
    if not 2 <= len(names) <= MOST_ARMS or len({one.casefold() for one in names}) < len(names):
        raise InputError(say(m.ARMS_DIFFER, most=MOST_ARMS))
    shares = [one.share for one in asked.arms]
    if not (min(shares) > 0 and abs(sum(shares) - 1) < 1e-6 and 0 < asked.part <= 1):
        raise InputError(say(m.SHARES_ADD_UP))
    with ws.db.read() as cursor:
        known = {one.name.casefold() for one in scenarios.list_scenarios(cursor)}
        offers = {
            one.value
            for one in asked.arms
            if one.kind == "offer" and not experiment_queries.knows_offer(cursor, one.value)
        }
    if offers:
        raise InputError(say(m.NO_SUCH_ARM_OFFER, offer=min(offers)))
    for one in asked.arms:
        if one.kind == "model":
            trained_model(ws, one.value)
        if one.kind == "scenario" and one.value.casefold() not in known:
            raise NotFoundError(say(m.NO_SUCH_ARM_SCENARIO, name=one.value))
