"""When the customers of a workspace come next: asked once, told, handed over."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.profiles.timing.clock import clock
from recsys_core.profiles.timing.coming import Coming, tell_coming
from recsys_core.profiles.timing.trial import TimingTrial
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.timing import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.frame_file import write_frame
from recsys_core.services.workspace.kept_figures import is_kept, kept_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import customer_queries, timing_queries
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

USUAL = 30
"""Days looked ahead, unless asked otherwise."""
SHORTEST, LONGEST = 7, 365
KEPT = "coming"
DATES = (C.NextExpected, "next_from", "next_to")

_told: PerWorkspace[tuple[int, int], Coming] = PerWorkspace("when customers come next", most=4)


@needs(Role.VIEWER)
def customers_coming(ws: Workspace, days: int = USUAL, progress: Progress = silent) -> Coming:
    """Who is expected when, and how likely each is to stay away for `days` days.

    `InputError` for a horizon outside its range.
    """
    if not SHORTEST <= days <= LONGEST:
        raise InputError(say(m.HORIZON, least=SHORTEST, most=LONGEST))
    return _told.get(ws, (ws.data_version(), days), lambda: _tell(ws, days, progress))


@needs(Role.VIEWER)
def coming_is_known(ws: Workspace, days: int = USUAL) -> bool:
    """Whether it was worked out in this process for the data as it is now."""
    return _told.peek(ws, (ws.data_version(), days)) is not None


@needs(Role.VIEWER)
def timing_is_known(ws: Workspace, days: int = USUAL) -> bool:
    """Whether `customer_timing` answers at once: worked out here, or kept from before."""
    return coming_is_known(ws, days) or is_kept(ws, f"{KEPT}-{days}")


def _tell(ws: Workspace, days: int, progress: Progress) -> Coming:
    with ws.db.read() as cursor:
        orders = customer_queries.order_days(cursor)
        until = customer_queries.newest_day(cursor)
    return tell_coming(orders, until, days, lambda done: progress(done, say(m.FITTING)))


@needs(Role.VIEWER)
def category_paces(ws: Workspace) -> pd.DataFrame:
    """category, customers, every; see `storage.timing_queries.category_paces`."""

    def ask() -> pd.DataFrame:
        with ws.db.read() as cursor:
            return timing_queries.category_paces(cursor)

    return kept_frame(ws, "paces", ask)


@needs(Role.VIEWER)
def repurchase_clock(ws: Workspace, user_id: str) -> pd.DataFrame:
    """What one customer buys again and again; see `profiles.timing.clock.clock`."""
    paces = category_paces(ws)
    with ws.db.read() as cursor:
        days = timing_queries.category_days(cursor, user_id)
        until = customer_queries.newest_day(cursor)
    return clock(days, paces, pd.Timestamp(0) if until is None else until)


def coming_sentence(coming: Coming) -> str:
    """The finding: how many are expected, and how that was tried, or why not."""
    frame, days = coming.customers, coming.days
    if frame.empty or coming.until is None:
        return coming.refused
    ends = coming.until + pd.Timedelta(days=days)
    soon = int(frame[C.NextExpected].between(coming.until, ends, inclusive="right").sum())
    passed = int((frame[C.NextExpected] <= coming.until).sum())
    text = say(m.EXPECTED_BACK, customers=len(frame), soon=soon, days=days, passed=passed)
    if coming.refused or coming.trial is None:
        return f"{text} {coming.refused}"
    trial = coming.trial
    unlikely = share(float((frame["band"] == "unlikely").mean()))
    return say(
        m.TRIED,
        text=say(m.LIKELY, text=text, unlikely=unlikely),
        days=days,
        day=day(trial.day),
        actual=share(float(trial.stayed.mean())),
        expected=share(float(trial.chance.mean())),
        ece=share(trial.ece),
    )


def coming_json(coming: Coming) -> dict[str, Any]:
    """The keys of the command line's `timing`; those of what was not told are None."""
    told = not coming.refused and coming.trial is not None
    bands = coming.customers["band"].value_counts().to_dict() if told else None
    return {
        "horizon": coming.days,
        "customers": len(coming.customers),
        "expected_stay_away": float(coming.customers["stay_away"].sum()) if told else None,
        "bands": bands,
        "trial": None if coming.trial is None else _trial(coming.trial),
        "gaps_held": {"n": coming.told, "held": coming.held},
        "refused": coming.refused or None,
        "sentence": coming_sentence(coming),
    }


def _trial(trial: TimingTrial) -> dict[str, Any]:
    return {
        "from": trial.day.date().isoformat(),
        "days": trial.days,
        "customers": len(trial.chance),
        "expected": float(trial.chance.sum()),
        "actual": int(trial.stayed.sum()),
        "base": trial.base,
        "ece": trial.ece,
        "brier": trial.brier,
        "base_brier": trial.base_brier,
        "by_tenth": [asdict(row) for row in trial.by_tenth()],
        "by_band": [asdict(row) for row in trial.by_band()],
    }


@needs(Role.VIEWER)
def customer_timing(
    ws: Workspace, user_id: str, days: int = USUAL, progress: Progress = silent
) -> dict[str, Any] | None:
    """When one customer comes next, as plain figures (dates in ISO form); None without dated
    orders. stay_away is None where the chance cannot be told.
    """
    found = kept_frame(ws, f"{KEPT}-{days}", lambda: _kept(customers_coming(ws, days, progress)))
    which = found[Columns.User] == user_id
    if not which.any():
        return None
    row = found[which].iloc[0]
    dates = {name: row[name].date().isoformat() for name in DATES}
    chance = None if pd.isna(row["stay_away"]) else float(row["stay_away"])
    return {**dates, "horizon": days, "stay_away": chance}


def _kept(coming: Coming) -> pd.DataFrame:
    """What `customer_timing` tells of everybody; stay_away is NaN where it cannot be told."""
    names = [Columns.User, *DATES, "stay_away"]
    found = coming.customers.reindex(columns=names)
    return found.assign(stay_away=np.nan) if coming.refused else found


def write_coming(coming: Coming, out: Path) -> int:
    """Every customer as a row of a CSV file, the soonest expected first; how many rows.

    `InputError` without dated orders.
    """
    if coming.customers.empty:
        raise InputError(coming.refused)
    return write_frame(soonest(coming), out)


def soonest(coming: Coming) -> pd.DataFrame:
    """The customers in the order of the days they are expected, those to come before those whose
    day has passed.
    """
    frame = coming.customers
    passed = (frame[C.NextExpected] <= coming.until).rename("passed")
    order = pd.concat([passed, frame[[C.NextExpected, Columns.User]]], axis=1)
    order[C.NextExpected] = order[C.NextExpected].where(~passed, coming.until)
    kept = order.sort_values(["passed", C.NextExpected, Columns.User], kind="stable").index
    return frame.loc[kept].reset_index(drop=True)
