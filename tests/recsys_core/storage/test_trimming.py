"""The cache of written blocks is given back, and nothing else changes."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from recsys_core.storage.database import Database, open_database
from recsys_core.storage.trimming import same_limit, trim, trimmed

ROWS = 2_000_000


@pytest.fixture
def full(tmp_path: Path) -> Iterator[Database]:
    """A database with some 30 MB of written blocks in its cache."""
    db = open_database(tmp_path / "w.duckdb")
    with db.write() as cursor:
        cursor.execute(
            f"CREATE TABLE wide AS SELECT hash(i) AS a, hash(i * 7) AS b FROM range({ROWS}) r(i)"
        )
    yield db
    db.close()


def cached(cursor: duckdb.DuckDBPyConnection) -> int:
    found = cursor.execute(
        "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'BASE_TABLE'"
    ).fetchall()
    return int(found[0][0])


def wait_until(holds: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def limit(cursor: duckdb.DuckDBPyConnection) -> str:
    return str(cursor.execute("SELECT current_setting('memory_limit')").fetchall()[0][0])


def test_some_cached_blocks_are_given_back_and_the_limit_stays(full: Database) -> None:
    with full.read() as cursor:
        found, before = cached(cursor), limit(cursor)
        assert found > 16_000_000
        for _ in range(3):
            assert trim(cursor, full=4_000_000, step=4_000_000)
        assert found - 14_000_000 < cached(cursor) < found - 10_000_000
        assert limit(cursor) == before


def test_a_small_cache_is_left_alone(full: Database) -> None:
    with full.read() as cursor:
        before = cached(cursor)
        assert not trim(cursor, full=1_000_000_000)
        assert cached(cursor) == before


@pytest.mark.parametrize("wanted", ["1GB", "350MB", "12.5GB", "900KB", "777777777B"])
def test_a_limit_put_back_is_shown_as_before(full: Database, wanted: str) -> None:
    with full.read() as cursor:
        cursor.execute(f"SET memory_limit = '{wanted}'")
        before = limit(cursor)
        for _ in range(3):
            cursor.execute(f"SET memory_limit = '{same_limit(limit(cursor))}'")
        assert limit(cursor) == before


def test_the_cache_shrinks_while_one_session_writes(full: Database) -> None:
    with full.read() as cursor:
        before = cached(cursor)
        with trimmed(full, full=1_000_000, step=4_000_000, pause=0.001):
            wait_until(lambda: cached(cursor) < before / 2)


def test_nothing_is_given_back_while_another_session_asks(full: Database) -> None:
    with full.read() as cursor, full.read():
        before = cached(cursor)
        with trimmed(full, full=1_000_000, step=4_000_000, pause=0.001):
            time.sleep(0.3)
            assert cached(cursor) == before


def test_questions_of_other_sessions_get_their_answers_meanwhile(full: Database) -> None:
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(6):
            with full.read() as cursor:
                # Needs more memory than trimming would leave.
                rows = cursor.execute(
                    "SELECT count(*), sum(n) FROM (SELECT a, count(*) AS n FROM wide GROUP BY a)"
                ).fetchall()
                if rows != [(ROWS, ROWS)]:
                    wrong.append(rows)

    def guarded() -> None:
        try:
            ask()
        except duckdb.Error as error:
            wrong.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(2)]
    # The session that writes is open as long as an import trims.
    with full.read(), trimmed(full, full=500_000, step=8_000_000, pause=0.001):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_it_ends_with_the_block_whatever_happens(full: Database) -> None:
    with pytest.raises(ValueError, match="on purpose"), trimmed(full):
        raise ValueError("on purpose")
    assert not [thread for thread in threading.enumerate() if thread.name == "trimming"]
