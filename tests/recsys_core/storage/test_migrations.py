import re
from pathlib import Path

import duckdb
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.storage.database import Database
from recsys_core.storage.migrations import LATEST, MIGRATIONS, migrate, schema_version
from tests.recsys_core.storage.builders import add, rows_of

ARCHITECTURE = Path(__file__).parents[3] / "docs" / "architecture.md"


def test_the_tables_are_those_of_the_architecture_page(memory_db: Database) -> None:
    text = ARCHITECTURE.read_text()
    section = text[text.index("## Tables") : text.index("`event` is one of")]
    documented = set(re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE))
    found = {
        name
        for (name,) in rows_of(
            memory_db, "SELECT table_name FROM duckdb_tables() WHERE NOT internal"
        )
    }
    assert found == documented


def test_every_documented_column_exists(memory_db: Database) -> None:
    text = ARCHITECTURE.read_text()
    for line in text[text.index("## Tables") : text.index("`event` is one of")].splitlines():
        match = re.match(r"^\| `(\w+)` \| (.*) \|$", line)
        if not match:
            continue
        table, described = match.groups()
        described = re.sub(r"\([^)]*\)", "", described)
        named = {part.split()[0] for part in described.split(",") if part.strip()}
        columns = {
            name
            for (name,) in rows_of(
                memory_db,
                f"SELECT column_name FROM duckdb_columns() WHERE table_name = '{table}'",
            )
        }
        assert named <= columns, table


def test_numbers_ascend_and_taking_the_steps_again_changes_nothing(memory_db: Database) -> None:
    assert [number for number, _ in MIGRATIONS] == list(range(1, LATEST + 1))
    with memory_db.read() as cursor:
        assert schema_version(cursor) == LATEST
        migrate(cursor)
        assert schema_version(cursor) == LATEST


def test_a_step_that_fails_leaves_no_trace_and_keeps_the_earlier_ones() -> None:
    connection = duckdb.connect(":memory:")
    steps = [(1, "CREATE TABLE a (n INTEGER)"), (2, "CREATE TABLE b (n INTEGER); SELECT * FROM c")]
    with pytest.raises(duckdb.CatalogException):
        migrate(connection, steps)
    assert schema_version(connection) == 1
    found = connection.execute("SELECT table_name FROM duckdb_tables() ORDER BY 1").fetchall()
    assert found == [("a",), ("meta",)]
    migrate(connection, [steps[0], (2, "CREATE TABLE b (n INTEGER)")])
    assert schema_version(connection) == 2
    connection.close()


def test_a_file_of_a_newer_version_is_refused(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        cursor.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(LATEST + 1)])
    with memory_db.read() as cursor, pytest.raises(InputError, match="newer version"):
        migrate(cursor)


def test_the_views_show_the_latest_row_of_each_id(memory_db: Database) -> None:
    add(memory_db, "items", [{"item_id": "1", "title": "old"}, {"item_id": "2", "title": "two"}])
    add(
        memory_db,
        "items",
        [{"item_id": "1", "title": "new"}, {"item_id": "1", "title": "newest"}],
    )
    assert rows_of(memory_db, "SELECT item_id, title FROM catalogue ORDER BY 1") == [
        ("1", "newest"),
        ("2", "two"),
    ]
    add(memory_db, "users", [{"user_id": "u", "attributes": '{"age": "30"}'}])
    add(memory_db, "users", [{"user_id": "u", "attributes": '{"age": "31"}'}])
    assert rows_of(memory_db, "SELECT attributes->>'age' FROM customers") == [("31",)]


def test_rows_survive_their_table_being_written_anew() -> None:
    connection = duckdb.connect(":memory:")
    migrate(connection, [step for step in MIGRATIONS if step[0] < 4])
    connection.execute(
        "INSERT INTO interactions SELECT 'C' || n, 'P', 'purchase', NULL, 1, 2.5, "
        "TIMESTAMP '2024-01-01', NULL, 'imp-000001' FROM range(3) AS r(n)"
    )
    before = connection.execute("SELECT * FROM interactions").fetchall()
    migrate(connection)
    assert connection.execute("SELECT * FROM interactions").fetchall() == before


def test_exposures_of_before_there_were_banners_stay() -> None:
    connection = duckdb.connect(":memory:")
    migrate(connection, [step for step in MIGRATIONS if step[0] < 11])
    connection.execute(
        "INSERT INTO exposures VALUES ('C1', 'P1', 1, true, NULL, 0.5, 'imp-000001')"
    )
    migrate(connection)
    connection.execute("INSERT INTO exposures (user_id, banner, import_id) VALUES ('C', 'B', 'i')")
    found = connection.execute("SELECT item_id, propensity, banner, converted FROM exposures")
    assert found.fetchall() == [("P1", 0.5, None, None), (None, None, "B", None)]
    connection.close()
