"""Can these figures be trusted? What speaks against them, or one line when nothing does."""

import streamlit as st

from pages.kit import errors, failures, jobs_panel, layout
from pages.kit.formats import plain
from recsys_core.schema.errors import TastelabError
from recsys_core.services.evaluation.audit import Audit, audit
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.shuffled_labels import KIND, best_model, start_shuffled_run
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace

SEVERITY = {"stop": "problem", "look": "warning"}
SHUFFLED = (
    "One check takes as long as a training: the purchases held back are dealt out to the wrong "
    "customers, and {model} learns and is measured again. A sound way of measuring then falls to "
    "chance; one that gives the answers away does not."
)


def show(ws: Workspace, found: Measurement) -> None:
    """Findings that need a look, gravest first; the checks that passed behind a click."""
    layout.section("Can these figures be trusted?")
    with errors.shown_here():
        _findings(ws, found)


def _findings(ws: Workspace, found: Measurement) -> None:
    with st.spinner("Looking for reasons not to trust the figures"):
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
        noun = "check" if len(passed) == 1 else "checks"
        with st.expander(f"{len(passed)} {noun} passed"):
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
        layout.quiet(SHUFFLED.format(model=short_title(best_model(measured(ws, found.run_id)))))
        if st.button("Check with shuffled purchases", key="shuffled-run"):
            try:
                start_shuffled_run(ws, found.run_id)
            except TastelabError as error:
                errors.show(error)
            else:
                st.rerun()
