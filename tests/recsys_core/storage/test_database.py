import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from recsys_core.schema.errors import InputError, WorkspaceBusyError
from recsys_core.storage.database import Database, open_database
from tests.recsys_core.storage.builders import rows_of

KEEP_OPEN = """
import duckdb, sys
connection = duckdb.connect(sys.argv[1])
print("open", flush=True)
sys.stdin.readline()
"""

DIE_WITH_LOG = """
import os, sys
from recsys_core.storage.database import open_database
db = open_database(sys.argv[1])
with db.read() as cursor:
    cursor.execute("CREATE TABLE kept AS SELECT range AS n FROM range(10)")
    cursor.execute("CHECKPOINT")
with db.write() as cursor:
    cursor.execute("INSERT INTO kept SELECT range FROM range(500)")
os._exit(9)
"""


def test_a_failed_write_leaves_nothing(memory_db: Database) -> None:
    def fail_after_writing() -> None:
        with memory_db.write() as cursor:
            cursor.execute("INSERT INTO meta VALUES ('a', '1')")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        fail_after_writing()
    assert rows_of(memory_db, "SELECT * FROM meta WHERE key = 'a'") == []
    with memory_db.write() as cursor:
        cursor.execute("INSERT INTO meta VALUES ('a', '2')")
    assert rows_of(memory_db, "SELECT value FROM meta WHERE key = 'a'") == [("2",)]


def test_a_write_inside_a_write_is_the_same_transaction(memory_db: Database) -> None:
    def both() -> None:
        with memory_db.write() as outer:
            with memory_db.write() as inner:
                assert inner is outer
                inner.execute("INSERT INTO meta VALUES ('a', '1')")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        both()
    assert rows_of(memory_db, "SELECT * FROM meta WHERE key = 'a'") == []


def test_readers_do_not_see_what_is_not_committed(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        cursor.execute("INSERT INTO meta VALUES ('a', '1')")
        assert rows_of(memory_db, "SELECT * FROM meta WHERE key = 'a'") == []


def test_threads_get_their_own_answers_and_all_writes_arrive(memory_db: Database) -> None:
    wrong: list[object] = []

    def work(number: int) -> None:
        try:
            for step in range(15):
                with memory_db.read() as cursor:
                    answer = cursor.execute("SELECT ? + 0", [number * 100 + step]).fetchall()
                    if answer != [(number * 100 + step,)]:
                        wrong.append(answer)
                with memory_db.write() as cursor:
                    cursor.execute(
                        "UPDATE meta SET value = (value::INTEGER + 1)::TEXT WHERE key = 'edits'"
                    )
        except duckdb.Error as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert rows_of(memory_db, "SELECT value FROM meta WHERE key = 'edits'") == [("90",)]


def test_two_openings_in_one_process_share_the_file_and_the_lock(tmp_path: Path) -> None:
    first, second = open_database(tmp_path / "a.duckdb"), open_database(tmp_path / "a.duckdb")
    with first.write() as cursor:
        cursor.execute("INSERT INTO meta VALUES ('a', '1')")
    assert rows_of(second, "SELECT value FROM meta WHERE key = 'a'") == [("1",)]
    assert first._write is second._write
    first.close()
    second.close()


def test_another_process_is_named_as_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    open_database(path).close()
    other = subprocess.Popen(
        [sys.executable, "-c", KEEP_OPEN, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        with pytest.raises(WorkspaceBusyError, match="already open"):
            open_database(path)
    finally:
        other.communicate("done\n", timeout=20)
    open_database(path).close()


def test_a_damaged_log_is_set_aside_with_a_warning(tmp_path: Path) -> None:
    path, log = tmp_path / "a.duckdb", tmp_path / "a.duckdb.wal"
    subprocess.run([sys.executable, "-c", DIE_WITH_LOG, str(path)], check=False)
    damaged = bytearray(log.read_bytes())
    damaged[len(damaged) // 2] ^= 4
    log.write_bytes(bytes(damaged))

    db = open_database(path)
    assert rows_of(db, "SELECT count(*) FROM kept") == [(10,)]
    assert len(db.warnings) == 1
    assert "a.duckdb.wal.damaged-1" in db.warnings[0]
    assert (tmp_path / "a.duckdb.wal.damaged-1").read_bytes() == bytes(damaged)
    db.close()
    again = open_database(path)
    assert len(again.warnings) == 1
    again.dismiss_warnings()
    assert again.warnings == []
    again.close()


def test_committed_rows_survive_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    subprocess.run([sys.executable, "-c", DIE_WITH_LOG, str(path)], check=False)
    db = open_database(path)
    assert rows_of(db, "SELECT count(*) FROM kept") == [(510,)]
    assert db.warnings == []
    db.close()


def test_a_file_that_is_no_workspace_gets_a_sentence_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.duckdb"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(InputError, match="cannot be opened as a workspace"):
        open_database(path)
    assert path.read_bytes() == b"not a database" * 1000


def test_a_name_in_sql_never_reaches_a_python_variable(memory_db: Database) -> None:
    import pandas as pd

    secret = pd.DataFrame({"a": [1]})
    assert len(secret) == 1
    with memory_db.read() as cursor, pytest.raises(duckdb.CatalogException):
        cursor.execute("SELECT * FROM secret")


def test_a_file_is_written_anew_without_what_was_deleted(tmp_path: Path) -> None:
    db = open_database(tmp_path / "w.duckdb")
    with db.write() as cursor:
        cursor.execute("CREATE TABLE t (who VARCHAR)")
        cursor.execute("INSERT INTO t SELECT 'SECRETPERSON' || range FROM range(50000)")
    with db.write() as cursor:
        cursor.execute("DELETE FROM t WHERE who <> 'SECRETPERSON1'")
        cursor.execute("UPDATE t SET who = 'who stays'")
    with db.read():
        assert not db.rewrite(), "somebody asks something"
    assert db.rewrite()
    with db.read() as cursor:
        assert cursor.execute("SELECT who FROM t").fetchall() == [("who stays",)]
    assert db.warnings == []
    db.close()
    assert b"SECRETPERSON" not in (tmp_path / "w.duckdb").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["w.duckdb", "w.duckdb.acknowledged"]
    assert open_database(tmp_path / "w.duckdb").warnings == []


def test_a_file_written_anew_has_every_table_with_its_rows_in_order(tmp_path: Path) -> None:
    db = open_database(tmp_path / "w.duckdb")
    with db.write() as cursor:
        cursor.execute("""INSERT INTO meta VALUES ('odd', '{"a": [1]}')""")
        cursor.execute(
            "INSERT INTO users SELECT 'u' || (7 * range % 101), NULL, true, 'i' FROM range(101)"
        )
        cursor.execute(
            "UPDATE users SET attributes = '{\"town\": \"Z\u00fcrich\"}' WHERE user_id = 'u7'"
        )
        before = {t: cursor.execute(f"SELECT * FROM {t}").fetchall() for t in ("meta", "users")}
    assert db.rewrite()
    with db.read() as cursor:
        after = {t: cursor.execute(f"SELECT * FROM {t}").fetchall() for t in ("meta", "users")}
        packing = cursor.execute("DESCRIBE interactions").fetchall()
    assert after == before
    assert len(packing) == 9
    db.close()


def test_a_database_in_memory_is_not_rewritten() -> None:
    assert not open_database(":memory:").rewrite()
