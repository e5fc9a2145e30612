"""Slices and audit, as an analyst without a browser would use them."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli.main import main

pytest_plugins = ["tests.recsys_core.services.served"]
pytestmark = pytest.mark.xdist_group("served_folder")

Run = Callable[..., Any]


@pytest.fixture
def run(served_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in a copy of the measured shop; its JSON document, or what it says."""
    shutil.copytree(served_folder, tmp_path / "ws")

    def call(*arguments: object, code: int = 0, as_json: bool = True) -> Any:
        capsys.readouterr()
        options = ["--workspace", str(tmp_path / "ws"), *(["--json"] if as_json else [])]
        got = main([*options, *[str(a) for a in arguments]])
        said = capsys.readouterr()
        assert got == code, said.err
        if code:
            return said.err.strip()
        return json.loads(said.out) if as_json else said.out

    return call


def test_slices_by_one_kind_and_metric(run: Run) -> None:
    found = run("slices", "--by", "TOWN", "--metric", "HitRate@10")
    assert {"rows", "tests", "policy", "fairness"} <= set(found)
    assert {row["metric"] for row in found["rows"]} == {"HitRate@10"}
    for row in found["rows"]:
        assert set(row) == {
            "model", "metric", "kind", "slice", "value", "low", "high", "n", "enough"
        }  # fmt: skip
        assert row["low"] <= row["value"] <= row["high"]
    assert {test["baseline"] for test in found["tests"]} == {"popularity"}
    assert found["policy"][0]["choices"]
    assert found["fairness"][0]["groups"]
    text = run("slices", "--by", "town", as_json=False)
    assert "Town 1" in text
    assert "differs from the bestsellers" in text


def test_slices_refuse_what_is_not_there(run: Run) -> None:
    assert "Choose from: Segment" in run("slices", "--by", "colour", code=2)
    assert "Choose from: NDCG@10" in run("slices", "--metric", "beauty", code=2)


def test_audit_runs_every_check_and_keeps_the_shuffled_run(run: Run) -> None:
    quick = run("audit", "--quick")
    assert not quick["shuffled"]
    full = run("audit")
    assert full["shuffled"]
    assert len(full["findings"]) == len(quick["findings"]) + 1
    shuffled = next(one for one in full["findings"] if one["check"] == "shuffled-run")
    assert shuffled["severity"] == "fine"
    assert run("audit", "--quick")["shuffled"], "what was run stays"
    text = run("audit", as_json=False)
    assert text.startswith(full["sentence"])
