"""The columns of a staged file as SQL, and what its rows are asked.

Every validator leaves two temporary relations behind: `accepted` (the columns of the target
table) and `refused` (file_name, line, column_name, reason, raw). Each staged row ends up in
exactly one of: accepted, return, duplicate, refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import duckdb

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.clocks import find_clock
from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.expressions import quoting, yes_no_sql
from recsys_core.ingestion.formula import restore_sql
from recsys_core.ingestion.no_value import no_date_sql, no_number_sql, no_value_sql
from recsys_core.ingestion.number_proof import answered, number_styles
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.ingestion.roles.role import ColumnRole
from recsys_core.ingestion.times import DATE_ORDERS, ISO, time_style
from recsys_core.ingestion.values import NumberStyle
from recsys_core.schema.errors import InputError
from recsys_core.schema.questions import Question
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

ACCEPTED, REFUSED, ITEMS = "accepted", "refused", "accepted_items"
CHECKED, COUNTED = "checked", "checked_rows_counted"
NOBODY_ROWS = "nobody_rows"
ODD, BAD, REPEATED = "odd_rows", "bad_hashes", "repeated_rows"
HEAD = "head_rows"
HEAD_ROWS = 20_000
"""Rows that show a layout and the meaning of amounts: thousands of orders."""
SHOWN = 60
"""Characters of a value that a reason quotes."""
_NOTHING = {"number": no_number_sql, "date": no_date_sql}


class FirstRowsError(Exception):
    """What the first rows show does not hold for all: every row has to be looked at."""


@dataclass(frozen=True)
class RowCounts:
    """rows_read = accepted + quarantined + duplicate + returned, always."""

    read: int
    accepted: int
    quarantined: int
    duplicate: int
    returned: int


@dataclass
class Checks:
    """The columns in play as SQL over the cells, and the reasons for refusing a row.

    Every row is looked at twice, and never copied on the way: checked_rows.py notes its state in
    the temporary table `checked` (`fault`: number of the first reason, 0 for none; `marks`: one
    bit per question asked with `mark`; `h`: a hash of the whole row), and accepted.py defines the
    view that storage reads. Only the rows that are refused, damaged or repeated are kept with all
    their cells (see odd_rows.py).
    """

    cursor: duckdb.DuckDBPyConnection
    staged: Staged
    mapping: Mapping[str, str]
    warnings: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    faults: list[tuple[str, str, str]] = field(default_factory=list)
    """(condition, role or "", reason), SQL over the cells and the columns v_ROLE"""
    numbers: dict[str, NumberStyle] = field(default_factory=dict)
    options: ReadOptions = field(default_factory=ReadOptions)
    decided: dict[str, str] = field(default_factory=dict)
    """Fields of ReadOptions that the values decided: the order of dates, the decimal sign."""
    marks: dict[str, str] = field(default_factory=dict)
    """name -> condition, SQL over the cells and the columns v_ROLE"""
    questions: list[Question] = field(default_factory=list)
    evidence: list[str] = field(default_factory=list)
    _head_of: str = ""
    beyond: list[str] = field(default_factory=list)
    thorough: bool = False
    nothing: dict[str, str] = field(default_factory=dict)
    """role -> SQL: whether its cell holds nothing, or a word for nothing"""
    counted: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """cell -> its values in the sample with their rows, counted once (see sampling.py)"""

    def __post_init__(self) -> None:
        labels = self.staged.dialect.labels
        self.cells = {role: f"c{labels.index(name)}" for role, name in self.mapping.items()}

    def read(self, role: ColumnRole, *, filled: bool = False) -> None:
        """Read a role's column, if there is one, as what the role becomes; where `filled`, a row
        without a value is refused.
        """
        cell = self.cells.get(role.name)
        if cell is None or role.becomes == "words":
            return
        empty = _NOTHING.get(role.becomes, no_value_sql)(cell)
        self.nothing[role.name] = empty
        if role.becomes == "text":
            self.values[role.name] = restore_sql(cell)
            if filled:
                self.faults.append((empty, role.name, literal(say(role.missing))))
            if role.identifies:
                reason = literal(say(m.ID_TOO_LONG, most=limits.MAX_ID))
                self.faults.append((f"length({cell}) > {limits.MAX_ID}", role.name, reason))
            return
        self.values[role.name] = self._value(role, cell)
        unread = f"v_{role.name} IS NULL"
        if filled:
            missing = f"({unread} AND {empty})"
            self.faults.append((missing, role.name, literal(say(role.missing))))
        if role.becomes == "number":
            reason = literal(say(m.NUMBER_TOO_LARGE))
            self.faults.append((f"abs(v_{role.name}) > {limits.MAX_NUMBER:.0f}", role.name, reason))
        shown = (
            f"CASE WHEN length({cell}) > {SHOWN} THEN left({cell}, {SHOWN}) || '…' ELSE {cell} END"
        )
        self.faults.append(
            (f"({unread} AND NOT {empty})", role.name, quoting(say(role.unreadable), shown))
        )

    def _value(self, role: ColumnRole, cell: str) -> str:
        if role.becomes == "number":
            return self.number_style(role.name).sql(cell)
        return self.date(role.name, cell) if role.becomes == "date" else yes_no_sql(cell)

    def number_style(self, role: str) -> NumberStyle:
        """How the numbers of a role's column are written, judged with all others of the file."""
        if not self.numbers:
            self.numbers = self._number_styles(
                {r: c for r, c in self.cells.items() if ROLES[r].becomes == "number"}
            )
        if role not in self.numbers:
            self.numbers |= self._number_styles({role: self.cells[role]})
        return self.numbers[role]

    def _number_styles(self, cells: Mapping[str, str]) -> dict[str, NumberStyle]:
        return answered(self.styles_of(cells), self.mapping, self.ask)

    def styles_of(self, cells: Mapping[str, str], careful: bool = False) -> dict[str, NumberStyle]:
        """How cells are written, all other columns of numbers as witnesses (`number_styles`)."""
        types = enumerate(self.staged.dialect.types)
        others = [f"c{at}" for at, kind in types if kind in ("number", "money", "percent")]
        decimal = self.options.decimal
        return number_styles(self.cursor, self.head(), cells, others, decimal, careful)

    def date(self, role: str, cell: str) -> str:
        """SQL for the moments of a role's column; how they are written is said."""
        order, head = self.options.date_order, self.head()
        style = time_style(self.cursor, self.staged.table, cell, order, head)
        if style.label in DATE_ORDERS:
            self.decided["date_order"] = DATE_ORDERS[style.label]
        if style.warning:
            self.warnings.append(
                say(m.ABOUT_COLUMN, column=self.mapping[role], warning=style.warning)
            )
        elif style.label != ISO.label:
            self.warnings.append(say(m.READ_AS, column=self.mapping[role], style=say(style.label)))
        if not style.zoned:
            return style.sql(cell)
        clock = find_clock(self.cursor, self.head(), self.mapping[role], cell)
        self.warnings.append(clock.sentence())
        return (
            clock.local_sql(cell, style.sql(cell), self.ask) if role == "time" else style.sql(cell)
        )

    def ask(self, question: Question) -> str:
        """The choice to go on with: the analyst's, that of the evidence, or for now the first.

        Raises InputError for an answer that is no choice of this question.
        """
        answers = self.options.answers or {}
        answer = answers.get(question.key, question.chosen)
        names = [choice.name for choice in question.choices]
        if answer and answer not in names:
            fields = {"key": question.key, "answer": repr(answer), "choices": or_list(names)}
            raise InputError(say(m.NO_SUCH_ANSWER, **fields))
        self.questions.append(replace(question, chosen=answer))
        return answer or names[0]

    def give(self, role: str, column: str) -> None:
        """Let a column play this role, and no other."""
        before = next((each for each, name in self.mapping.items() if name == column), role)
        kept = {each: name for each, name in self.mapping.items() if each != before}
        self.mapping = {**kept, role: column}
        labels = self.staged.dialect.labels
        self.cells = {each: f"c{labels.index(name)}" for each, name in self.mapping.items()}
        if before != role:
            self.drop(before)

    def drop(self, role: str) -> None:
        """Nothing plays this role any more: its column, values and faults are forgotten."""
        self.mapping = {each: name for each, name in self.mapping.items() if each != role}
        known: tuple[dict[str, Any], ...] = (self.cells, self.values, self.nothing, self.numbers)
        for each in known:
            each.pop(role, None)
        self.faults = [fault for fault in self.faults if fault[1] != role]

    def show(self, sentence: str) -> None:
        """Say what the first rows show of a column's meaning, and that it is they."""
        if self.staged.rows > HEAD_ROWS:
            sentence = say(m.SEEN_IN_FIRST, sentence=sentence, first=HEAD_ROWS, n=self.staged.rows)
        self.evidence.append(sentence)

    def head(self) -> str:
        """The first rows with their number `nr` as a temporary table: asked many things, and
        quicker to ask than a file.
        """
        if self._head_of != self.staged.table:
            self.cursor.execute(
                f"CREATE OR REPLACE TEMP TABLE {HEAD} AS SELECT *, row_number() OVER () AS nr "
                f"FROM (SELECT {self.cells_listed} FROM {self.source()} LIMIT {HEAD_ROWS})"
            )
            self._head_of = self.staged.table
        return HEAD

    def tally(self, sql: str, most: int) -> list[tuple[str | None, int]]:
        """The different values of SQL over columns of words with their rows, the most frequent
        first: of the whole file where it is short or `thorough`, else of its first rows.
        """
        source = self.source() if self.exact else self.head()
        ranked = f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {most}"
        found = self.cursor.execute(
            f"SELECT {sql} AS word, count(*) FROM {source} {ranked}"
        ).fetchall()
        return [(word, int(rows)) for word, rows in found]

    @property
    def exact(self) -> bool:
        """Whether `tally` counts every row."""
        return self.thorough or self.staged.rows <= HEAD_ROWS

    def expect(self, sql: str, words: Sequence[str | None]) -> None:
        """Take the words of the first rows for those of the file; another one further down is
        noticed while the rows are checked (`confirm`).
        """
        if not self.exact:
            known = ", ".join(dict.fromkeys(literal(word or "") for word in [*words, ""]))
            self.beyond.append(f"{sql} NOT IN ({known})")

    def count_all(self) -> None:
        """Raise FirstRowsError unless every row is counted already."""
        if not self.exact:
            raise FirstRowsError

    def confirm(self) -> None:
        """Raise FirstRowsError where a word further down was not among the first rows."""
        if self.beyond and self.count(self.marked("beyond")):
            raise FirstRowsError

    def mark(self, name: str, condition: str) -> None:
        """Ask for each row whether the condition holds; see `marked`."""
        self.marks[name] = condition

    def marked(self, name: str) -> str:
        """The answer to a question asked with `mark`, as SQL over `checked` or `odd`."""
        return f"(marks & {1 << list(self.marks).index(name)} > 0)"

    def count(self, condition: str) -> int:
        """How many rows of `checked` meet a condition."""
        sql = f"SELECT coalesce(sum(rows), 0) FROM {COUNTED} WHERE {condition}"
        return int(self.cursor.execute(sql).fetchall()[0][0])

    @property
    def place(self) -> str:
        """The columns that say where a row stood, as far as the rows carry them."""
        return "" if self.staged.unread else "line, file, damaged, "

    def source(self) -> str:
        """The rows, for a FROM clause: c0 … cN and, unless they are read from the file each
        time, line, file and damaged.
        """
        unread = self.staged.unread
        return unread.rows if unread else identifier(self.staged.table)

    @property
    def cells_listed(self) -> str:
        return ", ".join(f"c{at}" for at in range(self.staged.dialect.width))

    def evaluated(self, source: str) -> str:
        """A row's cells, its values as v_ROLE and its hash, for a FROM clause."""
        values = "".join(f", {sql} AS v_{role}" for role, sql in self.values.items())
        return f"(SELECT *{values}, hash({self.cells_listed}) AS h FROM {source})"

    def state(self) -> str:
        """SQL for `fault` and `marks` over `evaluated` rows."""
        cases = " ".join(f"WHEN {c} THEN {at}" for at, (c, _, _) in enumerate(self.faults, 1))
        fault = f"CASE {cases} ELSE 0 END" if cases else "0"
        bits = " + ".join(
            f"CASE WHEN {condition} THEN {1 << at} ELSE 0 END"
            for at, condition in enumerate(self.marks.values())
        )
        return f"CAST({fault} AS UTINYINT) AS fault, CAST({bits or '0'} AS USMALLINT) AS marks"
