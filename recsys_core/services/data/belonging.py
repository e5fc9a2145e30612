"""Files that belong together: lines of orders, the orders, the products and the customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.joined import FileGroup, copies, join_tables, joined_labels, to_take
from recsys_core.ingestion.links import Link, find_links, persons_of, states_of
from recsys_core.ingestion.read import stage
from recsys_core.ingestion.roles.guess import Guess
from recsys_core.schema.errors import InputError
from recsys_core.services.data import messages as m
from recsys_core.services.data.first_rows import SAMPLE_ROWS, cells, guess_roles
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

OF_ORDERS = frozenset(
    ("user", "contact", "time", "status", "payment_status", "delivery_status", "return_status")
)
"""What the rows that lines point at say of an order; a table with none of it is not needed."""

MANY = 3
"""Rows that a state in a list of states has, at least, on average."""
FEW_ALIKE = 0.05
"""Of the lines of orders, so many may equal another one; more of them were exported twice."""


@dataclass(frozen=True)
class JoinShown:
    """A join in words: rows of `file` by their `column`, rows of `other` by their `key`.

    rows, found: rows of `file`, and those that find a row; keys, used: rows of `other`, and those
    that are found. kind: what list `other` is, "" where its columns are joined in.
    """

    file: str
    column: str
    other: str
    key: str
    rows: int
    found: int
    keys: int
    used: int
    kind: str = ""

    @property
    def sentence(self) -> str:
        """The join with its counts."""
        lists = {"items": m.IS_PRODUCT_LIST, "users": m.IS_CUSTOMER_LIST}
        message = lists.get(self.kind, m.FILES_JOINED)
        by = self.column if self.column == self.key else f"{self.column} = {self.key}"
        counts = {"n": self.rows, "found": self.found, "keys": self.keys, "used": self.used}
        return say(message, file=self.file, other=self.other, by=by, **counts)


@dataclass(frozen=True)
class ListOfRows:
    """A list that goes with the rows. keys: column of the rows -> column of the list."""

    kind: str
    paths: tuple[Path, ...]
    keys: Mapping[str, str]

    def mapping(self, rows: Mapping[str, str]) -> dict[str, str]:
        """Role -> column of the list, for the mapping of the rows."""
        role = {"items": "item", "users": "user"}[self.kind]
        key = self.keys.get(rows.get(role, ""))
        return {role: key} if key else {}


@dataclass(frozen=True)
class Belonging:
    """What becomes of files given together. paths: of the rows that count; joins: what they are
    joined with, and the lists that go with them; left_out: names of files that nothing needs;
    alike: lines of orders that are equal to another one, and few enough to be lines of their own.
    """

    paths: tuple[Path, ...]
    joins: tuple[JoinShown, ...]
    lists: tuple["ListOfRows", ...] = ()
    left_out: tuple[str, ...] = ()
    alike: int = 0

    @property
    def sentences(self) -> list[str]:
        """What is joined, and what is left out."""
        said = [join.sentence for join in self.joins]
        if self.left_out:
            said.append(say(m.LEFT_OUT, files=and_list(self.left_out), n=len(self.left_out)))
        if self.alike:
            said.append(say(m.LINES_ALIKE, n=self.alike))
        return said

    def options(self, options: ReadOptions) -> ReadOptions:
        """How the rows are to be read: equal lines of orders count, where there are few."""
        return replace(options, keep_repeated=True) if self.alike else options


@dataclass
class _Joining:
    """The tables, and what is known of each by its place."""

    groups: Sequence[FileGroup]
    tables: list[Staged]
    heads: list[list[list[str]]]
    guesses: list[Guess]
    links: list[Link]
    taken: list[Link] = field(default_factory=list)
    lists: dict[int, tuple[Link, str]] = field(default_factory=dict)
    states: set[int] = field(default_factory=set)


def stage_groups(
    cursor: duckdb.DuckDBPyConnection,
    groups: Sequence[FileGroup],
    table: str,
    scratch: Path | None = None,
    *,
    unread: bool = False,
    first: bool = False,
) -> tuple[Staged, Belonging]:
    """Load files as one table: of the same columns one below the other (see `stage`), of
    different ones joined.
    """
    if len(groups) > 1:
        return _stage_together(cursor, groups, table, scratch, first)
    (group,) = groups
    return stage(cursor, group.files, table, unread, scratch), Belonging(group.paths, ())


def _stage_together(
    cursor: duckdb.DuckDBPyConnection,
    groups: Sequence[FileGroup],
    table: str,
    scratch: Path | None,
    first: bool,
) -> tuple[Staged, Belonging]:
    """Load files of different columns as one table of the rows that count. first: those of the
    first file are, if it points at another; else of the file from which most others are reached.

    Raises InputError where nothing joins them.
    """
    tables = [
        stage(cursor, group.files, f"{table}_{at}", scratch=scratch)
        for at, group in enumerate(groups)
    ]
    heads = [cells(cursor, each, SAMPLE_ROWS) for each in tables]
    guesses = [guess_roles(each, head, None) for each, head in zip(tables, heads, strict=True)]
    links = find_links(cursor, tables, [group.files[0].name for group in groups])
    joining = _Joining(groups, tables, heads, guesses, links)
    first = first and _reach(joining, 0)[0] > 1
    base = 0 if first else max(range(len(tables)), key=lambda at: _reach(joining, at))
    _follow(joining, base)
    if not joining.taken and not joining.lists:
        names = and_list([group.files[0].name for group in groups])
        raise InputError(say(m.NOTHING_JOINS, files=names))
    persons = {at: persons_of(heads[at]) for at in joining.lists}
    persons |= {at: states_of(heads[at]) for at in joining.states}
    taken = [(link, to_take(link, tables, persons)) for link in joining.taken]
    taken = [(link, columns) for link, columns in taken if columns]
    staged = join_tables(cursor, tables, base, taken, table, joining.states)
    shown = _shown(joining, base, joined_labels(tables, base, taken, joining.states))
    alike = copies(cursor, tables[base]) if any(not join.kind for join in shown.joins) else 0
    few = alike <= FEW_ALIKE * tables[base].rows
    return staged, replace(shown, alike=alike if few else 0)


def _reach(joining: _Joining, base: int) -> tuple[int, int]:
    """How many tables are reached from one, and its rows."""
    reached, grown = {base}, True
    while grown:
        further = {link.to for link in joining.links if link.of in reached} - reached
        reached, grown = reached | further, bool(further)
    return len(reached), joining.tables[base].rows


def _follow(joining: _Joining, base: int) -> None:
    """Take the strongest links one after the other; lists lead nowhere further."""
    there, seen = [base], {base}
    while True:
        free = (each for each in joining.links if each.of in there and each.to not in seen)
        link = next(free, None)
        if link is None:
            return
        seen.add(link.to)
        if states_of(joining.heads[link.to]) and _names_few(joining, link):
            joining.states.add(link.to)
            joining.taken.append(link)
            continue
        kind = _kind(joining, link)
        if kind:
            joining.lists[link.to] = (link, kind)
        if kind == "users" or (not kind and _of_orders(joining, link)):
            joining.taken.append(link)
            there += [] if kind else [link.to]


def _names_few(joining: _Joining, link: Link) -> bool:
    """Whether every row is met by many: a list of states, not of orders."""
    return link.keys * MANY <= link.rows


def _kind(joining: _Joining, link: Link) -> str:
    """What list a link leads to, "" for none."""
    guess, labels = joining.guesses[link.to], joining.tables[link.of].dialect.labels
    roles = {column.name: column.role for column in joining.guesses[link.of].columns}
    role = roles.get(labels[link.column])
    if role == "order" or (role != "user" and _several_per_customer(joining, link.to)):
        return ""
    if guess.shape in ("items", "users"):
        return guess.shape
    known = {column.role for column in guess.columns}
    return {"item": "items", "user": "users"}.get(role or "", "") if "order" not in known else ""


def _several_per_customer(joining: _Joining, at: int) -> bool:
    """Whether customers come again in a table: its rows are none of a list of them."""
    labels = joining.tables[at].dialect.labels
    user = next((c.name for c in joining.guesses[at].columns if c.role == "user"), None)
    values = [row[labels.index(user)] for row in joining.heads[at]] if user else []
    return len(set(values)) < len(values)


def _of_orders(joining: _Joining, link: Link) -> bool:
    """Whether rows say who bought, when, or what became of it, besides their key."""
    key = joining.tables[link.to].dialect.labels[link.key]
    columns = joining.guesses[link.to].columns
    return any(column.role in OF_ORDERS and column.name != key for column in columns)


def _shown(joining: _Joining, base: int, labels: Mapping[tuple[int, int], str]) -> Belonging:
    groups, names = joining.groups, [group.files[0].name for group in joining.groups]
    rows = {link.to: link for link in joining.taken if link.to not in joining.lists}
    known = {at: (link, "") for at, link in rows.items()} | joining.lists
    lists = []
    for place, (_, kind) in joining.lists.items():
        own = joining.tables[place].dialect.labels
        keys = {label: own[at] for (table, at), label in labels.items() if table == place}
        for link in reversed(joining.links):
            if link.to == place and (link.of, link.column) in labels:
                keys[labels[link.of, link.column]] = own[link.key]
        lists.append(ListOfRows(kind, groups[place].paths, keys))
    return Belonging(
        tuple(path for at in (base, *rows) for path in groups[at].paths),
        tuple(_words(joining, names, link, kind) for link, kind in known.values()),
        tuple(lists),
        tuple(name for at, name in enumerate(names) if at != base and at not in known),
    )


def _words(joining: _Joining, names: Sequence[str], link: Link, kind: str) -> JoinShown:
    of, to = joining.tables[link.of].dialect.labels, joining.tables[link.to].dialect.labels
    counts = (link.rows, link.found, link.keys, link.used)
    return JoinShown(names[link.of], of[link.column], names[link.to], to[link.key], *counts, kind)
