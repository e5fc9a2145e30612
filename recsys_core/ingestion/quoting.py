"""Which quotation mark and which escape go with a delimiter."""

import re
from collections.abc import Sequence

from recsys_core.ingestion.dialect_types import SPACES, Grammar, ReadOptions
from recsys_core.ingestion.records import Cutter


def quoting(
    delimiter: str,
    texts: Sequence[str],
    lines: Sequence[tuple[int, str, str]],
    options: ReadOptions,
) -> Grammar:
    """Quotation mark and escape that go with a delimiter: the mark that stands most often right
    beside a delimiter or a line end.
    """
    token = re.escape(" " if delimiter == SPACES else delimiter)
    quote = options.quote
    if quote is None:
        counts = {}
        for mark in ('"', "'"):
            edge = re.compile(f"(?:^|{token}){mark}(?=[^{mark}]|{mark}(?:{token}|$))")
            close = re.compile(f"{mark}(?={token}|$)")
            opening = sum(len(edge.findall(text)) for text in texts)
            closing = sum(len(close.findall(text)) for text in texts)
            counts[mark] = min(opening, closing)
        quote = "'" if counts["'"] > 2 * counts['"'] and counts["'"] >= 2 else '"'
    if not quote:
        return Grammar(delimiter, "", "")
    if options.escape is not None:
        return Grammar(delimiter, quote, options.escape or quote)
    backslash = False
    if any("\\" + quote in text for text in texts):
        doubled, slashed = Grammar(delimiter, quote, quote), Grammar(delimiter, quote, "\\")
        backslash = _trouble(slashed, lines) < _trouble(doubled, lines)
    pairs = '"' if quote == "'" and _only_pairs(texts) else ""
    return Grammar(delimiter, quote, "\\" if backslash else quote, pairs)


def _only_pairs(texts: Sequence[str]) -> bool:
    """Whether double quotes occur only two by two in a file quoted with single ones."""
    found = False
    for text in texts:
        runs = re.findall('"+', text)
        if any(len(run) % 2 for run in runs):
            return False
        found = found or bool(runs)
    return found


def _trouble(grammar: Grammar, lines: Sequence[tuple[int, str, str]]) -> int:
    records = Cutter(grammar, None).records(lines[:300])
    return sum(bool(record.problem) for record in records)
