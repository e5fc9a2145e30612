"""What-if tuning on the Evaluation page: knobs and figures, scenarios, the frontier."""

from pages.parts.evaluation import frontier, scenarios, what_if
from recsys_core.services.workspace.workspace import Workspace


def show(ws: Workspace) -> None:
    """All three, one below the other."""
    what_if.show(ws)
    scenarios.show(ws)
    frontier.show(ws)
