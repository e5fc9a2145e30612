"""Long tasks of this server process that no session waits for and every session sees.

For loading samples and importing files, which write the workspace's database and so must run in
this process. Training runs elsewhere: see `jobs_panel`.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal

import streamlit as st

from pages.kit import errors
from pages.kit import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import CancelledError
from recsys_core.services.access.actor import Role
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

State = Literal["running", "done", "failed", "cancelled"]
IMPORT = "import"
"""The kind of task that brings files in."""
KEPT = 30
"""How many answers of tasks are kept, the latest."""


@dataclass
class Task:
    """One long task: how far it is, and what came out of it."""

    kind: str
    title: str
    state: State = "running"
    fraction: float = 0.0
    message: str = ""
    error: str = ""
    result: Any = None
    started: float = field(default_factory=time.monotonic)
    ended: float | None = None
    cancel_asked: bool = False
    key: Hashable = None

    @property
    def elapsed(self) -> float:
        """Seconds so far, or in all once it has ended."""
        return (self.ended or time.monotonic()) - self.started

    @property
    def seconds_left(self) -> float | None:
        """Seconds to go at the pace so far; None while too little is done, or left, to tell."""
        if self.state != "running" or not 0.03 <= self.fraction < 0.99 or self.elapsed < 1:
            return None
        return self.elapsed * (1 - self.fraction) / self.fraction

    def report(self, fraction: float, message: str = "") -> None:
        """The Progress given to the work; raises CancelledError once somebody asked for it."""
        if self.cancel_asked:
            raise CancelledError(say(m.CANCELLED))
        self.fraction = min(max(fraction, self.fraction), 1.0)
        self.message = message or self.message


class Tasks:
    """The tasks of one workspace, latest last. One of a kind runs at a time."""

    def __init__(self) -> None:
        self._tasks: list[Task] = []
        self._kept: dict[Hashable, Any] = {}
        self._lock = threading.Lock()

    def start(
        self, kind: str, title: str, work: Callable[[Progress], object], key: Hashable = None
    ) -> Task:
        """Run `work(report)` in a thread; if one of this kind is running, return that instead.

        key: under which `kept` has what it returns.
        """
        with self._lock:
            running = self.running(kind)
            if running:
                return running
            task = Task(kind, title, key=key)
            self._tasks = [t for t in self._tasks if t.kind != kind] + [task]
        threading.Thread(target=self._run, args=(task, work), daemon=True).start()
        return task

    def running(self, kind: str | None = None) -> Task | None:
        """The task under way, of this kind or of any."""
        return next(
            (t for t in self._tasks if t.state == "running" and kind in (None, t.kind)), None
        )

    def latest(self, kind: str) -> Task | None:
        """The latest task of this kind, however it went, until it is dismissed."""
        return next((t for t in reversed(self._tasks) if t.kind == kind), None)

    def kept(self, key: Hashable) -> Any:
        """What a task started with this key returned; None where it is not there (any more)."""
        return self._kept.get(key)

    def forget_answers(self) -> None:
        """Forget what tasks returned: it may name persons who are erased."""
        with self._lock:
            self._kept = {}
            self._tasks = [task for task in self._tasks if task.state == "running"]

    def dismiss(self, kind: str) -> None:
        """Forget the latest task of this kind unless it still runs."""
        with self._lock:
            self._tasks = [t for t in self._tasks if t.kind != kind or t.state == "running"]

    def _run(self, task: Task, work: Callable[[Progress], object]) -> None:
        state: State
        try:
            task.result = work(task.report)
            task.fraction, state = 1.0, "done"
            if task.key is not None:
                with self._lock:
                    self._kept = dict([*self._kept.items(), (task.key, task.result)][-KEPT:])
        except CancelledError as error:
            task.error, state = str(error), "cancelled"
        except errors.EXPECTED as error:
            task.error, state = errors.words(error), "failed"
        except BaseException:
            task.error, state = say(m.UNEXPECTED), "failed"
            raise
        finally:
            task.ended = time.monotonic()
            task.state = state


@st.cache_resource(show_spinner=False)
def _tasks(path: str, works: bool) -> Tasks:
    return Tasks()


def tasks(ws: Workspace) -> Tasks:
    """The tasks of this workspace, shared by all sessions that may start them: whoever only looks
    sees no file that was made for others, and stops no import.
    """
    role = ws.role()
    return _tasks(str(ws.path), role is not None and role >= Role.ANALYST)
