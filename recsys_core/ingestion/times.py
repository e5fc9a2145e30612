"""From text to moments, in SQL, by rules decided once per column."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.date_words import numbers_sql, without_zone_sql, zone_sql
from recsys_core.ingestion.eras import (
    buddhist_sql,
    of_buddhists,
    of_reigns,
    of_republic,
    of_short_buddhists,
    reign_sql,
    republic_sql,
    short_buddhist_sql,
)
from recsys_core.ingestion.no_value import no_value_sql
from recsys_core.schema.sql import identifier, literal
from recsys_core.wording.messages import say

SAMPLE = 2_000
FEW = 300
FIRST_YEAR, LAST_YEAR = 1900, 2100
CLOCKS = (
    "", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S",
    ", %H:%M", ", %H:%M:%S", ", %I:%M:%S %p",
)  # fmt: skip
BARE_CLOCKS = (
    "", " %H %M", " %H %M %S", " %H %M %S %f", " %I %M %p", " %I %M %S %p", " %I %M %S %f %p",
    " %I %p",
)  # fmt: skip
"""Of times whose numbers alone are left (date_words.py)."""


@dataclass(frozen=True)
class TimeStyle:
    """How the times of a column are written. label: in words, for the analyst (m.DAY_MONTH_YEAR).

    template: SQL with {c} for the column that gives a TIMESTAMP or NULL; or formats: the strptime
    formats of the family, and likely: those the column has been seen to use, tried first. text:
    SQL with {c} for what is read by them. zoned: some times name their zone, which is left out.
    """

    label: str
    template: str = ""
    formats: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    warning: str = ""
    text: str = "{c}"
    zoned: bool = False

    def sql(self, column: str) -> str:
        """A TIMESTAMP, NULL for what is no time of this style or outside 1900-2100."""
        if not self.formats:
            return _plausible(self.template.replace("{c}", column))
        text = self.text.replace("{c}", column)
        value = f"try_strptime(trim({text}), {_listed(self.formats)})"
        if self.likely:
            value = f"coalesce(try_strptime({text}, {_listed(self.likely)}), {value})"
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


def _bare_family(label: str, *dates: str) -> TimeStyle:
    formats = tuple(date + clock for date in dates for clock in BARE_CLOCKS)
    return TimeStyle(label, formats=formats, text=numbers_sql("{c}"))


def _numeric(label: str, low: str, high: str, moment: str, cell: str = "{c}") -> TimeStyle:
    number = f"TRY_CAST({cell} AS DOUBLE)"
    moment = f"make_timestamp(CAST({moment.format(n=number)} AS BIGINT))"
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
    m.YEAR_MONTH_DAY,
    "TRY_CAST(CASE WHEN {c} BETWEEN ' ' AND '!' THEN trim({c}) ELSE {c} END AS TIMESTAMP)",
)
_DAY = 86_400_000_000
QUICK = (
    ISO,
    TimeStyle(
        m.NO_SEPARATORS,
        "CASE length({c}) WHEN 8 THEN try_strptime({c}, '%Y%m%d') "
        "WHEN 14 THEN try_strptime({c}, '%Y%m%d%H%M%S') END",
    ),
    _numeric(m.SECONDS_SINCE, "1e8", "4.2e9", "{n} * 1000000"),
    _numeric(m.MILLISECONDS_SINCE, "1e11", "4.2e12", "{n} * 1000"),
    _numeric(m.MICROSECONDS_SINCE, "1e14", "4.2e15", "{n}"),
    # To the second: fractions of a day are written with five digits or so.
    # With a comma too, as a spreadsheet writes it where that is the decimal sign.
    _numeric(
        m.SPREADSHEET_DAYS,
        "25000",
        "60000",
        "round(({n} - 25569) * 86400) * 1000000",
        "replace({c}, ',', '.')",
    ),
    _numeric(m.DAYS_SINCE, "10000", "24999", f"{{n}} * {_DAY}"),
)
FAMILIES = (
    DAY_FIRST,
    MONTH_FIRST,
    _family(m.YEAR_FIRST, "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d"),
    _family(
        m.DAY_NAME_YEAR,
        "%d %b %y", "%d-%b-%y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%B-%Y", "%d. %B %Y",
        "%a, %d %b %Y",
    ),
    _family(
        m.NAME_DAY_YEAR,
        "%b-%d-%y", "%b %d, %Y", "%B %d, %Y", "%b %d %Y", "%B %d %Y", "%b-%d-%Y", "%a %b %d %Y",
    ),
)  # fmt: skip
BARE_FAMILIES = (
    _bare_family(DAY_FIRST.label, "%d %m %y", "%d %m %Y"),
    _bare_family(MONTH_FIRST.label, "%m %d %y", "%m %d %Y"),
    _bare_family(m.YEAR_FIRST, "%Y %m %d"),
    _bare_family(m.MONTH_IN_WORDS, "#%m %d %y", "#%m %d %Y", "#%m %Y %d"),
)
"""Slow: for what no other style reads."""


class _Era(NamedTuple):
    """dated, ours: SQL of a column: whether a cell counts so, and its text with our years."""

    dated: Callable[[str], str]
    ours: Callable[[str], str]
    sentence: str


_ERAS = (
    _Era(of_reigns, reign_sql, m.YEARS_OF_REIGN),
    _Era(of_buddhists, buddhist_sql, m.BUDDHIST_YEARS),
    _Era(of_short_buddhists, short_buddhist_sql, m.SHORT_BUDDHIST_YEARS),
    _Era(of_republic, republic_sql, m.YEARS_OF_REPUBLIC),
)


def time_style(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    column: str,
    order: str | None = None,
    head: str | None = None,
) -> TimeStyle:
    """The style that reads most values; the order of day and month is settled by all of them.

    order: "day" or "month", if the analyst says which comes first. head: a table of the first
    rows, quicker to ask; it is enough where it is all ISO.
    """
    c = identifier(column)
    if head and _plainly_iso(cursor, head, c):
        return ISO
    source = f"(SELECT {c} FROM {identifier(table)} WHERE NOT {no_value_sql(c)} LIMIT {SAMPLE})"
    era = _era(cursor, c, source)
    if era is not None:
        return _in_our_years(cursor, table, c, order, era)
    counts = ", ".join(f"count({style.sql(c)})" for style in QUICK)
    zoned = f"count(*) FILTER ({zone_sql(c)} <> '')"
    *quick, zones, total = _figures(cursor, f"SELECT {counts}, {zoned}, count(*) FROM {source}")
    best = max(range(len(QUICK)), key=lambda at: quick[at])
    if quick[best] >= 0.9 * total:
        return replace(QUICK[best], zoned=zones > 0)
    few = source.replace(f"LIMIT {SAMPLE}", f"LIMIT {FEW}")
    families: list[tuple[int, TimeStyle]] = []
    for candidates in (FAMILIES, BARE_FAMILIES):
        local = map(_without_zone, candidates) if zones else candidates
        found = [_seen(cursor, family, c, few) for family in local]
        most = max(known for known, _ in families) if families else 0
        if max(known for known, _ in found) > most:
            families = found
        if max(known for known, _ in found) >= 0.9 * min(total, FEW):
            break
    known, style = max(families, key=lambda family: family[0]) if families else (0, QUICK[best])
    if known <= quick[best] * min(total, FEW) / total:
        return QUICK[best]
    if style.label not in DATE_ORDERS:
        return style
    if order is not None:
        return families[0 if order == "day" else 1][1]
    return _order_of_days(cursor, table, c, source, families[0][1], families[1][1])


def _era(cursor: duckdb.DuckDBPyConnection, c: str, source: str) -> _Era | None:
    """How the years are counted, where that is not as we do."""
    asked = ", ".join(f"count(*) FILTER ({era.dated(c)})" for era in _ERAS)
    *found, total = _figures(cursor, f"SELECT {asked}, count(*) FROM {source}")
    return next((era for n, era in zip(found, _ERAS, strict=True) if n and n >= 0.9 * total), None)


def _in_our_years(
    cursor: duckdb.DuckDBPyConnection, table: str, c: str, order: str | None, era: _Era
) -> TimeStyle:
    """The style of the dates with our years, behind what makes them so."""
    ours = f"SELECT {era.ours(c)} AS day, {c} AS written FROM {identifier(table)}"
    cursor.execute(f"CREATE OR REPLACE TEMP VIEW days_in_our_years AS {ours}")
    style = time_style(cursor, "days_in_our_years", "day", order)
    shown = cursor.execute(
        f"SELECT written, CAST(year({style.sql('day')}) AS VARCHAR) FROM days_in_our_years "
        f"WHERE {style.sql('day')} IS NOT NULL LIMIT 1"
    ).fetchall()
    said = [say(era.sentence, written=w, year=year) for w, year in shown]
    return replace(
        style,
        template=style.template.replace("{c}", f"({era.ours('{c}')})"),
        text=style.text.replace("{c}", f"({era.ours('{c}')})"),
        warning=" ".join(filter(None, (*said, style.warning))),
    )


def _plainly_iso(cursor: duckdb.DuckDBPyConnection, head: str, c: str) -> bool:
    """Whether the first cells that are looked at are all filled, and have no zone."""
    asked = f"count({ISO.sql(c)}), count(*) FILTER (coalesce({zone_sql(c)}, '') = '')"
    source = f"(SELECT {c} FROM {head} LIMIT {SAMPLE})"
    return _figures(cursor, f"SELECT {asked} FROM {source}") == [SAMPLE, SAMPLE]


def _without_zone(style: TimeStyle) -> TimeStyle:
    return replace(style, text=style.text.replace("{c}", without_zone_sql("{c}")), zoned=True)


def _figures(cursor: duckdb.DuckDBPyConnection, sql: str) -> list[int]:
    return [int(n) for n in cursor.execute(sql).fetchall()[0]]


def _seen(
    cursor: duckdb.DuckDBPyConnection, family: TimeStyle, c: str, source: str
) -> tuple[int, TimeStyle]:
    """How many of a few values the family reads, and the family with the formats they use."""
    texts = f"(SELECT {c}, {family.text.replace('{c}', c)} AS text FROM {source})"
    each = [_plausible(f"try_strptime(text, {literal(f)})") for f in family.formats]
    counts = ", ".join(f"count({sql})" for sql in [replace(family, text="text").sql(c), *each])
    total, *found = _figures(cursor, f"SELECT {counts} FROM {texts}")
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
    text = day_first.text.replace("{c}", c)
    quick = [
        f"count(try_strptime(text, {_listed(style.likely or style.formats[:1])}))"
        for style in (day_first, month_first)
    ]
    texts = f"(SELECT {text} AS text FROM {identifier(table)})"
    day, month = _figures(cursor, f"SELECT {', '.join(quick)} FROM {texts}")
    if day != month:
        return day_first if day > month else month_first
    twelve_hours = f"SELECT count(*) FROM {source} WHERE regexp_matches({c}, '(?i)[ap]m\\s*$')"
    chosen = month_first if _figures(cursor, twelve_hours)[0] else day_first
    return replace(chosen, warning=say(m.DAY_OR_MONTH, style=say(chosen.label)))
