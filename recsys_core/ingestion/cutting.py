"""Cutting one piece of text into cells: strictly by the rules, or with as little harm as can be."""

import re
from functools import lru_cache

from recsys_core.ingestion.dialect_types import SPACES, Grammar

MOST_PIECES = 400
"""Delimiters in a broken line beyond which no reading of it is looked for."""

MOST_STEPS = 1_000_000
"""Readings of parts of a broken line that are compared at most."""


@lru_cache(maxsize=64)
def _cell(grammar: Grammar) -> re.Pattern[str]:
    q, d = re.escape(grammar.quote), re.escape(delimiter_text(grammar))
    if grammar.escape == grammar.quote:
        inside = f"[^{q}]*(?:{q}{q}[^{q}]*)*"
    else:
        e = re.escape(grammar.escape)
        inside = f"[^{q}{e}]*(?:{e}.[^{q}{e}]*)*"
    return re.compile(f"(?:{q}({inside})(?:{q}|(\\Z))|((?:(?!{d})[^{q}])*))(?={d}|\\Z)", re.DOTALL)


def delimiter_text(grammar: Grammar) -> str:
    """The characters between two cells; one space for runs of them."""
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


def split_strict(text: str, grammar: Grammar) -> list[str] | bool:
    """The cells of a well-formed record; False if it breaks the rules; True if it is well-formed
    so far but ends inside a quoted cell.
    """
    if grammar.delimiter == SPACES:
        text = text.strip(" ")
        if not grammar.quote or grammar.quote not in text:
            return re.split(" +", text)
    delimiter = delimiter_text(grammar)
    if not grammar.quote or grammar.quote not in text:
        return text.split(delimiter)
    pattern = _cell(grammar)
    cells: list[str] = []
    at, step = 0, len(delimiter)
    while True:
        match = pattern.match(text, at)
        if match is None:
            return False
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
    delimiter, quote = delimiter_text(grammar), grammar.quote
    if not quote:
        cells = text.split(delimiter)
        return (cells, 0) if width in (None, len(cells)) else None
    ends = [m.start() for m in re.finditer(re.escape(delimiter), text)] + [len(text)]
    starts = [0, *(end + len(delimiter) for end in ends[:-1])]
    limit = len(ends)
    if limit > MOST_PIECES or (width is not None and width > limit):
        return None
    opening = sum(text.startswith(quote, start) for start in starts)
    if opening * limit * (width or limit) > MOST_STEPS:
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
