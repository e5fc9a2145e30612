"""What the reader is told, what it decided, and what it found."""

from dataclasses import dataclass, field
from typing import Literal

from recsys_core.ingestion.formula import restore

SPACES = "spaces"
"""The delimiter "one or more spaces"."""

DELIMITER_NAMES = {
    "tab": "\t",
    "\\t": "\t",
    "comma": ",",
    "semicolon": ";",
    "pipe": "|",
    "space": " ",
    "spaces": SPACES,
}


@dataclass(frozen=True)
class ReadOptions:
    """What the analyst overrules. None leaves the choice to the reader.

    delimiter: the text between two cells, or one of the words tab, comma, semicolon, pipe, space,
    spaces. quote: one character, "" for none. escape: the quote itself (doubled) or a backslash.
    header_line: line of the column names counted from 1, 0 for a file without them. sheet: name of
    the sheet of a spreadsheet.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    header_line: int | None = None
    sheet: str | None = None


@dataclass(frozen=True)
class Grammar:
    """How a line is cut into cells.

    escape: equal to `quote` (a quote inside a cell is doubled) or a backslash. pairs: another
    quotation mark that the writer doubled inside cells although it is not the quote.
    """

    delimiter: str
    quote: str = '"'
    escape: str = '"'
    pairs: str = ""


@dataclass(frozen=True)
class Dialect:
    """How a file is written. Decided once by `sniff`, then followed to the letter.

    header_line: line where the column names start (from 1), None when there are none;
    header_rows: how many records they span. names: the column names as found (may repeat or be
    empty). types: what each column holds as far as it is certain ("number", "date" …, else "").
    first_line: line of the first record after preamble and header.
    """

    kind: Literal["text", "parquet"]
    encoding: str
    grammar: Grammar
    header_line: int | None
    header_rows: int
    first_line: int
    names: tuple[str, ...]
    types: tuple[str, ...]
    newline: str = "\n"
    notes: tuple["Flag", ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        return len(self.names)

    @property
    def labels(self) -> tuple[str, ...]:
        """Column names made unique and never empty: what the analyst picks from."""
        seen: set[str] = set()
        out = []
        for number, name in enumerate(self.names, start=1):
            label = restore(" ".join(name.split())) or f"column {number}"
            base, again = label, 2
            while label in seen:
                label, again = f"{base} ({again})", again + 1
            seen.add(label)
            out.append(label)
        return tuple(out)


@dataclass(frozen=True)
class Flag:
    """A line that is not as it should be. kept: its cells could still be told apart, so the row
    may be used; otherwise an import refuses it.
    """

    line: int
    reason: str
    raw: str
    kept: bool = False
    file: int = 0


@dataclass(frozen=True)
class Staged:
    """A file (or several equal ones) as a temporary table of text.

    table: columns `c0` … `cN` (text, NULL or "" when empty), `line` (first line of the row in its
    file, from 1), `file` (index into `files`), `damaged` (the row is among the flags that are
    not kept). flags: the name of a temporary table with the columns of `Flag`.
    rows: rows of `table`. lost: damaged lines that are not in `table` at all (a second table,
    notes below the table).
    """

    table: str
    flags: str
    dialect: Dialect
    files: tuple[str, ...]
    rows: int
    flagged: int
    lost: int
    damaged: int
    warnings: tuple[str, ...] = field(default=())
