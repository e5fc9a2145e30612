"""What each model needs of the data, and whether it is there."""

import streamlit as st

from pages.kit import layout, tables
from pages.parts.data import messages as m
from recsys_core.services.training import readiness
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace) -> None:
    """The section."""
    with st.spinner(say(m.LOOKING)):
        found = readiness.readiness(ws)
    layout.section(readiness.sentence(found))
    frame = readiness.readiness_frame(found)
    frame["state"] = frame["ready"].map({True: say(m.READY), False: say(m.NOT_YET)})
    frame["sentence"] = frame["sentence"].where(~frame["ready"], "")
    tables.show(
        frame,
        {n: c for n, c in _columns().items() if n != "sentence" or not frame["ready"].all()},
        key="readiness",
        alt=say(m.READINESS_TABLE),
        file_name="readiness.csv",
        rows=16,
    )
    layout.quiet(say(m.ABOUT_READINESS))


def _columns() -> dict[str, tables.Column]:
    return {
        "title": tables.text(say(m.MODEL), width="medium"),
        "family": tables.text(say(m.LEARNS_FROM), width="medium"),
        "state": tables.text(say(m.STATE), width="small"),
        "needed": tables.count(say(m.NEEDED), say(m.ABOUT_NEEDED)),
        "what": tables.text(say(m.OF_THESE), width="medium"),
        "have": tables.count(say(m.YOU_HAVE)),
        "missing": tables.count(say(m.MISSING)),
        "sentence": tables.text(say(m.WHAT_TO_DO), width="large"),
    }
