"""What the reader is told, what it decided, and what it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.excel import Sheet
from recsys_core.ingestion.formula import restore
from recsys_core.ingestion.unread import Unread
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

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
    the sheet of a workbook. date_order: "day" or "month", whichever comes first in 01/02/2024.
    decimal: the sign before the decimals, "," or ".". matrix: whether the table has a customer in
    each row and a product in each column; missing: the rating that means "none" there.
    keep_repeated: whether rows that are equal in every cell all count. answers: the key of a
    question (schema/questions.py) -> the choice. rates: a currency of the file -> what one of it
    is worth in the currency that counts. stored_currency: of the money that is in already.
    join: role -> the column, or how its IDs are written otherwise, by which the rows go with what
    is in already. campaign: what the campaign is called in a file that names none.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    header_line: int | None = None
    sheet: str | None = None
    date_order: str | None = None
    decimal: str | None = None
    matrix: bool | None = None
    missing: str | None = None
    keep_repeated: bool = False
    answers: Mapping[str, str] | None = None
    rates: Mapping[str, float] | None = None
    stored_currency: str | None = None
    join: Mapping[str, str] | None = None
    campaign: str | None = None

    def __post_init__(self) -> None:
        if self.date_order not in (None, "day", "month"):
            raise InputError(say(m.NO_DATE_ORDER, value=repr(self.date_order)))
        if self.decimal not in (None, ",", "."):
            raise InputError(say(m.NO_DECIMAL, value=repr(self.decimal)))
        for currency, rate in (self.rates or {}).items():
            if not 0 < rate < 1e9:
                raise InputError(say(m.BAD_RATE, value=repr(rate), currency=currency))
        if self.header_line is not None and self.header_line < 0:
            raise InputError(say(m.NO_HEADER_LINE, value=self.header_line))
        if self.quote is not None and len(self.quote) > 1:
            raise InputError(say(m.NO_QUOTE, value=repr(self.quote)))


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

    kind: a sheet of a workbook is CSV of our own making whose records are the sheet's rows.
    sheets: every filled sheet of the workbook, and those that were read.

    header_line: line where the column names start (from 1), None when there are none;
    header_rows: how many records they span. names: the column names as found (may repeat or be
    empty). types: what each column holds as far as it is certain ("number", "date" …, else "").
    first_line: line of the first record after preamble and header.
    """

    kind: Literal["text", "parquet", "sheet"]
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
    sheets: tuple[Sheet, ...] = ()
    sheets_read: tuple[str, ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether the columns have numbers instead of names."""
        return self.kind != "parquet" and not self.header_rows

    @property
    def shown_delimiter(self) -> str:
        """The delimiter of the file the analyst has; a workbook has none."""
        return self.grammar.delimiter if self.kind == "text" else ""

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
    notes below the table). unread: set when `table` is a view of the file itself, whose lines
    were only counted: reading it may still fail. own: how many columns are the rows' own, where
    those of other tables were joined behind them; 0 for all.
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
    unread: Unread | None = None
    own: int = 0
