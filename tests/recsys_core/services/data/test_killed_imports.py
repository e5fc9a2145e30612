"""An import killed with -9, at any moment, is whole or absent at the next start."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[4]
ROUNDS = 50


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.recsys_core.services.data.kill_driver",
            str(folder),
            str(ROUNDS),
            "20261122",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return json.loads(done.stdout)


pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="the driver forks"),
    pytest.mark.xdist_group("killed-imports"),  # One worker kills, once.
]
LOG = "tastelab.duckdb.wal"
"""DuckDB's own log: it may keep it after closing, and reads it at the next start."""


def test_an_undisturbed_import_arrives(killed):
    whole = killed["whole"]
    assert whole["acknowledged"]
    assert list(killed["before"]["imports"]) == ["imp-000001"]
    read, accepted, quarantined, duplicate, returned = whole["imports"]["imp-000002"]
    assert read == accepted + quarantined + duplicate + returned
    assert min(accepted, quarantined, duplicate, returned) > 100
    assert {accepted + returned, quarantined} <= set(whole["tables"]["imp-000002"])


def test_a_killed_import_is_whole_or_absent(killed):
    before, whole = killed["before"], killed["whole"]
    assert len(killed["found"]) == ROUNDS
    parts = ("tables", "imports", "version")
    for found in killed["found"]:
        is_whole = all(found[part] == whole[part] for part in parts)
        assert is_whole or all(found[part] == before[part] for part in parts)
        assert is_whole or not found["acknowledged"]
        assert found["warnings"] == []


def test_some_were_killed_before_and_some_after_the_end(killed):
    arrived = sum("imp-000002" in found["imports"] for found in killed["found"])
    assert 0 < arrived < ROUNDS


def test_nothing_is_left_lying_about(killed):
    for found in killed["found"]:
        assert found["left"] == [f"{name}.csv" for name in sorted(found["imports"])]
        files = [name for name in found["files"] if name != LOG]
        assert files == killed["before"]["files"]
        assert not any(name.endswith(".tmp") for name in files)
