"""The matrix: every public function of the services by every role, and what nobody may forget."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from recsys_core import services
from recsys_core.schema.errors import ForbiddenError
from recsys_core.services.access.actor import Role
from recsys_core.services.access.house import House
from recsys_core.services.access.needs import ROLE
from recsys_core.services.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[4]
HANDLES = {Workspace, House, "Workspace", "House"}
OPEN = {
    *("verify", "change_password", "must_change"),
    *("open_session", "admit", "actor_of", "close_session", "close_all", "knock"),
}
"""Of the house: what comes before anybody has a role, or asks for a person's own session."""
WITHIN = {"give"}
"""Parts of a transaction that another function opens."""


@cache
def rooms() -> list[ModuleType]:
    found = pkgutil.walk_packages(services.__path__, "recsys_core.services.")
    return [importlib.import_module(one.name) for one in found]


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every public function and method that the services define."""
    for room in rooms():
        for name, found in vars(room).items():
            if inspect.isfunction(found) and found.__module__ == room.__name__:
                yield f"{room.__name__}.{name}", found
            elif inspect.isclass(found) and found.__module__ == room.__name__:
                for inner, method in vars(found).items():
                    plain = getattr(method, "__func__", method)
                    if inspect.isfunction(plain):
                        yield f"{room.__name__}.{name}.{inner}", plain


def handle_of(function: Callable[..., Any]) -> str | None:
    """The parameter that is a workspace or a house."""
    given = inspect.signature(function).parameters.values()
    return next((one.name for one in given if one.annotation in HANDLES), None)


def asked() -> dict[str, Callable[..., Any]]:
    """The public ones that take a handle."""
    return {
        name: one
        for name, one in functions()
        if not any(part.startswith("_") for part in name.split(".")) and handle_of(one)
    }


def test_every_public_function_with_a_handle_names_a_role() -> None:
    without = [
        name
        for name, one in asked().items()
        if not hasattr(one, ROLE) and name.rpartition(".")[2] not in OPEN | WITHIN
    ]
    assert without == [], "put @needs(Role.…) above these (docs/adr/0035-who-may-do-what.md)"
    assert len(asked()) > 370


def test_what_is_open_stands_in_the_house_only() -> None:
    open_ones = {
        name.removeprefix("recsys_core.services.access.")
        for name, one in asked().items()
        if not hasattr(one, ROLE)
    }
    assert {name.rpartition(".")[2] for name in open_ones} == OPEN | WITHIN
    assert not any(name.startswith("recsys_core") for name in open_ones)


@pytest.mark.parametrize("role", [None, *Role])
def test_every_function_refuses_whoever_may_not_and_only_them(
    role: Role | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By stand-ins: whoever is refused gets at nothing, whoever is not reaches the function."""
    wrong, reached = [], object()
    checked = {name: one for name, one in functions() if hasattr(one, ROLE)}
    for name, one in checked.items():
        own = inspect.signature(one).parameters
        names = [each for each in own if own[each].kind is not inspect.Parameter.VAR_KEYWORD]
        handle = handle_of(one) or "self"
        given = {each: None for each in names} | {handle: SimpleNamespace(role=lambda: role)}
        cell = one.__closure__[one.__code__.co_freevars.index("function")]
        inner, cell.cell_contents = cell.cell_contents, lambda **_: reached
        try:
            let_in = one(**given) is reached
        except ForbiddenError:
            let_in = False
        finally:
            cell.cell_contents = inner
        if let_in != (role is not None and role >= getattr(one, ROLE)):
            wrong.append(name)
    assert wrong == []


def test_what_is_decorated_is_checked_before_it_begins() -> None:
    """No decorator stands outside the check but those that make a method of a class."""
    late = []
    for path in (ROOT / "recsys_core" / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                words = [ast.unparse(one) for one in node.decorator_list]
                at = [n for n, word in enumerate(words) if word.startswith("needs(")]
                if at and set(words[: at[0]]) - {"classmethod", "staticmethod"}:
                    late.append(f"{path.name}:{node.name}")
    assert late == []


READ_ONLY = {"list", "running", "get", "folder"}


def test_pages_and_commands_change_nothing_past_the_services() -> None:
    """They read the queue of jobs; the tables they do not touch at all."""
    past = []
    for package in ("pages", "recsys_core/cli"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Attribute):
                    of = ast.unparse(node.value)
                    if of.endswith("ws.jobs") and node.attr not in READ_ONLY:
                        past.append(f"{path.name}:{node.lineno} {of}.{node.attr}")
                    if node.attr in ("db", "_db", "_jobs", "base") and of.endswith("ws"):
                        past.append(f"{path.name}:{node.lineno} {of}.{node.attr}")
    assert past == []
