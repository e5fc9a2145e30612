"""From a table with arms and outcomes to an experiment, whatever its columns are called."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recsys_core.experiments.readout.control import control_among
from recsys_core.experiments.readout.divided import Experiment, Kind, Outcome, Subgroups, names_of
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.services.campaigns.uplift.arm_files import MOST_ARMS, NO, YES
from recsys_core.services.data.coded_table import CodedColumn, CodedTable, read_coded
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import (
    ReadoutChoice,
    arm_column,
    unit_column,
    used_columns,
)
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

MOST_GROUPS = 30
MONEY = ("revenue", "price", "margin", "cost")
"""Roles whose columns are amounts though they be whole numbers."""


@dataclass(frozen=True)
class ReadExperiment:
    """An experiment with how it was read, in sentences; rule: by which the control was known.
    days: counted and planned, where a day was set for the one look; None where it was not.
    """

    data: Experiment
    notes: tuple[str, ...]
    rule: str = "asked"
    days: tuple[int, int] | None = None

    @property
    def over(self) -> bool | None:
        """Whether the day set for the one look has come; None where none was set."""
        return self.days and self.days[0] >= self.days[1]


def read_experiment(path: Path, asked: ReadoutChoice, name: str | None = None) -> ReadExperiment:
    """Read and understand a file; see `read_coded` and `understood` for what is refused."""
    return understood(read_coded(path, name, used_columns(asked)), asked)


def understood(table: CodedTable, asked: ReadoutChoice) -> ReadExperiment:
    """The experiment a table holds. `InputError` for a column that is none, or not what it was
    said to be, and with one question where nobody can tell which arm is the control.
    """
    arm = arm_column(table, asked)
    unit = unit_column(table, asked, arm)
    names, codes, control, rule = _arms(table, asked, arm)
    outcomes, notes = _outcomes(table, asked)
    kept = codes >= 0
    if unit:
        filled = table.columns[unit].values != ""
        kept &= filled[table.columns[unit].codes]
    given = kept.copy()
    for one in outcomes:
        kept &= ~np.isnan(one.values)
        if one.under is not None:
            kept &= ~np.isnan(one.under)
    said = [say(m.CONTROL_TAKEN, control=names[control], rule=say(m.RULES[rule]))]
    said.append(say(m.UNIT_TAKEN, column=unit) if unit else say(m.NO_UNIT))
    if missing := int((~kept).sum()):
        said.append(say(m.ROWS_WITHOUT, n=missing))
    if not kept.any():
        raise InputError(say(m.NOBODY_LEFT, file=table.file))
    every = table.columns[unit].codes if unit else None
    first, member = _units(every, kept)
    several = _in_several_arms(every, codes, given)[kept][first]
    if several.any():
        said.append(say(m.IN_TWO_ARMS, n=int(several.sum())))
    alone = ~several
    if not alone.any():
        raise InputError(say(m.NOBODY_LEFT, file=table.file))
    rows = int(kept.sum())
    if rows > len(several):
        said.append(say(m.SEVERAL_ROWS, rows=rows, users=len(several)))

    def each(values: FloatArray, how: Kind) -> FloatArray:
        if rows == len(several):
            return values[kept][first][alone]
        if how == "rate":
            return (np.bincount(member, values[kept], len(several)) > 0).astype(float)[alone]
        return np.asarray(np.bincount(member, values[kept], len(several))[alone], dtype=float)

    joined = tuple(
        replace(
            one,
            values=each(one.values, one.kind),
            under=None if one.under is None else each(one.under, "ratio"),
        )
        for one in outcomes
    )
    arms = codes[kept][first][alone]
    day, start = _days(table, asked, kept, member, len(several), alone)
    data = Experiment(
        arms,
        names,
        control,
        joined,
        _shares(len(names), control, asked.control_share),
        {label: _known(table, label)[kept][first][alone] for label in asked.before},
        tuple(_groups(table, asked, kept, first, alone)),
        day,
        start,
    )
    _divisible(data)
    return ReadExperiment(data, (*said, *notes), rule)


def is_rate(table: CodedTable, outcome: str) -> bool:
    """Whether an outcome is a yes or no; `InputError` where it is none."""
    top, below = _ratio(table, outcome)
    return below is None and _kind(_figures(table.columns[top], top)[0], False) == "rate"


def _units(units: IntArray | None, kept: BoolArray) -> tuple[IntArray, IntArray]:
    """Of the rows kept: the first of each customer, and the customer of each."""
    if units is None or np.bincount(units[kept]).max() == 1:
        places = np.arange(int(kept.sum()))
        return places, places
    _, first, member = np.unique(units[kept], return_index=True, return_inverse=True)
    return first, member


def _in_several_arms(units: IntArray | None, arm: IntArray, given: BoolArray) -> BoolArray:
    """(n,) whether the customer of each row stands in two arms; in rows without an outcome too."""
    if units is None:
        return np.zeros(len(arm), dtype=bool)
    lowest = np.full(int(units.max()) + 1, MOST_ARMS)
    highest = np.full(len(lowest), -1)
    np.minimum.at(lowest, units[given], arm[given])
    np.maximum.at(highest, units[given], arm[given])
    return np.asarray((lowest < highest)[units], dtype=bool)


def _arms(
    table: CodedTable, asked: ReadoutChoice, column: str
) -> tuple[tuple[str, ...], IntArray, int, str]:
    """Names, the code of every row (-1: none), the control, and by which rule."""
    found = table.columns[column]
    names = sorted(str(one) for one in found.values if one != "")
    if not 2 <= len(names) <= MOST_ARMS:
        raise InputError(say(m.NOT_TWO_ARMS, column=column, n=len(names), most=MOST_ARMS))
    places = {one: at for at, one in enumerate(names)}
    of_value = np.array([places.get(str(one), -1) for one in found.values])
    codes = of_value[found.codes]
    if asked.control:
        same = [one for one in names if one.casefold() == asked.control.strip().casefold()]
        same = [asked.control] if asked.control in names else same
        if len(same) != 1:
            listed = or_list(names)
            raise InputError(say(m.NO_SUCH_CONTROL, arm=asked.control, column=column, arms=listed))
        return tuple(names), codes, places[same[0]], "asked"
    control = control_among(names)
    if control is None:
        raise InputError(say(m.WHICH_CONTROL, arms=or_list(names)))
    return tuple(names), codes, control.at, control.rule


def _outcomes(table: CodedTable, asked: ReadoutChoice) -> tuple[list[Outcome], list[str]]:
    """Outcomes of every row, NaN where there is none, and what was made of empty cells."""
    if not asked.outcomes:
        listed = or_list(list(table.columns))
        raise InputError(say(m.WHICH_OUTCOME, file=table.file, columns=listed))
    lower = {one.strip().casefold() for one in asked.lower_wins}
    known = {one.strip().casefold() for one in asked.outcomes}
    for one in asked.lower_wins:
        if one.strip().casefold() not in known:
            listed = and_list(list(asked.outcomes))
            raise InputError(say(m.NO_SUCH_OUTCOME, column=one, outcomes=listed))
    told, notes = [], []
    for name in asked.outcomes:
        top, below = _ratio(table, name)
        values, blanks = _figures(table.columns[top], top)
        label = top if below is None else name
        if blanks:
            notes.append(say(m.BLANK_IS_NOTHING, column=top))
        under = None
        if below is not None:
            under, blanks = _figures(table.columns[below], below)
            if blanks:
                notes.append(say(m.BLANK_IS_NOTHING, column=below))
        kind = _kind(values, top in [table.roles.get(role) for role in MONEY])
        told.append(
            Outcome(
                label,
                kind if under is None else "ratio",
                values,
                under,
                name.strip().casefold() in lower,
            )
        )
    return told, notes


def _ratio(table: CodedTable, name: str) -> tuple[str, str | None]:
    """The column, or the two of `one / other`."""
    if name not in table.columns and "/" in name:
        for at in (place for place, sign in enumerate(name) if sign == "/"):
            pair = [name[:at].strip(), name[at + 1 :].strip()]
            known = {one.casefold() for one in table.columns}
            if all(one.casefold() in known for one in pair):
                return table.column(pair[0]), table.column(pair[1])
    return table.column(name), None


def _figures(column: CodedColumn, label: str) -> tuple[FloatArray, bool]:
    """(n,) numbers, or 1 and 0 of yes and no; whether empty cells were taken for 0."""
    values = column.numbers()
    if values is None:
        words = [str(one).casefold() for one in column.values]
        meaning = dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0) | {"": np.nan}
        if strange := [
            one for one, word in zip(column.values, words, strict=True) if word not in meaning
        ]:
            raise InputError(say(m.NO_OUTCOME_VALUES, column=label, example=strange[0]))
        values = np.array([meaning[word] for word in words])[column.codes]
    empty = np.isnan(values)
    known = values[~empty]
    if empty.any() and len(known) and known.min() > 0:
        return np.where(empty, 0.0, values), True
    return values, False


def _kind(values: FloatArray, money: bool) -> Kind:
    known = values[~np.isnan(values)]
    if np.isin(known, (0.0, 1.0)).all():
        return "rate"
    whole = bool((known == np.round(known)).all()) and bool((known >= 0).all())
    return "count" if whole and not money else "money"


def _shares(arms: int, control: int, share: float | None) -> FloatArray | None:
    if share is None:
        return None
    if not 0 < share < 1:
        raise InputError(say(m.SHARE_BETWEEN))
    planned = np.full(arms, (1 - share) / (arms - 1))
    planned[control] = share
    return planned


def _known(table: CodedTable, label: str) -> FloatArray:
    column = table.column(label)
    values = table.columns[column].numbers()
    if values is None:
        raise InputError(say(m.NO_FIGURES, column=column))
    return values


def _groups(
    table: CodedTable, asked: ReadoutChoice, kept: BoolArray, first: IntArray, alone: BoolArray
) -> list[Subgroups]:
    told = []
    for label, planned in [(one, True) for one in asked.segments] + [
        (one, False) for one in asked.explored
    ]:
        column = table.column(label)
        codes, values = names_of(table.columns[column].texts[kept][first][alone])
        if not 2 <= len(values) <= MOST_GROUPS:
            raise InputError(say(m.TOO_MANY_GROUPS, column=column, n=len(values), most=MOST_GROUPS))
        told.append(Subgroups(column, values, codes, planned))
    return told


def _days(
    table: CodedTable,
    asked: ReadoutChoice,
    kept: BoolArray,
    member: IntArray,
    units: int,
    alone: BoolArray,
) -> tuple[IntArray | None, int]:
    """Days since the first, of each customer's first row, and the first as days since 1970."""
    if not asked.date:
        return None, 0
    column = table.column(asked.date)
    days = table.columns[column].days()
    if days is None or np.isnan(days[kept]).all():
        raise InputError(say(m.NO_MOMENTS, column=column))
    joined = np.full(units, np.inf)
    np.minimum.at(joined, member, np.nan_to_num(days[kept], nan=np.inf))
    joined = joined[alone]
    if missing := int((~np.isfinite(joined)).sum()):
        raise InputError(say(m.SOME_WITHOUT_DATE, column=column, n=missing))
    start = int(joined.min())
    return (joined - start).astype(np.int64), start


def _divisible(data: Experiment) -> None:
    for one in data.outcomes:
        if (
            one.under is not None
            and not (np.bincount(data.arm, one.under, len(data.arms)) > 0).all()
        ):
            raise InputError(say(m.UNDER_ZERO, column=one.name))
