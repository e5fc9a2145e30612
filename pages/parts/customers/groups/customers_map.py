"""The map of customers: coloured by a group, with a line drawn round some of them."""

from typing import Any

import numpy as np
import streamlit as st

from pages.kit import errors, jobs_panel, layout, offer, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.groups import messages as m
from pages.parts.customers.groups.charts import MOST_DRAWN, points_chart
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import BoolArray, StrArray
from recsys_core.services.customers.groups.clusters import Clusters
from recsys_core.services.customers.groups.maps import (
    CustomerMap,
    customer_map,
    map_known,
    map_sentence,
    within,
)
from recsys_core.services.customers.groups.points import BASES
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.saved import save_ids, segment_names
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND, CHART = "customer-map", "customer-map"
SEGMENT, STATUS, GROUP, SAVED = "segment", "status", "group", "saved: "
ROWS, MOST_GROUPS = 500, 7
"""Customers listed, and groups with a colour of their own."""
PLACES = {False: m.BY_DIRECTIONS, True: m.BY_NEIGHBOURS}


def show(ws: Workspace, found: Clusters | None) -> None:
    """The section on the map; `found` groups may colour it."""
    layout.section(say(m.MAP), say(m.ABOUT_MAP))
    with errors.shown_here():
        with layout.controls("map"):
            basis, place, colour = st.columns([4, 4, 4], gap="medium")
            by = basis.selectbox(
                say(m.ALIKE_IN),
                list(BASES),
                format_func=lambda one: say(BASES[one]),
                key="map-by",
                **KEPT,
            )
            neighbours = place.selectbox(
                say(m.PLACED_BY),
                list(PLACES),
                format_func=lambda one: say(PLACES[one]),
                key="map-place",
                **KEPT,
            )
            names = _colours(ws, found)
            colouring = colour.selectbox(
                say(m.COLOURED_BY),
                list(names),
                format_func=lambda one: names[one],
                key="map-colour",
            )
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if neighbours and not map_known(ws, by):
            _offer(ws, by)
            return
        drawn = customer_map(ws, by, neighbours=neighbours)
        _drawn(ws, drawn, _groups(ws, colouring, found), names[colouring])


def _colours(ws: Workspace, found: Clusters | None) -> dict[str, str]:
    names = {SEGMENT: say(m.SEGMENT_COLOUR), STATUS: say(m.STATUS_COLOUR)}
    if found is not None:
        names[GROUP] = say(m.GROUP_COLOUR)
    return names | {SAVED + name: say(m.SAVED_COLOUR, name=name) for name in segment_names(ws)}


def _groups(ws: Workspace, colouring: str, found: Clusters | None) -> StrArray:
    """(n,) the group of every customer, largest group first in `MOST_GROUPS`, others together."""
    overview = customer_overview(ws)
    if colouring == GROUP and found is not None:
        of = np.asarray(found.names, dtype=object)[found.groups.of]
    elif colouring.startswith(SAVED):
        inside = members(ws, colouring.removeprefix(SAVED), patient=False)
        of = np.where(inside, say(m.INSIDE), say(m.OTHERS)).astype(object)
    else:
        of = overview[Columns.Segment if colouring == SEGMENT else C.Status].to_numpy(dtype=object)
    names, sizes = np.unique(of.astype(str), return_counts=True)
    small = names[np.argsort(-sizes, kind="stable")][MOST_GROUPS:]
    return np.where(np.isin(of.astype(str), small), say(m.OTHERS), of).astype(object)


def _offer(ws: Workspace, by: str) -> None:
    def work(report: Progress) -> None:
        customer_map(ws, by, neighbours=True, progress=report)

    offer.show(ws, KIND, "map-start", say(m.DRAW_MAP), say(m.DRAWING_MAP), work)


def _drawn(ws: Workspace, drawn: CustomerMap, groups: StrArray, by: str) -> None:
    st.text(map_sentence(drawn))
    overview = customer_overview(ws).iloc[drawn.rows]
    labels = overview[C.Label].to_numpy(dtype=object)
    figure = points_chart(drawn.at, labels, groups[drawn.rows])
    layout.chart(figure, CHART, alt=say(m.MAP_ALT, by=by), on_select="rerun")
    if len(drawn.rows) > MOST_DRAWN:
        layout.quiet(say(m.MAP_DRAWN, n=MOST_DRAWN, whole=len(drawn.rows)))
    outlines = _outlines(st.session_state[CHART].selection)
    if not outlines:
        return
    inside = np.any([within(drawn.at, one) for one in outlines], axis=0)
    _chosen(ws, inside, drawn)


def _outlines(selection: Any) -> list[list[tuple[float, float]]]:
    """The lines and boxes drawn on the chart, each as its corners."""
    lines = [list(zip(one["x"], one["y"], strict=True)) for one in selection["lasso"]]
    for one in selection["box"]:
        (x1, x2), (y1, y2) = one["x"], one["y"]
        lines.append([(x1, y1), (x2, y1), (x2, y2), (x1, y2)])
    return lines


def _chosen(ws: Workspace, inside: BoolArray, drawn: CustomerMap) -> None:
    frame = customer_overview(ws).iloc[drawn.rows[inside]]
    if frame.empty:
        st.text(say(m.NOBODY_CHOSEN))
        return
    layout.section(say(m.CHOSEN_ON_MAP, n=len(frame)))
    columns = {
        C.Label: tables.text(say(m.CUSTOMER)),
        Columns.Segment: tables.text(say(m.SEGMENT_COLOUR)),
        C.Visits: tables.count(say(m.VISITS)),
        C.Spend: tables.money(say(m.SPEND)),
        C.Last: tables.day(say(m.LAST_SEEN)),
    }
    tables.show(
        frame.head(ROWS),
        {name: kind for name, kind in columns.items() if frame[name].notna().any()},
        key="map-chosen",
        alt=say(m.CHOSEN_ALT),
    )
    users = frame[Columns.User]
    layout.table_downloads(
        say(m.CHOSEN_CSV), lambda: users.to_frame(), "chosen_customers.csv", key="map-chosen-csv"
    )
    with layout.controls("map-keep"), errors.shown_here():
        text, button = st.columns([4, 8], gap="medium", vertical_alignment="bottom")
        name = text.text_input(say(m.SEGMENT_NAME), key="map-name")
        if button.button(say(m.KEEP_SEGMENT), key="map-keep"):
            save_ids(ws, name, list(users))
            st.success(plain(say(m.SEGMENT_KEPT, name=name, n=len(users))))
