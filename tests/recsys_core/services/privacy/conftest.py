"""One planted workspace, made once; every test works on a copy."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.privacy.planted import copy, plant


@pytest.fixture(scope="package")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the planted workspace; not to be written to."""
    return plant(tmp_path_factory.mktemp("planted"))


@pytest.fixture
def persons_workspace(planted: Path, tmp_path: Path) -> Iterator[Workspace]:
    """A copy of it, open."""
    with open_workspace(copy(planted, tmp_path)) as ws:
        yield ws
