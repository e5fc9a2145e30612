"""Which model is right most often, and how sure that is."""

import streamlit as st

from pages.kit import cached, errors, failures, guard, jobs_panel, layout, snapshot
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.evaluation import (
    audit_section,
    families,
    frontier,
    leading,
    measure_form,
    membership_section,
    protocol,
    ranking,
    reason_quality,
    slices_section,
    what_if_section,
)
from pages.parts.evaluation import messages as m
from pages.parts.export import report_and_card
from recsys_core.schema.columns import Columns
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.latest import Measurement, figures
from recsys_core.services.workspace.names import metric_info
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

OPEN = "measure-open"
PART = "part"


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    if ws.is_empty():
        title, sentence = say(m.NEEDS_PURCHASES), say(m.BRING_A_FILE)
        layout.no_data(page, say(m.NOTHING_TO_MEASURE), title, sentence)
        return
    with errors.shown_here():
        found = snapshot.measurement(ws)
        page.answer(_answer(ws, found))
        jobs_panel.jobs(ws, "evaluate")
        failures.show(ws, "evaluate", lambda job_id: measure_form.again(ws, job_id))
        if found is None:
            _first_time(ws)
        else:
            if (line := found.board.sentence) != findings.people_line(found.board):
                layout.quiet(line)
            _results(ws, found)


def _answer(ws: Workspace, found: Measurement | None) -> str:
    if found is not None:
        return frontier.with_sentence(ws, findings.people_line(found.board))
    trained = sum(1 for info in snapshot.models(ws) if info.trained)
    return findings.before_measuring(trained, measuring=_measuring(ws))


def _measuring(ws: Workspace) -> bool:
    return any(job.kind == "evaluate" for job in ws.jobs.running())


def _first_time(ws: Workspace) -> None:
    if _measuring(ws):
        layout.quiet(say(m.ABOUT_MEASURING))
        return
    if not any(info.trained for info in snapshot.models(ws)):
        layout.empty_state(
            say(m.TRAIN_FIRST),
            say(m.THEN_COME_BACK),
            say(m.CHOOSE_A_MODEL),
            "pages/models.py",
        )
        return
    with layout.card("measure"):
        st.subheader(say(m.FIND_OUT), anchor=False)
        st.text(say(m.ABOUT_MEASURING))
        if measure_form.show(ws, None):
            st.rerun()


def _results(ws: Workspace, found: Measurement) -> None:
    """One part at a time, so that none waits for the others; the address says which."""
    frame = figures(found.board)
    known = set(frame[Columns.Metric])
    k = int(found.board.protocol["k"])
    metrics = [metric for metric in metric_info() if metric.label(k) in known]
    noun = "ratings" if cached.health(ws).kind == "explicit" else "purchases"
    _again(ws, found)
    busy = _measuring(ws)
    models, groups, knobs, trust, along = st.tabs(
        [say(m.WHICH_MODEL), say(m.WHO_IS_SERVED), say(m.KNOBS_COST), say(m.TRUSTED), say(m.ALONG)],
        key=PART,
        **LINKED,
    )
    if models.open:
        with models:
            leading.show(found, metrics)
            chosen = ranking.show(found, frame, metrics, footer=lambda: _toggle_button(found, busy))
            families.show(found, frame, metrics, chosen)
    if groups.open:
        with groups:
            slices_section.show(ws, found, metrics)
    if knobs.open:
        with knobs:
            what_if_section.show(ws)
    if trust.open:
        with trust:
            audit_section.show(ws, found)
            reason_quality.show(ws, found)
            membership_section.show(ws)
            protocol.show(found, noun)
    if along.open:
        with along:
            report_and_card.show(ws, found)


def _again(ws: Workspace, found: Measurement) -> None:
    """What has changed since, and the form to measure again."""
    if found.notices:
        st.markdown(f":orange[▲] {plain(' '.join(found.notices))}")
    if not st.session_state.get(OPEN):
        return
    with layout.controls("measure"), layout.card("measure"):
        st.subheader(say(m.MEASURE_AGAIN), anchor=False)
        layout.quiet(say(m.ABOUT_MEASURING))
        if measure_form.show(ws, found):
            st.session_state[OPEN] = False
            st.rerun()


def _toggle_button(found: Measurement, busy: bool) -> None:
    with layout.controls("measure-toggle"):
        opened = bool(st.session_state.get(OPEN))
        if st.button(
            say(m.CLOSE_FORM if opened else m.MEASURE_AGAIN),
            key="measure-toggle",
            type="primary" if found.notices and not opened and not busy else "secondary",
            disabled=busy and not opened,
        ):
            st.session_state[OPEN] = not opened
            st.rerun()


main()
