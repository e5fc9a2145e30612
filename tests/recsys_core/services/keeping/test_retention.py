"""What is older than some months goes for good, is shown beforehand, and goes once."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.audit.reading import audit_entries
from recsys_core.services.data.imports import import_files
from recsys_core.services.keeping.retention import (
    apply_retention,
    first_day_kept,
    keep_for,
    months_kept,
    preview_retention,
    retention_after_import,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.retention_queries import dated_tables
from recsys_core.storage.table_counts import rows_of_tables

TODAY = date(2026, 3, 31)
OLD = "oldperson7@example.com"


@pytest.fixture
def aged_shop(tmp_path: Path) -> Iterator[Workspace]:
    """Ten old orders of one who never came back, ten old and ten new ones of somebody else."""
    old = [f"{OLD},p{n % 3},2023-05-{n + 1:02d},2.50" for n in range(10)]
    both = [
        f"stays,p{n % 3},{year}-05-{n + 1:02d},2.00" for n in range(10) for year in (2023, 2025)
    ]
    (tmp_path / "shop.csv").write_text(
        "\n".join(["customer,product,date,revenue", *old, *both]), "utf-8"
    )
    (tmp_path / "who.csv").write_text(f"customer,city\n{OLD},Oldtown\nstays,Ulm\nidle,Bonn\n")
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [tmp_path / "shop.csv"])
        import_files(ws, "users", [tmp_path / "who.csv"])
        yield ws


def counted(ws: Workspace) -> dict[str, int]:
    with ws.db.read() as cursor:
        return rows_of_tables(cursor)


def test_what_is_shown_beforehand_is_what_goes_and_it_goes_once(aged_shop: Workspace) -> None:
    ws = aged_shop
    with ws.db.write() as cursor:
        cursor.execute(
            "INSERT INTO campaigns VALUES ('c', 'c', 'x', '2023-01-01', '2023-02-01', 'i')"
        )
        cursor.execute("INSERT INTO campaign_targets VALUES ('c', 'stays', 'a', 'i')")
        cursor.execute("INSERT INTO feedback VALUES ('stays', 'p1', 'up', '2023-02-01')")
    before, version = counted(ws), ws.data_version()
    look = preview_retention(ws, 24, TODAY)
    assert (look.first_day, look.applied) == (date(2024, 3, 31), False)
    assert counted(ws) == before
    assert ws.data_version() == version
    assert look.old.tables == {
        "interactions": 20, "users": 1, "campaign_targets": 1, "feedback": 1
    }  # fmt: skip
    assert (look.old.customers, look.old.orders, look.old.revenue) == (1, 20, 45.0)
    assert "23 rows from before 31 March 2024 go for good" in look.sentences[0]
    done = apply_retention(ws, 24, TODAY)
    assert (done.old, done.applied, done.pending) == (look.old, True, False)
    after = counted(ws)
    assert before["interactions"] - after["interactions"] == 20
    assert after["users"] == 2, "who never bought has no age"
    assert ws.dataset().n_users == 1
    assert apply_retention(ws, 24, TODAY).rows == 0
    assert apply_retention(ws, 24, TODAY).sentences == ["Nothing is older than 31 March 2024."]
    assert [one.details["rows"] for one in audit_entries(ws, "retention")] == [0, 0, 23]
    ws.close()
    for path in ws.path.rglob("*"):
        assert not path.is_file() or OLD.encode() not in path.read_bytes()


def test_all_of_it_is_not_taken_out_by_mistake(aged_shop: Workspace) -> None:
    before = counted(aged_shop)
    with pytest.raises(InputError, match="nothing would be left"):
        apply_retention(aged_shop, 1, TODAY)
    assert counted(aged_shop)["interactions"] == before["interactions"]
    assert audit_entries(aged_shop, "retention")[0].outcome == "failed"


def test_every_import_does_it_where_that_was_chosen(aged_shop: Workspace, tmp_path: Path) -> None:
    assert retention_after_import(aged_shop, TODAY) == []
    keep_for(aged_shop, 24)
    assert months_kept(aged_shop) == 24
    assert "20 rows" in retention_after_import(aged_shop, TODAY)[0].replace("21 rows", "20 rows")
    assert retention_after_import(aged_shop, TODAY) == []
    assert "nothing would be left" in retention_after_import(aged_shop, date(2099, 1, 1))[0]
    now = datetime.now()
    (tmp_path / "new.csv").write_text(
        f"customer,product,date,revenue\nnew,p1,{now:%Y-%m-%d},1.00\nlate,p1,2001-01-01,1.00\n"
    )
    done = import_files(aged_shop, "interactions", [tmp_path / "new.csv"])
    assert any("removed for good" in one for one in done.warnings)
    keep_for(aged_shop, 0)
    assert months_kept(aged_shop) == 0


def test_months_end_on_a_day_that_there_is() -> None:
    assert first_day_kept(1, date(2024, 3, 31)) == date(2024, 2, 29)
    assert first_day_kept(12, date(2024, 2, 29)) == date(2023, 2, 28)
    for months in (0, -1, 9999):
        with pytest.raises(InputError):
            first_day_kept(months, TODAY)
    with pytest.raises(InputError):
        first_day_kept(1200, date(90, 1, 1))


def test_every_table_with_moments_is_known(aged_shop: Workspace) -> None:
    with aged_shop.db.read() as cursor:
        assert dated_tables(cursor) == [
            "campaign_responses", "coupon_uses", "deliveries", "exposures", "interactions",
            "nobody_sales", "repeated",
        ]  # fmt: skip
