"""From a table with arms and outcomes to an experiment, whatever its columns are called."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from recsys_core.experiments.readout.control import control_among
from recsys_core.experiments.readout.divided import Experiment, Kind, Subgroups, names_of
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import BoolArray, FloatArray, IntArray
from recsys_core.services.campaigns.uplift.arm_files import MOST_ARMS
from recsys_core.services.data.coded_table import CodedTable, read_coded
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import (
    ReadoutChoice,
    arm_column,
    arm_names,
    unit_column,
    used_columns,
)
from recsys_core.services.experiments.readout.currencies import COLUMNS
from recsys_core.services.experiments.readout.outcome_columns import outcomes_of_rows
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

MOST_GROUPS = 30


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
    only = used_columns(asked)
    return understood(read_coded(path, name, only and [*only, *COLUMNS]), asked)


def understood(table: CodedTable, asked: ReadoutChoice) -> ReadExperiment:
    """The experiment a table holds. `InputError` for a column that is none, or not what it was
    said to be, and with one question where nobody can tell which arm is the control.
    """
    arm = arm_column(table, asked)
    unit = unit_column(table, asked, arm)
    names, codes, control, rule, joined_arms = _arms(table, asked, arm)
    outcomes, notes = outcomes_of_rows(table, asked)
    for column in map(table.column, asked.before):
        if column in [one.name for one in outcomes]:
            raise InputError(say(m.SAME_COLUMN, column=column))
    kept = codes >= 0
    if unit:
        filled = table.columns[unit].values != ""
        kept &= filled[table.columns[unit].codes]
    said = [*joined_arms, say(m.CONTROL_TAKEN, control=names[control], rule=say(m.RULES[rule]))]
    said.append(say(m.UNIT_TAKEN, column=unit) if unit else say(m.NO_UNIT))
    if missing := int((~kept).sum()):
        said.append(say(m.ROWS_WITHOUT, n=missing))
    if not kept.any():
        raise InputError(say(m.NOBODY_LEFT, file=table.file))
    every = table.columns[unit].codes if unit else None
    first, member = _units(every, kept)
    several = _in_several_arms(every, codes, kept)[kept][first]
    if several.any():
        said.append(say(m.IN_TWO_ARMS, n=int(several.sum())))
    alone = ~several
    if not alone.any():
        raise InputError(say(m.NOBODY_LEFT, file=table.file))
    rows = int(kept.sum())
    if rows > len(several):
        said.append(say(m.SEVERAL_ROWS, rows=rows, users=len(several)))
        if known := [*asked.before, *asked.segments, *asked.explored]:
            said.append(say(m.FIRST_ROW_TELLS, columns=and_list(known)))

    def each(values: FloatArray, how: Kind) -> FloatArray:
        if rows == len(several):
            return values[kept][first][alone]
        mine, users = values[kept], len(several)
        known = np.bincount(member, ~np.isnan(mine), users) > 0
        sums = np.bincount(member, np.nan_to_num(mine), users)
        sums = (sums > 0).astype(float) if how == "rate" else sums
        return np.where(known, sums, np.nan)[alone]

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
    divisible(data)
    return ReadExperiment(data, (*said, *notes), rule)


def _units(units: IntArray | None, kept: BoolArray) -> tuple[IntArray, IntArray]:
    """Of the rows kept: the first of each customer, and the customer of each."""
    if units is None or np.bincount(units[kept]).max() == 1:
        places = np.arange(int(kept.sum()))
        return places, places
    _, first, member = np.unique(units[kept], return_index=True, return_inverse=True)
    return first, member


def _in_several_arms(units: IntArray | None, arm: IntArray, kept: BoolArray) -> BoolArray:
    """(n,) whether the customer of each row stands in two arms."""
    if units is None:
        return np.zeros(len(arm), dtype=bool)
    lowest = np.full(int(units.max()) + 1, MOST_ARMS)
    highest = np.full(len(lowest), -1)
    np.minimum.at(lowest, units[kept], arm[kept])
    np.maximum.at(highest, units[kept], arm[kept])
    return np.asarray((lowest < highest)[units], dtype=bool)


def _arms(
    table: CodedTable, asked: ReadoutChoice, column: str
) -> tuple[tuple[str, ...], IntArray, int, str, list[str]]:
    """Names, the code of every row (-1: none), the control, by which rule, and
    what was joined.
    """
    names, places, said = arm_names(table.columns[column])
    if not 2 <= len(names) <= MOST_ARMS:
        raise InputError(say(m.NOT_TWO_ARMS, column=column, n=len(names), most=MOST_ARMS))
    codes = places[table.columns[column].codes]
    if asked.control:
        same = [one for one in names if one.casefold() == asked.control.strip().casefold()]
        same = [asked.control] if asked.control in names else same
        if len(same) != 1:
            listed = or_list(names)
            raise InputError(say(m.NO_SUCH_CONTROL, arm=asked.control, column=column, arms=listed))
        return tuple(names), codes, names.index(same[0]), asked.control_by, said
    control = control_among(names)
    if control is None:
        raise InputError(say(m.WHICH_CONTROL, arms=or_list(names)))
    return tuple(names), codes, control.at, control.rule, said


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


def divisible(data: Experiment) -> None:
    """`InputError` for an outcome that nobody of an arm has, and where what a ratio is divided by
    sums to nothing in one.
    """
    for part in map(data.having, data.outcomes):
        (one,) = part.outcomes
        for name, n in zip(part.arms, part.sizes, strict=True):
            if not n and data.sizes.all():
                raise InputError(say(m.OUTCOME_NOWHERE, column=one.name, arm=name))
        if one.under is None:
            continue
        if not (np.bincount(part.arm, one.under, len(part.arms)) > 0).all():
            raise InputError(say(m.UNDER_ZERO, column=one.name))
