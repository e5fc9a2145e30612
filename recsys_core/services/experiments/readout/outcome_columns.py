"""The outcomes among the columns of a table: what kind each is, row by row."""

import numpy as np

from recsys_core.experiments.readout.divided import Kind, Outcome
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.campaigns.uplift.arm_files import NO, YES
from recsys_core.services.data.coded_table import CodedColumn, CodedTable
from recsys_core.services.experiments.readout import messages as m
from recsys_core.services.experiments.readout.columns import ReadoutChoice
from recsys_core.services.experiments.readout.currencies import refuse_several
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

MONEY = ("revenue", "price", "margin", "cost")
"""Roles whose columns are amounts though they be whole numbers."""


def is_rate(table: CodedTable, outcome: str) -> bool:
    """Whether an outcome is a yes or no; `InputError` where it is none."""
    top, below = _ratio(table, outcome)
    return below is None and _kind(_figures(table.columns[top], top)[0], False) == "rate"


def outcomes_of_rows(table: CodedTable, asked: ReadoutChoice) -> tuple[list[Outcome], list[str]]:
    """Outcomes of every row, NaN where there is none, and what was made of empty cells.
    `InputError` for a column that is none, and for one of which less is said to be better.
    """
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
    for name in dict.fromkeys(asked.outcomes):
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
            unknown = np.isnan(values) | np.isnan(under)
            values, under = (np.where(unknown, np.nan, one) for one in (values, under))
        kind = _kind(values, top in [table.roles.get(role) for role in MONEY])
        if kind != "rate":
            for one in (top, *([] if below is None else [below])):
                refuse_several(table, one)
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
