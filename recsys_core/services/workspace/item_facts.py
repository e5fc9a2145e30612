"""What re-ranking needs to know about a workspace's products, kept in memory."""

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace

SEGMENT = "Segment"
_kept: PerWorkspace[tuple[str, int], ItemFacts] = PerWorkspace("products", most=4)


@needs(Role.VIEWER)
def facts_for(ws: Workspace, data: Dataset) -> ItemFacts:
    """The products of `data`, with their vectors."""
    vectors = vectors_for(ws, data)
    key = (data.fingerprint, id(vectors))
    return _kept.get(ws, key, lambda: ItemFacts.of(data, vectors))
