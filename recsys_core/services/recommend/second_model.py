"""The second model of a mix."""

from recsys_core.schema.contracts import Recommender
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.recommend import messages as m
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@needs(Role.VIEWER)
def partner_of(ws: Workspace, rerank_config: RerankConfig, data: Dataset) -> Recommender | None:
    """The model that `rerank_config.mix` blends in, None where it names none.

    Raises `NotReadyError` when it is not trained, or knows other products than `data`.
    """
    if not rerank_config.mix or not rerank_config.mix_share:
        return None
    model, its_data = fitted(ws, trained_model(ws, rerank_config.mix))
    if its_data.fingerprint != data.fingerprint:
        raise NotReadyError(say(m.OTHER_DATA, model=short_title(rerank_config.mix)))
    return model
