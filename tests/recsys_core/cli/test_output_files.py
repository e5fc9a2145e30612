"""Every option that names a file to write is checked before the command begins."""

import argparse
from pathlib import Path

import duckdb
import pytest

from recsys_core.cli.main import main
from recsys_core.cli.parser import COMMANDS, command_parsers

WRITERS = {
    ("preview", "--out"), ("export", "--out"), ("report", "--out"), ("report", "--run-card"),
    ("rules", "--export"), ("value", "--out"), ("lookalike", "--out"), ("lookalike", "--unknown"),
    ("hand-over", "--out"), ("timing", "--out"), ("segments", "--out"),
    ("campaigns", "--out"), ("no-answer", "--out"), ("audience", "--out"), ("offers", "--out"),
    ("uplift", "--out"), ("bandit", "--state"), ("placements", "--export"),
    ("experiment assign", "--out"), ("audit-log", "--out"), ("erase", "--certificate"),
    ("access", "--out"),
    ("backup", "--out"),
}  # fmt: skip


def commands() -> dict[str, argparse.ArgumentParser]:
    return command_parsers()


def outputs() -> dict[tuple[str, str], tuple[str, ...]]:
    return {
        (name, one.option): tuple(one.endings)
        for name, parser in commands().items()
        for one in parser.get_default("outputs") or ()
    }


def test_every_option_that_writes_is_checked():
    assert set(outputs()) == WRITERS
    for name, parser in commands().items():
        for action in parser._actions:
            if "--out" in action.option_strings:
                assert (name, "--out") in WRITERS


def arguments(command: str, option: str, out: Path, shop: Path) -> list[str]:
    needed = {"preview": [str(shop)], "audience": ["--item", "1", "--size", "5"]}
    needed["access"] = ["--user", "a"]
    needed["erase"] = ["--user", "a"]
    needed["offers"] = ["--budget", "1"]
    needed["experiment assign"] = ["lists"]
    file = needed.get(command, [])
    return [*command.split(), *file, option, str(out), "--workspace", str(shop.parent / "none")]


@pytest.mark.parametrize(("command", "option"), sorted(WRITERS))
def test_nothing_is_written_over_or_into_a_workspace(
    command: str, option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    ending = outputs()[command, option][0]
    shop = tmp_path / "shop.csv"
    shop.write_text("user_id,item_id\na,1\n", encoding="utf-8")
    there, workspace = tmp_path / f"there{ending}", tmp_path / "workspace"
    there.write_text("before", encoding="utf-8")
    workspace.mkdir()
    (workspace / "tastelab.duckdb").write_bytes(b"open")
    refused = {
        there: "is there already",
        workspace / f"lists{ending}": "folder of a workspace",
        workspace / "tastelab.duckdb": "does not end in",
        tmp_path / "lists.exe": "does not end in",
    }
    for out, sentence in refused.items():
        assert main(arguments(command, option, out, shop)) == 2
        assert sentence in capsys.readouterr().err
    assert there.read_text(encoding="utf-8") == "before"
    assert (workspace / "tastelab.duckdb").read_bytes() == b"open"
    assert len(list(workspace.iterdir())) == 1
    assert not (tmp_path / "none").exists()


def test_a_preview_is_replaced_when_asked_and_holds_no_live_formula(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    shop, out = tmp_path / "shop.csv", tmp_path / "out.csv"
    shop.write_text("user_id,item_id,note\na,=1+1,-5\nb,＠x,y\n", encoding="utf-8")
    out.write_text("before", encoding="utf-8")
    assert main(["preview", str(shop), "--out", str(out), "--force"]) == 0
    assert out.read_text(encoding="utf-8") == "user_id,item_id,note\na,'=1+1,-5\nb,'＠x,y\n"
    again = tmp_path / "again.csv"
    assert main(["preview", str(out), "--out", str(again)]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    "error",
    [OSError(28, "No space left on device"), duckdb.IOException("No space left on device")],
)
def test_a_refusal_of_the_disk_or_the_database_is_a_sentence(
    error: Exception, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setitem(COMMANDS, "health", COMMANDS["health"]._replace(run=refuse))
    assert main(["health"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("There is no room left on the disk.")
    assert "Traceback" not in said
