"""Which trained model to use when the analyst does not say."""

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.evaluating import latest_evaluation
from recsys_core.services.runs import trained_models
from recsys_core.services.workspace import Workspace

JUDGED_BY = "NDCG"


def best_model(ws: Workspace) -> str:
    """The trained model with the best NDCG in the latest evaluation, else the latest trained one.

    Raises `NotReadyError` when none is trained.
    """
    trained = trained_models(ws)
    if not trained:
        raise NotReadyError(
            "No model has been trained yet. Train one on the Models page, or with: "
            "python -m recsys_core train ease"
        )
    board = latest_evaluation(ws)
    if board is not None:
        measured = [
            (row.value, row.model)
            for row in board.rows
            if row.metric.startswith(f"{JUDGED_BY}@") and row.model in trained
        ]
        if measured:
            return str(max(measured)[1])
    return max(trained.values(), key=lambda model: model.trained_at).model
