"""From text to numbers and times, in SQL, by rules decided once per column."""

from dataclasses import dataclass, replace

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.no_value import no_number_sql, no_value_sql
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.messages import say

SAMPLE = 2_000
FEW = 300
SIGNS = "$€£¥₹₩￥"
CODES = "EUR|USD|GBP|CHF|CNY|RMB|JPY|PLN|SEK|NOK|DKK|AUD|CAD|INR|元|円|kr|zł|Fr"
SPACES = "\\s\u00a0\u202f\u2009"
FIRST_YEAR, LAST_YEAR = 1900, 2100


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
        bare = (
            f"regexp_replace(regexp_replace({column}, "
            f"'^''?[{SPACES}]*([-+(]?)[{SPACES}]*(?:[{SIGNS}]|(?:{CODES})\\b)?[{SPACES}]*', "
            "'\\1'), "
            f"'[{SPACES}]*(?:[{SIGNS}%％]|(?:{CODES}))?[{SPACES}]*(\\)?-?)$', '\\1')"
        )
        group, point = ("\\.", ",") if self.comma else (",", "\\.")
        groups = f"(?:{group}|[''’{SPACES}])"
        whole = f"(?:\\d+|\\d{{1,3}}(?:{groups}\\d{{3}})+)?"
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


CLOCKS = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S",
    ", %H:%M", ", %H:%M:%S", ", %I:%M:%S %p",
)  # fmt: skip


@dataclass(frozen=True)
class TimeStyle:
    """How the times of a column are written. label: in words, for the analyst (m.DAY_MONTH_YEAR).

    template: SQL with {c} for the column that gives a TIMESTAMP or NULL; or formats: the strptime
    formats of the family, and likely: those the column has been seen to use, tried first.
    """

    label: str
    template: str = ""
    formats: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    warning: str = ""

    def sql(self, column: str) -> str:
        """A TIMESTAMP, NULL for what is no time of this style or outside 1900-2100."""
        if self.formats:
            value = f"try_strptime(trim({column}), {_listed(self.formats)})"
            if self.likely:
                value = f"coalesce(try_strptime({column}, {_listed(self.likely)}), {value})"
        else:
            value = self.template.replace("{c}", column)
        return _plausible(value)


def _listed(formats: tuple[str, ...]) -> str:
    return "[" + ", ".join(literal(f) for f in formats) + "]"


def _plausible(value: str) -> str:
    return (
        f"CASE WHEN {value} BETWEEN TIMESTAMP '{FIRST_YEAR}-01-01' "
        f"AND TIMESTAMP '{LAST_YEAR}-01-01' THEN {value} END"
    )


def _family(label: str, *dates: str) -> TimeStyle:
    return TimeStyle(label, formats=tuple(date + clock for date in dates for clock in CLOCKS))


def _numeric(label: str, low: str, high: str, factor: str) -> TimeStyle:
    number = "TRY_CAST({c} AS DOUBLE)"
    moment = f"make_timestamp(CAST({number} {factor} AS BIGINT))"
    return TimeStyle(label, f"CASE WHEN {number} BETWEEN {low} AND {high} THEN {moment} END")


# Two-digit years first: %Y would read the year 10 out of 01/02/10.
DAY_FIRST = _family(
    m.DAY_MONTH_YEAR, "%d/%m/%y", "%d.%m.%y", "%d-%m-%y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y"
)
MONTH_FIRST = _family(
    m.MONTH_DAY_YEAR, "%m/%d/%y", "%m.%d.%y", "%m-%d-%y", "%m/%d/%Y", "%m.%d.%Y", "%m-%d-%Y"
)
DATE_ORDERS = {DAY_FIRST.label: "day", MONTH_FIRST.label: "month"}
"""What a column of dates decides about ReadOptions.date_order."""

ISO = TimeStyle(
    m.YEAR_MONTH_DAY, "TRY_CAST(CASE WHEN {c}[1] = ' ' THEN trim({c}) ELSE {c} END AS TIMESTAMP)"
)
QUICK = (
    ISO,
    TimeStyle(
        m.NO_SEPARATORS,
        "CASE length({c}) WHEN 8 THEN try_strptime({c}, '%Y%m%d') "
        "WHEN 14 THEN try_strptime({c}, '%Y%m%d%H%M%S') END",
    ),
    _numeric(m.SECONDS_SINCE, "1e8", "4.2e9", "* 1000000"),
    _numeric(m.MILLISECONDS_SINCE, "1e11", "4.2e12", "* 1000"),
    _numeric(m.MICROSECONDS_SINCE, "1e14", "4.2e15", ""),
)
FAMILIES = (
    DAY_FIRST,
    MONTH_FIRST,
    _family(m.YEAR_FIRST, "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"),
    _family(
        m.DAY_NAME_YEAR,
        "%d %b %y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d. %B %Y",
    ),
    _family(
        m.NAME_DAY_YEAR,
        "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%a %b %d %Y",
    ),
)  # fmt: skip


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


def time_style(
    cursor: duckdb.DuckDBPyConnection, table: str, column: str, order: str | None = None
) -> TimeStyle:
    """The style that reads most values; the order of day and month is settled by all of them.

    order: "day" or "month", if the analyst says which comes first.
    """
    c = identifier(column)
    source = f"(SELECT {c} FROM {identifier(table)} WHERE NOT {no_value_sql(c)} LIMIT {SAMPLE})"
    counts = ", ".join(f"count({style.sql(c)})" for style in QUICK)
    *quick, total = _figures(cursor, f"SELECT {counts}, count(*) FROM {source}")
    best = max(range(len(QUICK)), key=lambda at: quick[at])
    if quick[best] >= 0.9 * total:
        return QUICK[best]
    few = source.replace(f"LIMIT {SAMPLE}", f"LIMIT {FEW}")
    families = [_seen(cursor, family, c, few) for family in FAMILIES]
    known, style = max(families, key=lambda family: family[0])
    if known == 0:
        return QUICK[best]
    if style.label not in (DAY_FIRST.label, MONTH_FIRST.label):
        return style
    if order is not None:
        return families[0 if order == "day" else 1][1]
    return _order_of_days(cursor, table, c, source, families[0][1], families[1][1])


def _figures(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[int]:
    return [int(n) for n in cursor.execute(sql).fetchall()[0]]


def _seen(
    cursor: duckdb.DuckDBPyConnection, family: TimeStyle, c: str, source: str
) -> tuple[int, TimeStyle]:
    """How many of a few values the family reads, and the family with the formats they use."""
    each = [_plausible(f"try_strptime({c}, {literal(f)})") for f in family.formats]
    counts = ", ".join(f"count({sql})" for sql in [family.sql(c), *each])
    total, *found = _figures(cursor, f"SELECT {counts} FROM {source}")
    used = sorted((f for f in zip(found, family.formats, strict=True) if f[0]), reverse=True)
    return total, replace(family, likely=tuple(f for _, f in used[:4]))


def _order_of_days(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    c: str,
    source: str,
    day_first: TimeStyle,
    month_first: TimeStyle,
) -> TimeStyle:
    """01/02/2010 is the first of February if any other date of the column can only be so."""
    quick = [
        f"count(try_strptime({c}, {_listed(style.likely or style.formats[:1])}))"
        for style in (day_first, month_first)
    ]
    day, month = _figures(cursor, f"SELECT {', '.join(quick)} FROM {identifier(table)}")
    if day != month:
        return day_first if day > month else month_first
    twelve_hours = f"SELECT count(*) FROM {source} WHERE regexp_matches({c}, '(?i)[ap]m\\s*$')"
    chosen = month_first if _figures(cursor, twelve_hours)[0] else day_first
    return replace(chosen, warning=say(m.DAY_OR_MONTH, style=say(chosen.label)))
