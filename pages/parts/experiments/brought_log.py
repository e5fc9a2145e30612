"""The log of what was shown: a file that was brought, or the exposures of the workspace."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.kit import brought_file, layout
from pages.kit.text import plain
from pages.parts.experiments import messages as m
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.experiments.off_policy.shown_logs import (
    ShownLog,
    exposures_log,
    read_log,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SOURCE = "shown-source"


@dataclass(frozen=True)
class BroughtLog:
    """A log and how to tell it from another, since what is found is kept for all sessions."""

    log: ShownLog
    digest: int


def the_log(ws: Workspace, place: str) -> BroughtLog | None:
    """The log to look at, or the place to bring one. place: tells two parts of the page apart."""
    try:
        known = exposures_log(ws)
    except NotReadyError:
        known = None
    if known is not None:
        names = (m.SHOWN_HERE, m.A_LOG_FILE)
        with layout.controls(f"{place}-source"):
            chosen = st.radio(
                plain(say(m.WHICH_LOG)),
                names,
                format_func=lambda one: plain(say(one)),
                key=f"{place}-{SOURCE}",
                horizontal=True,
            )
        if chosen == m.SHOWN_HERE:
            return BroughtLog(known, known.digest)
    return brought_log(ws, "log", say(m.LOG_FILE), say(m.ABOUT_LOG_FILE), place=place)


def brought_log(
    ws: Workspace, kind: str, label: str, about: str, *, place: str, outcome: bool = True
) -> BroughtLog | None:
    """A file of the session, shared by all parts that ask for this kind. outcome: whether it must
    say what came of what was shown.
    """
    said = m.LOG_READ if outcome else m.TARGET_READ

    def line(log: ShownLog) -> str:
        return say(said, file=log.name, n=log.rows, items=len(log.item.categories))

    def read(path: Path, name: str) -> ShownLog:
        return read_log(path, name=name, outcome=outcome)

    found = brought_file.show(ws, f"shown-{kind}", label, about, read, line, place=f"{place}-")
    return None if found is None else BroughtLog(found.content, found.content.digest)
