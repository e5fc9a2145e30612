"""What-if tuning on the Evaluation page: knobs and figures, scenarios, the frontier."""

from pages.shared.evaluation import frontier, scenarios, tuning
from recsys_core.services.workspace import Workspace


def show(ws: Workspace) -> None:
    """All three, one below the other."""
    tuning.show(ws)
    scenarios.show(ws)
    frontier.show(ws)
