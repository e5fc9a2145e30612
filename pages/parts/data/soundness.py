"""Is the data sound: figures, the long tail, activity, and what was found."""

import streamlit as st

from pages.kit import cached, layout, period
from pages.parts.data import fixes, mapping_evidence, meaning
from pages.parts.data import messages as m
from pages.parts.data.charts.activity import activity, activity_title
from pages.parts.data.charts.gaps import mark_gaps
from pages.parts.data.charts.long_tail import long_tail, top_share
from recsys_core.services.data.health.checkup import Health, checkup
from recsys_core.services.data.periods import Period
from recsys_core.services.overview import data_figures, noun_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, number, share

HEIGHT = 340


def show(ws: Workspace) -> None:
    """The section."""
    found = cached.health(ws)
    noun = noun_of(found)
    layout.figures([*data_figures(found), *_more(found, noun)])
    chosen = period.show(ws, noun)
    meaning.show(checkup(ws).meaning)
    left, right = st.columns(2, gap="large")
    with left:
        _tail(ws, found, noun)
    with right:
        _activity(ws, noun, chosen)
    fixes.in_use(ws)
    _findings(ws, found)
    mapping_evidence.show(checkup(ws))


def _more(found: Health, noun: str) -> list[tuple[str, str, str]]:
    """What matters only here: whether customers return, and how much of the whole is known."""
    return [
        (
            say(m.COME_BACK),
            share(found.share_returning) if found.dated else UNKNOWN,
            say(m.ABOUT_COME_BACK, noun=noun),
        ),
        (
            say(m.PAIRS_KNOWN),
            share(found.density),
            say(m.ABOUT_PAIRS),
        ),
    ]


def _tail(ws: Workspace, found: Health, noun: str) -> None:
    frame = cached.long_tail(ws)
    if frame.empty:
        return
    reached = top_share(frame)
    title = say(m.TENTH_MAKES, share=share(reached), noun=noun)
    figure = long_tail(frame, title, n_products=found.items_sold, noun=noun, height=HEIGHT)
    concentration = say(m.CONCENTRATION, gini=number(found.gini), noun=noun)
    layout.chart(figure, "tail", alt=f"{title}. {concentration}")
    layout.quiet(concentration)


def _activity(ws: Workspace, noun: str, chosen: Period | None) -> None:
    frame = period.activity(ws, chosen)
    if frame.empty:
        layout.quiet(say(m.NO_ACTIVITY))
        return
    title = activity_title(frame, noun)
    figure = activity(frame, title, unit=noun.capitalize(), height=HEIGHT)
    mark_gaps(figure, checkup(ws).gaps)
    layout.chart(
        figure, "activity", alt=say(m.ACTIVITY_OVER_TIME, noun=noun.capitalize(), title=title)
    )


def _findings(ws: Workspace, found: Health) -> None:
    """A line per finding, the gravest first, with the button that puts it right."""
    if not found.findings:
        return
    head, everything = st.columns([5, 1], vertical_alignment="bottom")
    with head:
        layout.section(say(m.WHAT_THIS_MEANS))
    with everything:
        fixes.all_fixes(ws)
    for finding in found.findings:
        grave, sentence, fix = st.columns([1.5, 9.5, 1], vertical_alignment="center")
        with grave:
            layout.gravity(finding["severity"])
        sentence.text(finding["sentence"])
        if "fix" in finding:
            with fix, layout.controls(f"fix-{finding['code']}"):
                fixes.button(ws, finding["fix"], key=f"fix-{finding['code']}")
