"""A small shop with one model trained, made once for all tests that write to a copy of it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import write_shop


@pytest.fixture(scope="module")
def purchases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """A workspace of the module's own with a small shop's purchases, nothing trained."""
    folder = write_shop(tmp_path_factory.mktemp("purchases"))
    with open_workspace(folder / "workspace") as ws:
        import_files(ws, "interactions", [folder / "purchases.csv"])
        yield ws


@pytest.fixture(scope="session")
def shop_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's files, and in `ws` the workspace they were imported into; not to be written to."""
    folder = tmp_path_factory.mktemp("shop")
    write_shop(folder, customers=40)
    with open_workspace(folder / "ws") as ws:
        import_files(ws, "interactions", [folder / "purchases.csv"])
        import_files(ws, "items", [folder / "products.csv"])
        train_and_wait(ws, "ease")
    return folder


@pytest.fixture
def shop(shop_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A workspace of its own with EASE trained."""
    shutil.copytree(shop_folder / "ws", tmp_path / "ws")
    with open_workspace(tmp_path / "ws") as ws:
        yield ws
