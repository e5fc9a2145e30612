"""Who did what is written down, nothing personal is, and nobody changes it unseen."""

import json
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread

import pandas as pd
import pytest

from recsys_core.schema.errors import CancelledError, InputError
from recsys_core.services.access.actor import LOCAL, NOBODY, Actor
from recsys_core.services.audit import messages as m
from recsys_core.services.audit.reading import (
    audit_csv,
    audit_entries,
    audit_rows,
    in_words,
    verify_whole,
    write_audit,
)
from recsys_core.services.audit.recording import (
    audited,
    damage_sentence,
    dismiss_damage,
    forget_log,
    log_warnings,
    look_at_log,
    not_written,
    pseudonym,
    record,
    record_of,
    recording,
    unread_damage,
)
from recsys_core.services.customers.feedback import give_feedback
from recsys_core.services.data.imports import import_files, let_repeated_in, refused_csv
from recsys_core.services.data.undo import undo_import
from recsys_core.services.export.people import (
    HandOver,
    hand_over,
    people_bytes,
    people_file,
    set_smallest_group,
)
from recsys_core.services.workspace.bookmarks import keep_bookmark
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.runs import delete_run
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage import audit_log

WHO = "secretperson77@example.com"


class Room:
    """A folder in which somebody acts."""

    def __init__(self, path: Path, name: str = "") -> None:
        self.path = path
        if name:
            self.actor = Actor(LOCAL, "s1", name)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path, "Ada")


@pytest.fixture
def written_shop(tmp_path: Path) -> Iterator[Workspace]:
    lines = [
        f"{WHO if n % 3 else 'c' + str(n)},p{n % 4},2024-01-{n % 28 + 1:02d}" for n in range(40)
    ]
    lines += [f"{WHO},,2024-01-05", lines[0]]
    (tmp_path / f"{WHO}.csv").write_text("\n".join(["customer,product,date", *lines]), "utf-8")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("audit.*"))


def tamper(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / audit_log.FILE) as connection:
        for name in ("never_changed", "never_removed", "only_at_the_end"):
            connection.execute(f"DROP TRIGGER IF EXISTS {name}")
        for statement in statements:
            connection.execute(statement)
    connection.close()
    forget_log(folder)


def test_who_did_what_is_there_latest_first(room: Room) -> None:
    record(room, "export", rows=12, what="lists", customer=WHO, names=[WHO, "x"])
    record_of(room.path, "Bo", "login", "failed", why="InputError")
    last, first = audit_entries(room)
    assert (first.who, first.action, first.outcome, first.details["rows"]) == (
        "Ada", "export", "done", 12
    )  # fmt: skip
    assert first.details["customer"] == first.details["names"][0] == pseudonym(room.path, WHO)
    assert (last.who, last.outcome) == ("Bo", "failed")
    assert in_words(last) == ("Login", "failed", "why InputError")
    plain = replace(last, details={"rows": 1234, "accounts": False, "names": ["a", "b"]})
    assert in_words(plain)[2] == "rows 1,234, accounts no and names a, b"
    assert audit_entries(room, search=WHO) == [first]
    assert audit_entries(room, search="bo") == [last]
    assert audit_entries(room, since="2100-01-01") == []
    with pytest.raises(InputError, match="2026-11-30"):
        audit_entries(room, since="yesterday")
    assert WHO.encode() not in written(room.path)
    for name in (audit_log.FILE, audit_log.HEAD, "audit.key"):
        assert stat.S_IMODE((room.path / name).stat().st_mode) == 0o600


def test_whoever_has_no_name_is_nobody(room: Room) -> None:
    room.actor = NOBODY
    record(room, "refused")
    assert audit_entries(room)[0].who == "nobody"


def test_what_failed_or_was_refused_is_an_entry_without_what_was_typed(room: Room) -> None:
    class ForbiddenError(InputError):
        pass

    for error in (InputError(WHO), CancelledError(WHO), ForbiddenError(WHO)):
        with pytest.raises(type(error)), recording(room, "export", kind=WHO, what="lists"):
            raise error
    assert [one.outcome for one in audit_entries(room)] == ["refused", "cancelled", "failed"]
    assert WHO.encode() not in written(room.path)
    assert all(one.details["what"] == "lists" for one in audit_entries(room))

    @audited("undo", told=lambda rows: {"rows": rows})
    def take_back(ws: Room, rows: int) -> int:
        return rows

    assert (take_back(room, 3), take_back(ws=room, rows=4)) == (3, 4)
    assert [one.details["rows"] for one in audit_entries(room)[:2]] == [4, 3]


def test_no_customer_is_named_by_whatever_is_done(written_shop: Workspace, tmp_path: Path) -> None:
    ws, out = written_shop, tmp_path / f"{WHO}-out.csv"
    done = import_files(ws, "interactions", [tmp_path / f"{WHO}.csv"])
    let_repeated_in(ws, done.import_id)
    assert WHO.encode() in refused_csv(ws, done.import_id)
    give_feedback(ws, WHO, "p1", "up")
    keep_bookmark(ws, f"About {WHO}", f"customers?customer={WHO}")
    undo_last(ws)
    set_smallest_group(ws, 1)
    hand_over(ws, [WHO], out, HandOver())
    frame = pd.DataFrame({"user_id": [WHO]})
    assert people_file(ws, frame, ".csv") == people_bytes(frame, ".csv")
    for call in (delete_run, undo_import):
        with pytest.raises(InputError):
            call(ws, WHO)
    undo_import(ws, done.import_id)
    entries = audit_entries(ws)
    assert {one.action for one in entries} >= {
        "import", "let-in", "export", "change", "change-undone", "setting", "run-deleted", "undo"
    }  # fmt: skip
    assert {one.action for one in entries} <= set(m.ACTIONS)
    assert {one.who for one in entries} == {"operator"}
    assert [one.outcome for one in entries if one.action == "run-deleted"] == ["failed"]
    brought = next(one for one in entries if one.action == "import")
    assert brought.details == {
        "import_id": done.import_id, "rows": done.rows_accepted, "refused": 1, "files": 1
    }  # fmt: skip
    assert WHO.encode() not in written(ws.path)
    assert [one.action for one in audit_entries(ws, search=WHO)].count("change") == 1
    assert ws.warnings() == []


def test_nothing_is_changed_removed_or_put_in_between(room: Room) -> None:
    for n in range(4):
        record(room, "export", rows=n)
    with sqlite3.connect(room.path / audit_log.FILE) as connection:
        for statement in (
            "UPDATE entries SET entry = '{}' WHERE n = 2",
            "DELETE FROM entries WHERE n = 4",
            "INSERT INTO entries VALUES (9, '{}', '')",
            "INSERT OR REPLACE INTO entries VALUES (2, '{}', '')",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(statement)
    connection.close()
    number, sealed = audit_log.head(room.path)
    assert number == 4
    assert sealed in verify_whole(room)


BROKEN = {
    "UPDATE entries SET entry = replace(entry, 'Ada', 'Bob') WHERE n = 2": "entry 2 is",
    "DELETE FROM entries WHERE n = 3": "entries before number 4",
    "DELETE FROM entries WHERE n > 3": "its last 2 entries are gone",
    "UPDATE entries SET hash = 'x' WHERE n = 5": "entry 5 is",
    "DELETE FROM entries": "up to number 5",
}


@pytest.mark.parametrize("statement", BROKEN)
def test_what_is_broken_is_said_until_somebody_has_read_it(room: Room, statement: str) -> None:
    for n in range(5):
        record(room, "export", rows=n)
    assert log_warnings(room.path) == []
    tamper(room.path, statement)
    with pytest.raises(InputError, match=BROKEN[statement]):
        verify_whole(room)
    said = log_warnings(room.path)
    assert BROKEN[statement] in " ".join(said)
    record(room, "export", rows=6)
    assert look_at_log(room.path) == said, "noted once, and not repaired by going on"
    dismiss_damage(room)
    assert log_warnings(room.path) == unread_damage(room.path) == []
    assert [one.details["damage"] for one in audit_entries(room, search="damage-found")]


def test_a_cut_end_is_noted_by_the_next_entry_too(room: Room) -> None:
    for n in range(5):
        record(room, "export", rows=n)
    log_warnings(room.path)
    tamper(room.path, "DELETE FROM entries WHERE n > 3")
    record(room, "login")
    assert [one.action for one in audit_entries(room)][:2] == ["login", "damage-found"]
    assert "last 2 entries" in " ".join(log_warnings(room.path))


def test_files_that_are_gone_or_garbage_are_said_and_work_goes_on(room: Room) -> None:
    record(room, "export", customer=WHO)
    (room.path / audit_log.FILE).unlink()
    forget_log(room.path)
    assert "up to number 1" in " ".join(log_warnings(room.path))
    (room.path / audit_log.HEAD).unlink()
    (room.path / audit_log.FILE).write_bytes(b"garbage" * 2000)
    forget_log(room.path)
    assert "set aside as audit.sqlite.damaged-1" in " ".join(log_warnings(room.path))
    (room.path / audit_log.HEAD).unlink()
    (room.path / "audit.key").unlink()
    forget_log(room.path)
    record(room, "export", customer=WHO)
    said = " ".join(log_warnings(room.path))
    assert "audit.head" in said
    assert "audit.key was gone" in said
    assert audit_entries(room)[0].action == "export"


def test_a_log_that_is_in_use_is_not_set_aside(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    record(room, "export", rows=1)
    monkeypatch.setattr(audit_log, "WAIT", 0.05)
    forget_log(room.path)
    with closing(sqlite3.connect(room.path / audit_log.FILE, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        assert log_warnings(room.path) == []
        for ask in (verify_whole, audit_entries):
            with pytest.raises(InputError, match="cannot be read at the moment"):
                ask(room)
    (room.path / audit_log.FILE).unlink()
    assert "up to number 1" in " ".join(log_warnings(room.path)), "it is looked at again"


def test_what_cannot_be_written_waits(room: Room) -> None:
    (room.path / audit_log.FILE).mkdir()
    with recording(room, "export", rows=1):
        done = True
    assert done
    assert not_written(room.path) == log_warnings(room.path)
    assert "1 action could not be written" in not_written(room.path)[0]
    (room.path / audit_log.FILE).rmdir()
    record(room, "login")
    assert not_written(room.path) == []
    assert [one.action for one in audit_entries(room)] == ["login", "export"]


def test_many_write_at_once(room: Room) -> None:
    together = Barrier(6)

    def work(name: str) -> None:
        # All at once, so that all find no key yet.
        together.wait()
        for n in range(5):
            record_of(room.path, name, "export", rows=n)

    threads = [Thread(target=work, args=(f"t{n}",)) for n in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(audit_entries(room)) == 30
    assert audit_log.verify(room.path) == []
    assert len(audit_log.verify(room.path, newest=7)) == 0


def test_a_file_of_entries_runs_no_formula(room: Room, tmp_path: Path) -> None:
    assert verify_whole(room) == m.NO_LOG_YET
    record_of(room.path, "=cmd|' /C calc'!A0", "login")
    found = audit_entries(room)
    assert "'=cmd" in audit_csv(found).decode()
    write_audit(found, tmp_path / "log.json")
    assert json.loads((tmp_path / "log.json").read_text()) == audit_rows(found)
    write_audit(found, tmp_path / "log.csv")
    assert (tmp_path / "log.csv").read_bytes() == audit_csv(found)


def test_every_kind_of_damage_has_a_sentence() -> None:
    for kind in ("changed", "removed", "cut", "gone", "unreadable", "unanchored", "key"):
        assert damage_sentence(audit_log.Damage(kind, 2, "f"))
