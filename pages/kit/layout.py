"""The parts every page is made of: header, answer, figures, sections, charts, empty states.

ws = guard.workspace()
page = layout.page(ws, "Is my data in, and is it sound?")
page.answer("All 1,469,307 rows were read.")      # may come later; its place is kept
layout.figures([Figure("Customers", "2,469", "Customers with at least one purchase.")])
layout.chart(figure, key="activity", alt="Purchases per week, rising until December.")
"""

import html
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal, NamedTuple, cast

import pandas as pd
import plotly.graph_objects as go
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.kit import address, cached, chart_data, errors, jobs_panel, markup, presenter, theme
from pages.kit import messages as m
from pages.kit.bookmarks import show as show_bookmarks
from pages.kit.signed_in import show as show_who
from pages.kit.state import LINKED, Keys, presenting
from pages.kit.text import plain, shorten
from recsys_core.services.export.spreadsheet import xlsx_bytes
from recsys_core.services.overview import Headline
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import MINUS

_HERE = Path(__file__).parent
_CHART_CONFIG = {
    "displayModeBar": "hover",
    "displaylogo": False,
    "displayNotifier": False,
    "modeBarButtons": [["toImage"]],
    "responsive": True,
    "scrollZoom": False,
}
_AREA_CONFIG = _CHART_CONFIG | {"modeBarButtons": [["lasso2d", "select2d", "toImage"]]}
_PICTURE = {"format": "png", "scale": 2, "width": 1200}
"""Pixels wide before the two-fold scale, whatever the window is; as high as on the page."""
_STRIP = 30
"""Pixels above a chart that hold its finding in the picture."""
_SEVERITIES: dict[str, tuple[Any, str]] = {
    "problem": ("red", m.PROBLEM),
    "warning": ("orange", m.WARNING),
    "info": ("gray", m.INFO),
}
PRESENTER_SCALE = 1.35
DATA_TASKS = ("sample", "import", "undo")
"""Tasks that change what every page shows: each page says that one runs, and how far it is."""


class Figure(NamedTuple):
    """One number of the figures row; `help` says in a sentence what it counts, `delta` is a figure
    with its sign.
    """

    label: str
    value: str
    help: str = ""
    delta: str | None = None


class Page:
    """An opened page, whose answer may be given once it is known."""

    def __init__(self, place: DeltaGenerator) -> None:
        self._place = place

    def answer(self, sentence: str, more: str = "") -> None:
        """The page's first line, one sentence with a number in it, and the quiet one below it."""
        self._place.text(sentence)
        if more:
            self._place.caption(plain(more))


def page(ws: Workspace, question: str) -> Page:
    """Styles, the quiet line about the workspace, and the page's question."""
    markup.draw(_HERE / "style.css")
    if presenting():
        markup.draw(_HERE / "presenting.css")
        # What came with the address Streamlit forgets when the page changes for the first time.
        st.session_state[Keys.PRESENT] = True
        address.write({Keys.PRESENT: ["true"]})
    key = "page-top-presenting" if presenting() else "page-top"
    with st.container(key=key, horizontal=True, vertical_alignment="center", gap="small"):
        st.title(plain(question), anchor=False, width="stretch")
        with errors.shown_here():
            if presenting():
                presenter.show(ws)
            else:
                _quiet_line(cached.headline(ws))
                presenter.prepare(ws)
        st.toggle(
            say(m.PRESENTER_VIEW),
            key=Keys.PRESENT,
            help=say(m.ABOUT_PRESENTER),
            **LINKED,
        )
        show_bookmarks(ws)
        show_who(ws)
    answer = Page(st.container(key="answer"))
    with errors.shown_here():
        _warnings(ws)
    with controls("data-tasks"):
        for kind in DATA_TASKS:
            jobs_panel.task(ws, kind)
    return answer


def _warnings(ws: Workspace) -> None:
    """What was lost or set aside, on every page until it is dismissed."""
    found = ws.warnings()
    if not found:
        return
    with card("warnings"):
        gravity("problem")
        for sentence in found:
            st.text(sentence)
        if st.button(say(m.DISMISS_WARNINGS), key="dismiss-warnings", type="tertiary"):
            ws.dismiss_warnings()
            st.rerun()


def section(title: str, sentence: str = "") -> None:
    """A heading within a page, with one quiet sentence beside it."""
    st.subheader(plain(title), anchor=False)
    if sentence:
        quiet(sentence)


def quiet(sentence: str) -> None:
    """Small, muted text. Foreign text is safe here."""
    st.caption(plain(sentence))


def figures(row: Iterable[Figure | tuple[str, str, str]], key: str = "page") -> None:
    """A row of numbers in one strip; a second one on a page needs a key of its own."""
    tiles = [Figure(*tile) for tile in row]
    with st.container(key=f"figures-{key}", border=True):
        for column, tile in zip(st.columns(len(tiles)), tiles, strict=True):
            # Streamlit knows a fall by a hyphen only.
            falls = (tile.delta or "").startswith(MINUS)
            column.metric(
                plain(tile.label),
                plain(tile.value),
                delta=tile.delta and plain(tile.delta),
                delta_arrow="down" if falls else "auto",
                delta_color="inverse" if falls else "normal",
                help=plain(tile.help) if tile.help else None,
            )


@contextmanager
def controls(key: str = "controls") -> Iterator[None]:
    """A place for widgets; the presenter view hides it (their values stay)."""
    with st.container(key=f"controls-{key}"):
        yield


@contextmanager
def card(key: str, *, stretch: bool = False) -> Iterator[None]:
    """A framed part of a page; `stretch` makes neighbours in columns equally high."""
    height: Literal["stretch", "content"] = "stretch" if stretch else "content"
    with st.container(key=f"card-{key}", border=True, height=height):
        yield


def chart(
    figure: go.Figure,
    key: str,
    *,
    alt: str,
    on_select: Literal["ignore", "rerun"] | Callable[..., None] = "ignore",
) -> list[dict[str, Any]]:
    """Draw a figure with its title above it, in the visitor's theme; returns the selected points.

    The page writes the title itself, so that it wraps; the picture has the figure's own. A screen
    reader says the title and `alt`. Picture and table can be taken along by buttons on it. Where
    the dragmode is a lasso, lines and boxes are drawn; the session's state has their corners.
    """
    scale, area = PRESENTER_SCALE if presenting() else 1.0, figure.layout.dragmode == "lasso"
    title = html.unescape(figure.layout.title.text or "")
    figure.update_layout(template=theme.template(theme.palette(), scale))
    if scale != 1:
        _enlarge(figure, scale)
    if title:
        _title_of_picture(figure)
    with st.container(key=f"plot-{key}"):
        if title:
            with st.container(key=f"chart-title-{key}"):
                st.text(title)
        drawn = st.plotly_chart(
            figure,
            theme=None,
            key=key,
            alt=alt if title in alt else say(m.CHART_SPOKEN, finding=title, about=alt),
            config=(_AREA_CONFIG if area else _CHART_CONFIG)
            | {"toImageButtonOptions": _PICTURE | {"filename": chart_data.stem(title or key)}},
            on_select=on_select,
            selection_mode=("lasso", "box") if area else "points",
        )
        with controls(f"plot-{key}"):
            # The table is made on the click, not whenever the page is drawn.
            table_downloads(
                say(m.DATA_AS_CSV),
                lambda: chart_data.chart_frame(figure),
                chart_data.file_name(key),
                key=f"{key}-data",
            )
    return [] if on_select == "ignore" else list(cast(Any, drawn).selection.points)


def _enlarge(figure: go.Figure, scale: float) -> None:
    """Room for larger type: margins grow with it, the height by half as much."""
    if figure.layout.height:
        figure.update_layout(height=round(figure.layout.height * (1 + (scale - 1) / 2)))
    figure.for_each_annotation(lambda one: one.update(yshift=(one.yshift or 0) * scale))
    margin = figure.layout.margin.to_plotly_json()
    sides = {side: round(size * scale) for side, size in margin.items() if side in "lrtb"}
    figure.update_layout(margin=sides)


def _title_of_picture(figure: go.Figure) -> None:
    """Room for the figure's own title, which the style sheet hides on the page."""
    top, height = figure.layout.margin.t, figure.layout.height
    top = figure.layout.template.layout.margin.t if top is None else top
    place = {"y": 1, "yref": "container", "yanchor": "top", "pad": {"t": 8, "l": 8}}
    figure.update_layout(margin={"t": top + _STRIP}, title=place, title_font_size=16)
    if height:
        figure.update_layout(height=height + _STRIP)


def no_data(page: Page, answer: str, title: str, sentence: str) -> None:
    """The first line and the way to the Data page, where a page has nothing to work on."""
    page.answer(answer)
    empty_state(title, sentence, say(m.BRING_IN_DATA), "pages/data.py")


def empty_state(title: str, sentence: str, button: str, page: str) -> None:
    """What is missing, and the button that leads there (`page` is a file under `pages/`)."""
    with st.container(key="empty-state", border=True, horizontal_alignment="center"):
        st.subheader(plain(title), anchor=False, text_alignment="center")
        st.text(sentence, text_alignment="center", width="stretch")
        if st.button(plain(button), type="primary", key=f"go-{page}"):
            st.switch_page(page)


def finding(severity: str, sentence: str) -> None:
    """One finding in a line: how grave it is, and what it means ("info", "warning", "problem")."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        gravity(severity)
        st.text(sentence, width="stretch")


def gravity(severity: str) -> None:
    """How grave a finding is, as a badge."""
    colour, word = _SEVERITIES[severity]
    st.badge(plain(say(word)), color=colour, width=130)


def station(title: str, detail: str, *, done: bool) -> None:
    """One station of a way: a tick or an open circle, its title, and where it stands."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.text("●" if done else "○", width=16)
        st.text(title, width="stretch")
        st.caption(plain(detail), width="content")


def download(label: str, data: bytes | str | Callable[[], bytes], file_name: str, key: str) -> None:
    """A quiet download button; the page does not run again. A callable is asked on the click."""
    mime = "text/csv" if file_name.endswith(".csv") else "application/octet-stream"
    st.download_button(
        plain(label), data, file_name, mime, key=key, on_click="ignore", type="tertiary"
    )


def table_downloads(
    label: str, frame: Callable[[], pd.DataFrame], file_name: str, key: str
) -> None:
    """A table as CSV (`file_name`, `label` says what it is) and, beside it, as an Excel workbook;
    `frame` is asked on the click. Every table and every chart's data is taken along by this.
    """
    with st.container(horizontal=True, gap="small"):
        download(label, lambda: csv_bytes(frame()), file_name, key)
        workbook = f"{file_name.removesuffix('.csv')}.xlsx"
        download(say(m.AS_EXCEL), lambda: xlsx_bytes(frame()), workbook, f"{key}-xlsx")


def _quiet_line(head: Headline) -> None:
    """Workspace, date of the data, model in use, whose data; each opens its page."""
    parts = (
        ("pages/overview.py", say(m.WORKSPACE, name=head.workspace), m.OPENS_OVERVIEW),
        ("pages/data.py", head.data_date, m.OPENS_DATA),
        ("pages/data.py", head.source, m.OPENS_SOURCE),
        ("pages/models.py", head.model, m.OPENS_MODELS),
    )
    with st.container(key="quiet-line", horizontal=True, width="content", gap="small"):
        for target, label, about in parts:
            if label:
                st.page_link(target, label=plain(shorten(label, 32)), help=plain(say(about)))
