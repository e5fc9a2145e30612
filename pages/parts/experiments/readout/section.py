"""An experiment read out: where it comes from, what came of it, how sure that is."""

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables
from pages.kit.cache import QUIETLY, State, state_of
from pages.kit.text import plain
from pages.parts.experiments.readout import asking
from pages.parts.experiments.readout import messages as m
from pages.parts.experiments.readout.charts import (
    by_weekday,
    course,
    differences,
    has_weekdays,
    weekdays_title,
)
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.access.actor import Role
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.experiments.planning.assignment import kept_experiment
from recsys_core.services.experiments.readout.kept_file import readout_with_plan
from recsys_core.services.experiments.readout.kept_list import note_reading
from recsys_core.services.experiments.readout.of_audience import readout_of_audience
from recsys_core.services.experiments.readout.of_kept import readout_of_experiment
from recsys_core.services.experiments.readout.study import ExperimentReadout, readout_of_table
from recsys_core.services.experiments.readout.tables import comparisons_table, groups_table
from recsys_core.services.experiments.readout.words import (
    footnotes,
    headline,
    how_sure,
    other_verdicts,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND, NOW = "readout", "_readout_now"
"""The kind of its task; and what is shown, for the first line of the page."""


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    st.session_state[NOW] = None
    layout.section(say(m.READ_OUT_TITLE), say(m.READ_OUT_ABOUT))
    with errors.shown_here():
        experiment, audience = asking.source(ws)
        if experiment:
            told = _dealt(ws, experiment)
        else:
            told = _kept(ws, audience) if audience else _of_file(ws)
        if told is not None:
            st.session_state[NOW] = told
            _told(told)


def answer(ws: Workspace) -> str:
    """The first line: the verdict, else what is needed for one."""
    told: ExperimentReadout | str | None = st.session_state.get(NOW)
    return headline(told) if isinstance(told, ExperimentReadout) else told or say(m.BRING_RESULTS)


def _dealt(ws: Workspace, name: str) -> ExperimentReadout | None:
    """By its plan; that it was read is noted by whoever may work here."""
    kept = kept_experiment(ws, name)
    outcomes = asking.also("rate" if kept.plan is None else kept.plan.outcome)
    if kept.plan is None and outcomes:  # without a plan the first one decides
        outcomes = ("rate", *outcomes)
    try:
        told = _of_experiment(ws, name, outcomes, kept.record.set_id, state_of(ws))
    except NotReadyError as error:
        st.session_state[NOW] = errors.words(error)
        return None
    if (ws.role() or Role.VIEWER) >= Role.ANALYST:
        note_reading(ws, name, told, outcomes)
    return told


@st.cache_data(max_entries=8, **QUIETLY)
def _of_experiment(
    ws: Workspace, name: str, outcomes: tuple[str, ...], set_id: str, state: State
) -> ExperimentReadout:
    return readout_of_experiment(ws, name, outcomes)


def _kept(ws: Workspace, name: str) -> ExperimentReadout:
    """An audience may be kept anew under its name."""
    return _of_audience(ws, name, kept_audience(ws, name).record.set_id, state_of(ws))


@st.cache_data(max_entries=8, **QUIETLY)
def _of_audience(ws: Workspace, name: str, set_id: str, state: State) -> ExperimentReadout:
    return readout_of_audience(ws, name)


def _of_file(ws: Workspace) -> ExperimentReadout | None:
    found = asking.brought(ws)
    if found is None:
        return None
    choice = asking.choices(found)
    fields = {"file": found.content.file, "n": found.content.rows}
    st.session_state[NOW] = say(m.CHOOSE_OUTCOME if choice is None else m.READ_IT, **fields)
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)
    if choice is None:
        return None
    match = asking.with_plan(ws, found, choice)
    kept = match and match.kept.record.set_id
    tasks, key = background.tasks(ws), (KIND, found.token, repr(choice), kept)
    told: ExperimentReadout | None = tasks.kept(key)
    if told is None:

        def work(report: Progress) -> ExperimentReadout:
            if match is not None:
                return readout_with_plan(found.content, choice, match, report)
            return readout_of_table(found.content, choice, report)

        def begin() -> None:
            tasks.start(KIND, say(m.READING_OUT), work, key=key)

        with layout.controls("readout-start"):
            busy = tasks.running(KIND) is not None
            label = plain(say(m.READ_OUT))
            st.button(label, key="readout-start", on_click=begin, disabled=busy, type="primary")
    return told


def _told(told: ExperimentReadout) -> None:
    if told.broken:
        layout.quiet(" ".join(footnotes(told)))
        return
    st.text(" ".join(how_sure(told)))
    for sentence in other_verdicts(told)[: len(told.data.others) - 1]:
        st.text(sentence)
    outcome = _chosen(m.OUTCOME_SHOWN, [one.name for one in told.data.outcomes], "outcome")
    control = told.data.arms[told.data.control]
    title = say(m.DIFFERENCES_TITLE, outcome=outcome, control=control)
    figure = differences(told, outcome, title)
    layout.chart(figure, "readout-differences", alt=say(m.DIFFERENCES_ALT))
    _compared(told)
    layout.quiet(" ".join(footnotes(told)))
    if told.days:
        arm = _chosen(m.COURSE_OF, [one.arm for one in told.days], "course")
        _days(told, arm, control)
    if told.segments:
        _groups(told)


def _days(told: ExperimentReadout, arm: str, control: str) -> None:
    """How the difference grew, and beside it whether weekdays differ."""
    both = has_weekdays(told, arm)
    left, right = st.columns([3, 2], gap="large") if both else (st.container(), None)
    with left:
        title = say(m.COURSE_TITLE, arm=arm, control=control)
        layout.chart(course(told, arm, title), "readout-days", alt=say(m.COURSE_ALT))
    if right is not None:
        with right:
            title = weekdays_title(told, arm)
            alt = say(m.WEEKDAYS_ALT, finding=title)
            layout.chart(by_weekday(told, arm, title), "readout-weekdays", alt=alt)


def _chosen(label: str, names: list[str], key: str) -> str:
    if len(names) == 1:
        return names[0]
    with layout.controls(f"readout-{key}"):
        chosen = st.radio(
            plain(say(label)), names, format_func=plain, key=f"readout-{key}", horizontal=True
        )
    return chosen if chosen in names else names[0]


def _compared(told: ExperimentReadout) -> None:
    columns = {
        "outcome": tables.text(say(m.OUTCOME_HEAD)),
        "arm": tables.text(say(m.ARM_HEAD)),
        "n": tables.count(say(m.N_HEAD)),
        "control": tables.text(say(m.CONTROL_HEAD)),
        "value": tables.text(say(m.ARM_VALUE_HEAD)),
        "difference": tables.text(say(m.DIFFERENCE_HEAD), say(m.ABOUT_DIFFERENCE)),
        "interval": tables.text(say(m.INTERVAL_HEAD)),
        "any_looks": tables.text(say(m.ANY_HEAD), say(m.ABOUT_ANY)),
        "ratio": tables.text(say(m.RATIO_HEAD)),
        "p": tables.text(say(m.P_HEAD), say(m.ABOUT_P)),
        "verdict": tables.text(say(m.VERDICT_HEAD)),
    }
    frame = comparisons_table(told)
    key = "readout-compared"
    tables.show(frame, columns, key, alt=say(m.COMPARED_ALT), file_name="readout.csv")


def _groups(told: ExperimentReadout) -> None:
    layout.section(say(m.GROUPS_TITLE), say(m.GROUPS_ABOUT))
    columns = {
        "split": tables.text(say(m.SPLIT_HEAD), width="small"),
        "group": tables.text(say(m.GROUP_HEAD), width="medium"),
        "arm": tables.text(say(m.ARM_HEAD)),
        "n": tables.count(say(m.N_HEAD)),
        "n_control": tables.count(say(m.N_CONTROL_HEAD)),
        "difference": tables.text(say(m.DIFFERENCE_HEAD), say(m.ABOUT_DIFFERENCE)),
        "interval": tables.text(say(m.INTERVAL_HEAD)),
        "p": tables.text(say(m.P_GROUP_HEAD)),
        "planned": tables.yes_no(say(m.PLANNED_HEAD)),
    }
    frame = groups_table(told)
    tables.show(frame, columns, "readout-groups", alt=say(m.GROUPS_ALT), file_name="groups.csv")
