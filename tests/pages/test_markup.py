"""HTML on a page holds data only where one function has escaped it: `pages.kit.markup.fill`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.kit.markup import Markup, fill, joined
from tests.pages.test_markdown import ROOT, Reader, sources

HOME = "pages/kit/markup.py"
RAW = {"html", "iframe", "declare_component"}
"""What draws HTML as it is given; a component does, too, and may be given a literal."""


def unescaped(text: str) -> Iterator[tuple[int, str]]:
    """Line and expression of what draws HTML, calls something HTML, or fills in no literal."""
    reader = Reader(text)
    for node in ast.walk(reader.tree):
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html":
            yield node.value.lineno, "unsafe_allow_html"
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        raw = name in RAW and isinstance(node.func, ast.Attribute)
        if name == "component":
            own = [word.value for word in node.keywords if word.arg == "html"]
            raw = not own or not literal(reader, own[0])
        if raw or name == "Markup" or (name == "fill" and not literal(reader, node.args[0])):
            yield node.lineno, ast.unparse(node)


def literal(reader: Reader, node: ast.expr) -> bool:
    """Whether a template is written out as it stands, also under a name."""
    if isinstance(node, ast.Name):
        found = reader._assigned(node.id, node)
        return bool(found) and all(literal(reader, value) for value in found)
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_html_is_filled_in_by_one_function(path: Path) -> None:
    found = list(unescaped(path.read_text(encoding="utf-8")))
    assert found == [] or path.relative_to(ROOT).as_posix() == HOME


@pytest.mark.parametrize("path", sorted((ROOT / "pages").rglob("*.js")), ids=lambda path: path.name)
def test_a_script_writes_text_and_no_html(path: Path) -> None:
    script = path.read_text(encoding="utf-8")
    writers = ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "srcdoc")
    assert [word for word in writers if word in script] == []


DRAWN = """
import streamlit as st
from pages.kit import markup
OURS = "<b>{name}</b>"
def draw(row, box):
    markup.draw(markup.fill(OURS, name=row.title))
    markup.draw(markup.fill("<b>{name}</b>", name=row.title))
    st.components.v2.component("ours", html="<b></b>")
    st.html(f"<b>{row.title}</b>")
    box.html("<b>ours</b>")
    markup.draw(markup.fill(f"<b>{row.title}</b>"))
    markup.draw(markup.fill(row.title))
    markup.draw(markup.Markup(row.title))
    st.components.v2.component("ours", html=row.title)
    st.markdown("**ours**", unsafe_allow_html=True)
"""


def test_data_in_html_is_found() -> None:
    lines = DRAWN.splitlines()
    first = lines.index('    st.html(f"<b>{row.title}</b>")') + 1
    assert {line for line, _ in unescaped(DRAWN)} == set(range(first, len(lines) + 1))


def test_what_is_filled_in_is_text() -> None:
    foreign = '<b onclick="x">&\'{name}'
    shown = "&lt;b onclick=&quot;x&quot;&gt;&amp;&#x27;{name}"
    inner = fill("<i>{name}</i>", name=foreign)
    assert inner == f"<i>{shown}</i>"
    assert fill("<p>{rows}</p>", rows=joined([inner, inner])) == f"<p>{inner}{inner}</p>"
    assert not isinstance(inner + foreign, Markup)
    assert fill("{name}", name=inner + foreign) != inner + foreign
