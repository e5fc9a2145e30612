"""Typed words to vectors, in a process of their own: no text model enters the page's.

`python -m recsys_core.services.recommend.visitor.encoder NAME` loads its model, then reads one JSON
text a line and answers with one JSON vector a line. It ends when nobody has asked for half an hour,
and with whoever began it.
"""

import json
import os
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import IO

import numpy as np

from recsys_core.models.bert import BertEncoder
from recsys_core.models.encoder import DEFAULT_NAME, SentenceTransformerEncoder, installed_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.services.recommend import messages as m
from recsys_core.services.workspace.cache import PROCESS, PerWorkspace
from recsys_core.wording.messages import say

IDLE_SECONDS = 1800
PATIENCE_SECONDS = 90
_FOLDER = "@"
"""In the name of a text model that lies in a folder of somebody's machine."""


class _EncoderProcess:
    """The process that encodes, begun when first asked."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._running: subprocess.Popen[str] | None = None
        self._lock = Lock()

    def ask(self, text: str) -> FloatArray:
        """The vector of one text; texts wait for one another, for there is one process."""
        with self._lock:
            return self._ask(text)

    def begin(self) -> None:
        """Load the model while nobody waits."""
        with self._lock:
            self._started()

    def end(self) -> None:
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def _ask(self, text: str) -> FloatArray:
        process = self._started()
        assert process.stdin is not None and process.stdout is not None  # noqa: PT018
        try:
            process.stdin.write(json.dumps(text) + "\n")
            process.stdin.flush()
            answer = _line(process.stdout, PATIENCE_SECONDS)
        except OSError:
            answer = ""
        if not answer:
            process.kill()
            process.wait()
            self._running = None
            raise NotReadyError(say(m.NO_ANSWER))
        return np.array(json.loads(answer), dtype=np.float32)

    def _started(self) -> "subprocess.Popen[str]":
        if self._running is None or self._running.poll() is not None:
            self._running = subprocess.Popen(
                [sys.executable, "-m", __name__, self.name],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                # One text is too little to share; threads that wait for one another take seconds.
                env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
                cwd=Path(__file__).resolve().parents[4],
            )
        return self._running


_processes: dict[str, _EncoderProcess] = {}
_kept: PerWorkspace[tuple[str, str], FloatArray] = PerWorkspace("vectors of words", most=500)


def encode(name: str, text: str) -> FloatArray:
    """(d,) float32 unit vector of a text by the text model `name`; remembered.

    Raises `NotReadyError` where that model cannot be begun from its name, or does not answer.
    """
    process = _process(name)
    return _kept.get(PROCESS, (name, text), lambda: process.ask(text))


def begin(name: str) -> None:
    """Begin the process of a text model, unless it runs. Raises `NotReadyError` as `encode`."""
    _process(name).begin()


def stop() -> None:
    """End every process begun here."""
    for process in _processes.values():
        process.end()
    _processes.clear()


def _process(name: str) -> _EncoderProcess:
    if _FOLDER in name:
        raise NotReadyError(say(m.MODEL_IN_OWN_FOLDER))
    return _processes.setdefault(name, _EncoderProcess(name))


def _line(stream: IO[str], seconds: float) -> str:
    """The next line, empty where none comes in time or the stream has ended."""
    ready, _, _ = select.select([stream], [], [], seconds)
    return stream.readline() if ready else ""


def _encoder(name: str) -> Callable[[str], FloatArray]:
    """The installed text model without PyTorch, which takes many seconds to begin; others with."""
    if name == DEFAULT_NAME:
        return BertEncoder(installed_model()).encode
    other = SentenceTransformerEncoder(name)
    other.encode([""], silent)
    return lambda text: np.asarray(other.encode([text], silent)[0])


def _serve(name: str) -> None:
    encoded = _encoder(name)
    while asked := _line(sys.stdin, IDLE_SECONDS):
        vector = encoded(json.loads(asked))
        sys.stdout.write(json.dumps([round(float(value), 7) for value in vector]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve(sys.argv[1])
