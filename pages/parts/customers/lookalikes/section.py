"""A list brought or a group chosen, how well it can be grown, and who is like it."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from pages.kit import (
    background,
    customer_picker,
    errors,
    group_picker,
    jobs_panel,
    layout,
    people_panel,
    tables,
    uploads,
)
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.charts.ways import ways, ways_title
from pages.parts.customers.lookalikes import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import BoolArray
from recsys_core.services.customers.group_choice import group_members
from recsys_core.services.customers.lookalikes.id_files import NamedCustomers, named_customers
from recsys_core.services.customers.lookalikes.lookalike import (
    CHANCE,
    GrownList,
    apart_sentence,
    grow_list,
    grown_sentence,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share, times

KIND = "lookalikes"
LIST, ROUND = "_lookalike_list", "_lookalike_round"
GROUP, SIZE = "lookalike-group", "lookalike-size"
FIRST_SIZE = 100


@dataclass(frozen=True)
class BroughtList:
    """What a file named, for the data it was read with."""

    version: int
    name: str
    found: NamedCustomers


def show(ws: Workspace) -> None:
    """The part of the Customers page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    with errors.shown_here():
        brought = _brought(ws)
        members = _members(ws, brought)
        size = _size(ws, members)
        jobs_panel.task(ws, KIND)
        jobs_panel.failed(ws, KIND)
        if members is None:
            return
        key = (KIND, ws.data_version(), np.packbits(members).tobytes(), size)
        grown = background.tasks(ws).kept(key)
        if grown is None:
            _offer(ws, members, size, key)
        else:
            _told(ws, grown)


def _brought(ws: Workspace) -> BroughtList | None:
    """The list that was brought, or the place to bring one."""
    kept = st.session_state.get(LIST)
    if kept is not None and kept.version == ws.data_version():
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(f"{kept.name}: {kept.found.sentence}", width="stretch")
            if kept.found.unknown:
                layout.download(
                    say(m.UNKNOWN_NUMBERS),
                    lambda: _unknown(kept.found),
                    "unknown_customers.csv",
                    "lookalike-unknown",
                )
            st.button(say(m.ANOTHER_LIST), key="lookalike-drop", on_click=_drop, type="tertiary")
        return kept
    turn = st.session_state.get(ROUND, 0)
    upload = st.file_uploader(
        plain(say(m.A_LIST)), key=f"lookalike-file-{turn}", help=plain(say(m.ABOUT_A_LIST))
    )
    if upload is not None:
        st.session_state[ROUND] = turn + 1
        found = uploads.read(ws, upload, lambda path, name: named_customers(ws, path, name=name))
        st.session_state[LIST] = BroughtList(ws.data_version(), upload.name, found)
        st.rerun()
    return None


def _members(ws: Workspace, brought: BroughtList | None) -> BoolArray | None:
    if brought is not None:
        return brought.found.members
    with layout.controls("lookalike-group"):
        group = group_picker.one(ws, say(m.A_GROUP), GROUP, empty=say(m.NO_GROUP))
    return None if group is None else group_members(ws, group, patient=False)


def _size(ws: Workspace, members: BoolArray | None) -> int:
    others = len(customer_overview(ws)) if members is None else int((~members).sum())
    with layout.controls("lookalike-size"):
        return int(
            st.number_input(
                plain(say(m.HOW_MANY)),
                min_value=1,
                max_value=max(others, 1),
                value=min(FIRST_SIZE, max(others, 1)),
                step=50,
                key=f"{SIZE}-{others}",
                width=200,
                **KEPT,
            )
        )


def _offer(ws: Workspace, members: BoolArray, size: int, key: Hashable) -> None:
    def work(report: Progress) -> GrownList:
        return grow_list(ws, members, size, report)

    def begin() -> None:
        background.tasks(ws).start(KIND, say(m.FINDING), work, key=key)

    busy = background.tasks(ws).running(KIND) is not None
    with layout.controls("lookalike-start"):
        label = plain(say(m.FIND_THEM))
        st.button(label, key="lookalike-start", on_click=begin, disabled=busy, type="primary")


def _told(ws: Workspace, grown: GrownList) -> None:
    st.text(grown_sentence(grown))
    if apart := apart_sentence(grown):
        st.text(apart)
    found = grown.found
    if found.refused:
        return
    model = grown.trial("model")
    ends = {"low": times(model.low), "high": times(model.high)}
    about = {"low": share(found.auc_low), "high": share(found.auc_high)}
    layout.figures(
        [
            (say(m.LIFT), times(model.lift), say(m.LIFT_HELP, **ends)),
            (say(m.HIT), share(found.auc), say(m.HIT_HELP, **about)),
            (say(m.ON_LIST), count(grown.known), say(m.ON_LIST_HELP)),
        ],
        key="lookalike",
    )
    picture, listed = st.columns([5, 6], gap="large")
    with picture:
        title = ways_title(found.trials)
        layout.chart(ways(found.trials, title), "ways", alt=say(m.WAYS_ALT, finding=title))
    with listed:
        _listed(ws, grown)


def _listed(ws: Workspace, grown: GrownList) -> None:
    layout.section(say(m.WHO), say(m.ABOUT_WHO, n=len(grown.customers)))
    overview = customer_overview(ws)[[Columns.User, C.Label, Columns.Segment, C.Visits, C.Spend]]
    frame = grown.customers.merge(overview, on=Columns.User, how="left")
    columns = {
        C.Label: tables.text(say(m.CUSTOMER), width="medium"),
        CHANCE: tables.share(say(m.CHANCE)),
        Columns.Segment: tables.text(say(m.SEGMENT)),
        C.Visits: tables.count(say(m.VISITS)),
        C.Spend: tables.money(say(m.SPEND)),
    }
    chosen = tables.show(
        frame,
        {name: kind for name, kind in columns.items() if frame[name].notna().any()},
        key=f"lookalike-{grown.known}-{len(frame)}",
        alt=say(m.WHO_ALT),
        rows=10,
        select="single-row",
    )
    users = list(grown.customers[Columns.User])
    _keep(ws, users)
    people_panel.show(ws, users, "lookalikes", "lookalike", grown.customers[[Columns.Rank, CHANCE]])
    if chosen:
        customer_picker.go_to(users[chosen[0]])


def _keep(ws: Workspace, users: list[str]) -> None:
    """Those who were found, under a name, as a group of their own."""
    with (
        layout.controls("lookalike-keep"),
        st.form("lookalike-keep", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="medium"),
    ):
        name = st.text_input(plain(say(m.NAME)), width=320, placeholder=say(m.NAME_EXAMPLE))
        asked = st.form_submit_button(plain(say(m.KEEP)))
    if asked:
        with errors.shown_here():
            save_ids(ws, name, users)
            st.success(plain(say(m.KEPT_AS, n=len(users), name=name.strip())))


def _unknown(found: NamedCustomers) -> bytes:
    return csv_bytes(found.unknown_frame)


def _drop() -> None:
    st.session_state.pop(LIST, None)
