"""A write-ahead log damaged from outside: nothing that was acknowledged goes without a word."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.schema.failures import in_words
from recsys_core.storage.acknowledged import ENDING
from recsys_core.storage.database import open_database

ROOT = Path(__file__).resolve().parents[3]
SAVED = 15
# Saves, says so, and is killed before DuckDB empties its log.
DRIVER = """
import os, sys
from pathlib import Path
from recsys_core.storage.database import open_database
db = open_database(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    with db.write() as cursor:
        name = str(number)
        cursor.execute("INSERT INTO scenarios VALUES (?, ?, '{}', now()::TIMESTAMP)", [name, name])
    print(number, flush=True)
os.kill(os.getpid(), 9)
"""


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with fifteen saved changes in its log."""
    path = tmp_path_factory.mktemp("killed") / "tastelab.duckdb"
    with_tables = open_database(path)
    with_tables.close()
    done = subprocess.run(
        [sys.executable, "-c", DRIVER, str(path), str(SAVED)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() == [str(number) for number in range(SAVED)], done.stderr
    assert path.with_name(path.name + ".wal").stat().st_size > 1000
    return path


@pytest.fixture
def path(killed: Path, tmp_path: Path) -> Path:
    for file in killed.parent.iterdir():
        shutil.copyfile(file, tmp_path / file.name)
    return tmp_path / killed.name


def saved(path: Path) -> tuple[int, list[str]]:
    """How many changes are there after opening, and what is said."""
    db = open_database(path)
    try:
        with db.read() as cursor:
            found = cursor.execute("SELECT count(*) FROM scenarios").fetchall()[0][0]
        return int(found), db.warnings
    finally:
        db.close()


def log_of(path: Path) -> Path:
    return path.with_name(path.name + ".wal")


def test_what_was_killed_comes_back_without_a_word(path: Path) -> None:
    assert saved(path) == (SAVED, [])
    assert [file.name for file in path.parent.glob("*damaged*")] == []


@pytest.mark.parametrize("place", [0, 4, 9, 16, 40, 200])
def test_a_damaged_log_is_told_by_the_number_of_changes(path: Path, place: int) -> None:
    log = log_of(path)
    content = bytearray(log.read_bytes())
    content[place] ^= 0xFF
    log.write_bytes(content)
    found, said = saved(path)
    if found < SAVED:
        assert len([one for one in said if "lost" in one]) == 1
        number = SAVED - found
        assert f"{number} saved change{'s are' if number > 1 else ' is'} lost" in " ".join(said)
        kept = list(path.parent.glob("*.damaged-*"))
        assert [file.read_bytes() for file in kept] == [bytes(content)]
        assert kept[0].name in " ".join(said)
    else:
        assert said == []


@pytest.mark.parametrize("part", [0.0, 0.3, 0.5, 0.9])
def test_a_log_cut_short_is_told(path: Path, part: float) -> None:
    log = log_of(path)
    os.truncate(log, int(log.stat().st_size * part))
    found, said = saved(path)
    assert found < SAVED
    assert f"{SAVED - found} saved change" in " ".join(said)


def test_a_log_that_is_gone_is_told(path: Path) -> None:
    log_of(path).unlink()
    found, said = saved(path)
    assert found == 0
    assert "15 saved changes are lost" in said[0]


def test_it_is_said_at_every_opening_until_it_was_read(path: Path) -> None:
    log_of(path).unlink()
    first = saved(path)
    assert saved(path) == first
    db = open_database(path)
    db.dismiss_warnings()
    assert db.warnings == []
    db.close()
    assert saved(path) == (0, [])


def test_changes_after_a_loss_are_counted_on(path: Path) -> None:
    log_of(path).unlink()
    db = open_database(path)
    with db.write() as cursor:
        cursor.execute("INSERT INTO scenarios VALUES ('new', 'new', '{}', now()::TIMESTAMP)")
    db.close()
    found, said = saved(path)
    assert (found, len(said)) == (1, 1)
    assert "15 saved changes are lost" in said[0]


@pytest.mark.parametrize("content", [None, "", "[]", '{"changes": 9}', '{"changes": "x'])
def test_a_note_that_cannot_be_read_is_written_anew(path: Path, content: str | None) -> None:
    note = path.with_name(path.name + ENDING)
    if content is None:
        note.unlink()
    else:
        note.write_text(content)
    assert saved(path) == (SAVED, [])
    assert '"changes": 15' in note.read_text()


def test_the_note_of_another_database_is_not_taken_for_its_own(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / path.name
    other.parent.mkdir()
    db = open_database(other)
    db.close()
    shutil.copyfile(path.with_name(path.name + ENDING), other.with_name(other.name + ENDING))
    assert saved(other) == (0, [])


def test_a_change_that_was_rolled_back_is_not_counted(tmp_path: Path) -> None:
    path = tmp_path / "tastelab.duckdb"
    db = open_database(path)
    with pytest.raises(ZeroDivisionError), db.write():
        raise ZeroDivisionError
    with db.write() as cursor:
        cursor.execute("DELETE FROM scenarios")
    db.close()
    assert saved(path) == (0, [])


@pytest.mark.parametrize("log", [True, False], ids=["log there", "log gone"])
def test_a_database_that_is_gone_is_said_and_not_made_anew(path: Path, log: bool) -> None:
    path.unlink()
    if not log:
        log_of(path).unlink()
    before = sorted(path.parent.iterdir())
    for _ in range(2):
        with pytest.raises(
            InputError, match=r"tastelab\.duckdb, which holds everything .* no longer"
        ):
            open_database(path)
    assert sorted(path.parent.iterdir()) == before
    for left in before:
        left.unlink()
    open_database(path).close()


def test_a_database_that_cannot_be_opened_leaves_no_copies_of_its_log(path: Path) -> None:
    path.write_bytes(b"")
    log_of(path).write_bytes(b"")
    before = sorted(path.parent.iterdir())
    for _ in range(3):
        with pytest.raises(InputError, match="cannot be opened as a workspace"):
            open_database(path)
    assert sorted(path.parent.iterdir()) == before


def test_a_corrupt_block_is_called_damage() -> None:
    error = duckdb.IOException("Corrupt database file: block 1")
    assert in_words(error) == (
        "The workspace's database file is damaged (Corrupt database file: block 1). "
        "Bring back a copy of the workspace folder, or load the data into a new one."
    )


def test_a_log_that_may_not_be_written_is_called_that() -> None:
    error = duckdb.TransactionException(
        'Failed to commit: Cannot open file "/w/a.wal": Permission denied'
    )
    assert in_words(error) == (
        "Tastelab may not write or read /w/a.wal. "
        "Give it the right to, or choose another workspace folder."
    )
