"""What each model needs of the data, and whether it is there."""

import streamlit as st

from pages.kit import layout, tables
from recsys_core.services.training import readiness
from recsys_core.services.workspace.workspace import Workspace

COLUMNS = {
    "title": tables.text("Model", width="medium"),
    "family": tables.text("Learns from", width="medium"),
    "state": tables.text("State", width="small"),
    "needed": tables.count("Needed", "How many of what is counted the model needs at least."),
    "what": tables.text("Of these", width="medium"),
    "have": tables.count("You have"),
    "missing": tables.count("Missing"),
    "sentence": tables.text("What to do", width="large"),
}


def show(ws: Workspace) -> None:
    """The section."""
    with st.spinner("Looking what each model needs …"):
        found = readiness.readiness(ws)
    layout.section(readiness.sentence(found))
    frame = readiness.readiness_frame(found)
    frame["state"] = frame["ready"].map({True: "ready", False: "not yet"})
    frame["sentence"] = frame["sentence"].where(~frame["ready"], "")
    tables.show(
        frame,
        {n: c for n, c in COLUMNS.items() if n != "sentence" or not frame["ready"].all()},
        key="readiness",
        alt="Models with what they need, what the data has and what is missing",
        file_name="readiness.csv",
        rows=16,
    )
    layout.quiet(
        "Counted on the data as the settings on the tab Soundness leave it. Where a model asks for "
        "several things, the one that decides is shown."
    )
