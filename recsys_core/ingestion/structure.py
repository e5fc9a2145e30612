"""One fast pass over the bytes of a text file, to see whether it is as regular as it looks."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.wording.messages import say

LF, CR = 10, 13
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Structure:
    """What the pass found.

    regular: quotation marks stand only around cells or doubled inside them, every line ends in
    the same way, and no line between the first and the last filled one is blank. lines: physical
    lines, blank ones at the end aside. quoted: there are quotation marks at all.
    quoted_newlines: line ends inside quoted cells. newline: how lines end, if all do so alike.
    """

    regular: bool
    lines: int
    quoted: bool
    quoted_newlines: int
    newline: str = "\n"


def scan(path: Path, delimiter: str, quote: str, name: str) -> Structure:
    """Check a UTF-8 file block by block, in constant memory.

    Raises InputError for a line or a quoted cell longer than any table has.
    """
    check = _Scan(delimiter.encode(), quote.encode(), name)
    with path.open("rb") as file:
        if file.read(3) != BOM:
            file.seek(0)
        while block := file.read(limits.BLOCK):
            check.feed(block)
    return check.result()


class _Scan:
    """What must be remembered from block to block."""

    def __init__(self, delimiter: bytes, quote: bytes, name: str) -> None:
        self.before, self.after = delimiter[-1], delimiter[0]
        self.quote = quote[0] if quote else -1
        self.name = name
        self.last = LF  # the byte before the block; a file starts as if after a line end
        self.tail = b"\n"  # the line ends that close the file so far
        self.lf = self.cr = self.crlf = self.blank = 0
        self.line_length = 0
        self.quoted = self.open = self.pending = False
        self.open_for = self.quoted_newlines = 0
        self.regular = True

    def feed(self, block: bytes) -> None:
        self._line_ends(block)
        if self.regular and self.quote >= 0 and (self.open or self.pending or self.quote in block):
            self._quotes(block)
        self.last = block[-1]

    def _line_ends(self, block: bytes) -> None:
        if self.cr or b"\r" in block or self.last == CR:
            longest = self._mixed_ends(block)
        else:
            longest = self._unix_ends(block)
        if max(longest, self.line_length) > limits.MAX_LINE:
            raise InputError(
                say(m.LINE_OF_MILLIONS, file=self.name, millions=limits.MAX_LINE // 10**6)
            )
        body = block.rstrip(b"\r\n")
        self.tail = block[len(body) :] if body else (self.tail + block)[-limits.BLOCK :]

    def _unix_ends(self, block: bytes) -> int:
        """Count the line ends of a block without carriage returns; its longest whole line."""
        at: IntArray = np.flatnonzero(np.frombuffer(block, dtype=np.uint8) == LF)
        if len(at) == 0:
            self.line_length += len(block)
            return 0
        gaps = np.diff(at)
        first = int(at[0]) + self.line_length
        self.lf += len(at)
        self.blank += int(np.count_nonzero(gaps == 1)) + (self.last == LF and block[0] == LF)
        self.line_length = len(block) - int(at[-1]) - 1
        return max(first, int(gaps.max()) if len(gaps) else 0)

    def _mixed_ends(self, block: bytes) -> int:
        lf, cr = block.count(b"\n"), block.count(b"\r")
        self.lf += lf
        self.cr += cr
        self.crlf += block.count(b"\r\n") + (self.last == CR and block[0] == LF)
        self.blank += block.count(b"\n\n") + block.count(b"\n\r\n")
        self.blank += self.last == LF and block[0] in (LF, CR)
        since = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self.line_length = len(block) - since - 1 + (self.line_length if since < 0 else 0)
        return 0

    def _quotes(self, block: bytes) -> None:
        data = np.frombuffer(block, dtype=np.uint8)
        at: IntArray = np.flatnonzero(data == self.quote)
        if self.pending and block[0] not in (self.after, LF, CR, self.quote):
            self.regular = False
        if len(at) == 0:
            self.pending = False
            if self.open:
                self.quoted_newlines += block.count(b"\n")
                self._stays_open(self.open_for + len(block))
            return
        self.quoted = True
        previous = data[at - 1]
        previous[at == 0] = self.last
        following = np.append(data, LF)[at + 1]
        opens = (np.arange(len(at)) + self.open) % 2 == 0
        good_start = _any_of(previous, (self.before, LF, CR, self.quote))
        good_end = _any_of(following, (self.after, LF, CR, self.quote))
        self.regular = bool(np.where(opens, good_start, good_end).all()) and self.regular
        if self.quoted_newlines or LF in block:
            newlines: IntArray = np.flatnonzero(data == LF)
            inside = (np.searchsorted(at, newlines) + self.open) % 2 == 1
            self.quoted_newlines += int(inside.sum())
        if self.open:
            self._stays_open(self.open_for + int(at[0]))
        gaps = np.diff(at)[opens[:-1]]
        self._stays_open(int(gaps.max()) if len(gaps) else 0)
        self.open = bool(opens[-1])
        self.pending = not self.open and int(at[-1]) == len(data) - 1
        self._stays_open(len(data) - int(at[-1]) if self.open else 0)

    def _stays_open(self, length: int) -> None:
        self.open_for = length
        if length > limits.MAX_FIELD and self.regular:
            raise InputError(say(m.MARK_NEVER_CLOSED, file=self.name))

    def result(self) -> Structure:
        trailing = self.tail.replace(b"\r\n", b"\n").count(b"\n") - 1
        uniform = self.cr == 0 or self.cr == self.crlf == self.lf
        unended = self.last not in (LF, CR)
        return Structure(
            regular=self.regular and uniform and not self.open and self.blank <= max(trailing, 0),
            lines=self.lf + unended - max(trailing, 0),
            quoted=self.quoted,
            quoted_newlines=self.quoted_newlines,
            newline="\r\n" if self.crlf else "\r" if self.cr else "\n",
        )


def _any_of(values: NDArray[np.uint8], choices: tuple[int, ...]) -> BoolArray:
    return np.asarray(np.isin(values, choices))
