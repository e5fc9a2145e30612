"""HTML of our own with foreign text in it: everything that is filled in is escaped, here only."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

import streamlit as st


class Markup(str):
    """HTML that `fill` made: what is foreign in it shows as text. Not to be made elsewhere."""


def fill(template: str, /, **fields: object) -> Markup:
    """A template as of `str.format` with its fields escaped, but for those that are `Markup`."""
    safe = {k: v if isinstance(v, Markup) else escape(str(v)) for k, v in fields.items()}
    return Markup(template.format(**safe))


def joined(parts: Iterable[Markup]) -> Markup:
    """One after the other."""
    return Markup("".join(parts))


def draw(markup: Markup | Path) -> None:
    """Put it on the page; a path is a style sheet of ours."""
    st.html(markup)
