"""Everything the tables hold of some persons: found by the schema, not by a list of tables.

A table that names customers has a column `user_id`. Every other one is either in `TEXTS`, because
people or files fill texts of it that may name somebody, or in `NOBODY`; a test fails for a table
that is in neither, so that no table is ever forgotten.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import duckdb
import pandas as pd

from recsys_core.schema.sql import identifier, literal
from recsys_core.storage.remnants import Finder

TEXTS = frozenset(
    {
        *("audit", "imports", "mapping_templates", "meta", "runs"),
        *("scenarios", "storyboard", "rules", "placements", "planned"),
        *("segments", "audiences", "experiments"),
    }
)
"""Tables whose texts may name somebody: names, addresses, what was noted of changes."""
NOBODY = frozenset(
    {
        *("items", "campaigns", "campaign_offers"),  # products and campaigns
        *("changes", "erased"),  # counters; persons as HMAC only
        "nobody_sales",  # rows that lack a customer; their order numbers go (`unlink_orders`)
    }
)
"""Tables that name no customer."""
REFUSED = "quarantine"
"""The lines as they came, which may name anybody."""
PERSONS, TELLING = "persons_asked_for", "texts_asked_for"
"""Temporary tables of `ask_for`: user_id; and text, what tells a person wherever it stands."""
_ORDERS = (
    f"SELECT DISTINCT order_id AS id FROM interactions SEMI JOIN {PERSONS} USING (user_id) "
    "WHERE order_id IS NOT NULL"
)
BLOCK = 5_000
DAY = re.compile(
    r"\d{4}([-./])\d{1,2}\1\d{1,2}([T ].*)?|\d{1,2}([-./])\d{1,2}\3(\d{4}|\d{2})( .*)?"
)
"""A day, with or without a time: never a person's own, though nobody else joined on it."""
AROUND = " \"'"
"""Signs around a cell of a line that was not cut."""
LEAST, AS_LETTERS = 8, 6
"""Characters from which on a text is taken for a person's own; with a letter or an @ in it."""


def all_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """Every table of the workspace, without those of the moment."""
    rows = cursor.execute(
        "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal "
        "AND database_name = current_database() ORDER BY table_name"
    ).fetchall()
    return [str(name) for (name,) in rows]


def text_columns(cursor: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    """The columns of a table that hold text."""
    rows = cursor.execute(f"DESCRIBE {identifier(table)}").fetchall()
    return [str(row[0]) for row in rows if str(row[1]) in ("VARCHAR", "JSON")]


def naming_tables(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The tables with a row for something of one customer."""
    return [one for one in all_tables(cursor) if "user_id" in text_columns(cursor, one)]


def is_telling(text: str) -> bool:
    """Whether a text can be looked for anywhere, without meeting a number or a word by chance."""
    if DAY.fullmatch(text):
        return False
    if any(sign.isalpha() or sign == "@" for sign in text):
        return len(text) >= AS_LETTERS
    return len(text) > LEAST


def ask_for(cursor: duckdb.DuckDBPyConnection, ids: Iterable[str]) -> None:
    """Leave `PERSONS` and `TELLING`: who is meant, and what tells them: their ids, and values of
    their details that nobody else has (an e-mail address, a name), but for days and words of the
    catalogue: rules and settings speak of these.
    """
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {PERSONS} (user_id TEXT)")
    cursor.register("asked_ids", pd.DataFrame({"user_id": sorted(set(ids))}, dtype="str"))
    cursor.execute(f"INSERT INTO {PERSONS} SELECT user_id FROM asked_ids")
    cursor.unregister("asked_ids")
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {TELLING} AS
        WITH details AS (
            SELECT user_id IN (FROM {PERSONS}) AS asked, trim(unnest(attributes ->> '$.*')) AS text
            FROM users WHERE attributes IS NOT NULL
        ), words AS (SELECT DISTINCT trim(unnest([title, brand, category_path])) AS text FROM items)
        SELECT text FROM details ANTI JOIN words USING (text)
        WHERE length(text) >= {LEAST} OR contains(text, '@')
        GROUP BY text HAVING bool_and(asked)
        UNION SELECT user_id FROM {PERSONS}
        """
    )
    texts = [str(text) for (text,) in cursor.execute(f"FROM {TELLING}").fetchall()]
    chance = pd.DataFrame({"text": [one for one in texts if not is_telling(one)]}, dtype="str")
    cursor.register("by_chance", chance)
    cursor.execute(f"DELETE FROM {TELLING} WHERE text IN (SELECT text FROM by_chance)")
    cursor.unregister("by_chance")


def telling(cursor: duckdb.DuckDBPyConnection) -> list[str]:
    """The texts of `TELLING`."""
    return [str(text) for (text,) in cursor.execute(f"FROM {TELLING} ORDER BY 1").fetchall()]


def known_persons(cursor: duckdb.DuckDBPyConnection) -> set[str]:
    """Those asked for of whom some table has a row, or whom a refused line names."""
    queries = [
        f"SELECT DISTINCT user_id FROM {identifier(one)} SEMI JOIN {PERSONS} USING (user_id)"
        for one in naming_tables(cursor)
    ]
    found = {str(user) for (user,) in cursor.execute(" UNION ".join(queries)).fetchall()}
    cells = _cells(cursor, "user")
    if cells:
        sql = f"SELECT DISTINCT cell FROM ({cells}) SEMI JOIN {PERSONS} ON cell = user_id"
        found |= {str(user) for (user,) in cursor.execute(sql).fetchall()}
    return found


def rows_of_persons(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """How many rows each table has of them; tables with none are left out."""
    counts = {}
    for table in naming_tables(cursor):
        sql = f"SELECT count(*) FROM {identifier(table)} SEMI JOIN {PERSONS} USING (user_id)"
        counts[table] = int(cursor.execute(sql).fetchall()[0][0])
    counts[REFUSED] = len(refused_lines(cursor))
    return {table: n for table, n in counts.items() if n}


def delete_persons(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Delete every row of theirs and every refused line that names them; how many of each table.

    Called within a write transaction, after `ask_for`.
    """
    removed = {REFUSED: _delete_refused(cursor)}
    unlink_orders(cursor)
    for table in naming_tables(cursor):
        sql = f"DELETE FROM {identifier(table)} WHERE user_id IN (SELECT user_id FROM {PERSONS})"
        removed[table] = int(cursor.execute(sql).fetchall()[0][0])
    return {table: n for table, n in sorted(removed.items()) if n}


def unlink_orders(cursor: duckdb.DuckDBPyConnection) -> None:
    """Rows without a customer keep no number of an order of theirs."""
    cursor.execute(
        f"UPDATE nobody_sales SET order_id = NULL WHERE order_id IN (SELECT id FROM ({_ORDERS}))"
    )


def refused_lines(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """import_id, file_name, line, column_name, reason, raw of the refused lines whose own customer
    is asked for; lines of others that mention them are not among them.
    """
    cells = _cells(cursor, "user")
    own = f"SELECT place FROM ({cells}) SEMI JOIN {PERSONS} ON cell = user_id" if cells else "0"
    return cursor.execute(
        "SELECT import_id, file_name, line, column_name, reason, raw "
        f"FROM {REFUSED} WHERE {'rowid IN (' + own + ')' if cells else 'false'} "
        "ORDER BY import_id, file_name, line"
    ).df()


def _delete_refused(cursor: duckdb.DuckDBPyConnection) -> int:
    """Their own lines, lines that mention them, and lines of an order of theirs."""
    rows = cursor.execute(f"SELECT place FROM ({_own_lines(cursor)})").fetchall()
    gone = sorted({int(place) for (place,) in rows} | set(_mentioning(cursor)))
    cursor.register("refused_asked_for", pd.DataFrame({"place": gone}, dtype="int64"))
    cursor.execute(f"DELETE FROM {REFUSED} WHERE rowid IN (SELECT place FROM refused_asked_for)")
    cursor.unregister("refused_asked_for")
    return len(gone)


def _mentioning(cursor: duckdb.DuckDBPyConnection) -> Iterator[int]:
    """The rows of `quarantine` in which a text of `TELLING` stands as a word."""
    finder = Finder(telling(cursor))
    cursor.execute(f"SELECT rowid, concat_ws(chr(10), raw, cells, reason) FROM {REFUSED}")
    while rows := cursor.fetchmany(BLOCK):
        found = finder.found("\n".join(text or "" for _, text in rows).encode())
        if found:
            named = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in found))
            yield from (int(place) for place, text in rows if text and named.search(text))


def _own_lines(cursor: duckdb.DuckDBPyConnection) -> str:
    """SQL of `place`, the refused lines whose customer, or whose order, is theirs."""
    found = [
        f"SELECT place FROM ({cells}) SEMI JOIN ({ids}) ids ON cell = ids.id"
        for role, ids in (("user", f"SELECT user_id AS id FROM {PERSONS}"), ("order", _ORDERS))
        if (cells := _cells(cursor, role))
    ]
    return " UNION ".join(found) or f"SELECT rowid AS place FROM {REFUSED} LIMIT 0"


def _cells(cursor: duckdb.DuckDBPyConnection, role: str) -> str:
    """SQL of `place` and `cell`: what stands for the role in every refused line, as far as the
    line can be cut; empty where no import has such a column.
    """
    parts = []
    rows = cursor.execute(
        "SELECT import_id, labels, mapping, delimiter FROM imports "
        "WHERE import_id IN (SELECT import_id FROM quarantine)"
    ).fetchall()
    for import_id, labels, mapping, delimiter in rows:
        cell = cell_of(role, json.loads(labels or "[]"), json.loads(mapping or "{}"), delimiter)
        if cell:
            parts.append(
                f"SELECT rowid AS place, {cell} AS cell FROM {REFUSED} "
                f"WHERE import_id = {literal(import_id)}"
            )
    return " UNION ALL ".join(parts)


def cell_of(
    role: str, labels: Sequence[str], mapping: Mapping[str, str], delimiter: str | None
) -> str:
    """SQL of the cell of a role (user, order) of a refused line; "" where there is no such column.

    labels: the columns of the file.  A line that could not be cut is cut at the delimiter.
    """
    column = mapping.get(role, "")
    if column not in labels:
        return ""
    place = list(labels).index(column) + 1
    cut = f"string_split(raw, {literal(delimiter or ',')})"
    return f"trim(coalesce(TRY_CAST(cells AS VARCHAR[]), {cut})[{place}], {literal(AROUND)})"


def change_texts(
    cursor: duckdb.DuckDBPyConnection,
    changed: Callable[[str, Mapping[str, str | None]], dict[str, str] | None],
) -> dict[str, int]:
    """Hand every row of `TEXTS` to `changed` (table, text columns); how many rows it changed.

    It returns the columns that change, empty for none, or None for a row that goes.
    """
    counts: dict[str, int] = {}
    for table in sorted(TEXTS):
        columns = text_columns(cursor, table)
        listed = ", ".join(map(identifier, columns))
        rows = cursor.execute(f"SELECT rowid, {listed} FROM {identifier(table)}").fetchall()
        for at, *values in rows:
            new = changed(table, dict(zip(columns, values, strict=True)))
            if new is None:
                cursor.execute(f"DELETE FROM {identifier(table)} WHERE rowid = ?", [at])
            elif new:
                sets = ", ".join(f"{identifier(name)} = ?" for name in new)
                values = [*new.values(), at]
                cursor.execute(f"UPDATE {identifier(table)} SET {sets} WHERE rowid = ?", values)
            counts[table] = counts.get(table, 0) + (new is None or bool(new))
    return {table: n for table, n in counts.items() if n}
