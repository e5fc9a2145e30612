"""A button that begins what takes a while, where it was not worked out yet."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.kit import background, layout
from pages.kit.text import plain
from recsys_core.schema.contracts import Progress
from recsys_core.services.workspace.workspace import Workspace


def show(
    ws: Workspace, kind: str, key: str, label: str, title: str, work: Callable[[Progress], Any]
) -> None:
    """`work` begins as the task `kind`, called `title` while it runs; one at a time."""

    def begin() -> None:
        background.tasks(ws).start(kind, title, work)

    busy = background.tasks(ws).running(kind) is not None
    with layout.controls(key):
        if st.button(plain(label), key=key, on_click=begin, disabled=busy):
            st.rerun()
