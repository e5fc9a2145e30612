"""Which trained model to use when the analyst does not say."""

from recsys_core.models.registry import MODELS
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.evaluation import messages as m
from recsys_core.services.workspace.names import DECIDING
from recsys_core.services.workspace.runs import TrainedModel, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CHOOSER, NEXT_BASKET = "auto", "next-basket"


def best_model(ws: Workspace, bought: bool = False) -> str:
    """The trained model with the best NDCG in the latest evaluation that asked the same: for new
    products only, or `bought` ones as well; `auto`, where it has chosen for that itself and was
    not among those measured; else the latest trained one.

    Without such an evaluation lists that may hold bought products come from `next-basket`. Models
    that are about bought products are no answer where these are not asked for, unless none other
    is trained. Raises `NotReadyError` when none is trained.
    """
    trained = trained_models(ws)
    if not trained:
        raise NotReadyError(say(m.NONE_TRAINED))
    about_bought = {name for name, run in trained.items() if _about_bought(run)}
    asked = trained if bought else trained.keys() - about_bought or trained
    measured = _measured(ws, bought)
    figures = [(value, model) for model, value in measured.items() if model in asked]
    chose = CHOOSER in asked and (CHOOSER in about_bought) == bought
    if figures and not (chose and CHOOSER not in measured):
        return max(figures)[1]
    if bought and not chose and NEXT_BASKET in asked:
        return NEXT_BASKET
    if CHOOSER in asked:
        return CHOOSER
    return max((trained[name] for name in asked), key=lambda model: model.trained_at).model


def _about_bought(run: TrainedModel) -> bool:
    known = MODELS.get(run.model)
    return bool(known and known.recommends_bought) or bool(run.settings.get("may_come_back"))


def named_model(ws: Workspace, model: str, bought: bool = False) -> str:
    """The model of this name; the best one (`best_model`) for "auto"."""
    return best_model(ws, bought) if model == CHOOSER else model


def _measured(ws: Workspace, bought: bool) -> dict[str, float]:
    """NDCG by model, of the newest evaluation that let bought products in or did not."""
    from recsys_core.services.evaluation.queue import evaluations, leaderboard_of

    for job in evaluations(ws):
        board = leaderboard_of(ws, job.job_id)
        if board.protocol.get("new_items_only", True) != bought:
            named = (row for row in board.rows if row.metric.startswith(f"{DECIDING}@"))
            return {row.model: row.value for row in named}
    return {}
