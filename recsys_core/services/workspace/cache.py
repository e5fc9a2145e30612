"""The one cache of the services: what is costly to make is made once per workspace and key.

Kept are the values used last, as many as may be and as large as they may be together. Whoever asks
for a value that is being made waits for it; whoever asks for another one does not.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
import pandas as pd
import scipy.sparse as sp

if TYPE_CHECKING:
    from recsys_core.services.workspace.workspace import Workspace

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MEGABYTE = 1 << 20
DEEPEST = 6
"""So many levels of objects are looked into for their size; what lies deeper is small."""

_caches: "WeakSet[PerWorkspace[Any, Any]]" = WeakSet()


class CacheUse(NamedTuple):
    """What a cache holds over all open workspaces."""

    name: str
    entries: int
    megabytes: float


@dataclass(eq=False)
class _Entry(Generic[V]):
    lock: Lock = field(default_factory=Lock)
    value: list[V] = field(default_factory=list)
    size: int = 0


class PerWorkspace(Generic[K, V]):
    """Values by workspace and key, least recently used ones dropped first.

    most: entries of a workspace.  megabytes: of all entries of a workspace together, as far as they
    consist of arrays, frames and text; the newest one is kept however large it is.
    """

    def __init__(self, name: str, most: int, megabytes: float = 512) -> None:
        self.name, self._most, self._limit = name, most, megabytes * MEGABYTE
        self._held: WeakKeyDictionary[Workspace, OrderedDict[K, _Entry[V]]] = WeakKeyDictionary()
        self._lock = Lock()
        _caches.add(self)

    def get(self, ws: "Workspace", key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` where it is not held. An exception keeps nothing."""
        with self._lock:
            entry = self._of(ws).setdefault(key, _Entry())
            self._of(ws).move_to_end(key)
        with entry.lock:
            if entry.value:
                return entry.value[0]
            try:
                value = make()
            except BaseException:
                self._drop(ws, key, entry)
                raise
            entry.size = size_of(value)
            entry.value.append(value)
        self._keep(ws, key, entry)
        return value

    def peek(self, ws: "Workspace", key: K) -> V | None:
        """The value if it is held already; None where it would have to be made."""
        with self._lock:
            entry = self._of(ws).get(key)
            if entry is None or not entry.value:
                return None
            self._of(ws).move_to_end(key)
            return entry.value[0]

    def values(self, ws: "Workspace") -> list[V]:
        """All values held for a workspace, least recently used first."""
        with self._lock:
            return [entry.value[0] for entry in self._of(ws).values() if entry.value]

    def forget(self, ws: "Workspace", key: K) -> None:
        """Drop one value."""
        with self._lock:
            self._of(ws).pop(key, None)

    def use(self) -> CacheUse:
        """How much it holds now."""
        with self._lock:
            entries = [entry for held in self._held.values() for entry in held.values()]
        made = [entry for entry in entries if entry.value]
        return CacheUse(self.name, len(made), sum(entry.size for entry in made) / MEGABYTE)

    def _of(self, ws: "Workspace") -> OrderedDict[K, _Entry[V]]:
        return self._held.setdefault(ws, OrderedDict())

    def _drop(self, ws: "Workspace", key: K, entry: _Entry[V]) -> None:
        with self._lock:
            if self._of(ws).get(key) is entry:
                del self._of(ws)[key]

    def _keep(self, ws: "Workspace", key: K, entry: _Entry[V]) -> None:
        with self._lock:
            held = self._of(ws)
            held[key] = entry
            held.move_to_end(key)
            total = sum(one.size for one in held.values())
            for old in list(held):
                if len(held) <= self._most and total <= self._limit:
                    break
                if old != key and held[old].value:
                    total -= held.pop(old).size


def memory() -> list[CacheUse]:
    """What every cache holds, largest first."""
    return sorted((cache.use() for cache in list(_caches)), key=lambda use: -use.megabytes)


def size_of(value: object) -> int:
    """Bytes of the arrays, frames and texts in a value; shared ones count once."""
    return _size(value, set(), 0)


def _size(value: object, seen: set[int], depth: int) -> int:
    if id(value) in seen or depth > DEEPEST or isinstance(value, type):
        return 0
    seen.add(id(value))
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, pd.DataFrame | pd.Series):
        found = value.memory_usage(index=True)
        return int(np.sum(found))
    if sp.issparse(value):
        return _all(vars(value).values(), seen, depth)
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, Mapping):
        return _all([*value.keys(), *value.values()], seen, depth)
    if isinstance(value, list | tuple | set | frozenset):
        return _all(value, seen, depth)
    if is_dataclass(value):
        return _all((getattr(value, one.name) for one in fields(value)), seen, depth)
    return _all(vars(value).values(), seen, depth) if hasattr(value, "__dict__") else 0


def _all(parts: Iterable[object], seen: set[int], depth: int) -> int:
    return sum(_size(part, seen, depth + 1) for part in parts)
