"""A campaign of the workspace with a control group: who bought during it, and what before."""

import numpy as np
import pandas as pd

from recsys_core.campaigns.uplift.columns import learnable
from recsys_core.campaigns.uplift.divided import Divided
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.past.looking_back import campaign_review, past_campaigns
from recsys_core.services.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.arm_files import ReadyArms, planned_shares
from recsys_core.services.campaigns.uplift.study import ToldUplift, uplift_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import campaign_queries
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

OUTCOMES = ("bought", "spend")
"""Whether a customer bought during the campaign, or what was spent. An answer to it is none: who
is in the control group was never asked.
"""
SPANS = (14, 28, 91, 365)
"""Days before the campaign in which purchases are counted, beside all of them."""


@needs(Role.VIEWER)
def campaigns_with_control(ws: Workspace) -> pd.DataFrame:
    """The rows of `past_campaigns` with a control group; `NotReadyError` without any campaign."""
    rows = past_campaigns(ws).rows
    return rows[(rows["control"] > 0) & (rows["targeted"] > 0)]


@needs(Role.VIEWER)
def uplift_of_campaign(
    ws: Workspace,
    campaign_id: str,
    outcome: str = "bought",
    control_share: float | None = None,
    progress: Progress = silent,
) -> ToldUplift:
    """Study a campaign by its number or name. control_share: what the lot was to give the control
    group; None for a half. `InputError` where nobody knows who bought during it.
    """
    if outcome not in OUTCOMES:
        raise InputError(say(m.NO_SUCH_OUTCOME, outcomes=or_list(OUTCOMES), outcome=outcome))
    review = campaign_review(ws, campaign_id)
    people = review.people
    if not review.windows:
        raise InputError(say(m.NO_DATES))
    _, during, _ = review.windows
    if not during.days:
        raise InputError(say(m.NO_DAYS))
    amounts = people["spend_1"] if outcome == "spend" else people["orders_1"] > 0
    control = people["control"].to_numpy(dtype=bool)
    arm = np.where(control, 0, 1)
    figures = np.nan_to_num(amounts.to_numpy(dtype=float))
    names: tuple[str, ...] = (say(m.LEFT_ALONE), say(m.REACHED))
    if not control.any():
        arm, names = np.zeros(len(people), dtype=np.int64), names[1:]
    left_alone = 0 if control.any() and not control.all() else None
    found = learnable(_known_before(ws, people[Columns.User], during.start), arm, figures)
    shares = planned_shares(len(names), left_alone, control_share)
    data = Divided(arm, names, left_alone, figures, found.features, shares)
    users = people[Columns.User].to_numpy(dtype=object)
    return uplift_of(ReadyArms(data, users, found.left_out), progress)


def _known_before(ws: Workspace, users: "pd.Series[str]", start: pd.Timestamp) -> pd.DataFrame:
    """What each bought before the campaign began; nothing of it later."""
    spans = [(start - pd.Timedelta(days=days), start) for days in SPANS]
    with ws.db.read() as cursor:
        first, _ = campaign_queries.data_days(cursor)
        spans.append((start if first is None else min(first, start), start))
        bought = campaign_queries.bought_within(cursor, list(users), spans)
    names: dict[str, str] = {}
    for at, days in enumerate(SPANS):
        names |= {
            f"orders_{at}": say(m.ORDERS_BEFORE, days=days),
            f"spend_{at}": say(m.SPEND_BEFORE, days=days),
        }
    last = len(SPANS)
    names |= {f"orders_{last}": say(m.ALL_ORDERS_BEFORE), f"spend_{last}": say(m.ALL_SPEND_BEFORE)}
    return bought[list(names)].rename(columns=names).astype(float)
