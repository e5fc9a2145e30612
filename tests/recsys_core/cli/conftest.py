"""Commands run in a copy of a measured shop."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli.main import main

Run = Callable[..., Any]


@pytest.fixture
def run(what_if_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a copy of the measured shop and return its JSON document."""
    shutil.copytree(what_if_folder, tmp_path / "ws")

    def call(*arguments: object, code: int = 0) -> Any:
        capsys.readouterr()
        where = str(tmp_path / "ws")
        got = main(["--workspace", where, "--json", *[str(a) for a in arguments]])
        said = capsys.readouterr()
        assert got == code, said.err
        return json.loads(said.out) if code == 0 else said.err.strip()

    return call
