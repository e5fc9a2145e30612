"""The one cache of the services: what is costly to make is made once per workspace and key.

Kept are the values used last, as many as may be and as large as they may be together. Whoever asks
for a value that is being made waits for it; whoever asks for another one does not.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, WeakSet

import numpy as np
import pandas as pd
import scipy.sparse as sp

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")
MEGABYTE = 1 << 20
DEEPEST = 6
"""So many levels of objects are looked into for their size; what lies deeper is small."""

_caches: "WeakSet[PerWorkspace[Any, Any]]" = WeakSet()


def clear_all(ws: object) -> None:
    """Drop what every cache holds for a workspace: what it was made of is no longer there."""
    for cache in list(_caches):
        cache.clear(ws)


class _Process:
    """See PROCESS."""


PROCESS = _Process()
"""Stands in place of a workspace for what depends on none."""


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


@dataclass
class _Held(Generic[K, V]):
    """What is held for one owner, least recently used first. size: bytes of all made values."""

    entries: OrderedDict[K, _Entry[V]] = field(default_factory=OrderedDict)
    size: int = 0


class PerWorkspace(Generic[K, V]):
    """Values by workspace and key, least recently used ones dropped first.

    Another object may stand in place of the workspace: its values go when it goes.
    most: entries of a workspace.  megabytes: of all entries of a workspace together, as far as they
    consist of arrays, frames and text; the newest one is kept however large it is.
    """

    def __init__(self, name: str, most: int, megabytes: float = 512) -> None:
        self.name, self._most, self._limit = name, most, megabytes * MEGABYTE
        self._owners: WeakKeyDictionary[object, _Held[K, V]] = WeakKeyDictionary()
        self._lock = Lock()
        _caches.add(self)

    def get(self, ws: object, key: K, make: Callable[[], V]) -> V:
        """The value of `key`, made by `make` where it is not held. An exception keeps nothing."""
        with self._lock:
            held = self._of(ws)
            entry = held.entries.setdefault(key, _Entry())
            held.entries.move_to_end(key)
        with entry.lock:
            if entry.value:
                return entry.value[0]
            try:
                value = make()
            except BaseException:
                with self._lock:
                    if held.entries.get(key) is entry:
                        del held.entries[key]
                raise
            size = size_of(value)
            entry.value.append(value)
            with self._lock:
                self._put(held, key, entry, size)
        return value

    def peek(self, ws: object, key: K) -> V | None:
        """The value if it is held already; None where it would have to be made."""
        with self._lock:
            entries = self._of(ws).entries
            entry = entries.get(key)
            if entry is None or not entry.value:
                return None
            entries.move_to_end(key)
            return entry.value[0]

    def put(self, ws: object, key: K, value: V) -> None:
        """Keep a value that was made together with others."""
        size = size_of(value)
        with self._lock:
            self._put(self._of(ws), key, _Entry(value=[value]), size)

    def values(self, ws: object) -> list[V]:
        """All values held for a workspace, least recently used first."""
        with self._lock:
            entries = self._of(ws).entries.values()
            return [entry.value[0] for entry in entries if entry.value]

    def forget(self, ws: object, key: K) -> None:
        """Drop one value."""
        with self._lock:
            held = self._of(ws)
            gone = held.entries.pop(key, None)
            held.size -= gone.size if gone else 0

    def clear(self, ws: object) -> None:
        """Drop all values of a workspace."""
        with self._lock:
            self._owners.pop(getattr(ws, "base", ws), None)

    def use(self) -> CacheUse:
        """How much it holds now."""
        with self._lock:
            owners = list(self._owners.values())
            made = sum(bool(one.value) for held in owners for one in held.entries.values())
            return CacheUse(self.name, made, sum(held.size for held in owners) / MEGABYTE)

    def _of(self, ws: object) -> _Held[K, V]:
        # A handle in somebody's hands goes with the page; what is kept stays with the workspace.
        return self._owners.setdefault(getattr(ws, "base", ws), _Held())

    def _put(self, held: _Held[K, V], key: K, entry: _Entry[V], size: int) -> None:
        before = held.entries.pop(key, None)
        held.entries[key] = entry
        held.size += size - (before.size if before else 0)
        # Only here, under the lock: a size that is set is one that is counted.
        entry.size = size
        for old in list(held.entries):
            if len(held.entries) <= self._most and held.size <= self._limit:
                break
            if old != key and held.entries[old].value:
                held.size -= held.entries.pop(old).size


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
