"""Whom no campaign may reach, and leaving customers out for one reason after the other."""

from collections.abc import Mapping

import numpy as np

from recsys_core.schema.columns import Columns
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.lots import control_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audience_queries
from recsys_core.storage.campaign_data_queries import bounced, unsubscribed

CONTROL = "control_group"


@needs(Role.VIEWER)
def barred(ws: Workspace) -> dict[str, set[str]]:
    """Reason -> customers, as of now: who said no, who unsubscribed, whose address sent a message
    back, and who is in the control group that all campaigns leave alone.
    """
    with ws.db.read() as cursor:
        refused, _ = audience_queries.without_consent(cursor)
        gone, lost = (set(ask(cursor)[Columns.User]) for ask in (unsubscribed, bounced))
    control = set(control_group(ws))
    return {"no_consent": refused, "unsubscribed": gone, "bounced": lost, CONTROL: control}


def leave_out(
    inside: BoolArray, reasons: Mapping[str, BoolArray]
) -> tuple[BoolArray, dict[str, int]]:
    """(n,) who of those inside is kept, and how many each reason takes; everybody is counted for
    the first reason that holds.
    """
    kept, counts = np.array(inside, dtype=bool), {}
    for reason, out in reasons.items():
        counts[reason] = int((kept & out).sum())
        kept &= ~out
    return kept, counts
