"""On whose clock a column of times counts, where they name their zone."""

from collections.abc import Callable
from dataclasses import dataclass

import duckdb

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.date_words import minutes_sql, zone_sql
from recsys_core.schema.questions import Answer, Question
from recsys_core.schema.sql import identifier
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MANY = 200_000
UTC = frozenset({"z", "utc", "gmt", "+00:00", "+0000", "-00:00", "-0000", "+00"})


@dataclass(frozen=True)
class Clock:
    """The zones that the times of a column name, the most usual first, and in how many rows; of
    a large table, among its first ones.
    """

    column: str
    zones: dict[str, int]

    def sentence(self) -> str:
        """What becomes of the zones."""
        listed = and_list(say(m.IN_ZONE, zone=zone, n=rows) for zone, rows in self.zones.items())
        only_utc = all(zone.lower() in UTC for zone in self.zones)
        message = m.TIMES_IN_UTC if only_utc else m.ZONES_LEFT_OUT
        return say(message, column=self.column, zones=listed)

    def local_sql(self, cell: str, value: str, ask: Callable[[Question], str]) -> str:
        """The moment on the shop's clock, unless the analyst wants UTC. value: SQL for the moment
        without its zone.
        """
        if not any(any(sign in zone for sign in "+-") for zone in self.zones):
            return value
        answers = (Answer("shop", say(m.CLOCK_OF_SHOP)), Answer("utc", say(m.CLOCK_OF_UTC)))
        sentence = say(m.WHICH_CLOCK, column=self.column)
        if ask(Question("zone", sentence, answers, "shop")) == "shop":
            return value
        return f"{value} - to_minutes(coalesce({minutes_sql(cell)}, 0))"


def find_clock(cursor: duckdb.DuckDBPyConnection, table: str, column: str, cell: str) -> Clock:
    """Look at the zones of a column; column: its name for the analyst."""
    rows = cursor.execute(
        f"SELECT {zone_sql(cell)} AS zone, count(*) FROM (SELECT {cell} FROM {identifier(table)} "
        f"LIMIT {MANY}) WHERE zone <> '' GROUP BY zone ORDER BY count(*) DESC, zone"
    ).fetchall()
    return Clock(column, {str(zone): int(times) for zone, times in rows})
