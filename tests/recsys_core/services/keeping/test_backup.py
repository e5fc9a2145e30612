"""A workspace in one file: it comes back row for row, or nothing is written at all."""

import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import CancelledError, ForbiddenError, InputError, WorkspaceBusyError
from recsys_core.services.access.accounts import add_account
from recsys_core.services.access.actor import LOCAL, OPERATOR, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.sessions import actor_of, close_session, open_session
from recsys_core.services.audit.reading import audit_entries, verify_whole
from recsys_core.services.data.imports import import_files
from recsys_core.services.export.long import export_lists
from recsys_core.services.keeping.backup import ACCOUNTS, MANIFEST, back_up, content_of
from recsys_core.services.keeping.restore import restore
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.table_counts import rows_of_tables


@pytest.fixture
def kept_shop(tmp_path: Path) -> Iterator[Workspace]:
    lines = [f"c{n % 9},p{n % 5},2024-01-{n % 28 + 1:02d}" for n in range(60)]
    (tmp_path / "shop.csv").write_text("\n".join(["customer,product,date", *lines]), "utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [tmp_path / "shop.csv"])
        (ws.path / ACCOUNTS).write_bytes(b"")
        (ws.path / "uploads" / "secret.csv").write_text("x")
        yield ws


@pytest.fixture
def backup_file(kept_shop: Workspace, tmp_path: Path) -> Path:
    out = tmp_path / "backup.zip"
    with kept_shop.db.read():  # somebody reads meanwhile
        done = back_up(kept_shop, out)
    assert (done.path, done.accounts) == (out, False)
    return out


def changed(file: Path, change: Callable[[dict[str, bytes], dict[str, Any]], None]) -> Path:
    """A backup with other content: members by name, and what its list says."""
    with zipfile.ZipFile(file) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    content = json.loads(members.pop(MANIFEST))
    change(members, content)
    out = file.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in members.items():
            packed.writestr(name, data)
        packed.writestr(MANIFEST, json.dumps(content))
    return out


def lists_of(ws: Workspace, out: Path) -> pd.DataFrame:
    export_lists(ws, out, "ease")
    return pd.read_csv(out, dtype=str).drop(columns="made_at")


def test_a_trained_shop_comes_back_row_for_row(shop: Workspace, tmp_path: Path) -> None:
    done = back_up(shop, tmp_path / "backup.zip")
    lists = lists_of(shop, tmp_path / "lists.csv")
    with shop.db.read() as cursor:
        rows = rows_of_tables(cursor)
    shop.close()
    assert done.rows == sum(rows.values())
    back = restore(done.path, tmp_path / "back")
    assert (back.rows, back.files, back.before) == (done.rows, done.files, None)
    with open_workspace(back.path) as ws:
        assert ws.warnings() == []
        pd.testing.assert_frame_equal(lists_of(ws, tmp_path / "again.csv"), lists)
        with ws.db.read() as cursor:
            cursor.execute(f"ATTACH '{shop.path / 'tastelab.duckdb'}' AS old (READ_ONLY)")
            for name in rows:
                for one, other in (("old.", ""), ("", "old.")):
                    left = f'SELECT * FROM {one}"{name}" EXCEPT ALL SELECT * FROM {other}"{name}"'
                    assert cursor.execute(left).fetchall() == [], name


def test_what_is_in_it_and_who_made_it(kept_shop: Workspace, backup_file: Path) -> None:
    names = set(zipfile.ZipFile(backup_file).namelist())
    assert {"tastelab.duckdb", "audit.sqlite", "audit.key", MANIFEST} <= names
    assert not any(name.startswith(("uploads", "figures")) or "wal" in name for name in names)
    assert ACCOUNTS not in names
    entry = audit_entries(kept_shop, "backup")[0]
    assert entry.details["files"] == len(names) - 1
    with_them = back_up(kept_shop, backup_file, accounts=True)
    assert stat.S_IMODE(backup_file.stat().st_mode) == 0o600
    assert with_them.accounts
    assert "hashes of passwords" in with_them.sentence
    assert ACCOUNTS in zipfile.ZipFile(backup_file).namelist()


def test_a_workspace_that_is_there_is_kept_and_one_in_use_is_not_touched(
    kept_shop: Workspace, backup_file: Path
) -> None:
    folder = kept_shop.path
    with pytest.raises(InputError, match="--replace"):
        restore(backup_file, folder)
    kept_shop.close()
    back = restore(backup_file, folder, replace=True)
    assert back.before is not None
    assert (back.before / "tastelab.duckdb").is_file()
    assert "is kept as" in back.sentence
    with open_workspace(folder) as ws:
        assert not ws.is_empty()
        assert [one.action for one in audit_entries(ws)][:1] == ["restore"]
        assert "is whole" in verify_whole(ws)
    (folder.parent / "other").mkdir()
    (folder.parent / "other" / "letter.txt").write_text("x")
    with pytest.raises(InputError, match="holds other files"):
        restore(backup_file, folder.parent / "other", replace=True)


def _flip(members: dict[str, bytes], _: dict[str, Any]) -> None:
    members["audit.key"] = b"x" * len(members["audit.key"])


def _longer(members: dict[str, bytes], _: dict[str, Any]) -> None:
    members["audit.key"] += b"more" * 1000


def _escape(members: dict[str, bytes], content: dict[str, Any]) -> None:
    members["../outside"] = members["audit.key"]
    content["files"]["../outside"] = content["files"]["audit.key"]


def _stranger(members: dict[str, bytes], _: dict[str, Any]) -> None:
    members["stranger"] = b"x"


def _missing(members: dict[str, bytes], _: dict[str, Any]) -> None:
    del members["audit.key"]


def _newer(_: dict[str, bytes], content: dict[str, Any]) -> None:
    content["schema_version"] = 999


def _other_rows(_: dict[str, bytes], content: dict[str, Any]) -> None:
    content["rows"]["interactions"] += 1


def _too_large(_: dict[str, bytes], content: dict[str, Any]) -> None:
    content["files"]["audit.key"]["bytes"] = 10**18


def _undated(_: dict[str, bytes], content: dict[str, Any]) -> None:
    del content["created_at"]


def _no_list(_: dict[str, bytes], content: dict[str, Any]) -> None:
    content.clear()


SAID = {
    _flip: "checksum of audit.key", _longer: "checksum of audit.key", _escape: "leads out",
    _stranger: "leads out", _missing: "checksum of audit.key", _newer: "newer version",
    _other_rows: "other numbers of rows", _too_large: "MB are free", _no_list: "is no backup",
    _undated: "is no backup",
}  # fmt: skip


@pytest.mark.parametrize("change", SAID, ids=lambda one: one.__name__)
def test_what_is_not_as_it_was_written_restores_nothing(
    backup_file: Path, tmp_path: Path, change: Callable[..., None]
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(InputError, match=SAID[change]):
        restore(changed(backup_file, change), tmp_path / "back")
    assert sorted(one for one in tmp_path.iterdir() if one.name != "changed.zip") == before


def test_a_cut_file_is_no_backup(backup_file: Path, tmp_path: Path) -> None:
    content = backup_file.read_bytes()
    for size in (0, 100, len(content) // 2, len(content) - 5):
        backup_file.write_bytes(content[:size])
        with pytest.raises(InputError, match="is no backup"):
            restore(backup_file, tmp_path / "back")
    assert not (tmp_path / "back").exists()


def test_a_backup_that_is_stopped_leaves_nothing(kept_shop: Workspace, tmp_path: Path) -> None:
    class Stopping(Progress):
        def __call__(self, fraction: float, message: str = "") -> None:
            if fraction > 0.3:
                raise CancelledError("stop")

    before = sorted(tmp_path.iterdir())
    with pytest.raises(CancelledError):
        back_up(kept_shop, tmp_path / "backup.zip", report=Stopping())
    assert sorted(tmp_path.iterdir()) == before
    with pytest.raises(InputError):
        back_up(kept_shop, tmp_path / "nowhere" / "backup.zip")


@pytest.mark.parametrize("damage", [b"no database", None])
def test_it_comes_back_where_the_tables_are_damaged_or_gone(
    kept_shop: Workspace, backup_file: Path, damage: bytes | None
) -> None:
    kept_shop.close()
    tables = kept_shop.path / "tastelab.duckdb"
    tables.unlink() if damage is None else tables.write_bytes(damage)
    restore(backup_file, kept_shop.path, replace=True)
    with open_workspace(kept_shop.path) as ws:
        assert not ws.is_empty()


@pytest.mark.parametrize("accounts", [True, False])
def test_who_may_log_in_stays_and_nobody_is_logged_in_by_a_backup(
    kept_shop: Workspace, tmp_path: Path, accounts: bool
) -> None:
    folder = kept_shop.path
    house = House(folder, actor=OPERATOR)
    subject = add_account(house, "ada", "correct horse battery", Role.ADMIN)
    token = open_session(house, house.person(LOCAL, subject, "ada"))
    made = back_up(kept_shop, tmp_path / "with.zip", accounts=accounts)
    close_session(house, token)
    house.close()
    kept_shop.close()
    restore(made.path, folder, replace=True)
    again = House(folder)
    assert again.login_configured()
    assert actor_of(again, token) is None
    again.close()


def test_damaged_accounts_stay_damaged(kept_shop: Workspace, backup_file: Path) -> None:
    (kept_shop.path / ACCOUNTS).write_bytes(b"no database")
    kept_shop.close()
    restore(backup_file, kept_shop.path, replace=True)
    assert (kept_shop.path / ACCOUNTS).read_bytes() == b"no database"


def test_only_administrators_are_handed_a_backup(kept_shop: Workspace, tmp_path: Path) -> None:
    made = back_up(kept_shop, tmp_path / "mine.zip")
    assert content_of(kept_shop, made) == made.path.read_bytes()
    with pytest.raises(ForbiddenError):
        content_of(kept_shop.acting(Actor("local", "x", "X", lambda _: Role.STEWARD)), made)


def test_one_in_use_elsewhere_is_not_replaced(
    kept_shop: Workspace, backup_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_: Path) -> None:
        raise WorkspaceBusyError("in use")

    monkeypatch.setattr("recsys_core.services.keeping.restore.open_database", busy)
    with pytest.raises(WorkspaceBusyError):
        restore(backup_file, kept_shop.path, replace=True)
    assert (kept_shop.path / "tastelab.duckdb").is_file()
