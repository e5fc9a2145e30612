"""Item vectors of a workspace, made once per data set and kept in memory."""

from recsys_core.models.vectors import item_vectors
from recsys_core.schema.contracts import Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace

_kept: PerWorkspace[tuple[str, int], ItemVectors] = PerWorkspace("vectors of products", most=3)


@needs(Role.VIEWER)
def vectors_for(ws: Workspace, data: Dataset) -> ItemVectors:
    """Vectors aligned with the item codes of `data`.

    From the meaning of the text once a content model has encoded it, from its words before.
    """
    folder = ws.path / "vectors"
    # Encoding more text changes a file in here, and with it which vectors are best.
    stamp = max((path.stat().st_mtime_ns for path in folder.rglob("*")), default=0)
    resources = Resources(vector_folder=folder)
    return _kept.get(ws, (data.fingerprint, stamp), lambda: item_vectors(data, resources))
