"""The sample's displays and mailers, on a store of three products and two households."""

from pathlib import Path

import pandas as pd
import pytest

from data import displays
from recsys_core.cli.main import main
from recsys_core.schema.errors import CancelledError, InputError, NotReadyError
from recsys_core.services.campaigns.response.clicking import click_readiness
from recsys_core.services.data import displays as service
from recsys_core.services.data.displays import displays_here, displays_offered, load_displays
from recsys_core.services.data.undo import undo_import
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.shopping_queries import lists_of
from tests.recsys_core.storage.builders import add, bought, rows_of

MONDAY = pd.Timestamp("2017-01-02 08:00")


def line(household: int, store: int, week: int, product: int, hours: int, quantity: int = 1):
    return (household, store, week, product, MONDAY + pd.Timedelta(hours=hours), quantity)


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Product 7 stands at the front and in the mailer of store 1 in week 1 and is listed twice; 8
    is in the mailer of store 2. Household 1 bought 7, 2 came for something else and sent 7 back.
    """
    shown = pd.DataFrame(
        [(7, 1, "1", "D", 1), (7, 1, "0", "A", 1), (8, 2, "0", "A", 1), (7, 1, "9", "0", 2)],
        columns=["product_id", "store_id", "display_location", "mailer_location", "week"],
    )
    lines = pd.DataFrame(
        [line(1, 1, 1, 9, 0), line(1, 1, 1, 7, 5), line(2, 1, 1, 9, 3), line(2, 1, 1, 7, 4, 0)],
        columns=["household_id", "store_id", "week", "product_id", "transaction_timestamp",
                 "quantity"],
    )  # fmt: skip
    files = [tmp_path / "promotions.parquet", tmp_path / "transactions.parquet"]
    shown.to_parquet(files[0])
    lines.to_parquet(files[1])
    monkeypatch.setattr(displays, "OTHERS", 1)
    monkeypatch.setattr(displays, "BOUGHT", 1)
    monkeypatch.setattr(service, "display_files", lambda folder: files)
    monkeypatch.setattr(service, "package_folder", lambda module, requirement: tmp_path)
    return files


@pytest.fixture
def sampled(ws: Workspace) -> Workspace:
    """A workspace as the sample leaves it."""
    add(ws.db, "interactions", [bought("1", "9")])
    with ws.db.write() as cursor:
        cursor.execute("UPDATE imports SET kind = 'sample', source = 'complete-journey'")
    return ws


def test_whoever_bought_in_the_store_that_week_is_exposed(shop: list[Path]):
    found = pd.concat(displays.exposures_by_week(shop), ignore_index=True)
    assert found["user_id"].tolist() == ["1", "2"]
    assert found["item_id"].tolist() == ["7", "7"]
    assert found["converted"].tolist() == [True, False]
    assert found["placement"].tolist() == ["Store front + Mailer, front page"] * 2
    shop = MONDAY - pd.Timedelta(hours=5)  # the sample's clock, as for its purchases
    assert found["ts"].tolist() == [shop, shop + pd.Timedelta(hours=3)]
    assert found["stands_for"].tolist() == [1, 1]


def test_they_come_in_once_and_go_again(sampled: Workspace, shop: list[Path]):
    assert displays_offered(sampled)
    report = load_displays(sampled)
    assert report.rows_accepted == 2
    assert not displays_offered(sampled)
    assert displays_here(sampled)
    assert rows_of(sampled.db, "SELECT count(*), sum(stands_for) FROM exposures") == [(2, 2.0)]
    assert "exposures with a purchase and a day; you have 1" in click_readiness(sampled).reason
    with sampled.db.read() as cursor:
        assert lists_of(cursor, "1")["shown"] is None  # drawn from many
    with pytest.raises(InputError, match="already in this workspace"):
        load_displays(sampled)
    undo_import(sampled, report.import_id)
    assert rows_of(sampled.db, "SELECT count(*) FROM exposures") == [(0,)]
    assert displays_offered(sampled)


def test_nothing_is_left_of_one_that_was_cancelled(sampled: Workspace, shop: list[Path]):
    def stop(fraction: float, message: str = "") -> None:
        if fraction > 0.5:
            raise CancelledError("stopped")

    with pytest.raises(CancelledError):
        load_displays(sampled, stop)
    assert displays_offered(sampled)
    assert rows_of(sampled.db, "SELECT count(*) FROM exposures") == [(0,)]


def test_only_where_the_sample_is(ws: Workspace, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(NotReadyError, match="Load it first"):
        load_displays(ws)
    path = str(ws.path)
    ws.close()
    assert main(["--workspace", path, "sample", "movielens", "--displays"]) != 0
    assert "has no displays and mailers" in capsys.readouterr().err
