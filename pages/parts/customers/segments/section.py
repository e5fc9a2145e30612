"""Segments: one to build, those that are kept, and how they overlap."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from pages.kit import address, changes, errors, layout, people_panel, tables, uploads
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.charts.overlap import overlap_bars, overlap_title
from pages.parts.customers.segments import builder, draft
from pages.parts.customers.segments import messages as m
from recsys_core.schema.columns import Columns
from recsys_core.schema.segments.definition import Match
from recsys_core.services.customers.lookalikes.id_files import named_customers
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.overlap import MOST, overlap, together
from recsys_core.services.customers.segments.saved import (
    SavedSegment,
    delete,
    rename,
    save_ids,
    saved,
)
from recsys_core.services.customers.segments.segment_file import save_file, to_yaml
from recsys_core.services.export.people import smallest_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

SAVED, TABLE, OVER = "saved", "saved-segments", "segments-over"
NOTICE, PROBLEM = builder.NOTICE, builder.PROBLEM


def show(ws: Workspace) -> None:
    """The part of the Customers page."""
    if notice := st.session_state.pop(NOTICE, ""):
        st.success(plain(notice))
    layout.section(say(m.BUILD), say(m.ABOUT_BUILD))
    with errors.shown_here():
        builder.show(ws)
    with errors.shown_here():
        kept = saved(ws, patient=False)
        layout.section(say(m.KEPT_SEGMENTS), say(m.ABOUT_KEPT) if kept else say(m.NONE_KEPT))
        if kept:
            _kept(ws, kept)
        _files(ws)
        if changes.last(ws, "segments", "segment-undo"):
            st.rerun()
        if len(kept) > 1:
            _overlap(ws, kept)


def _kept(ws: Workspace, kept: list[SavedSegment]) -> None:
    frame = pd.DataFrame(kept).assign(
        kind=[say(m.KINDS[one.kind]) for one in kept],
        stamp=tables.local_time(pd.to_datetime(pd.Series([one.changed_at for one in kept]))),
        state=[_state(one) for one in kept],
    )
    columns = {
        "name": tables.text(say(m.NAME), width="medium"),
        "kind": tables.text(say(m.KIND_COLUMN)),
        "size": tables.count(say(m.CUSTOMERS)),
        "share": tables.share(say(m.SHARE)),
        "spend_share": tables.share(say(m.SPEND_SHARE)),
        "stamp": tables.moment(say(m.KEPT_AT)),
        "state": tables.text(say(m.STATE), width="large"),
    }
    shown = {name: one for name, one in columns.items() if frame[name].notna().any()}
    rows = tables.show(frame, shown, key=TABLE, alt=say(m.KEPT_ALT), rows=8, select="single-row")
    chosen = _chosen([one.name for one in kept], kept[rows[0]].name if rows else None)
    for one in kept:
        if one.name == chosen:
            with layout.card("segment-kept"):
                _one(ws, one)


def _state(one: SavedSegment) -> str:
    if one.problem:
        return one.problem
    if one.gone:
        return say(m.GONE, n=one.gone)
    return say((m.FIXED_BEFORE if one.kind == "fixed" else m.NEW_DATA) if one.changed else m.SAME)


def _chosen(names: list[str], clicked: str | None) -> str | None:
    """The segment that was clicked, or the one the address asks for; the address then holds it."""
    for found in address.changed_in_url([SAVED]).values():
        st.session_state[SAVED] = found[0]
    if clicked is not None:
        st.session_state[SAVED] = clicked
    name = st.session_state.get(SAVED)
    name = name if name in names else None
    address.write({SAVED: [name] if name else []})
    return name


def _one(ws: Workspace, one: SavedSegment) -> None:
    layout.section(one.name)
    st.text(one.problem or one.sentence)
    if not one.problem:
        spent = "" if one.spend_share is None else share(one.spend_share)
        parts = {"customers": count(one.size), "share": share(one.share), "spend": spent}
        layout.quiet(say(m.IN_FIGURES if spent else m.IN_FIGURES_NO_SPEND, **parts))
    with layout.controls("segment-kept"), st.container(horizontal=True, gap="medium"):
        if one.definition is not None:
            _act(m.CHANGE, "change", draft.load, one.definition, one.name, edited=True)
        with st.popover(say(m.RENAME), type="tertiary"):
            name = st.text_input(say(m.NEW_NAME), one.name, max_chars=120, key=f"rename-{one.name}")
            st.button(
                say(m.RENAME_NOW), key="segment-rename", on_click=_rename, args=(ws, one, name)
            )
        _act(m.DELETE, "delete", _delete, ws, one.name)
        if one.kind == "dynamic" or one.size >= smallest_group(ws):
            yaml = say(m.AS_YAML)
            layout.download(
                yaml, lambda: to_yaml(ws, one.name).encode(), "segment.yaml", "segment-yaml"
            )
    if one.size:
        users = customer_overview(ws)[Columns.User][members(ws, one.name)]
        people_panel.show(ws, list(users), "segment", "segment-customers")
    if problem := st.session_state.pop(PROBLEM, ""):
        st.error(plain(problem))


def _act(label: str, does: str, act: Callable[..., None], *args: object, **more: object) -> None:
    key = f"segment-{does}"
    st.button(plain(say(label)), key=key, on_click=act, args=args, kwargs=more, type="tertiary")


def _rename(ws: Workspace, one: SavedSegment, name: str) -> None:
    try:
        rename(ws, one.name, name)
        st.session_state[SAVED] = " ".join(name.split())
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)


def _delete(ws: Workspace, name: str) -> None:
    try:
        delete(ws, name)
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)


def _files(ws: Workspace) -> None:
    with layout.controls("segment-files"), st.popover(say(m.UPLOAD), type="tertiary"):
        st.text(say(m.UPLOAD_WHAT))
        upload = st.file_uploader(say(m.FILE), ["yaml", "yml", "csv", "txt"], key="segment-file")
        if upload is not None:
            stem = upload.name.rpartition(".")[0]
            name = st.text_input(say(m.NAME), stem, max_chars=120, key="segment-file-name")
            if st.button(say(m.BRING_IN), key="segment-bring-in", type="primary"):
                _bring_in(ws, upload, name)


def _bring_in(ws: Workspace, upload: Any, name: str) -> None:
    try:
        if upload.name.lower().endswith((".yaml", ".yml")):
            name, unknown = save_file(ws, upload.getvalue(), name)
        else:
            unknown = _bring_list(ws, upload, name)
    except errors.EXPECTED as problem:
        errors.show(problem)
        return
    told = say(m.BROUGHT_IN, name=name)
    st.session_state[NOTICE] = say(m.WITH_UNKNOWN, told=told, n=unknown) if unknown else told
    st.rerun()


def _bring_list(ws: Workspace, upload: Any, name: str) -> int:
    """Keep the customers of a file; how many of its numbers are nobody's here."""
    found = uploads.read(ws, upload, lambda path, file: named_customers(ws, path, name=file))
    users = customer_overview(ws).loc[found.members, Columns.User]
    return len(found.unknown) + save_ids(ws, name, list(users))


def _overlap(ws: Workspace, kept: list[SavedSegment]) -> None:
    layout.section(say(m.OVERLAP), say(m.ABOUT_OVERLAP))
    names = [one.name for one in kept if not one.problem]
    with layout.controls("segment-overlap"):
        chosen = st.multiselect(
            say(m.WHICH_OVER), names, key=OVER, max_selections=MOST, select_all=False, **KEPT
        )
    if len(chosen) < 2:
        return
    found = overlap(ws, chosen)
    title = overlap_title(found)
    layout.chart(overlap_bars(found, title), "overlap", alt=say(m.OVERLAP_ALT, finding=title))
    frame = pd.DataFrame([(found.named(one), one.n) for one in found.regions], columns=["who", "n"])
    columns = {"who": tables.text(say(m.WHO), width="large"), "n": tables.count(say(m.CUSTOMERS))}
    tables.behind(say(m.EVERY_PART), frame, columns, "overlap-parts", alt=say(m.PARTS_ALT))
    with layout.controls("segment-together"), st.container(horizontal=True, gap="medium"):
        for match, label in m.TOGETHER.items():
            _act(label, f"together-{match}", _together, chosen, match)


def _together(names: list[str], match: Match) -> None:
    draft.load(together(names, match))
