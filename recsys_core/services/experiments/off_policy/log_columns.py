"""Which column of a log says what was shown, where, how likely, to whom, and what came of it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import duckdb

from recsys_core.ingestion.no_value import no_number_sql
from recsys_core.ingestion.values import NumberStyle
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.uplift.arm_files import NO, YES
from recsys_core.services.experiments.off_policy import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_POSITIONS, LEAST_UNITS = 50, 30
_NAMES = {
    "item": r"item|banner|action|\barm\b|product|offer|creative|article|variant|content|\bad\b",
    "clicked": r"click|klick|clic|reward|conver|respon|outcome|label|bought|purchas|^y$|^r$",
    "propensity": r"propens|pscore|prob|logging|behaviou?r|^p$|^pi",
    "position": r"position|slot|rank|place|^pos$|platz|stelle",
    "user": r"user|customer|client|visitor|session|kunde|person|member",
}
_OF_THEM = re.compile("feature|affinity|segment|group|attribut|\\bage\\b|gender", re.IGNORECASE)


@dataclass(frozen=True)
class LogColumns:
    """Columns by name; "" for one that is to be found, and afterwards for one there is not."""

    item: str = ""
    clicked: str = ""
    propensity: str = ""
    position: str = ""
    user: str = ""


@dataclass(frozen=True)
class ColumnValues:
    """What stands in a column. different: about how many values.  words: those that are no number,
    where there are few.
    """

    filled: int
    numbers: int
    different: int
    least: float | None
    most: float | None
    whole: bool
    words: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        return 0 < self.filled == self.numbers

    @property
    def is_chance(self) -> bool:
        """Whether it may be a propensity: from 0 to 1, and not only these."""
        inside = self.least is not None and self.most is not None
        inside = inside and (self.least or 0) >= 0 and (self.most or 0) <= 1
        return self.is_number and not self.whole and inside

    @property
    def is_outcome(self) -> bool:
        """Whether it says that something happened or not."""
        if self.is_number:
            return self.whole and self.least in (0, 1) and self.most in (0, 1)
        return self.filled > 0 and bool(self.words) and set(self.words) <= {*YES, *NO}

    @property
    def is_position(self) -> bool:
        return (
            self.is_number
            and self.whole
            and (self.least or 0) >= 0
            and (self.most or 0) <= MOST_POSITIONS
        )

    @property
    def repeats(self) -> bool:
        return 2 <= self.different <= max(self.filled // 2, 2)


def columns_seen(
    cursor: duckdb.DuckDBPyConnection,
    table: str,
    labels: Sequence[str],
    styles: Mapping[str, NumberStyle],
) -> dict[str, ColumnValues]:
    """Every column of a staged table by its label; styles by `c0`, `c1` and so on."""
    asked = []
    for at in range(len(labels)):
        cell = f"c{at}"
        number = f"({styles[cell].sql(cell)})"
        nothing = no_number_sql(cell)
        asked.append(
            f"count(*) FILTER (NOT {nothing}), count({number}) FILTER (NOT {nothing}), "
            f"approx_count_distinct({cell}), min({number}), max({number}), "
            f"coalesce(bool_and({number} = floor({number})), false), "
            f"(list(DISTINCT lower(trim({cell}))) FILTER (NOT {nothing} AND {number} IS NULL))[:9]"
        )
    row = cursor.execute(f"SELECT {', '.join(asked)} FROM {table}").fetchone() or ()
    return {label: _values(*row[at * 7 : at * 7 + 7]) for at, label in enumerate(labels)}


def find_columns(
    file: str,
    seen: Mapping[str, ColumnValues],
    asked: LogColumns,
    guessed: Mapping[str, str],
    *,
    outcome_needed: bool = True,
) -> LogColumns:
    """The columns of a log, those asked for first, then by what the import takes them for, then by
    name, then where only one will do, all if the values agree. `InputError` without what was shown
    or, where it is needed, what came of it.
    """
    found = LogColumns(
        *(
            _named(file, name, seen) if name else ""
            for name in (asked.item, asked.clicked, asked.propensity, asked.position, asked.user)
        )
    )
    fits: dict[str, Callable[[ColumnValues], bool]] = {
        "propensity": lambda one: one.is_chance,
        "clicked": lambda one: one.is_outcome,
        "position": lambda one: one.is_position and one.different > 1,
        "item": lambda one: one.repeats and (one.whole or not one.is_number),
        "user": lambda one: one.repeats and one.different >= LEAST_UNITS,
    }
    for role, fit in fits.items():
        if getattr(found, role):
            continue
        taken = {found.item, found.clicked, found.propensity, found.position, found.user}
        free = [name for name in seen if name not in taken and fit(seen[name])]
        found = replace(found, **{role: _best(role, free, guessed.get(role, ""), seen)})
    if not found.item:
        raise InputError(say(m.NO_ITEM_COLUMN, file=file, columns=and_list(seen)))
    if outcome_needed and not found.clicked:
        raise InputError(say(m.NO_CLICK_COLUMN, file=file, columns=and_list(seen)))
    return found


def _best(role: str, free: Sequence[str], guessed: str, seen: Mapping[str, ColumnValues]) -> str:
    free = [name for name in free if not _OF_THEM.search(name)]
    if guessed in free:
        return guessed
    named = [name for name in free if re.search(_NAMES[role], name, re.IGNORECASE)]
    if named:
        return named[0]
    if role == "item":
        return max(free, key=lambda name: seen[name].different, default="")
    if role == "position":
        free = [name for name in free if not seen[name].is_outcome]
    return free[0] if len(free) == 1 and role != "user" else ""


def _values(
    filled: int,
    numbers: int,
    different: int,
    least: float | None,
    most: float | None,
    whole: bool,
    words: list[str] | None,
) -> ColumnValues:
    return ColumnValues(filled, numbers, different, least, most, whole, tuple(words or ()))


def _named(file: str, name: str, seen: Mapping[str, ColumnValues]) -> str:
    alike = [one for one in seen if one.casefold() == name.strip().casefold()]
    if name in seen or len(alike) == 1:
        return name if name in seen else alike[0]
    raise InputError(say(m.NO_LOG_COLUMN, file=file, column=name, columns=and_list(seen)))
