"""A small shop whose models are trained and measured, for what-if tuning."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import import_shop, write_shop


@pytest.fixture(scope="session")
def what_if_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bestsellers and EASE, trained and measured; not to be written to."""
    folder = write_shop(tmp_path_factory.mktemp("tuned"), customers=120)
    with open_workspace(folder / "workspace") as ws:
        import_shop(ws, folder)
        for model in ("popularity", "ease"):
            train_and_wait(ws, model)
        evaluate_and_wait(ws, ["ease"])
    return folder / "workspace"


@pytest.fixture
def what_if_shop(what_if_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of the workspace to work in."""
    shutil.copytree(what_if_folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws
