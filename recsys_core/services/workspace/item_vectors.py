"""Item vectors of a workspace, made once per data set and kept in memory."""

from threading import RLock
from weakref import WeakKeyDictionary

from recsys_core.models.vectors import item_vectors
from recsys_core.schema.contracts import Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.vectors import ItemVectors
from recsys_core.services.workspace.workspace import Workspace

KEPT = 3
_held: WeakKeyDictionary[Workspace, dict[tuple[str, int], ItemVectors]] = WeakKeyDictionary()
_lock = RLock()


def vectors_for(ws: Workspace, data: Dataset) -> ItemVectors:
    """Vectors aligned with the item codes of `data`.

    From the meaning of the text once a content model has encoded it, from its words before.
    """
    folder = ws.path / "vectors"
    with _lock:
        held = _held.setdefault(ws, {})
        # Encoding more text changes a file in here, and with it which vectors are best.
        stamp = max((path.stat().st_mtime_ns for path in folder.rglob("*")), default=0)
        key = (data.fingerprint, stamp)
        if key not in held:
            held[key] = item_vectors(data, Resources(vector_folder=folder))
            while len(held) > KEPT:
                held.pop(next(iter(held)))
        return held[key]
