"""What the command line prints: a document or a short text, progress and errors beside it."""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import numpy as np

from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number

BAR = 24


class Output:
    """Prints results to standard output, everything else to standard error."""

    def __init__(self, json: bool) -> None:
        self.json = json
        self._progress = ""

    def result(self, document: object, text: str) -> None:
        """One JSON document, or the text for people."""
        self.clear_progress()
        if self.json:
            sys.stdout.write(json.dumps(plain(document), ensure_ascii=False, indent=1) + "\n")
        else:
            sys.stdout.write(text.rstrip("\n") + "\n")
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """A message for people, never part of the result."""
        self.clear_progress()
        sys.stderr.write(text + "\n")
        sys.stderr.flush()

    def error(self, sentence: str) -> None:
        """The one sentence that says what went wrong and what to do."""
        sys.stderr.write(" ".join(sentence.split()) + "\n")
        sys.stderr.flush()

    def progress(self, fraction: float, message: str = "") -> None:
        """A bar that redraws itself on a terminal; one line a step elsewhere."""
        done = round(BAR * min(max(fraction, 0.0), 1.0))
        line = f"[{'#' * done}{'.' * (BAR - done)}] {fraction:4.0%}  {message}"
        if line == self._progress:
            return
        if sys.stderr.isatty():
            sys.stderr.write(f"\r\x1b[K{line[:110]}")
        elif not self.json:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()
        self._progress = line

    def clear_progress(self) -> None:
        """Take the bar away."""
        if self._progress and sys.stderr.isatty():
            sys.stderr.write("\r\x1b[K")
        self._progress = ""


def plain(value: Any) -> Any:
    """The value in JSON's own types: numpy numbers, dates and NaN become numbers, text and null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()]
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(item) for item in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Columns of text, numbers to the right."""
    header = [say(name) for name in header]
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max([len(name), *(len(row[i]) for row in cells)]) for i, name in enumerate(header)]
    right = [
        bool(rows) and all(isinstance(row[i], int | float) or row[i] is None for row in rows)
        for i in range(len(header))
    ]

    def line(row: Sequence[str]) -> str:
        padded = (
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    return "\n".join([line(header), *(line(row) for row in cells)])


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return count(value)
    if isinstance(value, float):
        return number(value) if abs(value) < 1000 else count(value)
    return str(value)
