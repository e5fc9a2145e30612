import pytest

from recsys_core.storage.database import Database
from recsys_core.storage.insert import insert_from
from tests.recsys_core.storage.builders import rows_of


def insert(db: Database, select: str) -> int:
    with db.write() as cursor:
        cursor.execute(f"CREATE TEMP TABLE accepted AS {select}")
        return insert_from(cursor, "interactions", "imp-000001")


def test_missing_columns_become_null_and_foreign_ones_are_left_out(memory_db: Database) -> None:
    assert insert(memory_db, "SELECT '00123' AS user_id, 'x' AS item_id, 7 AS line_number") == 1
    assert rows_of(memory_db, "SELECT * FROM interactions") == [
        ("00123", "x", "purchase", None, None, None, None, None, "imp-000001")
    ]


@pytest.mark.parametrize(
    ("columns", "event"),
    [
        ("3 AS rating", "rating"),
        ("2 AS quantity", "purchase"),
        ("0 AS quantity", "return"),
        ("-1 AS quantity", "return"),
        ("NULL::DOUBLE AS rating, -1 AS quantity", "return"),
        ("'click' AS event, -1 AS quantity", "click"),
    ],
)
def test_the_event_follows_from_the_row_unless_given(
    memory_db: Database, columns: str, event: str
) -> None:
    insert(memory_db, f"SELECT 'u' AS user_id, 'i' AS item_id, {columns}")
    assert rows_of(memory_db, "SELECT event FROM interactions") == [(event,)]


def test_a_target_without_an_arm_was_targeted(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        cursor.execute("CREATE TEMP TABLE accepted AS SELECT '1' AS campaign_id, 'u' AS user_id")
        insert_from(cursor, "campaign_targets", "imp-000001")
    assert rows_of(memory_db, "SELECT arm FROM campaign_targets") == [("targeted",)]
