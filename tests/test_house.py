"""The plan of the house: no circle of files, and no class name that stands for two things."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.sources import ONE_WORKER, ROOT, files, nodes_of, parsed

pytestmark = ONE_WORKER


def modules(package: str) -> dict[str, Path]:
    """Every module of a package by its dotted name."""
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in files(package)
    }


def executed(node: ast.AST) -> Iterator[ast.AST]:
    """All that may run, inside functions too; what only type checkers read is left out."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and getattr(child.test, "id", "") == "TYPE_CHECKING":
            continue
        yield child
        yield from executed(child)


def imports(path: Path, known: dict[str, Path]) -> set[str]:
    """The modules among `known` that a file imports; `from package import module` too."""
    found = set()
    for node in executed(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= inner & set(known) or {node.module}
    return found & set(known)


def circle(graph: dict[str, set[str]]) -> list[str]:
    """One circle of files, or none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as problem:
        return list(problem.args[1])
    return []


@pytest.mark.parametrize("package", ["recsys_core", "pages", "web"])
def test_no_file_is_in_a_circle(package: str) -> None:
    known = modules(package)
    graph = {name: imports(path, known) for name, path in known.items()}
    assert circle(graph) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("import a\n", {"a", "b"}), ("if TYPE_CHECKING:\n    import a\n", set())],
)
def test_a_circle_is_found_inside_functions_too(tmp_path: Path, text: str, found: set[str]) -> None:
    (tmp_path / "a.py").write_text("def f():\n    from b import g\n")
    (tmp_path / "b.py").write_text(text)
    known = {name: tmp_path / f"{name}.py" for name in "ab"}
    assert set(circle({name: imports(path, known) for name, path in known.items()})) == found


def test_no_class_name_stands_for_two_things() -> None:
    places: dict[str, set[str]] = defaultdict(set)
    for package in ("recsys_core", "pages", "web"):
        for module, path in modules(package).items():
            for node in nodes_of(path):
                if isinstance(node, ast.ClassDef) and node.name != "Config":
                    places[node.name.lstrip("_")].add(module)
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert twice == {}
