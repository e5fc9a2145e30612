import json
from pathlib import Path

import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.workspace.storyboard import (
    LONGEST_LINE,
    MOST,
    Scene,
    add_state,
    move_state,
    remove_state,
    storyboard,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace


def lines(states: list[Scene]) -> str:
    return "".join(one.line for one in states)


def test_states_are_kept_moved_and_taken_out(ws: Workspace, tmp_path: Path) -> None:
    for line in "abc":
        add_state(ws, "models", line)
    assert lines(move_state(ws, 3, 1)) == "cab"
    assert lines(move_state(ws, 1, 99)) == "abc"
    assert lines(move_state(ws, 2, -5)) == "bac"
    assert lines(remove_state(ws, 1)) == "ac"
    ws.close()
    with open_workspace(tmp_path / "workspace") as again:
        assert lines(storyboard(again)) == "ac"
        for number in (0, 3, -1):
            with pytest.raises(NotFoundError, match=f"no state {number}; it has 2 states"):
                remove_state(again, number)
        assert lines(storyboard(again)) == "ac"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://host:8501/data?section=Imports&present=true", "data?section=Imports"),
        ("/recommendations?models=a&models=b&why=ease%3A1+2&story=3",
         "recommendations?models=a&models=b&why=ease%3A1+2"),
        ("https://host/under/here/models", "models"),
        ("", ""),
        ("?story=1", ""),
    ],
)  # fmt: skip
def test_an_address_is_kept_without_server_and_presenting(
    ws: Workspace, given: str, kept: str
) -> None:
    (state,) = add_state(ws, given, "line")
    assert state.address == kept
    assert state.shown(2).startswith(f"./{kept.partition('?')[0]}?")
    assert state.shown(2).endswith("present=true&story=2")
    assert add_state(ws, state.shown(2), "again")[1].address == kept


def test_what_cannot_be_kept_is_refused_and_changes_nothing(ws: Workspace) -> None:
    for address, line in (("javascript:alert(1)", "x"), ("models", " "), ("models", "x" * 121)):
        with pytest.raises(InputError):
            add_state(ws, address, line)
    assert storyboard(ws) == []
    assert add_state(ws, "models", "x" * LONGEST_LINE)
    for _ in range(MOST - 1):
        add_state(ws, "models", "x")
    with pytest.raises(InputError, match="at most 50"):
        add_state(ws, "models", "x")


def test_the_command_line_does_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def run(*words: str, code: int = 0) -> str:
        found = main(["--workspace", str(tmp_path / "ws"), "storyboard", *words])
        said = capsys.readouterr()
        assert found == code, said.err
        return said.err if code else said.out

    assert "is empty" in run()
    run("--add", "http://host/models", "Who leads")
    run("--add", "evaluation?part=x", "How sure")
    run("--move", "2", "1")
    assert json.loads(run("--json"))["storyboard"] == [
        {"line": "How sure", "address": "evaluation?part=x"},
        {"line": "Who leads", "address": "models"},
    ]
    assert "no state 3" in run("--remove", "3", code=2)
    assert "How sure" not in run("--remove", "1")
