"""Can these figures be trusted? What speaks against them, or one line when nothing does."""

import streamlit as st

from pages.kit import errors, failures, jobs_panel, layout
from pages.kit.text import markdown, plain
from pages.parts.evaluation import messages as m
from recsys_core.services.evaluation.audit import Audit, audit
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.shuffled_labels import KIND, best_model, start_shuffled_run
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SEVERITY = {"stop": "problem", "look": "warning"}


def show(ws: Workspace, found: Measurement) -> None:
    """Findings that need a look, gravest first; the checks that passed behind a click."""
    layout.section(say(m.CAN_BE_TRUSTED))
    with errors.shown_here():
        _findings(ws, found)


def _findings(ws: Workspace, found: Measurement) -> None:
    with st.spinner(say(m.LOOKING_FOR_REASONS)):
        known = audit(ws, found.run_id)
    passed = [one for one in known.findings if one.severity == "fine"]
    open_ones = [one for one in known.findings if one.severity != "fine"]
    if open_ones:
        st.text(known.sentence)
    else:
        st.markdown(f":green[**✓**] {plain(known.sentence)}")
    for one in open_ones:
        layout.finding(SEVERITY[one.severity], one.sentence)
        layout.quiet(one.action)
    if passed:
        with st.expander(markdown(m.CHECKS_PASSED, n=len(passed))):
            for one in passed:
                st.markdown(f":green[**✓**] **{plain(one.title)}.** {plain(one.sentence)}")
    _shuffled(ws, found, known)


def _shuffled(ws: Workspace, found: Measurement, known: Audit) -> None:
    """The check that is asked for: its button, its progress, what went wrong with it."""
    jobs_panel.jobs(ws, KIND)
    failures.show(ws, KIND, lambda _: start_shuffled_run(ws, found.run_id))
    busy = any(job.kind == KIND for job in ws.jobs.running())
    if known.shuffled or not known.possible or busy:
        return
    with layout.controls("shuffled"):
        model = short_title(best_model(measured(ws, found.run_id)))
        layout.quiet(say(m.ABOUT_SHUFFLED, model=model))
        if st.button(say(m.CHECK_SHUFFLED), key="shuffled-run"):
            try:
                start_shuffled_run(ws, found.run_id)
            except errors.EXPECTED as error:
                errors.show(error)
            else:
                st.rerun()
