"""Why a customer is in an audience: what the forecast reads of them, in words."""

import numpy as np

from recsys_core.schema.types import IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.learning import Learned, moment_of
from recsys_core.services.campaigns.audience.target import Target
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.dates import day as written_day
from recsys_core.wording.messages import say

_written: PerWorkspace[tuple[int, Target], np.ndarray]
_written = PerWorkspace("why customers are in an audience", most=4)


@needs(Role.VIEWER)
def reasons(ws: Workspace, known: Learned, rows: IntArray) -> list[str]:
    """A sentence for each; written once for a version of the data, as they are asked for."""
    key = (ws.data_version(), known.target)
    written = _written.get(ws, key, lambda: np.full(len(known.users), "", dtype=object))
    new = rows[written[rows] == ""]
    written[new] = [_reason(known, int(row)) for row in new]
    return list(written[rows])


def _reason(known: Learned, row: int) -> str:
    facts, today = known.facts, known.history.newest + 1
    if bought := int(facts.bought[row]):
        last = written_day(moment_of(today - int(facts.bought_age[row])))
        if bought == 1:
            return say(m.WHY_ONCE, last=last)
        return say(m.WHY_OFTEN, n=bought, every=f"{facts.gap[row]:.1f}", last=last)
    if facts.near[row]:
        return say(m.WHY_NEAR, n=int(facts.near[row]), visits=int(facts.visits[row]))
    last = written_day(moment_of(today - int(facts.visit_age[row])))
    return say(m.WHY_VISITS, n=int(facts.visits[row]), last=last)
