"""Files that would cost minutes or gigabytes to read, told by their first lines."""

from collections.abc import Sequence
from pathlib import Path

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.cutting import split_strict
from recsys_core.ingestion.dialect_types import Grammar
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

USUAL = ",;\t|"
BEFORE_A_CELL = ("", *",;\t| :\r\n")


def refuse_bombs(path: Path, lines: Sequence[tuple[int, str, str]], name: str) -> None:
    """Raise InputError for far too many columns, or a quotation mark that is never closed.

    lines: the first ones of the file, as (number, text, line end). Decided before any delimiter
    is, for such a file makes even trying them out expensive.
    """
    for _, text, _ in lines[:3]:
        for delimiter in USUAL:
            if text.count(delimiter) >= limits.MAX_COLUMNS:
                cells = split_strict(text, Grammar(delimiter))
                if not isinstance(cells, list) or len(cells) > limits.MAX_COLUMNS:
                    raise InputError(say(m.TOO_MANY_COLUMNS, file=name, most=limits.MAX_COLUMNS))
    if _never_closed(path, "".join(text + end for _, text, end in lines)):
        raise InputError(say(m.MARK_NEVER_CLOSED, file=name))


def _never_closed(path: Path, sample: str) -> bool:
    """Whether the last mark of the sample opens a cell and no other follows for a long way."""
    last = sample.rfind('"')
    if sample.count('"') % 2 == 0 or sample[last - 1 : last] not in BEFORE_A_CELL:
        return False
    with path.open("rb") as file:
        file.seek(len(sample.encode()))
        beyond = limits.MAX_FIELD - (len(sample) - last) + 1
        following = file.read(max(beyond, 0))
    return len(following) >= beyond and b'"' not in following
