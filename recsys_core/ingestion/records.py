"""Cutting lines into cells: strictly where the line obeys its dialect, forgivingly where not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from recsys_core.ingestion import limits
from recsys_core.ingestion.cells import fits, kind
from recsys_core.ingestion.dialect_types import SPACES, Grammar
from recsys_core.schema.errors import InputError

LOOK_INTO = 50
"""Lines inside one cell that are checked for being rows of their own."""

OTHER_DELIMITERS = (" ", "\t", ";", "|", ",")


@dataclass(frozen=True)
class Record:
    """One row of the file. line: where it starts. raw: its text without the last line end.
    problem: why it is not well-formed, "" if it is.
    """

    line: int
    cells: list[str]
    raw: str
    problem: str = ""


@lru_cache(maxsize=64)
def _patterns(grammar: Grammar) -> tuple[re.Pattern[str], str]:
    q, d = re.escape(grammar.quote), re.escape(_text(grammar))
    if grammar.escape == grammar.quote:
        inside = f"[^{q}]*(?:{q}{q}[^{q}]*)*"
    else:
        e = re.escape(grammar.escape)
        inside = f"[^{q}{e}]*(?:{e}.[^{q}{e}]*)*"
    cell = re.compile(f"(?:{q}({inside})(?:{q}|(\\Z))|((?:(?!{d})[^{q}])*))(?={d}|\\Z)", re.DOTALL)
    return cell, _text(grammar)


def _text(grammar: Grammar) -> str:
    return " " if grammar.delimiter == SPACES else grammar.delimiter


def unquote(content: str, grammar: Grammar) -> str:
    """The inside of a quoted cell with its escapes undone."""
    if grammar.escape == grammar.quote:
        content = content.replace(grammar.quote * 2, grammar.quote)
    elif grammar.escape in content:
        q, e = re.escape(grammar.quote), re.escape(grammar.escape)
        content = re.sub(f"{e}([{q}{e}])", r"\1", content)
    if grammar.pairs:
        content = content.replace(grammar.pairs * 2, grammar.pairs)
    return content


def split_strict(text: str, grammar: Grammar) -> list[str] | None | bool:
    """The cells of a well-formed record; None if it breaks the rules; True if it is well-formed
    so far but ends inside a quoted cell.
    """
    if grammar.delimiter == SPACES:
        text = " ".join(text.split(" ")) if grammar.quote not in text else text
        text = re.sub(" +", " ", text.strip(" ")) if grammar.quote not in text else text.strip(" ")
    delimiter = _text(grammar)
    if not grammar.quote or grammar.quote not in text:
        return text.split(delimiter)
    pattern, _ = _patterns(grammar)
    cells: list[str] = []
    at, step = 0, len(delimiter)
    while True:
        match = pattern.match(text, at)
        if match is None:
            return None
        quoted, unclosed, plain = match.groups()
        if unclosed is not None:
            return True
        if quoted is not None:
            cells.append(unquote(quoted, grammar))
        else:
            cells.append(plain)
        at = match.end()
        if at >= len(text):
            return cells
        at += step
        if grammar.delimiter == SPACES:
            while at < len(text) and text[at] == " ":
                at += 1


def split_freely(text: str, grammar: Grammar, width: int | None) -> tuple[list[str], int] | None:
    """The reading of one line that breaks the rules least, and how often it breaks them.

    Every quotation mark may turn out to be part of the text. Among the readings with `width`
    cells (any number for None) the one with the fewest stray marks wins; None if no reading has
    that many cells.
    """
    delimiter, quote = _text(grammar), grammar.quote
    if not quote:
        cells = text.split(delimiter)
        return (cells, 0) if width in (None, len(cells)) else None
    ends = [m.start() for m in re.finditer(re.escape(delimiter), text)] + [len(text)]
    starts = [0, *(end + len(delimiter) for end in ends[:-1])]
    limit = len(ends)
    if limit > 400 or (width is not None and width > limit):
        return None
    # best[i][n]: (stray marks, end index chosen before) for reading the first i pieces as n cells
    best: list[dict[int, tuple[int, int]]] = [{} for _ in range(limit + 1)]
    best[0][0] = (0, -1)
    for first in range(limit):
        if not best[first]:
            continue
        opens = text.startswith(quote, starts[first])
        for last in range(first, limit if opens else first + 1):
            chunk = text[starts[first] : ends[last]]
            cost = _stray(chunk, grammar, joined=last > first)
            if cost is None:
                continue
            for count, (so_far, _) in best[first].items():
                if width is not None and count >= width:
                    continue
                known = best[last + 1].get(count + 1)
                if known is None or so_far + cost < known[0]:
                    best[last + 1][count + 1] = (so_far + cost, first)
    finals = best[limit]
    if width is None:
        if not finals:
            return None
        width = min(finals, key=lambda n: (finals[n][0], -n))
    if width not in finals:
        return None
    cells, at, count = [], limit, width
    while at > 0:
        first = best[at][count][1]
        cells.append(_content(text[starts[first] : ends[at - 1]], grammar))
        at, count = first, count - 1
    return cells[::-1], finals[width][0]


def _is_quoted(chunk: str, quote: str) -> bool:
    return len(chunk) >= 2 and chunk[0] == quote and chunk[-1] == quote


def _stray(chunk: str, grammar: Grammar, joined: bool) -> int | None:
    """Quotation marks of a cell that are neither around it nor escaped. None: no such cell, for
    only a quoted one may hold the delimiter.
    """
    quote = grammar.quote
    if _is_quoted(chunk, quote):
        return _loose(chunk[1:-1], grammar)
    if joined:
        return None
    return chunk.count(quote) * 2


def _loose(content: str, grammar: Grammar) -> int:
    quote = grammar.quote
    escaped = quote * 2 if grammar.escape == quote else grammar.escape + quote
    return content.replace(escaped, "").count(quote)


def _content(chunk: str, grammar: Grammar) -> str:
    if _is_quoted(chunk, grammar.quote):
        return unquote(chunk[1:-1], grammar)
    return chunk


def lines_of(stream: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """(number, text, line end) of each physical line of a stream opened with newline=""."""
    for number, line in enumerate(stream, start=1):
        if len(line) > limits.MAX_LINE:
            raise InputError(
                f"Line {number:,} is longer than any table's and was refused. "
                "Check that the file is an export, and not a document or a picture."
            )
        text = line.rstrip("\r\n")
        yield number, text, line[len(text) :]


class Cutter:
    """Turns physical lines into records of `width` cells.

    types: what the columns hold, used to tell a cell that runs over several lines from a stray
    quotation mark that swallows its neighbours.
    """

    def __init__(self, grammar: Grammar, width: int | None, types: tuple[str, ...] = ()) -> None:
        self.grammar = grammar
        self.width = width
        self.types = types

    def records(self, lines: Iterable[tuple[int, str, str]]) -> Iterator[Record]:
        """The records in order; blank lines are left out."""
        source = iter(lines)
        waiting: list[tuple[int, str, str]] = []
        while True:
            line = waiting.pop(0) if waiting else next(source, None)
            if line is None:
                return
            number, text, _ = line
            if not text.strip("\r\n"):
                continue
            strict = split_strict(text, self.grammar)
            if isinstance(strict, list) and self.width in (None, len(strict)):
                yield Record(number, strict, text)
            elif strict is True:
                record, used = self._spanning(line, source, waiting)
                del waiting[:used]
                yield record
            else:
                yield self._odd(number, text, strict if isinstance(strict, list) else None)

    def _spanning(
        self,
        line: tuple[int, str, str],
        source: Iterator[tuple[int, str, str]],
        waiting: list[tuple[int, str, str]],
    ) -> tuple[Record, int]:
        """A record whose first line ends inside a quoted cell. Looks ahead into `waiting`, and
        says how many of those lines belong to the record.
        """
        number, text, end = line
        whole, used, suspicious = text + end, 0, False
        closed: Record | None = None
        while True:
            if len(whole) > limits.MAX_FIELD:
                raise InputError(
                    f"A quotation mark opens in line {number:,} and is never closed. "
                    "Correct that line, or export the file again."
                )
            if used == len(waiting):
                following = next(source, None)
                if following is None:
                    break
                waiting.append(following)
            _, more, more_end = waiting[used]
            if not suspicious and used < LOOK_INTO:
                suspicious = self._stands_alone(more)
            used += 1
            if self.grammar.quote in more:
                strict = split_strict(whole + more, self.grammar)
                if strict is None:
                    break
                if isinstance(strict, list):
                    right = self.width in (None, len(strict))
                    problem = "" if right else self._count_problem(strict)
                    closed = Record(number, strict, whole + more, problem)
                    if right and not suspicious:
                        return closed, used
                    break
            whole += more + more_end
        alone = self._odd(number, text, None)
        if closed is not None and len(alone.cells) != self.width:
            return replace(closed, problem=closed.problem or "A cell runs over several lines"), used
        return alone, 0

    def _stands_alone(self, text: str) -> bool:
        """Whether a line inside a cell is so much like a row that it surely is one."""
        if self.width is None or self.width < 2 or not text:
            return False
        cells = split_strict(text, self.grammar)
        if not isinstance(cells, list):
            free = split_freely(text, self.grammar, self.width)
            cells = free[0] if free else None
        if not isinstance(cells, list) or len(cells) != self.width:
            return False
        return fits(cells, self.types) if any(self.types) else self.width >= 4

    def _odd(self, number: int, text: str, strict: list[str] | None) -> Record:
        """One line that breaks the rules, read as well as it can be."""
        if self.width is None:
            free = split_freely(text, self.grammar, None)
            cells = strict or (free[0] if free else text.split(_text(self.grammar)))
            return Record(number, cells, text, "" if strict else "A quotation mark is out of place")
        if strict is None:
            free = split_freely(text, self.grammar, self.width)
            if free is not None:
                problem = "A quotation mark is out of place" if free[1] else ""
                return Record(number, free[0], text, problem)
            free = split_freely(text, self.grammar, None)
            strict = free[0] if free else text.split(_text(self.grammar))
        elif self.grammar.quote and self.grammar.quote in text:
            free = split_freely(text, self.grammar, self.width)
            if free is not None:
                return Record(number, free[0], text, "A quotation mark is out of place")
        if len(strict) < self.width:
            other = self._other_delimiter(text)
            if other is not None:
                return Record(number, other, text, "The cells are divided by another character")
        return Record(number, strict, text, self._count_problem(strict))

    def _count_problem(self, cells: list[str]) -> str:
        noun = "cell" if len(cells) == 1 else "cells"
        return f"{len(cells):,} {noun} where {self.width:,} are expected"

    def _other_delimiter(self, text: str) -> list[str] | None:
        """The line cut at another delimiter, if that gives exactly the expected cells."""
        for delimiter in OTHER_DELIMITERS:
            if delimiter in self.grammar.delimiter or delimiter not in text:
                continue
            grammar = Grammar(delimiter, self.grammar.quote, self.grammar.escape)
            cells = split_strict(text, grammar)
            if not isinstance(cells, list):
                free = split_freely(text, grammar, self.width)
                cells = free[0] if free else None
            if isinstance(cells, list) and len(cells) == self.width and self._plausible(cells):
                return cells
        return None

    def _plausible(self, cells: list[str]) -> bool:
        """Whether cells cut at another character are a row or column names, not a sentence."""
        wordy = all(kind(cell) in ("", "text", "code") for cell in cells)
        return fits(cells, self.types) or (wordy and len(set(cells)) == len(cells))
