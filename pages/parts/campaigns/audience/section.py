"""The best customers for some products: what is asked, the answer, who is in, what goes out."""

from collections.abc import Hashable

import streamlit as st

from pages.kit import background, errors, jobs_panel, layout, tables
from pages.kit.text import plain
from pages.parts.campaigns.audience import asking, kept
from pages.parts.campaigns.audience import messages as m
from pages.parts.campaigns.audience.charts import buyers, buyers_title, profit, profit_title
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.build import Audience, audience, is_learned
from recsys_core.services.campaigns.audience.request import AudienceRequest
from recsys_core.services.campaigns.audience.target import find_target
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "audience"
ANSWER = "_audience_answer"
ROWS = 1_000


def answer(ws: Workspace) -> str:
    """The first line of the page, once an audience is there."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    st.session_state[ANSWER] = ""
    with errors.shown_here():
        asked = asking.request(ws)
        if asked is not None:
            key = (KIND, ws.data_version(), asked.kind, asked.value, asked.days)
            latest = background.tasks(ws).latest(KIND)
            jobs_panel.task(ws, KIND)
            if latest is not None and latest.key == key:
                jobs_panel.failed(ws, KIND)
            if is_learned(ws, asked):
                _told(ws, audience(ws, asked))
            elif not _data_changes(ws) and (
                latest is None or (latest.state != "running" and latest.key != key)
            ):
                _learn(ws, asked, key)
    with errors.shown_here():
        kept.listed(ws)


def _data_changes(ws: Workspace) -> bool:
    """What would be learned while an import runs is out of date when it ends."""
    return any(background.tasks(ws).running(kind) for kind in layout.DATA_TASKS)


def _learn(ws: Workspace, asked: AudienceRequest, key: Hashable) -> None:
    """Begin at once: there is something to see in seconds, with bar and cancel above that."""

    def work(report: Progress) -> None:
        audience(ws, asked, report)

    title = find_target(ws, asked.kind, asked.value).title
    background.tasks(ws).start(KIND, say(m.LEARNING, title=title), work, key=key)
    st.rerun()


def _told(ws: Workspace, found: Audience) -> None:
    background.tasks(ws).dismiss(KIND)
    st.session_state[ANSWER] = words.answer(found)
    _curves(found)
    for sentence in words.remarks(found):
        layout.quiet(sentence)
    layout.quiet(" ".join(words.tried(found)))
    if counts := words.ruled_out(found):
        inside, outside = st.columns([8, 4], gap="large")
        with inside:
            _inside(found)
        with outside:
            _outside(counts)
    else:
        layout.quiet(say(m.NOBODY_OUT))
        _inside(found)
    kept.keep(ws, found)


def _curves(found: Audience) -> None:
    left, right = st.columns(2, gap="large") if found.worth else (st.container(), None)
    with left:
        title = buyers_title(found)
        layout.chart(buyers(found, title), "buyers", alt=say(m.CURVE_ALT, finding=title))
    if right is not None:
        with right:
            title = profit_title(found)
            layout.chart(profit(found, title), "profit", alt=say(m.PROFIT_ALT, finding=title))


def _inside(found: Audience) -> None:
    layout.section(say(m.WHO_IN, n=found.size), say(m.ABOUT_WHO))
    frame = found.members.head(ROWS)
    cells = {kind: say(cell) for kind, cell in m.BUYER_CELLS.items()}
    columns = {
        Columns.User: tables.text(say(m.CUSTOMER), width="small"),
        "probability": tables.share(say(m.CHANCE)),
        "buyer": tables.text(say(m.BUYER), width="small"),
        Columns.Reason: tables.text(say(m.REASON), width="large"),
    }
    shown = frame.assign(buyer=frame["buyer"].map(cells))
    tables.show(shown, columns, "audience-in", alt=say(m.IN_ALT), rows=9)


def _outside(counts: dict[str, int]) -> None:
    layout.section(say(m.WHO_OUT, n=sum(counts.values())), say(m.COUNTED_ONCE))
    for reason, n in counts.items():
        name, figure = st.columns([3, 1])
        name.text(plain(reason))
        figure.text(f"{n:,}")
