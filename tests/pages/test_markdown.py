"""No data goes through Markdown: every text Streamlit reads as Markdown is ours, or is escaped.

What may stand in such a place: a literal; `say(m.X)`, a message without fields; `markdown(m.X, …)`,
which escapes the fields; `plain(…)`, which escapes the whole; and what is put together from these.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.sources import ROOT, files

# What is read as Markdown besides `help`: places and names of the arguments.
BODY: tuple[int | str, ...] = (0, "body")
LABEL: tuple[int | str, ...] = (0, "label")
OPTIONS: tuple[int | str, ...] = (*LABEL, 1, "options", "format_func")
READ: dict[str, tuple[int | str, ...]] = {
    **dict.fromkeys(("title", "header", "subheader", "markdown", "caption", "toast"), BODY),
    **dict.fromkeys(("success", "info", "warning", "error", "exception", "latex"), BODY),
    **dict.fromkeys(("badge", "button", "download_button", "link_button", "popover"), LABEL),
    **dict.fromkeys(("expander", "selectbox", "multiselect", "checkbox", "toggle"), LABEL),
    **dict.fromkeys(("slider", "select_slider", "number_input", "text_input", "text_area"), LABEL),
    **dict.fromkeys(("date_input", "time_input", "file_uploader", "form_submit_button"), LABEL),
    **dict.fromkeys(("radio", "pills", "segmented_control"), OPTIONS),
    "status": LABEL,
    "menu_button": OPTIONS,
    "page_link": (1, "label"),
    "metric": (0, 1, 2, "label", "value", "delta"),
    "progress": (1, "text"),
    "spinner": (0, "text"),
    "dialog": (0, "title"),
    "tabs": (0, "tabs"),
    "image": (1, "caption"),
    "cache_resource": ("show_spinner",),
    "cache_data": ("show_spinner",),
}
GUESSING = {"write", "write_stream"}
"""Of Streamlit's own, which take what they are given for Markdown or not; not to be used."""
EXCUSED = {
    ("pages/kit/forms.py", "label"): "_widget escapes it and hands it to the drawing functions",
    ("pages/kit/forms.py", "help_text"): "as the label",
    ("pages/kit/knobs.py", "*_about(name)"): "label and help, both escaped by _about",
    ("pages/kit/knobs.py", "*_about(KIND)"): "as the others",
    ("pages/kit/knobs.py", "*_about(MIX)"): "as the others",
    ("pages/kit/knobs.py", "*_about(SHARE)"): "as the others",
    ("pages/kit/knobs.py", "*_about(SEED)"): "as the others",
    ("pages/kit/knobs.py", "*ends"): "the two ends and the step of a slider",
}
NO_TEXT = {"KEPT", "LINKED", "QUIETLY", "kwargs", "look"}
"""What is passed on with `**` and holds neither label nor help."""


def own_modules(tree: ast.Module) -> set[str]:
    """Names under which a file knows modules of ours, whose functions are no Streamlit calls."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").split(".")[0] in ("pages", "recsys_core")
        for alias in node.names
    }


def messages(tree: ast.Module) -> set[str]:
    """Names that hold messages: modules of them, and what is imported from one."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.name == "messages" or (node.module or "").endswith(".messages")
    }


class Reader:
    """Finds in one file what Streamlit reads as Markdown and what of it may hold data."""

    def __init__(self, text: str) -> None:
        self.tree = ast.parse(text)
        self.ours = own_modules(self.tree)
        self.messages = messages(self.tree) - {"say", "Plural"}
        self.asked: set[str] = set()
        self.around = {
            child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)
        }

    def unsafe(self) -> Iterator[tuple[int, str]]:
        """Line and expression of each argument that may hold data."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                for value in self._arguments(node):
                    if not self._safe(value):
                        yield node.lineno, ast.unparse(value)

    def _arguments(self, call: ast.Call) -> Iterator[ast.expr]:
        func = call.func
        named = {word.arg: word.value for word in call.keywords}
        if not isinstance(func, ast.Attribute):
            if getattr(func, "id", "").endswith("Column") and "help" in named:
                yield named["help"]
            return
        if isinstance(func.value, ast.Name) and func.value.id in self.ours:
            return
        read = READ.get(func.attr, ())
        if "format_func" in read and "format_func" in named:
            read = (*LABEL, "format_func")
        for place in (*read, "help") if read else ():
            if isinstance(place, int) and place < len(call.args):
                yield call.args[place]
            elif place in named:
                yield named[str(place)]
        if read:
            yield from (ast.Starred(w.value) for w in call.keywords if w.arg is None)
        if func.attr in GUESSING and getattr(func.value, "id", "") == "st":
            yield func

    def _safe(self, node: ast.expr) -> bool:
        match node:
            case ast.Constant() | ast.Lambda(body=ast.Constant()):
                return True
            case ast.Lambda(body=inner) | ast.FormattedValue(value=inner):
                return self._safe(inner)
            case ast.GeneratorExp(elt=inner) | ast.ListComp(elt=inner):
                return self._safe(inner)
            case ast.JoinedStr(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(map(self._safe, parts))
            case ast.Starred(value=ast.Name(id=name)):
                return name in NO_TEXT
            case ast.Subscript(value=inner):
                return self._message(inner) or self._safe(inner)
            case ast.Dict(values=parts):
                return all(map(self._safe, parts))
            case ast.Attribute():
                return self._message(node)
            case ast.IfExp(body=one, orelse=other) | ast.BinOp(left=one, right=other):
                return self._safe(one) and self._safe(other)
            case ast.BoolOp(op=ast.And(), values=parts):
                return self._safe(parts[-1])
            case ast.BoolOp(values=parts):
                return all(map(self._safe, parts))
            case ast.Call(func=ast.Name(id="say"), args=[message], keywords=[]):
                return self._message(message)
            case ast.Call(func=ast.Name(id="markdown"), args=[message]):
                return self._message(message)
            case ast.Call(func=ast.Name(id="plain")):
                return True
            case ast.Call(func=ast.Attribute(attr="join", value=between), args=[parts]):
                return self._safe(between) and self._safe(parts)
            case ast.Name(id=name) if name in self.asked:
                return True  # `title = f"{title} …"`: the other assignments decide
            case ast.Name(id=name):
                self.asked.add(name)
                found = self._assigned(name, node)
                safe = name == "plain" or (bool(found) and all(map(self._safe, found)))
                self.asked.remove(name)
                return safe
        return False

    def _message(self, node: ast.expr) -> bool:
        match node:
            case ast.Attribute(value=ast.Name(id=name)):
                return name in self.messages
            case ast.Subscript(value=inner):
                return self._message(inner)
            case ast.IfExp(body=one, orelse=other):
                return self._message(one) and self._message(other)
            case ast.Name(id=name):
                found = self._assigned(name, node)
                return name in self.messages or (bool(found) and all(map(self._message, found)))
        return False

    def _assigned(self, name: str, node: ast.AST) -> list[ast.expr]:
        """What a name is given in the function around it, or in the module; nothing for an
        argument, and for a name that a loop or an unpacking gives its value.
        """
        scope: ast.AST = node
        while scope in self.around:
            scope = self.around[scope]
            if isinstance(scope, ast.FunctionDef | ast.Module):
                bound = [one for one in ast.walk(scope) if is_bound(one, name)]
                given = [value for one in ast.walk(scope) for value in values(one, name)]
                if bound:
                    return given if len(given) == len(bound) else []
        return []


def is_bound(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.arg):
        return node.arg == name
    return isinstance(node, ast.Name) and node.id == name and isinstance(node.ctx, ast.Store)


def values(node: ast.AST, name: str) -> list[ast.expr]:
    """What an assignment gives to the name, also as one of several."""
    if isinstance(node, ast.AnnAssign | ast.Assign) and node.value is not None:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(target.elts, node.value.elts, strict=True)
        else:
            pairs = zip([target], [node.value], strict=True)
        return [value for to, value in pairs if getattr(to, "id", "") == name]
    return []


def sources() -> list[Path]:
    return [ROOT / "app.py", *files("pages")]


@cache
def unsafe_in(path: Path) -> list[tuple[int, str]]:
    return list(Reader(path.read_text(encoding="utf-8")).unsafe())


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_what_streamlit_reads_as_markdown_holds_no_data(path: Path) -> None:
    where = path.relative_to(ROOT).as_posix()
    assert [(line, text) for line, text in unsafe_in(path) if (where, text) not in EXCUSED] == []


def test_every_excuse_is_needed() -> None:
    found = {
        (path.relative_to(ROOT).as_posix(), text)
        for path in sources()
        for _, text in unsafe_in(path)
    }
    assert set(EXCUSED) - found == set()


DATA = """
import streamlit as st
from pages.parts.data import messages as m
def draw(row, box, names):
    label = row.title
    st.subheader(row.title)
    box.caption(f"Of {row.title}")
    box.metric("Sold", row.title)
    st.button(label, help="Ours")
    st.button("Ours", help=row.title)
    st.tabs(names)
    st.warning(say(m.SOLD, title=row.title))
    st.info(say(row.title))
    st.success(markdown(row.title))
    st.radio("Ours", names, format_func=say)
    st.write(row.title)
    st.toggle("Ours", **row)
    TextColumn("Ours", help=row.title)
    for name in names:
        st.expander(name)
"""
OURS = """
import streamlit as st
from pages.parts.data import messages as m
from pages.kit import tables
def draw(row, box, names):
    label = say(m.SOLD) if row else "Ours"
    st.subheader(label)
    box.caption(" ".join(f"**{plain(one)}**" for one in names))
    st.button(markdown(m.SOLD, title=row.title), key=row.title, help=row.help and plain(row.help))
    st.selectbox("Ours", names, format_func=str, **KEPT)
    st.pills("Ours", names, format_func=lambda one: plain(row[one]))
    st.text(row.title)
    tables.text(row.title)
"""


def test_data_is_told_from_what_is_ours() -> None:
    lines = {line for line, _ in Reader(DATA).unsafe()}
    first = DATA.splitlines().index("    st.subheader(row.title)") + 1
    assert lines == set(range(first, DATA.count("\n") + 1)) - {DATA.count("\n") - 1}
    assert list(Reader(OURS).unsafe()) == []
