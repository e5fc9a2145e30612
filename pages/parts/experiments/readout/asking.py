"""Where the results come from, and what the columns of a file are."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from pages.kit import brought_file, layout
from pages.kit.brought_file import BroughtFile
from pages.kit.state import KEPT, LINKED
from pages.kit.text import plain
from pages.parts.experiments.readout import messages as m
from recsys_core.services.campaigns.audience.kept import kept_audiences
from recsys_core.services.data.coded_table import CodedTable, read_coded
from recsys_core.services.experiments.planning.assignment import kept_experiments
from recsys_core.services.experiments.planning.days import OUTCOMES
from recsys_core.services.experiments.readout.columns import (
    ReadoutChoice,
    arms_among,
    likely_arms,
    likely_date,
    likely_outcomes,
    unit_column,
)
from recsys_core.services.experiments.readout.kept_file import (
    MatchedExperiment,
    matching_experiment,
)
from recsys_core.services.experiments.readout.outcome_columns import is_rate
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

AUDIENCE = "audience"
"""In the address too: a link opens the read-out of a kept audience."""
EXPERIMENT, MATCHED = "experiment", "_readout_matched"


BroughtResults = BroughtFile[CodedTable]


def source(ws: Workspace) -> tuple[str, str]:
    """The experiment dealt out here, or else the kept audience, to read out; "" for a file."""
    experiments = [one.record.name for one in kept_experiments(ws)]
    audiences = [one.record.name for one in kept_audiences(ws)]
    if not experiments and not audiences:
        return "", ""
    with layout.controls("readout-source"), _row():
        name = _kept(EXPERIMENT, m.DEALT_HERE, experiments)
        return name, "" if name else _kept(AUDIENCE, m.OF_AUDIENCE, audiences)


def _kept(key: str, label: str, names: list[str]) -> str:
    if not names:
        return ""
    if st.session_state.get(key) not in ("", None, *names):
        st.session_state.pop(key)
    return st.selectbox(
        plain(say(label)),
        ["", *names],
        format_func=lambda one: one or say(m.A_RESULTS_FILE),
        key=key,
        width=320,
        **LINKED,
    )


def also(planned: str) -> tuple[str, ...]:
    """Outcomes that are compared beside the planned one."""
    others = [one for one in OUTCOMES if one != planned]
    with layout.controls("readout-also"):
        return tuple(
            st.multiselect(
                plain(say(m.ALSO)),
                others,
                format_func=lambda one: say(m.ALSO_NAMES[one]),
                placeholder=say(m.NONE_ELSE),
                key=f"readout-also-{planned}",
                help=plain(say(m.ABOUT_ALSO)),
                width=520,
            )
        )


def with_plan(
    ws: Workspace, found: BroughtResults, choice: ReadoutChoice
) -> MatchedExperiment | None:
    """The experiment dealt out here that the file is of, where it is to be read by its plan."""
    dealt = tuple(one.record.set_id for one in kept_experiments(ws))
    key = (found.token, choice.arm, choice.unit, dealt)
    known = st.session_state.get(MATCHED)
    if known is None or known[0] != key:
        known = key, matching_experiment(ws, found.content, choice)
        st.session_state[MATCHED] = known
    match: MatchedExperiment | None = known[1]
    if match is None:
        return None
    with layout.controls("readout-plan"):
        st.text(match.question)
        label = plain(say(m.TAKE_PLAN))
        return match if st.toggle(label, key=f"readout-plan-{found.turn}") else None


def brought(ws: Workspace) -> BroughtResults | None:
    """The file that was brought, or the place to bring one."""
    return brought_file.show(
        ws,
        "readout",
        say(m.RESULTS_FILE),
        say(m.ABOUT_RESULTS),
        read_coded,
        lambda table: say(m.RESULTS_READ, file=table.file, n=table.rows),
    )


def choices(found: BroughtResults) -> ReadoutChoice | None:
    """What the columns are; None before an arm, an outcome and a control are known."""
    table, turn = found.content, found.turn
    columns = list(table.columns)
    with layout.controls("readout-columns"):
        with _row():
            likely = likely_arms(table)
            sure = likely[0] if len(likely) == 1 else None
            arm = _column(m.ARMS_COLUMN, columns, f"arm-{turn}", sure)
            unit, control = "", None
            if arm:
                known = unit_column(table, ReadoutChoice(), arm)
                rest = ["", *(one for one in columns if one != arm)]
                unit = _column(m.UNIT_COLUMN, rest, f"unit-{turn}-{arm}", known) or ""
                control = _control(table, arm, turn)
        taken = [one for one in (arm, unit) if one]
        free = [one for one in columns if one not in taken]
        expected = [one for one in likely_outcomes(table, taken) if one in free]
        outcomes = _several(m.OUTCOME_COLUMNS, free, f"outcomes-{turn}-{arm}-{unit}", expected)
        with st.expander(plain(say(m.MORE_CHOICES))):
            outcomes = _with_ratio(outcomes, free, turn)
            others = [one for one in free if one not in outcomes]
            more = _more(found, others, outcomes)
    if not (arm and outcomes and control):
        return None
    asked = "" if control == arms_among(table, arm)[1] else control
    return replace(more, unit=unit, arm=arm, outcomes=outcomes, control=asked, each_row=not unit)


def _with_ratio(outcomes: list[str], free: list[str], turn: int) -> list[str]:
    """The outcomes and, once both its columns are chosen, a ratio; alone it decides."""
    with _row():
        top = _column(m.RATIO_TOP, ["", *free], f"ratio-top-{turn}", "")
        below = _column(m.RATIO_BELOW, ["", *free], f"ratio-below-{turn}", "")
        first = st.checkbox(
            plain(say(m.RATIO_FIRST)), key=f"readout-ratio-first-{turn}",
            help=plain(say(m.ABOUT_RATIO)),
        )  # fmt: skip
    if not (top and below) or top == below:
        return outcomes
    ratio = say(m.RATIO_OF, top=top, below=below)
    return [ratio, *outcomes] if first else [*outcomes, ratio]


def _more(found: BroughtResults, free: list[str], outcomes: list[str]) -> ReadoutChoice:
    """The plan, and what is looked at beside the outcomes."""
    table, turn = found.content, found.turn
    with _row():
        share = _number(m.CONTROL_PERCENT, m.ABOUT_PERCENT, "share", 99)
        planned = _number(m.PLANNED_EACH, m.ABOUT_PLANNED, "planned", 10**9)
        smallest = st.number_input(
            plain(say(m.SMALLEST_WORTH)),
            0.0,
            key="readout-smallest",
            help=plain(say(m.ABOUT_SMALLEST)),
            width=240,
            **KEPT,
        )
    with _row():
        dated = likely_date(table)
        date = _column(m.DATE_COLUMN, ["", *free], f"date-{turn}", dated if dated in free else "")
        before = _several(m.BEFORE_COLUMNS, free, f"before-{turn}")
    with _row():
        segments = _several(m.PLANNED_GROUPS, free, f"segments-{turn}")
        explored = _several(m.OTHER_GROUPS, free, f"explored-{turn}")
        lower = _several(m.LOW_COLUMNS, outcomes, f"lower-{turn}")
    if smallest and outcomes and is_rate(table, outcomes[0]):
        smallest /= 100
    return ReadoutChoice(
        control_share=share / 100 or None,
        before=before,
        segments=segments,
        explored=[one for one in explored if one not in segments],
        date=date or "",
        lower_wins=lower,
        smallest=smallest or None,
        planned=planned or None,
    )


def _control(table: CodedTable, arm: str, turn: int) -> str | None:
    """The arm that was left as it was; a question where no rule knows it."""
    names, known = arms_among(table, arm)
    return st.selectbox(
        plain(say(m.CONTROL_ARM if known else m.WHICH_IS_CONTROL)),
        names,
        index=names.index(known) if known else None,
        placeholder=say(m.NOT_CHOSEN),
        key=f"readout-control-{turn}-{arm}",
        width=240,
    )


def _row() -> "st.delta_generator.DeltaGenerator":
    return st.container(horizontal=True, vertical_alignment="bottom", gap="medium")


def _column(label: str, columns: list[str], key: str, known: str | None) -> str | None:
    """One of the columns; "" reads that there is none."""
    nothing = {m.UNIT_COLUMN: m.NO_UNIT_COLUMN, m.DATE_COLUMN: m.NO_DATE_COLUMN}.get(
        label, m.NO_RATIO
    )
    return st.selectbox(
        plain(say(label)),
        columns,
        index=columns.index(known) if known in columns else None,
        format_func=lambda one: one or say(nothing),
        placeholder=say(m.NOT_CHOSEN),
        key=f"readout-{key}",
        width=240,
    )


def _several(label: str, columns: list[str], key: str, known: Sequence[str] = ()) -> list[str]:
    return st.multiselect(
        plain(say(label)),
        columns,
        list(known),
        placeholder=say(m.NOT_CHOSEN),
        key=f"readout-{key}",
        width=340 if not known else 520,
    )


def _number(label: str, help: str, key: str, most: int) -> int:
    return st.number_input(
        plain(say(label)),
        0,
        most,
        0,
        key=f"readout-{key}",
        help=plain(say(help)),
        width=240,
        **KEPT,
    )
