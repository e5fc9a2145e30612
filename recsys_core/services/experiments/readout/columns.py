"""What the columns of a file are: as they were named, else by their values."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from recsys_core.experiments.readout.control import control_among
from recsys_core.schema.errors import InputError
from recsys_core.schema.evaluation import ALPHA
from recsys_core.schema.types import IntArray
from recsys_core.services.campaigns.uplift.arm_files import MOST_ARMS, NO, YES
from recsys_core.services.data.coded_table import CodedColumn, CodedTable
from recsys_core.services.experiments.readout import messages as m
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

ARM_NAMES = (
    "arm", "group", "variant", "variation", "version", "treatment", "segment", "test", "bucket",
    "cell", "condition", "experiment", "gruppe", "variante", "groupe", "grupo", "ab",
)  # fmt: skip
OUTCOME_NAMES = (
    "visit", "convert", "conversion", "bought", "buy", "purchase", "order", "spend", "spent",
    "revenue", "sales", "amount", "click", "open", "retention", "retained", "response", "responded",
    "outcome", "signup", "register", "churn", "unsubscribe", "umsatz", "kauf", "gekauft", "achat",
)  # fmt: skip
BEFORE_NAMES = ("before", "prior", "previous", "pre", "baseline", "vorher", "avant", "antes")
DATE_NAMES = ("date", "day", "time", "timestamp", "joined", "datum", "fecha", "data")
MOST_OUTCOMES = 6
LOOKED_AT = 10 * MOST_ARMS
"""More different values than so many are no arms, however they are spelt."""


@dataclass(frozen=True)
class ReadoutChoice:
    """What a file's columns are, and what was planned. unit, arm: "" to know them by their values.
    outcomes: columns, or two as `one / other` for a ratio of sums.  control: the arm that was left
    as it was, "" to know it by its name.  control_share: what was planned for it, the others
    alike; None for all alike.  before: what was known before, for adjusting.  segments: groups that
    were planned to be looked at; explored: others.  lower_wins: outcomes of which less is better.
    smallest: difference worth having, a share for a rate (0.01: one point).  planned: customers of
    each arm at which the one look was set.  each_row: no column names customers, each row is one.
    alpha: below which p decides.  control_by: how `control` is known.
    """

    unit: str = ""
    arm: str = ""
    outcomes: Sequence[str] = ()
    control: str = ""
    control_share: float | None = None
    before: Sequence[str] = ()
    segments: Sequence[str] = ()
    explored: Sequence[str] = ()
    date: str = ""
    lower_wins: Sequence[str] = ()
    smallest: float | None = None
    planned: int | None = None
    each_row: bool = False
    alpha: float = ALPHA
    control_by: str = "asked"


def used_columns(asked: ReadoutChoice) -> list[str] | None:
    """The columns that have to be read; None for all, where some are to be found."""
    if not (asked.unit and asked.arm and asked.outcomes):
        return None
    parts = [part for one in asked.outcomes for part in (one, *one.split("/"))]
    more = (*asked.before, *asked.segments, *asked.explored, asked.date)
    return [one for one in (asked.unit, asked.arm, *parts, *more) if one]


def arm_names(column: CodedColumn) -> tuple[list[str], IntArray, list[str]]:
    """The arms of a column, the place of each of its values among them (-1: none), and which rows
    count as another's: names that differ in capitals or blanks alone are one arm, called as most
    rows have it.
    """
    rows = np.bincount(column.codes, minlength=len(column.values))
    spelt: dict[str, list[int]] = {}
    for at, one in enumerate(column.values):
        if key := " ".join(str(one).split()).casefold():
            spelt.setdefault(key, []).append(at)
    called = {
        str(column.values[max(places, key=lambda at: (rows[at], -at))]): places
        for places in spelt.values()
    }
    names, of_value, said = sorted(called), np.full(len(column.values), -1), []
    for name in names:
        of_value[called[name]] = names.index(name)
        others = [at for at in called[name] if column.values[at] != name]
        fields = [{"other": str(column.values[at]), "n": int(rows[at])} for at in others]
        said += [say(m.SPELT_OTHERWISE, arm=name, **one) for one in fields]
    return names, of_value, said


def likely_arms(table: CodedTable) -> list[str]:
    """The columns that may be the arm: 2 to 20 different values among which the control is known
    by its name, or whose own name says so; the likeliest first.
    """
    scored = []
    for label, column in table.columns.items():
        if len(column.values) > LOOKED_AT:
            continue
        names = arm_names(column)[0]
        if not 2 <= len(names) <= MOST_ARMS:
            continue
        known = control_among(names)
        told = 3 * (known is not None and known.rule == "name") + 2 * _named(label, ARM_NAMES)
        if known is not None and known.rule == "not new":
            told += any(one.casefold() in ("treatment", "test") for one in names)
        if told:
            scored.append((-told, label))
    best = min(scored)[0] if scored else 0
    return [label for score, label in sorted(scored, key=lambda one: one[0]) if score == best]


def likely_outcomes(table: CodedTable, taken: Sequence[str]) -> list[str]:
    """The columns that look like outcomes by their names, and hold numbers or yes and no; what was
    before the experiment is none.
    """
    told = []
    for label, column in table.columns.items():
        before = any(one in BEFORE_NAMES for one in _words(label))
        if label in taken or before or not _named(label, OUTCOME_NAMES):
            continue
        words = {str(one).casefold() for one in column.values}
        if words <= {*YES, *NO, ""} or column.numbers() is not None:
            told.append(label)
    return told[:MOST_OUTCOMES]


def likely_date(table: CodedTable) -> str | None:
    """The first column that is called a date and holds dates."""
    for label, column in table.columns.items():
        if _named(label, DATE_NAMES) and column.days() is not None:
            return label
    return None


def arms_among(table: CodedTable, column: str) -> tuple[list[str], str | None]:
    """The arms a column holds, none where they are too many, and the control if a rule knows it."""
    names = arm_names(table.columns[column])[0]
    if not 2 <= len(names) <= MOST_ARMS:
        return [], None
    known = control_among(names)
    return names, None if known is None else names[known.at]


def arm_column(table: CodedTable, asked: ReadoutChoice) -> str:
    """The column that was named, or the one that looks like it; `InputError` where none, or
    several do.
    """
    if asked.arm:
        return table.column(asked.arm)
    found = likely_arms(table)
    if not found:
        listed = or_list(list(table.columns))
        raise InputError(say(m.WHICH_ARM, file=table.file, columns=listed))
    if len(found) > 1:
        raise InputError(say(m.WHICH_ARMS, file=table.file, columns=and_list(found)))
    return found[0]


def unit_column(table: CodedTable, asked: ReadoutChoice, arm: str) -> str:
    """The column of the customers; "" where none was named and none looks like it."""
    if asked.each_row:
        return ""
    column = table.column(asked.unit) if asked.unit else table.roles.get("user", "")
    if column == arm and asked.unit:
        raise InputError(say(m.SAME_COLUMN, column=column))
    taken = {arm, *asked.outcomes}
    return column if asked.unit or (column in table.columns and column not in taken) else ""


def _named(label: str, words: Sequence[str]) -> bool:
    return any(one.startswith(word) for one in _words(label) for word in words)


def _words(label: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in label.casefold()).split()
