"""Is the data sound: figures, the long tail, activity, and what was found."""

import streamlit as st

from pages.shared import cached, layout
from pages.shared.figures.activity import activity, activity_title
from pages.shared.figures.long_tail import long_tail, top_share
from pages.shared.formats import day, number, share
from recsys_core.services.health import Health
from recsys_core.services.overview import data_figures, noun_of
from recsys_core.services.workspace import Workspace

HEIGHT = 340


def show(ws: Workspace) -> None:
    """The section."""
    found = cached.health(ws)
    noun = noun_of(found)
    latest = ("Latest", day(found.last_ts), "The date of the latest row.")
    layout.figures([*data_figures(found), latest])
    left, right = st.columns(2, gap="large")
    with left:
        _tail(ws, found, noun)
    with right:
        _activity(ws, noun)
    _findings(found)


def _tail(ws: Workspace, found: Health, noun: str) -> None:
    frame = cached.long_tail(ws)
    if frame.empty:
        return
    reached = top_share(frame)
    title = f"A tenth of the products makes {share(reached)} of the {noun}"
    figure = long_tail(frame, title, n_products=found.items_sold, noun=noun, height=HEIGHT)
    alt = f"{title}. Evenness (Gini index) {number(found.gini)}: 0 is all alike, 1 all on one."
    layout.chart(figure, "tail", alt=alt)


def _activity(ws: Workspace, noun: str) -> None:
    frame = cached.activity(ws)
    if frame.empty:
        layout.quiet("The rows carry no dates, so there is no activity over time to draw.")
        return
    title = activity_title(frame, noun)
    figure = activity(frame, title, unit=noun.capitalize(), height=HEIGHT)
    layout.chart(figure, "activity", alt=f"{noun.capitalize()} per week. {title}.")


def _findings(found: Health) -> None:
    """A line per finding, the gravest first."""
    if not found.findings:
        return
    layout.section("What this means for recommendations")
    for finding in found.findings:
        layout.finding(finding["severity"], finding["sentence"])
