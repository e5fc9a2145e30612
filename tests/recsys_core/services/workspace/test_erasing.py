"""After an undo nobody who came with the import can be read in the workspace's folder."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from recsys_core.services.customers.feedback import (
    give_feedback,
    list_vanished,
    remove_vanished,
)
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.undo import leftovers, undo_import
from recsys_core.services.export.long import export_folder, export_lists
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.runs import fitted, forget_models, trained_model
from recsys_core.services.workspace.workspace import Workspace, open_workspace

PERSONS = [f"secretperson{n}@example.com" for n in range(5)]
DETAIL = "Secretville"


def readable(folder: Path) -> set[str]:
    """Who can be read in any file below the folder, in any of its usual forms."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            if path.suffix == ".parquet":
                content += pd.read_parquet(path).to_csv().encode()
            found |= {one for one in (*PERSONS, DETAIL) if one.encode() in content}
    return found


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """Sixty customers who stay, five who came with an import of their own, with a customer file."""
    with open_workspace(tmp_path / "workspace") as ws:
        stay = [f"c{n % 60},p{(n * 7 + n // 60) % 12},2024-01-{n % 28 + 1:02d}" for n in range(600)]
        come = [f"{p},p{n},2024-02-0{n + 1}" for p in PERSONS for n in range(6)]
        write(tmp_path / "stay.csv", ["customer,product,date", *stay])
        write(tmp_path / "come.csv", ["customer,product,date", *come])
        details = [f"{name},{DETAIL}" for name in (*PERSONS, "c1")]
        write(tmp_path / "who.csv", ["customer,city", *details])
        import_files(ws, "interactions", [tmp_path / "stay.csv"])
        yield ws


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def bring(ws: Workspace) -> list[str]:
    """Import the two files of the five; train, list, export and judge with them."""
    folder = ws.path.parent
    kinds = {"come.csv": "interactions", "who.csv": "users"}
    found = [import_files(ws, kind, [folder / name]).import_id for name, kind in kinds.items()]
    train_and_wait(ws, "popularity")
    export_lists(ws, export_folder(ws) / "lists.csv", "popularity")
    give_feedback(ws, PERSONS[0], "p1", "up")
    assert readable(ws.path) == {*PERSONS, DETAIL}
    return found


def test_nobody_of_an_undone_import_is_readable(ws: Workspace) -> None:
    come, who = bring(ws)
    undo_import(ws, who)
    undo_import(ws, come)
    left = leftovers(ws, come)
    assert left.models == ("Bestsellers",)
    assert (left.feedback, left.pending) == (1, False)
    assert "Bestsellers was trained while these rows were in" in left.sentences[0]
    assert "1 verdict of a customer who is no longer there is kept." in left.sentences
    assert list_vanished(ws)["user_id"].tolist() == PERSONS[:1]
    assert remove_vanished(ws) == 1
    ws.close()
    assert readable(ws.path) == set()
    with open_workspace(ws.path) as again:
        assert again.warnings() == []
        lists = export_lists(again, ws.path.parent / "after.csv", "popularity", users=["c1"])
        assert lists.rows == 2, "those of twelve that are new to c1: the model still serves"
        assert again.dataset().n_users == 60


def test_whom_a_campaign_still_names_has_not_vanished(ws: Workspace) -> None:
    come, who = bring(ws)
    with ws.db.write() as cursor:
        target = [PERSONS[0], "arm", "imp-campaign"]
        cursor.execute("INSERT INTO campaign_targets VALUES ('spring', ?, ?, ?)", target)
    undo_import(ws, who)
    undo_import(ws, come)
    assert list_vanished(ws).empty
    assert leftovers(ws, come).feedback == 0


def test_the_workspace_knows_its_file_after_it_was_written_anew(ws: Workspace) -> None:
    before = (ws.path / "tastelab.duckdb").stat().st_ino
    come, _ = bring(ws)
    undo_import(ws, come)
    assert (ws.path / "tastelab.duckdb").stat().st_ino != before
    assert ws.check_place()


def test_the_same_import_comes_back_whole(ws: Workspace) -> None:
    come, who = bring(ws)
    data = ws.dataset()
    undo_import(ws, who)
    undo_import(ws, come)
    for name, kind in {"come.csv": "interactions", "who.csv": "users"}.items():
        import_files(ws, kind, [ws.path.parent / name])
    again = ws.dataset()
    assert set(again.users["user_id"]) == set(data.users["user_id"])
    assert (again.users["city"] == DETAIL).sum() == 6


def test_details_that_stay_are_kept_and_those_taken_out_are_not(ws: Workspace) -> None:
    write(ws.path.parent / "stay-who.csv", ["customer,city", "c2,Stayton"])
    import_files(ws, "users", [ws.path.parent / "stay-who.csv"])
    _, who = bring(ws)
    run = trained_model(ws, "popularity")
    undo_import(ws, who)
    users = pd.read_parquet(ws.path / "datasets" / run.fingerprint / "users.parquet")
    assert users.set_index("user_id")["city"][["c1", "c2"]].tolist() == ["", "Stayton"]


def test_what_is_in_use_is_erased_at_the_next_opening(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    come, who = bring(ws)
    monkeypatch.setattr("recsys_core.services.workspace.erasing.ATTEMPTS", 1)
    with ws.db.read():
        undo_import(ws, who)
        undo_import(ws, come)
    assert leftovers(ws, come).pending
    assert "is erased when the workspace is opened next" in leftovers(ws, come).sentences[-1]
    assert erase_removed(ws)
    remove_vanished(ws)
    assert not leftovers(ws, come).pending
    ws.close()
    assert readable(ws.path) == set()


def test_a_replacing_import_erases_too(ws: Workspace) -> None:
    _, who = bring(ws)
    undo_import(ws, who)
    stay = ws.path.parent / "stay.csv"
    import_files(ws, "interactions", [stay], replace=True, allow_again=True)
    remove_vanished(ws)
    ws.close()
    assert readable(ws.path) == set()


def test_a_model_is_read_again_once_it_was_dropped(ws: Workspace) -> None:
    train_and_wait(ws, "popularity")
    trained = trained_model(ws, "popularity")
    held = fitted(ws, trained)[0]
    assert fitted(ws, trained)[0] is held
    forget_models(ws)
    assert fitted(ws, trained)[0] is not held
