"""Files on their way into a table, step by step."""

import duckdb
import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.joined import grouped
from recsys_core.ingestion.validate import ACCEPTED
from recsys_core.schema.contracts import silent
from recsys_core.services.data.belonging import stage_groups
from recsys_core.services.data.first_rows import STAGED, select_cells
from recsys_core.services.data.health.findings import sales_to_nobody
from recsys_core.services.data.joins import respell
from recsys_core.services.data.mapping import ImportRequest
from recsys_core.services.data.reading import FilesToRead, read_and_check

ORDERS = [f"B{at},C{at % 7},2024-03-{at % 28 + 1:02d}" for at in range(40)]
LINES = [f"B{at % 40},P{at % 9},{at % 3 + 1},{at % 9 + 2}.50" for at in range(80)]


@pytest.fixture
def shop(tmp_path):
    orders, lines = tmp_path / "orders.csv", tmp_path / "lines.csv"
    orders.write_text("\n".join(["order_id,customer_id,date", *ORDERS]) + "\n", encoding="utf-8")
    lines.write_text("\n".join(["order_id,sku,quantity,price", *LINES]) + "\n", encoding="utf-8")
    return lines, orders


def test_one_file_is_staged_as_it_is_and_several_joined(shop):
    lines, orders = shop
    with duckdb.connect() as cursor:
        with grouped([orders]) as groups:
            staged, belonging = stage_groups(cursor, groups, STAGED)
            rows = cursor.execute(select_cells(staged)).fetchall()
        assert (belonging.paths, rows[1]) == ((orders,), ("B1", "C1", "2024-03-02"))
        with grouped([lines, orders]) as groups:
            staged, belonging = stage_groups(cursor, groups, STAGED, first=True)
            rows = cursor.execute(select_cells(staged)).fetchall()
        assert set(belonging.paths) == {lines, orders}
        assert len(rows) == len(LINES)
        assert {"customer_id", "sku"} <= set(staged.dialect.labels)


def test_what_is_read_has_its_roles_and_its_rows(shop, tmp_path):
    request = ImportRequest("interactions", None, True, ReadOptions(), "none", "lines.csv")
    with duckdb.connect() as cursor, grouped(list(shop)) as groups:
        reading = FilesToRead(cursor, groups, tmp_path, True, silent)
        chosen, validated, belonging = read_and_check(reading, request)
        assert {chosen.mapping[role] for role in ("user", "item")} == {"customer_id", "sku"}
        assert validated.counts.accepted == len(LINES)
        assert set(belonging.paths) == set(shop)


def test_ids_are_written_as_the_other_side_writes_them():
    with duckdb.connect() as cursor:
        cursor.execute("CREATE TABLE items AS SELECT unnest(['mug-1', 'mug-2']) AS item_id")
        cursor.execute(
            f"CREATE TEMP TABLE {ACCEPTED} AS SELECT unnest(['MUG-1', 'mug-2', 'cup']) AS item_id"
        )
        said = respell(cursor, "interactions", {"item": "case"})
        rows = cursor.execute(f"SELECT item_id FROM {ACCEPTED} ORDER BY 1").fetchall()
        assert rows == [("cup",), ("mug-1",), ("mug-2",)]
        assert len(said) == 1
        assert respell(cursor, "interactions", {}) == []


def test_sales_to_nobody_are_said_with_their_money_if_there_is_any():
    assert list(sales_to_nobody(0, 0.0, None)) == []
    (one,) = sales_to_nobody(1, 2.0, None)
    assert one["sentence"].startswith("1 row has no customer: its 2 pieces count in what was sold")
    (more,) = sales_to_nobody(3, 4.0, 24.5)
    assert "their 4 pieces and 24.50 count in what was sold" in more["sentence"]
