"""From text to numbers, in SQL, by rules decided once per column."""

from dataclasses import dataclass

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.currencies import BEFORE, BEHIND
from recsys_core.ingestion.no_value import no_number_sql
from recsys_core.schema.sql import identifier
from recsys_core.wording.messages import say

SAMPLE = 2_000
SPACES = "\\s\u00a0\u202f\u2009"


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of a column are written. comma: 1.234,50 instead of 1,234.50."""

    comma: bool = False
    plain: bool = False
    warning: str = ""

    def sql(self, column: str) -> str:
        """A DOUBLE, NULL for what is no number. Signs of currency and percent are left out;
        brackets around a number, or a minus behind it, make it negative. plain: every value of
        the column is known to be a number as it stands, which is much faster.
        """
        if self.plain:
            return _finite(_cast(column, "_"))
        lead = f"^''?[{SPACES}]*([-+(]?)[{SPACES}]*(?:{BEFORE})?[{SPACES}]*([-+(]?)[{SPACES}]*"
        end = f"[{SPACES}]*(?:{BEHIND}|[%％])?[{SPACES}]*(\\)?-?)$"
        # "12,-" is twelve and no cents.
        whole_cents = f"(\\d)[.,:][-–—]{{1,2}}([{SPACES}]*(?:{BEHIND})?)$"
        bare = f"regexp_replace({column}, '{whole_cents}', '\\1\\2')"
        bare = f"regexp_replace({bare}, '{lead}', '\\1\\2')"
        bare = f"regexp_replace({bare}, '{end}', '\\1')"
        group, point = ("\\.", ",") if self.comma else (",", "\\.")
        groups = f"(?:{group}|[''’{SPACES}])"
        # In India the groups above the thousands are of two digits.
        grouped = f"\\d{{1,3}}(?:{groups}\\d{{2,3}})*{groups}\\d{{3}}"
        whole = f"(?:\\d+|{grouped})?"
        pattern = f"^[-+(]?{whole}(?:{point}\\d*)?(?:[eE][-+]?\\d+)?\\)?-?$"
        digits = f"regexp_replace({bare}, '{groups}|[()]|-$', '', 'g')"
        if self.comma:
            digits = f"replace({digits}, ',', '.')"
        sign = f"CASE WHEN regexp_matches({bare}, '^\\(.*\\)$|-$') THEN -1 ELSE 1 END"
        careful = (
            f"CASE WHEN regexp_matches({bare}, '{pattern}') "
            f"THEN {sign} * TRY_CAST({digits} AS DOUBLE) END"
        )
        return _finite(f"coalesce({_cast(column, '.' if self.comma else '_')}, {careful})")


def _cast(column: str, unlike: str) -> str:
    return f"CASE WHEN NOT contains({column}, '{unlike}') THEN TRY_CAST({column} AS DOUBLE) END"


def _finite(value: str) -> str:
    for never in ("nan", "inf", "-inf"):
        value = f"nullif({value}, CAST('{never}' AS DOUBLE))"
    return value


def number_style(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    sample: int | None = SAMPLE * 10,
    decimal: str | None = None,
) -> NumberStyle:
    """Decide between plain numbers, a decimal point and a decimal comma from the column's values.

    sample: how many of the first rows are asked whether they are plain; None for careful reading.
    decimal: the sign before the decimals, if the analyst says so.
    """
    c = identifier(column)
    if decimal == ",":
        return NumberStyle(comma=True)
    if sample is not None:
        plain = NumberStyle(plain=True)
        unlike = f"count(*) FILTER (WHERE {plain.sql(c)} IS NULL AND NOT {no_number_sql(c)})"
        source = f"(SELECT {c} FROM {identifier(table)} LIMIT {sample})"
        if not _figures(cursor, f"SELECT {unlike} FROM {source}")[0]:
            return plain
    if decimal == ".":
        return NumberStyle()
    grouped = "'\\d{1,3}([.]\\d{3})+(,\\d+)?\\D*$'"
    rows = cursor.execute(
        f"SELECT count(*) FILTER (contains({c}, ',')), "
        f"count(*) FILTER (regexp_matches({c}, ',\\d+\\D*$') AND NOT regexp_matches({c}, "
        f"',\\d{{3}}\\D*$') AND NOT regexp_matches({c}, ',\\d+[.]')), "
        f"count(*) FILTER (regexp_matches({c}, {grouped}) AND contains({c}, ',')), "
        f"count(*) FILTER (regexp_matches({c}, ',\\d{{3}}\\D*$') AND NOT contains({c}, '.')), "
        f"count(*) FILTER (regexp_matches({c}, ',\\d{{3}}[.]|[.]\\d{{1,2}}\\D*$|[.]\\d{{4,}}')), "
        f"count(*) FILTER (regexp_matches({c}, '(^|\\D)0+,\\d{{3}}\\D*$')) "
        f"FROM (SELECT {c} FROM {identifier(table)} WHERE {c} <> '' LIMIT {SAMPLE * 20})"
    ).fetchall()
    commas, decimals, mixed, three, points, leading = (int(n) for n in rows[0])
    if not commas:
        return NumberStyle()
    if decimals + mixed + leading > points:
        return NumberStyle(comma=True)
    warning = ""
    if three and not points:
        warning = say(m.COMMA_READ_AS_THOUSANDS)
    return NumberStyle(warning=warning)


def _figures(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[int]:
    return [int(n) for n in cursor.execute(sql).fetchall()[0]]
