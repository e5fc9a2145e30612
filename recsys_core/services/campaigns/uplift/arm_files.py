"""Files with an arm and an outcome for each customer, whatever their columns are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.campaigns.uplift.columns import LeftOut, learnable
from recsys_core.campaigns.uplift.divided import Divided
from recsys_core.schema.campaign_arms import is_control
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray, StrArray
from recsys_core.services.campaigns.uplift import messages as m
from recsys_core.services.data.coded_table import column_called, read_coded
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST_ARMS = 20
YES, NO = ("yes", "y", "true", "ja", "oui", "sí", "si", "x"), ("no", "n", "false", "nein", "non")
NOT_SENT = (*NO, "0", "none")
"""Names of a control where no arm is called one and there are two."""


@dataclass(frozen=True)
class ArmTable:
    """A file as read. texts: column -> its cells.  numbers: those of columns all whose cells are
    numbers (NaN: none), which leave no zeros in front.  unit: the column that names customers.
    """

    file: str
    texts: pd.DataFrame
    numbers: dict[str, FloatArray]
    unit: str | None

    @property
    def columns(self) -> list[str]:
        return [str(name) for name in self.texts.columns]


@dataclass(frozen=True)
class ArmChoice:
    """What the columns of a file are. control: the arm that was left alone, "" to know it by its
    name.  control_share: what the lot was to give it, the other arms alike; None for equal arms.
    unit: the column with the customers' numbers, "" to know it by its look.
    """

    arm: str
    outcome: str
    control: str = ""
    control_share: float | None = None
    unit: str = ""
    leave_out: Sequence[str] = ()


@dataclass(frozen=True)
class ReadyArms:
    """What is studied. users: (n,) the customers' numbers, None where no column names them.
    dropped: rows without arm or outcome.  left_out: columns that are not learned from.
    """

    data: Divided
    users: StrArray | None
    left_out: tuple[LeftOut, ...]
    dropped: int = 0


def read_arms(path: Path, name: str | None = None) -> ArmTable:
    """Any table an import reads. name: how to call the file, where `path` is a passing copy."""
    table = read_coded(path, name)
    texts = pd.DataFrame({label: one.texts for label, one in table.columns.items()}, dtype=object)
    numbers = {label: one.numbers() for label, one in table.columns.items()}
    unit = table.roles.get("user")
    different = unit is not None and len(table.columns[unit].values) == table.rows
    known = {label: values for label, values in numbers.items() if values is not None}
    return ArmTable(table.file, texts, known, unit if different else None)


def ready(table: ArmTable, choice: ArmChoice) -> ReadyArms:
    """The arms and outcomes of a file. `InputError` for what is no arm, no outcome or no column,
    and where the column of the customers has one of them twice.
    """
    arm_column, outcome_column = (_column(table, name) for name in (choice.arm, choice.outcome))
    if arm_column == outcome_column:
        raise InputError(say(m.ONE_COLUMN))
    unit = _column(table, choice.unit) if choice.unit else table.unit
    arms = table.texts[arm_column].to_numpy(dtype=object)
    outcome = _outcome(table, outcome_column)
    kept = (arms != "") & ~np.isnan(outcome)
    if not kept.any():
        raise InputError(say(m.NO_ROWS, file=table.file))
    arm, names = pd.factorize(arms[kept], sort=True)
    if not 2 <= len(names) <= MOST_ARMS:
        raise InputError(say(m.NOT_ARMS, column=arm_column, n=len(names), most=MOST_ARMS))
    control = control_of(list(names), choice.control, arm_column)
    users = None
    if unit is not None:
        users = table.texts[unit].to_numpy(dtype=object)[kept]
        if twice := int(pd.Series(users).duplicated().sum()):
            raise InputError(say(m.TWICE, column=unit, n=twice))
    asked_out = [_column(table, name) for name in choice.leave_out]
    rest = [
        name for name in table.columns if name not in (arm_column, outcome_column, unit, *asked_out)
    ]
    columns = {
        name: table.numbers[name] if name in table.numbers else table.texts[name] for name in rest
    }
    found = learnable(pd.DataFrame(columns, columns=rest)[kept], arm, outcome[kept])
    data = Divided(
        arm,
        tuple(names),
        control,
        outcome[kept],
        found.features,
        planned_shares(len(names), control, choice.control_share),
    )
    on_request = tuple(LeftOut(name, say(m.ASKED_OUT)) for name in asked_out)
    return ReadyArms(data, users, on_request + found.left_out, int((~kept).sum()))


def control_of(names: Sequence[str], asked: str, column: str) -> int | None:
    """The code of the arm that was left alone: the one asked for, else the one whose name says so;
    None where none does, or several do.
    """
    if asked:
        same = [at for at, name in enumerate(names) if name == asked]
        alike = [at for at, name in enumerate(names) if name.casefold() == asked.casefold()]
        if not (same or len(alike) == 1):
            raise InputError(say(m.NO_SUCH_ARM, column=column, arm=asked, arms=and_list(names)))
        return (same or alike)[0]
    named = [at for at, name in enumerate(names) if is_control(name)]
    if not named and len(names) == 2:
        named = [at for at, name in enumerate(names) if name.casefold() in NOT_SENT]
    return named[0] if len(named) == 1 else None


def planned_shares(arms: int, control: int | None, share: float | None) -> FloatArray | None:
    """What the lot was to give each arm; None for the same. `InputError` for no share."""
    if share is None or control is None:
        return None
    if not 0 < share < 1:
        raise InputError(say(m.A_SHARE))
    planned = np.full(arms, (1 - share) / max(arms - 1, 1))
    planned[control] = share
    return planned


def _column(table: ArmTable, name: str) -> str:
    return column_called(table.file, table.columns, name)


def _outcome(table: ArmTable, column: str) -> FloatArray:
    if column in table.numbers:
        return table.numbers[column]
    words = table.texts[column].str.casefold()
    known = words.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0) | {"": np.nan})
    strange = known.isna() & (words != "")
    if strange.any():
        example = table.texts[column][strange].iloc[0]
        raise InputError(say(m.NOT_AN_OUTCOME, column=column, example=example))
    return np.asarray(known.to_numpy(dtype=float))
