"""Mappings saved with earlier files: offered when a file of the same columns comes again."""

import json
from typing import cast

import streamlit as st

from pages.kit import layout, tables
from pages.kit.messages import KINDS
from pages.kit.text import plain, shorten
from pages.parts.data import messages as m
from pages.parts.data.mapping import NOT_USED
from recsys_core.services.data.imports import Template
from recsys_core.services.data.mapping import (
    forget_mapping,
    list_saved_mappings,
    saved_mapping,
    shape_key,
)
from recsys_core.services.data.preview import Preview
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

OPTIONS = {
    "encoding": "encoding",
    "delimiter": "delimiter",
    "quote": "quote",
    "header_line": "header",
    "date_order": "dates",
    "decimal": "decimal",
    "matrix": "matrix",
}
"""Reading option -> name of its widget on the page."""


def offer(ws: Workspace, preview: Preview, kind: str, key: str) -> dict[str, str]:
    """Say that such a file was here before, and read this one like it if asked to; the answers
    that were given then.
    """
    saved = saved_mapping(ws, shape_key(preview.labels, preview.numbered), kind)
    used = f"template-{key}"
    if preview.corrected and used not in st.session_state:
        st.session_state[used] = saved is not None
        if saved is not None:
            _use(saved, preview, key)
    if preview.corrected:
        st.info(say(m.CORRECTED_ROWS))
    if preview.corrected or saved is None:
        return {}
    name = shorten(saved.name, 40)
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.session_state.get(used):
            st.text(say(m.READ_LIKE, file=name))
            st.button(say(m.BACK_TO_GUESS), type="tertiary", on_click=_forget, args=(preview, key))
        elif _same(saved, preview):
            st.text(say(m.UNDERSTOOD_ALIKE, file=name))
        else:
            st.text(say(m.WAS_READ_DIFFERENTLY, file=name))
            st.button(say(m.USE_ITS_MAPPING), on_click=_use, args=(saved, preview, key))
    return cast(dict[str, str], saved.options.get("answers") or {})


def _same(saved: Template, preview: Preview) -> bool:
    if preview.matrix is not None:
        return bool(saved.options.get("matrix"))
    guessed = {column.role: column.name for column in preview.columns if column.role}
    guessed.pop("attribute", None)
    return guessed == saved.mapping


def _use(saved: Template, preview: Preview, key: str) -> None:
    st.session_state[f"template-{key}"] = True
    role_of = {column: role for role, column in saved.mapping.items()}
    for column in preview.columns:
        st.session_state[f"role-{key}-{column.name}"] = role_of.get(column.name, NOT_USED)
    for option, widget in OPTIONS.items():
        if saved.options.get(option) is not None:
            st.session_state[f"{widget}-{key}"] = saved.options[option]


def _forget(preview: Preview, key: str) -> None:
    names = [f"role-{key}-{column.name}" for column in preview.columns]
    for name in [f"template-{key}", *names, *(f"{widget}-{key}" for widget in OPTIONS.values())]:
        st.session_state.pop(name, None)


def show(ws: Workspace) -> None:
    """All saved mappings, and the way to remove one."""
    saved = list_saved_mappings(ws)
    if saved.empty:
        return
    with st.expander(plain(say(m.SAVED_MAPPINGS, n=len(saved)))):
        layout.quiet(say(m.OFFERED_AGAIN))
        frame = saved.assign(
            what=[say(KINDS.get(kind, kind)) for kind in saved["kind"]],
            used=[", ".join(json.loads(mapping).values()) for mapping in saved["mapping"]],
            created_at=tables.local_time(saved["created_at"]),
        )
        chosen = tables.show(
            frame,
            {
                "name": tables.text(say(m.FROM_THE_FILE)),
                "what": tables.text(say(m.WHAT)),
                "used": tables.text(say(m.COLUMNS_USED), width="large"),
                "created_at": tables.moment(say(m.WHEN)),
            },
            key="saved-mappings",
            alt=say(m.SAVED_TABLE),
            rows=6,
            select="single-row",
        )
        if chosen and chosen[0] < len(saved):
            row = saved.iloc[chosen[0]]
            st.button(
                plain(say(m.REMOVE_MAPPING, file=shorten(row["name"], 40))),
                on_click=_remove,
                args=(ws, row["shape"], row["kind"]),
            )


def _remove(ws: Workspace, shape: str, kind: str) -> None:
    forget_mapping(ws, shape, kind)
