import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from recsys_core.services.workspace.cache import PerWorkspace, memory, size_of
from recsys_core.services.workspace.workspace import Workspace, open_workspace


def made(value: object):
    return lambda: value


def refuse() -> int:
    raise AssertionError("made a second time")


def test_a_value_is_made_once_by_eight_threads(ws: Workspace) -> None:
    cache: PerWorkspace[str, int] = PerWorkspace("test", most=3)
    calls = []

    def make() -> int:
        calls.append(1)
        time.sleep(0.05)
        return 7

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: cache.get(ws, "a", make), range(8)))
    assert found == [7] * 8
    assert len(calls) == 1


def test_who_asks_for_something_else_does_not_queue(ws: Workspace) -> None:
    cache: PerWorkspace[int, int] = PerWorkspace("test", most=10)
    together = threading.Barrier(8, timeout=20)

    def make(key: int) -> int:
        together.wait()  # breaks unless all eight are being made at the same time
        return key

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda key: cache.get(ws, key, lambda: make(key)), range(8)))
    assert found == list(range(8))


def test_the_least_recently_used_goes_first(ws: Workspace) -> None:
    cache: PerWorkspace[str, int] = PerWorkspace("test", most=2)
    cache.get(ws, "a", made(1))
    cache.get(ws, "b", made(2))
    cache.get(ws, "a", refuse)
    cache.get(ws, "c", made(3))
    assert (cache.peek(ws, "a"), cache.peek(ws, "b"), cache.peek(ws, "c")) == (1, None, 3)


def test_large_values_push_others_out_but_never_the_newest(ws: Workspace) -> None:
    cache: PerWorkspace[str, np.ndarray] = PerWorkspace("test", most=9, megabytes=1)
    cache.get(ws, "small", lambda: np.zeros(1000))
    cache.get(ws, "large", lambda: np.zeros(1 << 20))
    assert cache.peek(ws, "small") is None
    assert cache.peek(ws, "large") is not None


def test_an_exception_keeps_nothing_and_the_next_one_tries_again(ws: Workspace) -> None:
    cache: PerWorkspace[str, int] = PerWorkspace("test", most=2)
    with pytest.raises(ZeroDivisionError):
        cache.get(ws, "a", lambda: 1 // 0)
    assert cache.get(ws, "a", made(5)) == 5


def test_workspaces_share_nothing(ws: Workspace, tmp_path: Path) -> None:
    cache: PerWorkspace[str, int] = PerWorkspace("test", most=2)
    cache.get(ws, "a", made(1))
    with open_workspace(tmp_path / "other") as other:
        assert cache.get(other, "a", made(2)) == 2
    cache.forget(ws, "a")
    assert cache.values(ws) == []


def test_what_is_held_is_counted(ws: Workspace) -> None:
    cache: PerWorkspace[str, np.ndarray] = PerWorkspace("counted here", most=2)
    cache.get(ws, "a", lambda: np.zeros(1 << 17))
    use = next(one for one in memory() if one.name == "counted here")
    assert (use.entries, use.megabytes) == (1, 1.0)


def test_a_shared_array_counts_once() -> None:
    array = np.zeros(1000)
    assert size_of({"a": array, "b": [array]}) == 8000 + 2
