"""Groups chosen, a line for each, their figures in one table and their categories in one chart."""

import pandas as pd
import streamlit as st

from pages.kit import errors, group_picker, layout, tables
from pages.kit.text import plain
from pages.parts.customers.beside import messages as m
from pages.parts.customers.charts.categories import categories, categories_title
from recsys_core.services.customers.side_by_side.comparison import (
    FIGURES,
    MOST,
    ComparedFigure,
    SideBySide,
    compare_segments,
    figure_name,
    group_sentences,
    told_in,
)
from recsys_core.services.evaluation.segment_models import group_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

GROUPS = "groups"
TELLING = 10
"""So many categories are drawn: those in which a group lies farthest from the average."""


def show(ws: Workspace) -> None:
    """The part of the Customers page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    with errors.shown_here():
        with layout.controls("beside"):
            names = group_picker.several(ws, say(m.WHICH), GROUPS, MOST)
        if len(names) < 2:
            st.text(say(m.TOO_FEW))
            return
        found = compare_segments(ws, names)
        for line in group_sentences(found):
            st.text(line)
        _table(found)
        picture, models = st.columns([7, 4], gap="large")
        with picture:
            _categories(found)
        with models:
            _models(ws, names)


def _table(found: SideBySide) -> None:
    groups = [size.group for size in found.sizes]
    rows = [
        {say(m.FIGURE): say(m.SIZE_ROW), say(m.AVERAGE): ""}
        | {size.group: count(size.customers) for size in found.sizes},
        {say(m.FIGURE): say(m.SHARE_ROW), say(m.AVERAGE): ""}
        | {size.group: share(size.share) for size in found.sizes},
    ]
    if found.sizes[0].spend_share is not None:
        rows.append(
            {say(m.FIGURE): say(m.SPEND_ROW), say(m.AVERAGE): ""}
            | {size.group: share(size.spend_share) for size in found.sizes}
        )
    by_group = {(one.group, one.figure): one for one in found.figures}
    for figure in FIGURES:
        own = [by_group[group, figure] for group in groups if (group, figure) in by_group]
        if own:
            cells = {one.group: _cell(one) for one in own}
            average = told_in(own[0])["average"]
            rows.append({say(m.FIGURE): figure_name(figure), say(m.AVERAGE): average} | cells)
    columns = {name: tables.text(plain(name)) for name in [say(m.FIGURE), *groups, say(m.AVERAGE)]}
    frame = pd.DataFrame(rows)
    tables.show(
        frame,
        columns,
        key=f"beside-{'-'.join(groups)}",
        alt=say(m.TABLE_ALT),
        file_name="groups.csv",
        rows=len(frame),
    )


def _cell(one: ComparedFigure) -> str:
    ends = told_in(one)
    message = m.MEAN_AND_INTERVAL if one.differs else m.MAYBE_CHANCE
    return say(message, mean=ends["mean"], low=ends["low"], high=ends["high"])


def _categories(found: SideBySide) -> None:
    chosen = found.telling_categories(TELLING)
    if not chosen:
        st.text(say(m.NO_CATEGORIES))
        return
    title = categories_title(found)
    figure = categories(found, chosen, title)
    layout.chart(figure, "beside-categories", alt=say(m.CATEGORIES_ALT, finding=title))


def _models(ws: Workspace, names: list[str]) -> None:
    models = group_models(ws, names)
    if models:
        layout.section(say(m.MODELS))
        for one in models:
            st.text(one.sentence)
