"""A file with arms and outcomes: brought, and its columns chosen."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import streamlit as st

from pages.kit import brought_file
from pages.kit.brought_file import BroughtFile
from pages.kit.text import plain
from pages.parts.campaigns.uplift import messages as m
from recsys_core.services.campaigns.uplift.arm_files import (
    MOST_ARMS,
    ArmChoice,
    ArmTable,
    read_arms,
)
from recsys_core.services.campaigns.uplift.likely import likely_arm, likely_outcome
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@dataclass(frozen=True)
class ArmFile:
    """A file that was read. digest: of its cells, since what is found is kept for all sessions.
    arm: the column that is likely to be it.
    """

    table: ArmTable
    digest: int
    arm: str | None


BroughtArms = BroughtFile[ArmFile]


def brought_arms(ws: Workspace) -> BroughtArms | None:
    """The file that was brought, or the place to bring one."""
    return brought_file.show(ws, "uplift", say(m.FILE), say(m.ABOUT_FILE), _read, _said)


def _read(path: Path, name: str) -> ArmFile:
    table = read_arms(path, name)
    digest = int(pd.util.hash_pandas_object(table.texts).sum())
    return ArmFile(table, digest, likely_arm(table))


def _said(found: ArmFile) -> str:
    return say(m.FILE_READ, file=found.table.file, n=len(found.table.texts))


def chosen_columns(brought: BroughtArms) -> ArmChoice | None:
    """What stands in which column, as far as it was found or chosen; None until both are known."""
    table, turn = brought.content.table, brought.turn
    arm = _column(m.ARM, table.columns, brought.content.arm, f"uplift-arm-{turn}")
    likely = _likely_outcome(brought, arm) if arm else None
    outcome = _column(m.OUTCOME, table.columns, likely, f"uplift-outcome-{turn}")
    arms = sorted(set(table.texts[arm]) - {""}) if arm else []
    control = st.selectbox(
        plain(say(m.CONTROL)),
        ["", *(arms if len(arms) <= MOST_ARMS else [])],
        format_func=lambda one: one or say(m.BY_NAME),
        key=f"uplift-control-{turn}-{arm}",
        width=240,
    )
    return ArmChoice(arm, outcome, control or "") if arm and outcome else None


def _likely_outcome(brought: BroughtArms, arm: str) -> str | None:
    """Found out once for a file and an arm: it reads every column."""
    kept = st.session_state.setdefault(f"_uplift_outcome_{brought.turn}", {})
    if arm not in kept:
        kept[arm] = likely_outcome(brought.content.table, arm)
    found: str | None = kept[arm]
    return found


def _column(label: str, columns: list[str], likely: str | None, key: str) -> str | None:
    return st.selectbox(
        plain(say(label)),
        columns,
        index=columns.index(likely) if likely in columns else None,
        placeholder=say(m.NO_CHOICE),
        key=key,
        width=240,
    )
