from datetime import datetime

import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.storage import meta
from recsys_core.storage.database import Database
from recsys_core.storage.imports import (
    combined_hash,
    find_by_hash,
    list_imports,
    next_import_id,
    undo_import,
)
from recsys_core.storage.insert import insert_from
from recsys_core.storage.quarantine import commonest, list_quarantine
from tests.recsys_core.storage.builders import NOW, add, bought, rows_of

LATER = datetime(2024, 6, 1)


def undo(db: Database, import_id: str) -> int:
    with db.write() as cursor:
        return undo_import(cursor, import_id, LATER)


def test_an_import_is_listed_with_its_account(memory_db: Database) -> None:
    first = add(memory_db, "interactions", [bought("a", "1"), bought("b", "1")])
    second = add(memory_db, "items", [{"item_id": "1"}])
    with memory_db.read() as cursor:
        frame = list_imports(cursor)
        assert meta.data_version(cursor) == 2
    assert list(frame["import_id"]) == [second, first]
    assert list(frame["kind"]) == ["items", "interactions"]
    assert list(frame["rows_accepted"]) == [1, 2]
    assert list(frame["source"]) == ["own", "own"]
    assert frame["created_at"].iloc[0] == NOW


def test_undo_removes_exactly_the_rows_of_that_import(memory_db: Database) -> None:
    kept = add(memory_db, "interactions", [bought("a", "1")])
    gone = add(memory_db, "interactions", [bought("a", "1"), bought("b", "2"), bought("b", "1")])
    with memory_db.write() as cursor:
        cursor.execute("CREATE TEMP TABLE refused AS SELECT 3 AS line, 'no date' AS reason")
        insert_from(cursor, "quarantine", gone, "refused")
    assert undo(memory_db, gone) == 3
    assert rows_of(memory_db, "SELECT DISTINCT import_id FROM interactions") == [(kept,)]
    assert rows_of(memory_db, "SELECT count(*) FROM quarantine") == [(0,)]
    with memory_db.read() as cursor:
        assert list(list_imports(cursor, live_only=True)["import_id"]) == [kept]
        assert set(list_imports(cursor)["import_id"]) == {kept, gone}
        assert meta.data_version(cursor) == 3


def test_undo_brings_the_earlier_product_back_exactly(memory_db: Database) -> None:
    add(memory_db, "items", [{"item_id": "1", "title": "Bread", "price": 2.0}])
    before = rows_of(memory_db, "SELECT * FROM catalogue")
    second = add(memory_db, "items", [{"item_id": "1", "title": "Wrong"}])
    assert rows_of(memory_db, "SELECT title FROM catalogue") == [("Wrong",)]
    undo(memory_db, second)
    assert rows_of(memory_db, "SELECT * FROM catalogue") == before


def test_numbers_are_not_used_again_after_an_undo(memory_db: Database) -> None:
    first = add(memory_db, "items", [{"item_id": "1"}])
    undo(memory_db, first)
    with memory_db.read() as cursor:
        assert next_import_id(cursor) > first


def test_unknown_and_repeated_undo_say_so_and_change_nothing(memory_db: Database) -> None:
    import_id = add(memory_db, "items", [{"item_id": "1"}])
    with pytest.raises(NotFoundError, match="no import 'nope'"):
        undo(memory_db, "nope")
    undo(memory_db, import_id)
    with pytest.raises(InputError, match="already taken back"):
        undo(memory_db, import_id)
    with memory_db.read() as cursor:
        assert meta.data_version(cursor) == 2


def test_the_same_file_is_found_until_it_is_undone(memory_db: Database) -> None:
    import_id = add(memory_db, "items", [{"item_id": "1"}], sha256="abc")
    with memory_db.read() as cursor:
        assert find_by_hash(cursor, "abc") == import_id
        assert find_by_hash(cursor, "abc", "items") == import_id
        assert find_by_hash(cursor, "abc", "users") is None
        assert find_by_hash(cursor, "abd") is None
    undo(memory_db, import_id)
    with memory_db.read() as cursor:
        assert find_by_hash(cursor, "abc") is None


def test_the_hash_of_several_files_ignores_their_order() -> None:
    assert combined_hash(["a", "b"]) == combined_hash(["b", "a"])
    assert combined_hash(["a", "b"]) != combined_hash(["a", "c"])
    assert combined_hash(["a"]) == "a"


def test_refused_rows_keep_line_column_reason_and_text(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE refused AS SELECT * FROM (VALUES "
            "('f.csv', 9, 'date', 'not a date', 'a;b'), "
            "('f.csv', 2, 'date', 'not a date', 'c,\"d'), "
            "('f.csv', 4, NULL, 'too short', '=1+1')) t(file_name, line, column_name, reason, raw)"
        )
        assert insert_from(cursor, "quarantine", "imp-000001", "refused") == 3
    with memory_db.read() as cursor:
        frame = list_quarantine(cursor, "imp-000001")
        assert list(frame["line"]) == [2, 4, 9]
        assert list(frame["raw"]) == ['c,"d', "=1+1", "a;b"]
        assert len(list_quarantine(cursor, limit=1)) == 1
        assert list_quarantine(cursor, "other").empty
        assert commonest(cursor, ["imp-000001", "other"]) == ("not a date", 2)
        assert commonest(cursor, ["other"]) is None
