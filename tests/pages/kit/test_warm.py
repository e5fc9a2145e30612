import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pages.kit import guard, warm
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.served"]
pytestmark = pytest.mark.xdist_group("served_folder")


@pytest.fixture
def frozen() -> Iterator[None]:
    """What is taken out of collections goes back in afterwards."""
    yield
    gc.unfreeze()


def test_data_and_model_are_there_before_anybody_asks(
    served_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: None
) -> None:
    shutil.copytree(served_folder, tmp_path / "workspace")
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    asked: list[Workspace] = []
    monkeypatch.setattr(warm, "read", asked.append)
    warm.warm()
    ws = guard.opened(str(tmp_path / "workspace"))
    assert asked == [ws], "visitors get the very workspace that was warmed"
    assert gc.get_freeze_count() > 1000
    guard.opened.clear()


def test_an_empty_workspace_or_one_that_cannot_be_opened_is_no_failure(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, frozen: None
) -> None:
    warm.read(workspace)
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "file"))
    warm.warm()
