"""A small shop, measured, with enough customers in each town to compare them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import import_shop, write_shop


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """EASE beside bestsellers and random order; not to be written to."""
    folder = write_shop(tmp_path_factory.mktemp("served"), customers=200, products=80)
    with open_workspace(folder / "workspace") as ws:
        import_shop(ws, folder)
        evaluate_and_wait(ws, ["ease"])
    return folder / "workspace"


@pytest.fixture
def served(served_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace to work in."""
    shutil.copytree(served_folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws
