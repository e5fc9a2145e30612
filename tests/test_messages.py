"""Sentences stand in `messages.py`, so that another language can replace them in one place.

What describes one thing (a setting, a metric, a model's card) stays with it and passes through
`say` where it is shown; the calls and classes that declare such text are named below.
"""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from recsys_core.wording.messages import Plural
from tests.sources import ONE_WORKER, ROOT, files, nodes_of, parsed

pytestmark = ONE_WORKER
PACKAGES = ("recsys_core", "pages", "web")
# Three words in a row, or two and a full stop: what a person reads, not a key or a label.
SENTENCE = re.compile(r"[A-Za-z]{2,}[,;:]? [a-z]{2,}[,;:]? [A-Za-z]+|[A-Z][a-z]+ [a-z]+[.?!…]")
MACHINE = re.compile(
    r"\b(SELECT|FROM|INSERT|UPDATE|CREATE|WHERE|JOIN|ORDER BY|CASE WHEN|DELETE|DROP|ALTER|SET)\b"
    r"|</?[a-z]+|[a-z-]+: ?[^;]*;|function ?\(|var\(--"
    r"|NOT damaged|BIGINT|CAST\(|^[a-z, ]+, $|WHEN .* THEN|\(\?:|^(?=.*[a-z]_[a-z])[a-z_ ]+$"
)
# A key of search.json, the form of a run card, and what DuckDB's errors are known by.
NOT_SAID = {
    "tastelab run card 1",
    "best of its kind",
    "Could not set lock",
    "being used by another process",
    "Corrupt database file",
    "Could not read enough bytes",
}
DECLARING_CALLS = {
    *("add_argument", "add_output", "add_pairs", "most_passes_field"),
    "Command",
    "PerWorkspace",
    *(
        "Field",
        "ModelCard",
        "SplitCard",
        "NotImplementedError",
        "AssertionError",
        "RuntimeError",
        "LinAlgError",
    ),
    *(
        "_share",
        "_cap",
        "ColumnRole",
        "Use",
        "Part",
        "ValueRule",
        "otherwise",
        "Fix",
        "SampleInfo",
        "Setting",
        "setting",
        "_weight",
        "_state",
        "_stems",
        "stems",
    ),
    *("chosen_field", "pull_field", "rate_field"),
}
DECLARED_NAMES = {"title", "meaning", "description", "label", "long_form", "sentence", "why"}


def sources() -> tuple[Path, ...]:
    return files(*PACKAGES)


@cache
def imports_of(path: Path) -> list[ast.ImportFrom]:
    return [node for node in nodes_of(path) if isinstance(node, ast.ImportFrom)]


@cache
def calls_of(path: Path) -> list[ast.Call]:
    """What a file says: the calls of `say` and `markdown` that name what they say."""
    calls = [node for node in nodes_of(path) if isinstance(node, ast.Call) and node.args]
    return [node for node in calls if _name(node.func) in ("say", "markdown")]


@cache
def named_in(path: Path) -> list[ast.Name | ast.Attribute]:
    """Names and what is taken from a name: how a message can be meant."""
    return [
        node
        for node in nodes_of(path)
        if isinstance(node, ast.Name)
        or (isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name))
    ]


def skipped(nodes: Sequence[ast.AST]) -> set[int]:
    """Nodes that are no text on screen: docstrings, remarks below an assignment, declared text."""
    found: set[int] = set()
    for node in nodes:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, ast.Call) and _name(node.func) in DECLARING_CALLS:
            found |= {id(inner) for inner in ast.walk(node)}
        elif isinstance(node, ast.ClassDef):
            for line in node.body:
                target = line.targets[0] if isinstance(line, ast.Assign) else None
                target = line.target if isinstance(line, ast.AnnAssign) else target
                if isinstance(target, ast.Name) and target.id in DECLARED_NAMES:
                    found |= {id(inner) for inner in ast.walk(line)}
    return found


def sentences(nodes: Sequence[ast.AST]) -> list[tuple[int, str]]:
    """Line and text of what a person would read; `{}` where a figure goes."""
    found, passed = [], skipped(nodes)
    for node in nodes:
        if isinstance(node, ast.JoinedStr) and id(node) not in passed:
            parts = [p.value if isinstance(p, ast.Constant) else "{}" for p in node.values]
            passed |= {id(part) for part in ast.walk(node)}
            found.append((node.lineno, "".join(map(str, parts))))
    for node in nodes:
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in passed
        ):
            found.append((node.lineno, node.value))
    return [
        (at, text)
        for at, text in found
        if SENTENCE.search(text) and not MACHINE.search(text) and text not in NOT_SAID
    ]


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def test_no_sentence_stands_outside_the_messages() -> None:
    outside = [
        f"{path.relative_to(ROOT)}:{line} {text[:60]}"
        for path in sources()
        if path.name != "messages.py"
        for line, text in sentences(nodes_of(path))
    ]
    assert outside == []


def catalogues() -> list[Path]:
    return [
        path for path in sources() if path.name == "messages.py" and "wording" not in path.parts
    ]


def constants(path: Path) -> dict[str, ast.expr]:
    tree = parsed(path)
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            values = node.value.elts if isinstance(target, ast.Tuple) else [node.value]
            found |= {name.id: value for name, value in zip(names, values, strict=True)}
    return found


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: p.parent.relative_to(ROOT).as_posix())
def test_no_message_takes_the_name_of_another(path: Path) -> None:
    names = [n.id for n in named_in(path) if isinstance(n, ast.Name) and not _is_read(n)]
    assert [name for name, n in Counter(names).items() if n > 1] == []


def fields_of(message: ast.expr) -> set[str] | None:
    """The named fields of a message; None for what is no message by itself (a table of them)."""
    try:
        value = eval(compile(ast.Expression(message), "", "eval"), {"Plural": Plural})
    except NameError:
        return None
    if not isinstance(value, str | Plural) or "%{" in str(value):  # Plotly fills in its own
        return None
    texts = value if isinstance(value, Plural) else (value,)
    found = {name for text in texts for _, name, _, _ in Formatter().parse(text) if name}
    return found | {"n"} if isinstance(value, Plural) else found


@pytest.mark.parametrize("path", catalogues(), ids=lambda p: p.parent.relative_to(ROOT).as_posix())
def test_every_message_is_used_with_its_fields(path: Path) -> None:
    known = constants(path)
    module = ".".join(path.parent.relative_to(ROOT).parts)
    used: set[str] = set()
    wrong = []
    for source in sources():
        names = _bound(source, module)
        direct = _bound_directly(source, module)
        if not (names or direct or source == path):
            continue
        used |= {name for node in named_in(source) if (name := _message_named(node, names, direct))}
        for node in calls_of(source):
            name = _message_named(node.args[0], names, direct)
            given = {word.arg for word in node.keywords}
            fields = fields_of(known[name]) if name in known else None
            # Without fields a text is left as it is; with `**rest` nothing can be said.
            if fields is not None and None not in given and given != fields:
                wrong.append(f"{source.name}:{node.lineno} {name}: {given ^ fields}")
        if source == path:
            used |= {n.id for n in named_in(source) if isinstance(n, ast.Name) and _is_read(n)}
    assert not wrong
    assert set(known) - used == set(), "messages nobody uses"


def _is_read(node: ast.Name) -> bool:
    return isinstance(node.ctx, ast.Load)


def _bound(source: Path, module: str) -> set[str]:
    """The names under which a file knows the module of messages."""
    return {
        alias.asname or alias.name
        for node in imports_of(source)
        if node.module == module
        for alias in node.names
        if alias.name == "messages"
    }


def _bound_directly(source: Path, module: str) -> dict[str, str]:
    return {
        alias.asname or alias.name: alias.name
        for node in imports_of(source)
        if node.module == f"{module}.messages"
        for alias in node.names
    }


def _message_named(node: ast.AST, modules: set[str], direct: dict[str, str]) -> str | None:
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in modules:
        return node.attr
    return direct.get(node.id) if isinstance(node, ast.Name) else None


FUNCTIONS = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """What runs while a module is loaded: no bodies of functions, but their defaults."""
    left = [tree]
    while left:
        for node in ast.iter_child_nodes(left.pop()):
            inside = isinstance(node, FUNCTIONS)
            parts = [node.args, *getattr(node, "decorator_list", ())] if inside else [node]
            yield from parts
            left += parts


def test_nothing_is_said_before_its_language_is_known() -> None:
    early = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sources()
        for node in at_import(parsed(path))
        if isinstance(node, ast.Call) and _name(node.func) in ("say", "markdown")
    ]
    assert early == []
    made = "x = say(M)\ndef f(a=say(M)):\n    return say(M)\ny = lambda: say(M)\n"
    found = [n.lineno for n in at_import(ast.parse(made)) if isinstance(n, ast.Call)]
    assert sorted(found) == [1, 2]


def test_a_sentence_is_told_from_what_is_none() -> None:
    text = '''
class A:
    """A docstring with words in it."""
    title = "A title with words"
    x = Field(description="A setting with words")
    def f(self):
        show("Nothing was measured yet.")
        show(f"{n} customers were asked")
        run("SELECT a FROM b WHERE c d e")
        key("some-key")
'''
    found = [line for _, line in sentences(tuple(ast.walk(ast.parse(text))))]
    assert sorted(found) == ["Nothing was measured yet.", "{} customers were asked"]
