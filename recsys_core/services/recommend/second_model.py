"""The second model of a mix."""

from recsys_core.schema.contracts import Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.rerank_config import Treatment
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace


def partner_of(ws: Workspace, treatment: Treatment, data: Dataset) -> Recommender | None:
    """The model that `treatment.mix` blends in, None where it names none.

    Raises `NotReadyError` when it is not trained, or knows other products than `data`.
    """
    if not treatment.mix or not treatment.mix_share:
        return None
    model, its_data = fitted(ws, trained_model(ws, treatment.mix))
    if its_data.fingerprint != data.fingerprint:
        raise NotReadyError(
            f"{short_title(treatment.mix)} was trained on other data than the model it is to be "
            "mixed with. Train it again on the Models page."
        )
    return model
