"""A file with arms and outcomes: brought, and its columns chosen."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from pages.kit import layout, uploads
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

TABLE, ROUND = "_uplift_table", "_uplift_round"


@dataclass(frozen=True)
class BroughtArms:
    """A file that was read, and the how-manieth it is. digest: of its cells, since what is found
    is kept for all sessions.  arm: the column that is likely to be it.
    """

    turn: int
    table: ArmTable
    digest: int
    arm: str | None


def brought_arms(ws: Workspace) -> BroughtArms | None:
    """The file that was brought, or the place to bring one."""
    kept: BroughtArms | None = st.session_state.get(TABLE)
    if kept is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            rows = len(kept.table.texts)
            st.text(say(m.FILE_READ, file=kept.table.file, rows=rows), width="stretch")
            label = plain(say(m.ANOTHER_FILE))
            st.button(label, key="uplift-drop", on_click=_drop, type="tertiary")
        return kept
    turn = st.session_state.get(ROUND, 0)
    with layout.controls("uplift-file"):
        upload = st.file_uploader(
            plain(say(m.FILE)), key=f"uplift-file-{turn}", help=plain(say(m.ABOUT_FILE))
        )
    if upload is not None:
        st.session_state[ROUND] = turn + 1
        table = uploads.read(ws, upload, read_arms)
        digest = int(pd.util.hash_pandas_object(table.texts).sum())
        st.session_state[TABLE] = BroughtArms(turn, table, digest, likely_arm(table))
        st.rerun()
    return None


def _drop() -> None:
    st.session_state.pop(TABLE, None)


def chosen_columns(brought: BroughtArms) -> ArmChoice | None:
    """What stands in which column, as far as it was found or chosen; None until both are known."""
    table, turn = brought.table, brought.turn
    arm = _column(m.ARM, table.columns, brought.arm, f"uplift-arm-{turn}")
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
        kept[arm] = likely_outcome(brought.table, arm)
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
