"""Copies of the tables: each day, before a change of them, and back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.undo import undo_import
from recsys_core.services.keeping import snapshots as service
from recsys_core.services.keeping.snapshots import (
    DAY,
    every_day,
    keep_snapshots,
    restore_snapshot,
    snapshot_if_due,
    snapshot_sentence,
    snapshots,
    snapshots_kept,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.snapshots import has_room, take_snapshot

NOW = datetime(2026, 11, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def copied_shop(tmp_path: Path) -> Iterator[Workspace]:
    lines = [f"c{n % 9},p{n % 5},2024-01-{n % 28 + 1:02d}" for n in range(60)]
    (tmp_path / "shop.csv").write_text("\n".join(["customer,product,date", *lines]), "utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [tmp_path / "shop.csv"])
        yield ws


def test_one_a_day_and_the_latest_are_kept(copied_shop: Workspace) -> None:
    ws = copied_shop
    assert "within half an hour" in snapshot_sentence(ws)
    keep_snapshots(ws, 3)
    made = [snapshot_if_due(ws, NOW + day * DAY) for day in range(5)]
    assert all(made)
    assert [one.path for one in snapshots(ws)] == made[:1:-1]
    assert snapshot_if_due(ws, NOW + 4.5 * DAY) is None
    assert "3 daily snapshots, the latest of 2026-11-05" in snapshot_sentence(ws)
    assert snapshot_if_due(ws, NOW - 30 * DAY) is not None, "the clock was set back"
    assert snapshots(ws)[0].size > 0
    keep_snapshots(ws, 0)
    assert (snapshots_kept(ws), snapshot_if_due(ws, NOW + 99 * DAY)) == (0, None)
    assert snapshot_sentence(ws) == "No daily snapshots are kept."
    with pytest.raises(InputError):
        keep_snapshots(ws, 999)


def test_a_copy_comes_back_and_what_was_there_is_kept(copied_shop: Workspace) -> None:
    ws = copied_shop
    made = snapshot_if_due(ws, NOW)
    assert made is not None
    keep_snapshots(ws, 5)
    ws.close()
    assert restore_snapshot(made, ws.path) > 60
    with open_workspace(ws.path) as again:
        assert snapshots_kept(again) == 7
        assert again.warnings() == []
        kept = [one.path for one in snapshots(again) if one.path.name.startswith("before-restore")]
    restore_snapshot(kept[0], ws.path)
    with open_workspace(ws.path) as again:
        assert snapshots_kept(again) == 5
    made.write_bytes(b"no database")
    with pytest.raises(InputError, match="is no backup"):
        restore_snapshot(made, ws.path)


@pytest.mark.parametrize("damage", [b"no database", None])
def test_a_copy_comes_back_where_the_tables_are_damaged_or_gone(
    copied_shop: Workspace, damage: bytes | None
) -> None:
    made = snapshot_if_due(copied_shop, NOW)
    assert made is not None
    copied_shop.close()
    tables = copied_shop.path / "tastelab.duckdb"
    tables.unlink() if damage is None else tables.write_bytes(damage)
    restore_snapshot(made, copied_shop.path)
    with open_workspace(copied_shop.path) as ws:
        assert not ws.is_empty()
        kept = [one.path.read_bytes() for one in snapshots(ws) if "before-restore" in one.path.name]
    assert kept == ([damage] if damage else [])


def test_what_is_erased_is_in_no_copy(copied_shop: Workspace) -> None:
    assert snapshot_if_due(copied_shop, NOW) is not None
    undo_import(copied_shop, "imp-000001")
    assert snapshots(copied_shop) == []


def test_without_room_there_is_none_and_nothing_half(
    copied_shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = copied_shop.path / "tastelab.duckdb"
    assert has_room(database)

    def full(fresh: Path) -> None:
        fresh.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        take_snapshot(database, "daily-", 7, full)
    assert list((copied_shop.path / "snapshots").iterdir()) == []
    monkeypatch.setattr("recsys_core.storage.snapshots.ROOM", 1 << 60)
    assert snapshot_if_due(copied_shop, NOW) is None
    assert "too little room" in snapshot_sentence(copied_shop)


def test_it_is_seen_to_in_the_background_until_it_is_closed(
    copied_shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    monkeypatch.setattr(service, "snapshot_if_due", looked.append)

    def wait(_: float) -> None:
        monkeypatch.setattr(service, "snapshot_if_due", lambda ws: ws.db.read().__enter__())
        copied_shop.close()

    every_day(copied_shop, wait).join(5)
    assert looked == [copied_shop]
