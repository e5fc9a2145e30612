"""What one customer is part of and was sent: segments, campaigns, feedback; and all new figures."""

from dataclasses import asdict
from typing import Any

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import TastelabError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.customer_figures import records
from recsys_core.services.customers.feedback import list_feedback
from recsys_core.services.customers.one_customer.received import received
from recsys_core.services.customers.one_customer.shopping import rhythm_of_week, shopping
from recsys_core.services.customers.profiles import CustomerProfile, customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import segment_names
from recsys_core.services.customers.timing.coming import (
    customer_timing,
    repurchase_clock,
    timing_is_known,
)
from recsys_core.services.customers.worth import (
    TOLD,
    YEAR_DAYS,
    everybodys_worth,
    everybodys_worth_is_known,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import shopping_queries


@needs(Role.VIEWER)
def segments_of(ws: Workspace, user_id: str) -> list[str]:
    """The kept segments the customer is in; those that cannot be told now are left out."""
    users = customer_overview(ws)[Columns.User]
    at = users.index[users == user_id]
    found = []
    for name in segment_names(ws):
        try:
            if len(at) and bool(members(ws, name, patient=False)[users.index.get_loc(at[0])]):
                found.append(name)
        except TastelabError:
            continue
    return found


@needs(Role.VIEWER)
def campaigns_of(ws: Workspace, user_id: str) -> pd.DataFrame:
    """campaign_id, name, start, arm, responses; the latest first."""
    with ws.db.read() as cursor:
        return shopping_queries.campaigns_of(cursor, user_id)


@needs(Role.VIEWER)
def worth_of(
    ws: Workspace, user_id: str, days: int = YEAR_DAYS, progress: Progress = silent
) -> dict[str, float | None] | None:
    """alive, orders, value, low, high within `days` days; None where it cannot be told."""
    found = everybodys_worth(ws, days, progress)
    row = found[found[Columns.User] == user_id]
    if row.empty:
        return None
    figures = {name: float(row[name].iloc[0]) for name in TOLD}
    return {name: None if pd.isna(value) else value for name, value in figures.items()}


@needs(Role.VIEWER)
def worth_known(ws: Workspace, user_id: str) -> dict[str, float | None] | None:
    """`worth_of` where it was worked out before, else None."""
    return worth_of(ws, user_id) if everybodys_worth_is_known(ws) else None


@needs(Role.VIEWER)
def outlook_is_known(ws: Workspace) -> bool:
    """Whether what comes next of a customer can be told at once."""
    return everybodys_worth_is_known(ws) and timing_is_known(ws)


@needs(Role.VIEWER)
def more_json(ws: Workspace, profile: CustomerProfile, report: Progress = silent) -> dict[str, Any]:
    """What `profile --json` prints beside the profile: worth, timing, clock, shopping, rhythm,
    segments, campaigns, received, feedback; null or empty where the data does not say it.
    """
    user = profile.user_id
    clock = repurchase_clock(ws, user)
    return {
        "worth": worth_of(ws, user, progress=report),
        "timing": customer_timing(ws, user, progress=report),
        "clock": _listed(clock),
        "shopping": shopping(ws, profile),
        "rhythm": rhythm_of_week(profile) or None,
        "segments": segments_of(ws, user),
        "campaigns": _listed(campaigns_of(ws, user)),
        "received": asdict(received(ws, user)),
        "feedback": _listed(list_feedback(ws, user).drop(columns=Columns.User)),
    }


def _listed(frame: pd.DataFrame) -> list[dict[str, Any]]:
    dates = frame.select_dtypes("datetime").columns
    texts = {name: frame[name].dt.strftime("%Y-%m-%d").astype(object) for name in dates}
    plain = frame.assign(**texts).astype(object)
    return records(plain.where(plain.notna(), None))
