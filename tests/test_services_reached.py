"""Every public function of the services is called by a test of its own, not only by others."""

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.sources import ONE_WORKER, ROOT, files, nodes_of, parsed

SERVICES = ROOT / "recsys_core" / "services"
pytestmark = ONE_WORKER


def place(path: Path) -> str:
    """`data.mapping` for a module of the services."""
    return ".".join(path.relative_to(SERVICES).with_suffix("").parts)


def public() -> set[str]:
    """`data.mapping.column_of` for every function without an underscore at the top of a module."""
    return {
        f"{place(path)}.{node.name}"
        for path in files("recsys_core/services")
        for node in parsed(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def asked(nodes: Sequence[ast.AST]) -> set[str]:
    """What a test file takes from the services: imported by name, or as `module.function`."""
    found, modules = set(), {}
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
            "recsys_core.services"
        ):
            inner = (node.module or "").removeprefix("recsys_core.services").lstrip(".")
            for alias in node.names:
                name = f"{inner}.{alias.name}".lstrip(".")
                found.add(name)
                modules[alias.asname or alias.name] = name
    for node in nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{modules.get(node.value.id, '')}.{node.attr}")
    return found


def handed_on() -> dict[str, str]:
    """`data.imports.preview_file` -> `data.preview.preview_file`, where one module imports it."""
    found = {}
    for path in files("recsys_core/services"):
        for name in asked(nodes_of(path)):
            found[f"{place(path)}.{name.rpartition('.')[2]}"] = name
    return found


def reached() -> set[str]:
    """What tests call, by where it is written."""
    found = set().union(*(asked(nodes_of(path)) for path in files("tests")))
    elsewhere = handed_on()
    return found | {elsewhere[name] for name in found if name in elsewhere}


def test_every_public_function_of_the_services_has_a_test_of_its_own() -> None:
    assert public() - reached() == set(), "write a test that calls these"


def without_a_role() -> Iterator[str]:
    """Public functions and methods that take a workspace and do not say which role that needs."""
    for path in files("recsys_core/services"):
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                kinds = {ast.unparse(one.annotation).strip("'") for one in given if one.annotation}
                said = [ast.unparse(one).startswith("needs(") for one in node.decorator_list]
                if "Workspace" in kinds and not any(said):
                    yield f"{path.relative_to(SERVICES)}:{node.lineno} {node.name}"


def test_every_public_function_with_a_workspace_says_which_role_it_needs() -> None:
    assert list(without_a_role()) == [], "put @needs(Role.…) above these; see docs/adr/0035"


def test_a_function_is_reached_by_name_or_through_its_module() -> None:
    text = "from recsys_core.services.a import b\nfrom recsys_core.services.a.c import d\nb.f()\n"
    assert asked(tuple(ast.walk(ast.parse(text)))) >= {"a.b", "a.c.d", "a.b.f"}
