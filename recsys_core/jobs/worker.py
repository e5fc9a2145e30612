"""The program's side of a job: report progress, notice a cancel, end with the right code."""

import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from recsys_core.jobs import messages as m
from recsys_core.jobs.job import (
    CANCEL_FILE,
    ERROR_FILE,
    PROGRESS_FILE,
    RESULT_FILE,
    Job,
    read_job,
    write_json,
)
from recsys_core.jobs.supervisor import EXIT_CANCELLED
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import CancelledError, TastelabError
from recsys_core.wording.messages import say

REPORT_EVERY_SECONDS = 0.15
NICENESS = 10
"""A process gets about a tenth of the processor beside one of niceness 0 (man 7 sched)."""


class FileProgress:
    """A Progress that writes to the job's folder and raises CancelledError when asked to stop."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._last = 0.0

    def __call__(self, fraction: float, message: str = "") -> None:
        if (self.folder / CANCEL_FILE).exists():
            raise CancelledError(say(m.CANCELLED))
        now = time.monotonic()
        if now - self._last < REPORT_EVERY_SECONDS and fraction < 1:
            return
        self._last = now
        step = {"fraction": min(max(fraction, 0.0), 1.0), "message": message}
        write_json(self.folder / PROGRESS_FILE, step)


def part(report: Progress, start: float, end: float, prefix: str = "") -> Progress:
    """A Progress for one part of a longer task: its 0 … 1 becomes start … end."""

    def scaled(fraction: float, message: str = "") -> None:
        report(start + (end - start) * fraction, f"{prefix}{message}")

    return scaled


def peak_megabytes() -> float:
    """Largest resident size of this process so far, in MB (10^6 bytes); 0 where it is unknown."""
    if sys.platform == "win32":
        return 0.0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def run(folder: Path, work: Callable[[Job, Progress], dict[str, Any]]) -> int:
    """Do the work of the job in `folder`; the exit code says how it ended."""
    job = read_job(folder)
    if job is None:
        return 1
    _end_with_parent()
    if hasattr(os, "nice"):
        # Behind the pages: a training that takes all processors must not hold a click up.
        os.nice(NICENESS)
    try:
        begun = time.perf_counter()
        result = work(job, FileProgress(folder))
        result.setdefault("seconds", round(time.perf_counter() - begun, 3))
        result["peak_mb"] = round(peak_megabytes(), 1)
        write_json(folder / RESULT_FILE, result)
    except CancelledError:
        return EXIT_CANCELLED
    except TastelabError as error:
        (folder / ERROR_FILE).write_text(str(error), encoding="utf-8")
        return 2
    except MemoryError:
        (folder / ERROR_FILE).write_text(say(m.NOT_ENOUGH_MEMORY), encoding="utf-8")
        return 2
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def _end_with_parent() -> None:
    """End this process when the supervisor is gone: nobody would record how it ended."""
    parent = os.getppid()

    def watch() -> None:
        while True:
            time.sleep(0.5)
            if os.getppid() != parent:
                os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
