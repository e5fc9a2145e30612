"""Tables that belong together as one: rows with those of other files that they point at."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.links import Link, join_key
from recsys_core.ingestion.prepare import prepared
from recsys_core.ingestion.prepared import OtherColumnsError, Prepared
from recsys_core.schema.sql import identifier


@dataclass(frozen=True)
class FileGroup:
    """Files of the same columns: one table."""

    paths: tuple[Path, ...]
    files: list[Prepared]


@contextmanager
def grouped(
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    scratch: Path | None = None,
    *,
    alike: bool = False,
) -> Iterator[list[FileGroup]]:
    """Like `prepared`, for files that may have different columns: those of the same columns
    together, in the order of their first files. alike: refuse different columns.
    """
    with ExitStack() as stack:
        try:
            files = stack.enter_context(prepared(paths, options, scratch))
        except OtherColumnsError:
            if alike:
                raise
            parts: dict[frozenset[str], list[Path]] = {}
            for path in paths:
                with prepared([path], options, scratch) as (first, *_):
                    parts.setdefault(frozenset(first.dialect.labels), []).append(path)
            yield [
                FileGroup(tuple(part), stack.enter_context(prepared(part, options, scratch)))
                for part in parts.values()
            ]
        else:
            yield [FileGroup(tuple(paths), files)]


def joined_labels(
    tables: Sequence[Staged],
    base: int,
    links: Sequence[tuple[Link, Sequence[int]]],
    words: Collection[int] = (),
) -> dict[tuple[int, int], str]:
    """What the columns of joined tables are called, by table and place, in their order; a name
    that is there already is followed by its file's. words: tables with the words for numbers of
    another column, which are called like that one.
    """
    labels = {(base, at): label for at, label in enumerate(tables[base].dialect.labels)}
    for link, columns in links:
        dialect, stem = tables[link.to].dialect, Path(tables[link.to].files[0]).stem
        taken = set(labels.values())
        for at in columns:
            label = dialect.labels[at]
            if link.to in words:
                label = tables[link.of].dialect.labels[link.column]
            labels[link.to, at] = f"{label} ({stem})" if label in taken else label
    return labels


def join_tables(
    cursor: duckdb.DuckDBPyConnection,
    tables: Sequence[Staged],
    base: int,
    links: Sequence[tuple[Link, Sequence[int]]],
    table: str,
    words: Collection[int] = (),
) -> Staged:
    """The rows of the base, each with the columns of the rows that it points at; a row without
    such a partner keeps empty cells. links: in an order in which each begins at a table that is
    there already, with the columns to take. words: see `joined_labels`.
    """
    first, labels = tables[base], joined_labels(tables, base, links, words)
    joins = "".join(
        f" LEFT JOIN (SELECT DISTINCT {_cells(tables[link.to])}, "
        f"{join_key(f'c{link.key}')} AS link_key FROM {identifier(tables[link.to].table)} "
        f"WHERE NOT damaged AND trim(c{link.key}) <> '') t{link.to} "
        f"ON t{link.to}.link_key = {join_key(f't{link.of}.c{link.column}')}"
        for link, _ in links
    )
    listed = ", ".join(f"t{place}.c{at} AS c{n}" for n, (place, at) in enumerate(labels))
    cursor.execute(f"DROP VIEW IF EXISTS {identifier(table)}")
    cursor.execute(
        f"CREATE OR REPLACE TEMP TABLE {identifier(f'{table}_joined')} AS SELECT t{base}.line, "
        f"t{base}.file, t{base}.damaged, {listed} FROM {identifier(first.table)} t{base}{joins} "
        f"ORDER BY t{base}.file, t{base}.line"
    )
    cursor.execute(
        f"CREATE TEMP VIEW {identifier(table)} AS SELECT * FROM {identifier(f'{table}_joined')}"
    )
    files = [name for link, _ in links for name in tables[link.to].files]
    warnings = [text for link, _ in links for text in tables[link.to].warnings]
    types = tuple(tables[place].dialect.types[at] for place, at in labels)
    return replace(
        first,
        table=table,
        dialect=replace(first.dialect, names=tuple(labels.values()), types=types),
        files=(*first.files, *files),
        own=first.dialect.width,
        warnings=tuple(dict.fromkeys([*first.warnings, *warnings])),
    )


def _cells(table: Staged) -> str:
    return ", ".join(f"c{at}" for at in range(table.dialect.width))


def copies(cursor: duckdb.DuckDBPyConnection, table: Staged) -> int:
    """How many rows are equal to an earlier one in every cell."""
    sql = f"SELECT count(*) FROM (SELECT DISTINCT {_cells(table)} FROM {identifier(table.table)})"
    return table.rows - int(cursor.execute(sql).fetchall()[0][0])


def to_take(link: Link, tables: Sequence[Staged], only: Mapping[int, Sequence[int]]) -> list[int]:
    """The columns of the table a link leads to, without its key; `only` those, where given."""
    every = range(tables[link.to].dialect.width)
    return [at for at in only.get(link.to, every) if at != link.key]
