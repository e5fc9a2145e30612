"""A regular text file as SQL: read where it lies instead of being copied into a table first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from recsys_core.ingestion import limits
from recsys_core.schema.sql import literal
from recsys_core.schema.types import IntArray

BOM = b"\xef\xbb\xbf"


class IrregularError(Exception):
    """A file that looked regular is not: it has to be read line by line."""


@dataclass(frozen=True)
class Unread:
    """A file with one record per line, all of the same width.

    rows: SQL for a FROM clause with the columns `c0` … `cN` as text, in file order. names: the
    column names if the file has any; a row that repeats them makes it irregular. count: how many
    rows there must be. first_line: line of the first one. damaged: lines at the end that hold a
    total or a note. scratch: folder for passing copies, the system's if None.
    """

    path: Path
    delimiter: str
    quote: str
    width: int
    names: tuple[str, ...]
    count: int
    first_line: int
    newline: str
    damaged: tuple[int, ...] = ()
    scratch: Path | None = None

    @property
    def rows(self) -> str:
        return read_csv_sql(
            self.path, self.delimiter, self.quote, _texts(self.width), skip=self.first_line - 1
        )

    def copied(self, copy: Path) -> str:
        """Like `rows`, for lines of the file that were written to `copy`."""
        return read_csv_sql(copy, self.delimiter, self.quote, _texts(self.width), skip=0)

    def numbered(self, copy: Path) -> str:
        """Like `rows`, with the column `line` before them, for what `pick` wrote to `copy`."""
        columns = {"line": "BIGINT", **_texts(self.width)}
        return read_csv_sql(copy, self.delimiter, self.quote, columns, skip=0)

    def pick(self, lines: IntArray, copy: Path) -> None:
        """Write these lines (numbers from 1, ascending), each behind its number, to `copy`."""
        with copy.open("wb") as out:
            for number, line in self._lines(lines):
                out.write(b"%d%b%b\n" % (number, self.delimiter.encode(), line))

    def spread(self, copy: Path, parts: int, size: int) -> None:
        """Write to `copy` the whole lines in stretches of `size` bytes, evenly over the file."""
        end, length = self.newline.encode(), self.path.stat().st_size
        step = max(length // parts, size)
        with self.path.open("rb") as file, copy.open("wb") as out:
            # Not the first and the last one: other things may stand above and below the rows.
            for at in range(step, length - 2 * size, step):
                file.seek(at)
                block = file.read(size)
                out.write(block[block.find(end) + len(end) : block.rfind(end) + len(end)])

    def _lines(self, wanted: IntArray) -> Iterator[tuple[int, bytes]]:
        end = self.newline.encode()
        with self.path.open("rb") as file:
            if file.read(len(BOM)) != BOM:
                file.seek(0)
            before, carried = 0, b""
            at = 0
            while at < len(wanted) and (block := file.read(limits.BLOCK)):
                block = carried + block
                upto = block.rfind(end[-1:]) + 1
                starts = _line_starts(block[:upto], end[-1])
                until = int(np.searchsorted(wanted, before + len(starts), side="right"))
                for number in wanted[at:until].tolist():
                    start = int(starts[number - before - 1])
                    stop = block.index(end, start)
                    yield number, block[start:stop]
                before, at, carried = before + len(starts), until, block[upto:]
            if at < len(wanted):
                yield int(wanted[at]), carried


def read_csv_sql(path: Path, delimiter: str, quote: str, columns: dict[str, str], skip: int) -> str:
    """DuckDB's reader with nothing left to its own guesses."""
    described = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, header=false, skip={skip}, "
        f"delim={literal(delimiter)}, quote={literal(quote)}, escape={literal(quote)}, "
        f"columns={{{described}}}, strict_mode=true, null_padding=false, "
        f"max_line_size={limits.MAX_LINE * 2}, buffer_size={limits.MAX_LINE * 4}, encoding='utf-8')"
    )


def last_lines(path: Path, newline: str, count: int) -> Sequence[str]:
    """The last lines of a text file without blank ones at the end; fewer if they are very long."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        start = max(size - limits.MAX_LINE, 0)
        file.seek(start)
        text = file.read().decode("utf-8", "replace").rstrip("\r\n")
    lines = text.split(newline)
    return lines[1 if start else 0 :][-count:]


def _texts(width: int) -> dict[str, str]:
    return {f"c{at}": "VARCHAR" for at in range(width)}


def _line_starts(block: bytes, end: int) -> IntArray:
    ends: IntArray = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == end)
    return np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
