"""A table with a customer in each row and a product in each column: one row a rating is made."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.dialect_types import ReadOptions, Staged
from recsys_core.ingestion.roles.guess import ColumnGuess
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.messages import say

RATINGS_TABLE = "matrix_ratings"
NEVER = (99.0, 999.0, 9999.0, -99.0, -999.0, -1.0, 0.0)
"""Ratings that exports write for "none", as far as the other ratings allow it."""

ROW_NUMBER = "row"
PRODUCT, RATING = "product", "rating"


@dataclass(frozen=True)
class MatrixLook:
    """How a matrix is to be understood. user: index of the column with the customer's number,
    None when the rows only have their place. count: index of a column that counts the ratings of
    its row. missing: the rating that means none, as text, "" if only empty cells do.
    """

    user: int | None
    count: int | None
    missing: str
    products: tuple[int, ...]
    evidence: str


def look(
    labels: Sequence[str], rows: Sequence[Sequence[str]], options: ReadOptions, user: str | None
) -> MatrixLook:
    """Which column names the customer, and which rating means none.

    rows: a sample. user: the label the analyst chose, None to find it.
    """
    first = [row[0].strip() for row in rows if row]
    given = labels.index(user) if user in labels else None
    others = [at for at in range(len(labels)) if at != (given or 0)]
    missing, why = _missing(rows, others, options)
    if given is not None:
        return MatrixLook(given, None, missing, tuple(others), say(m.USER_AS_CHOSEN, why=why))
    usual = _missing(rows, others, ReadOptions())[0]
    if user == ROW_NUMBER or any(_counts_its_row(rows, none) for none in (missing, usual)):
        evidence = say(m.FIRST_COLUMN_COUNTS, why=why)
        return MatrixLook(None, 0, missing, tuple(others), evidence)
    names = [cell for cell in first if cell]
    if len(set(names)) == len(names) >= 0.9 * len(first):
        evidence = say(m.FIRST_COLUMN_NAMES, why=why)
        return MatrixLook(0, None, missing, tuple(others), evidence)
    evidence = say(m.NO_COLUMN_NAMES, why=why)
    return MatrixLook(None, None, missing, tuple(range(len(labels))), evidence)


def _missing(
    rows: Sequence[Sequence[str]], columns: Sequence[int], options: ReadOptions
) -> tuple[str, str]:
    if options.missing is not None:
        chosen = m.NONE_AND_EMPTY_CHOSEN if options.missing else m.EMPTY_CHOSEN
        return options.missing.strip(), say(chosen, none=options.missing)
    cells = Counter(row[at].strip() for row in rows for at in columns if at < len(row))
    values = {text: _number(text) for text in cells}
    known = {value for value in values.values() if value is not None}
    for never in NEVER:
        rest = known - {never}
        if never not in known or len(rest) < 2:
            continue
        share = sum(n for text, n in cells.items() if values[text] == never) / cells.total()
        low, high = min(rest), max(rest)
        far = never > 1.5 * max(abs(high), abs(low)) + 5 or never < low - max(5, high - low)
        below = never in (0.0, -1.0) and never < low and share >= 0.3
        if far or below:
            text = f"{never:g}"
            facts = {"low": f"{low:g}", "high": f"{high:g}", "percent": f"{share * 100:.0f}"}
            return text, say(m.MEANS_NO_RATING, none=text, **facts)
    return "", say(m.EMPTY_MEANS_NONE)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _counts_its_row(rows: Sequence[Sequence[str]], missing: str) -> bool:
    never = _number(missing) if missing else None
    right = 0
    for row in rows:
        filled = [cell for cell in row[1:] if cell.strip()]
        rated = sum(_number(cell) != never or never is None for cell in filled)
        right += _number(row[0].strip()) == rated
    return bool(rows) and right >= 0.95 * len(rows)


def guesses(labels: Sequence[str], found: MatrixLook) -> list[ColumnGuess]:
    """The columns with their roles in the matrix."""
    out = []
    for at, name in enumerate(labels):
        if at == found.user:
            out.append(ColumnGuess(name, "user", found.evidence))
        elif at == found.count:
            out.append(ColumnGuess(name, None, found.evidence))
        else:
            product = m.PRODUCT_WITH_NONE if found.missing else m.PRODUCT_COLUMN
            out.append(ColumnGuess(name, "item", say(product, none=found.missing)))
    return out


def _write_ratings(cursor: duckdb.DuckDBPyConnection, staged: Staged, found: MatrixLook) -> None:
    """Make the table of ratings, one row per cell that holds one."""
    table, labels = identifier(staged.table), staged.dialect.labels
    user = (
        f"c{found.user}"
        if found.user is not None
        else "CAST(row_number() OVER (ORDER BY file, line) AS VARCHAR)"
    )
    cells = ", ".join(f"c{at}" for at in found.products)
    names = ", ".join(
        literal(labels[at] if staged.dialect.header_rows else str(number))
        for number, at in enumerate(found.products, start=1)
    )
    places = ", ".join(f"'c{at}'" for at in found.products)
    never = _number(found.missing) if found.missing else None
    rated = "trim(rating) <> ''"
    if found.missing:
        rated += f" AND trim(rating) <> {literal(found.missing)}"
    if never is not None:
        rated += f" AND TRY_CAST(rating AS DOUBLE) IS DISTINCT FROM {never!r}"
    cursor.execute(f"DROP TABLE IF EXISTS {RATINGS_TABLE}")
    cursor.execute(
        f"CREATE TEMP TABLE {RATINGS_TABLE} AS "
        f"WITH wide AS (SELECT line, file, damaged, {user} AS customer, {cells} FROM {table}) "
        f"SELECT line, file, damaged, customer AS c0, "
        f"[{names}][list_position([{places}], place)] AS c1, rating AS c2 "
        f"FROM (FROM wide UNPIVOT (rating FOR place IN ({cells}))) WHERE NOT damaged AND {rated} "
        "UNION ALL SELECT line, file, true, customer, '', '' FROM wide WHERE damaged "
    )


def unpivot(
    cursor: duckdb.DuckDBPyConnection, staged: Staged, found: MatrixLook
) -> tuple[Staged, dict[str, str]]:
    """One row per rating: columns customer, product, rating; and the mapping that goes with it.

    Afterwards a row is a cell with a rating. A damaged line stays one damaged row. Products
    without a name are called by their place.
    """
    _write_ratings(cursor, staged, found)
    table, labels = identifier(staged.table), staged.dialect.labels
    rows = int(cursor.execute(f"SELECT count(*) FROM {RATINGS_TABLE}").fetchall()[0][0])
    customer = ROW_NUMBER if found.user is None else labels[found.user]
    dialect = replace(
        staged.dialect, names=(customer, PRODUCT, RATING), types=("", "", ""), header_rows=1
    )
    empty = cursor.execute(
        f"SELECT count(*) FROM {table} s WHERE NOT damaged AND NOT EXISTS "
        f"(SELECT 1 FROM {RATINGS_TABLE} t WHERE t.file = s.file AND t.line = s.line)"
    ).fetchall()[0][0]
    warnings = [say(m.READ_AS_MATRIX, evidence=found.evidence)]
    if empty:
        warnings.append(say(m.LINES_WITHOUT_RATING, lines=empty))
    ratings = replace(
        staged,
        table=RATINGS_TABLE,
        dialect=dialect,
        rows=rows,
        warnings=(*staged.warnings, *warnings),
    )
    user_label, item_label, rating_label = dialect.labels
    return ratings, {"user": user_label, "item": item_label, "rating": rating_label}
