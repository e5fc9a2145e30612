"""Which trained model to use when the analyst does not say."""

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.evaluation import messages as m
from recsys_core.services.workspace.names import DECIDING
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CHOOSER = "auto"


def best_model(ws: Workspace) -> str:
    """The trained model with the best NDCG in the latest evaluation; `auto`, which has done its
    own measuring, where it was not among those measured; else the latest trained one.

    Raises `NotReadyError` when none is trained.
    """
    trained = trained_models(ws)
    if not trained:
        raise NotReadyError(say(m.NONE_TRAINED))
    from recsys_core.services.evaluation.queue import latest_evaluation

    board = latest_evaluation(ws)
    if board is not None:
        measured = [
            (row.value, row.model)
            for row in board.rows
            if row.metric.startswith(f"{DECIDING}@") and row.model in trained
        ]
        unmeasured = CHOOSER in trained and CHOOSER not in {model for _, model in measured}
        if measured and not unmeasured:
            return str(max(measured)[1])
    if CHOOSER in trained:
        return CHOOSER
    return max(trained.values(), key=lambda model: model.trained_at).model
