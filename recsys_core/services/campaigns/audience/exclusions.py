"""Who must not be written to, and why; everybody is left out for the first reason that holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.request import ContactLimits
from recsys_core.services.campaigns.barred import CONTROL, barred, leave_out
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries

WEEK = 7
NO_FORECAST, NEVER_BOUGHT = "no_forecast", "never_bought"
REASONS = {
    "no_consent": m.NO_CONSENT,
    "unsubscribed": m.UNSUBSCRIBED,
    "bounced": m.BOUNCED,
    CONTROL: m.IN_CONTROL,
    "contacted": m.CONTACTED,
    "bought": m.BOUGHT,
    "weekly_cap": m.WEEKLY_CAP,
    NO_FORECAST: m.NO_FORECAST,
    NEVER_BOUGHT: m.NEVER_BOUGHT,
}


@dataclass(frozen=True)
class Exclusions:
    """kept: (n,) who may be written to.  counts: reason -> how many, in the order in which they are
    asked.  consent_unknown: of those kept, how many the data says nothing of.
    """

    kept: BoolArray
    counts: dict[str, int]
    consent_unknown: int


@needs(Role.VIEWER)
def exclude(
    ws: Workspace,
    users: Sequence[str],
    inside: BoolArray,
    bought_age: np.ndarray,
    limits: ContactLimits,
    sends: pd.Timestamp,
) -> Exclusions:
    """users: (n,) customers.  inside: (n,) those the audience is out of.  bought_age: (n,) days
    from their last purchase of the products to the day of sending.
    """
    ids = pd.Index(users)
    with ws.db.read() as cursor:
        _, told = audience_queries.without_consent(cursor)
        contacts = audience_queries.contacts(cursor)
    before = (sends - contacts["ts"].dt.normalize()).dt.days
    near = contacts[(before >= 0) & (before <= limits.contacted) & (limits.contacted > 0)]
    week = contacts[(before >= 0) & (before < WEEK)].groupby(Columns.User).size()
    full = week.index[week >= limits.weekly] if limits.weekly else week.index[:0]
    holds = {
        **{reason: ids.isin(list(who)) for reason, who in barred(ws).items()},
        "contacted": ids.isin(near[Columns.User]),
        "bought": bought_age <= limits.bought if limits.bought else np.zeros(len(ids), dtype=bool),
        "weekly_cap": ids.isin(full),
    }
    kept, counts = leave_out(inside, holds)
    return Exclusions(kept, counts, int((kept & ~ids.isin(list(told))).sum()))
