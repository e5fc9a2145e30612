"""The control group of all campaigns in figures and words."""

from typing import NamedTuple

from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.experiments.planning import messages as m
from recsys_core.services.workspace.lots import control_share, in_control
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


class ControlFigures(NamedTuple):
    """share: that was asked for.  customers: in the group.  of: customers there are."""

    share: float
    customers: int
    of: int


@needs(Role.VIEWER)
def control_figures(ws: Workspace) -> ControlFigures:
    """As of now."""
    users = list(customer_overview(ws)[Columns.User])
    return ControlFigures(control_share(ws), int(in_control(ws, users).sum()), len(users))


def control_sentence(found: ControlFigures) -> str:
    """Who is in it, or that there is none."""
    if not found.share:
        return say(m.NO_CONTROL)
    return say(m.CONTROL, n=found.customers, of=found.of, share=share(found.share))
