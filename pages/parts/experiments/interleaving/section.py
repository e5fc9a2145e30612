"""Two models, a reader, and whose products were clicked."""

from collections.abc import Hashable

import plotly.graph_objects as go
import streamlit as st

from pages.kit import background, brought_file, errors, jobs_panel, layout, theme
from pages.kit.figure import finish, note_ends, row_height, unique
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.experiments.interleaving import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.data.coded_table import read_coded
from recsys_core.services.evaluation.results import measured
from recsys_core.services.experiments.interleaving.comparing import (
    ListDuel,
    SessionColumns,
    duel_of_table,
    duel_sentences,
    interleavable,
    session_columns,
    simulate_duel,
)
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

KIND = "interleaving"


def show(ws: Workspace) -> None:
    """The part of the Experiments page."""
    layout.section(say(m.DUEL_TITLE), say(m.ABOUT_DUEL))
    with errors.shown_here():
        with layout.controls("duel-from"):
            source = st.radio(
                plain(say(m.DUEL_FROM)),
                (m.TWO_MODELS, m.SESSIONS_OF_A_FILE),
                format_func=lambda one: plain(say(one)),
                key="duel-from",
                horizontal=True,
                **KEPT,
            )
        if source == m.SESSIONS_OF_A_FILE:
            _of_file(ws)
        else:
            _simulated(ws)


def _of_file(ws: Workspace) -> None:
    """Real sessions: which column is what, and what came of them."""
    found = brought_file.show(
        ws,
        "duel",
        say(m.SESSIONS_FILE),
        say(m.ABOUT_SESSIONS),
        read_coded,
        lambda table: say(m.SESSIONS_READ, file=table.file, n=table.rows),
    )
    if found is None:
        return
    table = found.content
    known, names = session_columns(table), ["", *table.columns]
    chosen: dict[str, str] = {}
    with (
        layout.controls("duel-columns"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        for role, label in m.SESSION_ROLES.items():
            chosen[role] = st.selectbox(
                plain(say(label)),
                names,
                index=names.index(getattr(known, role)),
                format_func=lambda one: one or say(m.NO_SESSION_ROLE),
                key=f"duel-{role}-{found.turn}",
                width=240,
            )
    asked = SessionColumns(chosen["session"], chosen["team"], chosen["click"] or None)
    _told(duel_of_table(table, asked))


def _simulated(ws: Workspace) -> None:
    """Two models of the newest evaluation and made-up readers."""
    try:
        models = interleavable(ws)
    except NotReadyError as error:
        layout.quiet(errors.words(error))
        return
    if len(models) < 2:
        layout.quiet(say(m.TWO_MODELS_NEEDED))
        return
    with (
        layout.controls("duel"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        first = _model(m.FIRST_LIST, models, 0)
        second = _model(m.SECOND_LIST, models, 1)
        reader = st.selectbox(
            plain(say(m.READER)),
            list(m.READER_NAMES),
            format_func=lambda one: plain(say(m.READER_NAMES[one])),
            help=plain(say(m.ABOUT_READERS)),
            key="duel-reader",
            width=240,
        )
    key = (KIND, measured(ws).run_id, first, second, reader)
    jobs_panel.task(ws, KIND)
    jobs_panel.failed(ws, KIND)
    told = background.tasks(ws).kept(key)
    if told is None:
        _offer(ws, key, first, second, reader)
    else:
        _told(told)


def _told(told: ListDuel) -> None:
    said = duel_sentences(told)
    for sentence in said:
        st.text(sentence)
    layout.chart(_won(told), "duel-won", alt=say(m.WON_ALT, finding=said[0]))


def _model(label: str, models: list[str], at: int) -> str:
    return st.selectbox(
        plain(say(label)),
        models,
        index=at,
        format_func=lambda one: plain(short_title(one)),
        key=f"duel-{at}",
        width=280,
    )


def _offer(ws: Workspace, key: Hashable, first: str, second: str, reader: str) -> None:
    def work(report: Progress) -> ListDuel:
        return simulate_duel(ws, first, second, reader, progress=report)

    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.DEALING), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    with layout.controls("duel-start"):
        st.button(plain(say(m.DEAL)), key="duel-start", on_click=begin, disabled=busy)


def _won(told: ListDuel) -> go.Figure:
    colours, found = theme.palette(), told.found
    names = unique([told.second, say(m.TIED_SESSIONS), told.first])
    sizes = [found.second, found.ties, found.first]
    quiet = theme.mix(colours.muted, colours.background, 0.5)
    figure = go.Figure()
    figure.add_bar(
        y=names,
        x=sizes,
        orientation="h",
        marker={"color": [colours.accent, quiet, colours.accent]},
        customdata=[count(one) for one in sizes],
        hovertemplate=say(m.WON_HOVER),
    )
    note_ends(figure, names, sizes, [count(one) for one in sizes], font={"color": colours.ink})
    figure.update_yaxes(showgrid=False, tickfont={"color": colours.ink})
    title = say(m.WON_TITLE)
    return finish(figure, title, x=say(m.SESSIONS_AXIS), height=row_height(3, 44, 90))
