"""From text to numbers and times, in SQL, by rules decided once per column."""

from dataclasses import dataclass

import duckdb

from recsys_core.ingestion.sql import identifier, literal

SAMPLE = 5_000
SIGNS = "$€£¥₹₩￥"
CODES = "EUR|USD|GBP|CHF|CNY|RMB|JPY|PLN|SEK|NOK|DKK|AUD|CAD|INR|元|円|kr|zł|Fr"
SPACES = "\\s\u00a0\u202f\u2009"
FIRST_YEAR, LAST_YEAR = 1900, 2100


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of a column are written. comma: 1.234,50 instead of 1,234.50."""

    comma: bool = False
    warning: str = ""

    def sql(self, column: str) -> str:
        """A DOUBLE, NULL for what is no number. Signs of currency and percent are left out;
        brackets around a number, or a minus behind it, make it negative.
        """
        bare = (
            f"regexp_replace(regexp_replace({column}, "
            f"'^[{SPACES}]*([-+(]?)[{SPACES}]*(?:[{SIGNS}]|(?:{CODES})\\b)?[{SPACES}]*', '\\1'), "
            f"'[{SPACES}]*(?:[{SIGNS}%％]|(?:{CODES}))?[{SPACES}]*(\\)?-?)$', '\\1')"
        )
        group, point = ("\\.", ",") if self.comma else (",", "\\.")
        groups = f"(?:{group}|[''’{SPACES}])"
        pattern = (
            f"^[-+(]?(?:\\d+|\\d{{1,3}}(?:{groups}\\d{{3}})+)?(?:{point}\\d*)?(?:[eE][-+]?\\d+)?\\)?-?$"
        )
        digits = f"regexp_replace({bare}, '{groups}|[()]|-$', '', 'g')"
        if self.comma:
            digits = f"replace({digits}, ',', '.')"
        sign = f"CASE WHEN regexp_matches({bare}, '^\\(.*\\)$|-$') THEN -1 ELSE 1 END"
        careful = (
            f"CASE WHEN regexp_matches({bare}, '{pattern}') "
            f"THEN {sign} * TRY_CAST({digits} AS DOUBLE) END"
        )
        if self.comma:
            plain = f"CASE WHEN NOT contains({column}, '.') THEN TRY_CAST({column} AS DOUBLE) END"
        else:
            plain = f"CASE WHEN NOT contains({column}, '_') THEN TRY_CAST({column} AS DOUBLE) END"
        value = f"coalesce({plain}, {careful})"
        return f"CASE WHEN isfinite({value}) THEN {value} END"


@dataclass(frozen=True)
class TimeStyle:
    """How the times of a column are written. label: in words, for the analyst ("day/month/year").
    template: SQL with {c} for the column; gives a TIMESTAMP or NULL.
    """

    label: str
    template: str
    warning: str = ""

    def sql(self, column: str) -> str:
        """A TIMESTAMP, NULL for what is no time of this style or outside 1900-2100."""
        value = self.template.replace("{c}", column)
        return (
            f"CASE WHEN {value} BETWEEN TIMESTAMP '{FIRST_YEAR}-01-01' "
            f"AND TIMESTAMP '{LAST_YEAR}-01-01' THEN {value} END"
        )


def _epoch(divisor: str) -> str:
    number = "TRY_CAST({c} AS DOUBLE)"
    return f"make_timestamp(CAST({number} {divisor} AS BIGINT))"


def _formats(*dates: str) -> str:
    clocks = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S")
    listed = ", ".join(literal(date + clock) for date in dates for clock in clocks)
    return f"try_strptime(trim({{c}}), [{listed}])"


def _slashed(first: str, second: str) -> str:
    """Two orders of day and month with any of / . - between them; two-digit years too."""
    uniform = "regexp_replace({c}, '^\\s*(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{2,4}),?', '\\1/\\2/\\3')"
    long, short = (_formats(f"{first}/{second}/{year}") for year in ("%Y", "%y"))
    pick = (
        "CASE WHEN regexp_matches({c}, '^\\s*\\d{1,2}[/.-]\\d{1,2}[/.-]\\d{4}') "
        f"THEN {long} ELSE {short} END"
    )
    return pick.replace("trim({c})", f"trim({uniform})")


ISO = TimeStyle("year-month-day", "TRY_CAST(trim({c}) AS TIMESTAMP)")
DAY_FIRST = TimeStyle("day/month/year", _slashed("%d", "%m"))
MONTH_FIRST = TimeStyle("month/day/year", _slashed("%m", "%d"))
STYLES = (
    ISO,
    TimeStyle(
        "year, month and day without separators",
        "CASE WHEN length(trim({c})) = 8 THEN try_strptime(trim({c}), '%Y%m%d') "
        "ELSE try_strptime(trim({c}), '%Y%m%d%H%M%S') END",
    ),
    TimeStyle(
        "seconds since 1970",
        "CASE WHEN TRY_CAST({c} AS DOUBLE) BETWEEN 1e8 AND 4.2e9 THEN "
        + _epoch("* 1000000")
        + " END",
    ),
    TimeStyle(
        "milliseconds since 1970",
        "CASE WHEN TRY_CAST({c} AS DOUBLE) BETWEEN 1e11 AND 4.2e12 THEN " + _epoch("* 1000") + " END",
    ),
    TimeStyle(
        "microseconds since 1970",
        "CASE WHEN TRY_CAST({c} AS DOUBLE) BETWEEN 1e14 AND 4.2e15 THEN " + _epoch("") + " END",
    ),
    DAY_FIRST,
    MONTH_FIRST,
    TimeStyle(
        "year/month/day", _formats("%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")
    ),
    TimeStyle(
        "day, name of the month, year",
        _formats("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%d. %B %Y", "%d-%B-%Y"),
    ),
    TimeStyle(
        "name of the month, day, year",
        _formats("%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%a %b %d %Y"),
    ),
)


def number_style(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> NumberStyle:
    """Decide between decimal point and decimal comma from the column's own values."""
    c = identifier(column)
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
        warning = (
            "Numbers such as 1,234 were read as one thousand two hundred and thirty-four. If the "
            "comma stands for a decimal point, replace it by a point in the file."
        )
    return NumberStyle(warning=warning)


def time_style(cursor: duckdb.DuckDBPyConnection, table: str, column: str) -> TimeStyle:
    """The style that reads most values; the order of day and month is settled by all of them."""
    c = identifier(column)
    source = f"(SELECT {c} FROM {identifier(table)} WHERE {c} <> '' LIMIT {SAMPLE})"
    counts = ", ".join(f"count({style.sql(c)})" for style in STYLES)
    found = [int(n) for n in cursor.execute(f"SELECT {counts} FROM {source}").fetchall()[0]]
    best = STYLES[max(range(len(STYLES)), key=lambda at: found[at])]
    if best not in (DAY_FIRST, MONTH_FIRST):
        return best
    day, month = (
        int(n)
        for n in cursor.execute(
            f"SELECT count({DAY_FIRST.sql(c)}), count({MONTH_FIRST.sql(c)}) "
            f"FROM {identifier(table)}"
        ).fetchall()[0]
    )
    if day != month:
        return DAY_FIRST if day > month else MONTH_FIRST
    twelve_hours = cursor.execute(
        f"SELECT count(*) FROM {source} WHERE regexp_matches({c}, '(?i)[ap]m\\s*$')"
    ).fetchall()[0][0]
    chosen = MONTH_FIRST if twelve_hours else DAY_FIRST
    warning = (
        f"Every date also makes sense with day and month exchanged; they were read as "
        f"{chosen.label}. If that is wrong, write the year first in the file."
    )
    return TimeStyle(chosen.label, chosen.template, warning)
