"""The project's own files as trees: read once for all tests that look at how it is written."""

import ast
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ONE_WORKER = pytest.mark.xdist_group("sources")


@contextmanager
def nothing_to_collect() -> Iterator[None]:
    """Trees are kept, and looking at them for rubbish takes longer than making them."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@cache
def files(*folders: str) -> tuple[Path, ...]:
    """The Python files below folders of the project, in order."""
    return tuple(path for name in folders for path in sorted((ROOT / name).rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    with nothing_to_collect():
        return ast.parse(path.read_text(encoding="utf-8"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a file."""
    with nothing_to_collect():
        return tuple(ast.walk(parsed(path)))
