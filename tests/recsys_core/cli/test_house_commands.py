"""Who did what, and what is kept, by command."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recsys_core.cli.main import main

House = Callable[..., Any]


@pytest.fixture
def house(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> House:
    """Run a command on twelve purchases of three customers and return its JSON document."""
    orders = [f"c{n % 3},p{n % 4},2024-0{1 + n % 9}-05,12.50" for n in range(12)]
    lines = ["customer,product,date,revenue", *orders]
    (tmp_path / "orders.csv").write_text("\n".join(lines), encoding="utf-8")

    def call(*arguments: object, code: int = 0, folder: str = "ws") -> Any:
        capsys.readouterr()
        words = ["--workspace", str(tmp_path / folder), "--json", *map(str, arguments)]
        assert main(words) == code
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else said.err.strip()

    call("import", "interactions", tmp_path / "orders.csv")
    return call


def test_who_did_what_is_listed_searched_and_verified(house: House, tmp_path: Path) -> None:
    house("settings", "--set", "last_months=6")
    found = house("audit-log")
    assert [(one["who"], one["action"], one["outcome"]) for one in found] == [
        ("operator", "change", "done"), ("operator", "import", "done")
    ]  # fmt: skip
    assert set(found[0]) >= {"at", "who", "action", "outcome"}
    assert len(house("audit-log", "--search", "imp-000001", "--verify")) == 1
    assert "2026-11-30" in house("audit-log", "--since", "soon", code=2)
    house("audit-log", "--out", tmp_path / "log.json")
    assert json.loads((tmp_path / "log.json").read_text("utf-8")) == found


def test_a_workspace_goes_into_one_file_and_comes_back(house: House, tmp_path: Path) -> None:
    out = tmp_path / "backup.zip"
    done = house("backup", "--out", out)
    assert done["bytes"] == out.stat().st_size
    back = house("restore", out, folder="back")
    assert (back["files"], back["rows"]) == (done["files"], done["rows"])
    assert house("health", folder="back")["interactions"] == 12
    assert "--replace" in house("restore", out, folder="back", code=2)
    assert Path(house("restore", out, "--replace", folder="back")["before"]).is_dir()
