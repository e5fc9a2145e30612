"""How far data moves on after a training, counted by hand."""

from pathlib import Path

import numpy as np
import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.undo import undo_import
from recsys_core.services.training.queue import start_training, train_and_wait
from recsys_core.services.training.staleness import (
    DataChange,
    difference,
    staleness,
    without_training,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import write_shop

HEADER = "customer_id,product_id,order_id,quantity,date\n"


@pytest.fixture(scope="module")
def ws(purchases: Workspace) -> Workspace:
    train_and_wait(purchases, "ease")
    train_and_wait(purchases, "popularity")
    return purchases


def add(ws: Workspace, folder: Path, *lines: str) -> str:
    path = folder / "more.csv"
    path.write_text(HEADER + "\n".join(lines) + "\n")
    return import_files(ws, "interactions", [path]).import_id


def test_a_model_of_the_data_as_it_is_is_current(ws: Workspace) -> None:
    found = staleness(ws)["ease"]
    assert found.current
    assert found.badges == ()
    assert found.sentence == "Knows all data as it is now: 60 customers, 48 products."


def test_products_too_rare_for_the_catalogue_are_not_said_to_be_known(ws: Workspace) -> None:
    limit = ws.dataset().item_counts
    least = int(np.sort(limit)[len(limit) // 2]) + 1
    rare = int((limit < least).sum())
    assert 0 < rare < len(limit)
    job = start_training(ws, "item-knn", None, DataSettings(min_item_users=least))
    assert ws.jobs.wait(job.job_id).state == "done"
    assert staleness(ws)["item-knn"].sentence == (
        f"Knows the data as it is now: 60 customers, and of 48 products those that at least "
        f"{least} customers have: {48 - rare}."
    )


def test_newer_purchases_customers_and_products_are_counted(ws: Workspace, tmp_path: Path) -> None:
    lines = (
        "00001,P001,n1,1,2026-02-01",
        "00001,P002,n1,1,2026-02-01",
        "fresh,P001,n2,1,2026-02-02",
        "00002,P-new,n3,1,2026-02-03",
    )
    added = add(ws, tmp_path, *lines)
    found = staleness(ws)
    assert found["ease"].difference == DataChange(4, 0, 1, 0, 1, 0)
    assert found["ease"].badges == ("4 newer purchases", "1 new customer", "1 new product")
    assert found["ease"].sentence == (
        "Trained before the data changed: 4 newer purchases, 1 new customer and 1 new product "
        "since."
    )
    assert found["ease"].lists == (
        "Its lists already use newer purchases and new customers; new products need training."
    )
    assert found["popularity"].lists == (
        "Everybody gets the same list, which changes only by training again."
    )
    undo_import(ws, added)
    assert staleness(ws)["ease"].current, "taken back, the data is as it was"


def test_a_purchase_is_told_from_another_of_the_same_product(tmp_path: Path) -> None:
    """Customer and product alone would not do: the moment counts as well."""
    with open_workspace(tmp_path / "workspace") as ws:
        first = add(ws, tmp_path, "a,p,1,1,2024-01-01", "b,p,2,1,2024-01-01", "b,q,3,1,2024-01-02")
        before = ws.dataset()
        undo_import(ws, first)
        add(ws, tmp_path, "a,p,1,1,2024-01-01", "b,p,2,1,2024-03-01", "b,q,3,1,2024-01-02")
        assert difference(before, ws.dataset()) == DataChange(1, 1, 0, 0, 0, 0)
        assert difference(before, before).nothing


def test_undated_orders_are_counted_where_they_lie_together(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "workspace") as ws:
        path = tmp_path / "undated.csv"
        path.write_text("customer_id,product_id,order_id\na,p,1\nb,p,2\nb,q,2\n")
        import_files(ws, "interactions", [path])
        before = ws.dataset()
        path.write_text("customer_id,product_id,order_id\na,p,3\na,p,4\n")
        import_files(ws, "interactions", [path])
        assert difference(before, ws.dataset()).events == 2
        assert difference(ws.dataset(), before).gone == 2


def test_training_data_that_is_gone_is_said_so(tmp_path: Path) -> None:
    import shutil

    write_shop(tmp_path)
    with open_workspace(tmp_path / "workspace") as ws:
        import_files(ws, "interactions", [tmp_path / "purchases.csv"])
        train_and_wait(ws, "popularity")
        add(ws, tmp_path, "00001,P001,n1,1,2026-02-01")
        shutil.rmtree(ws.path / "datasets")
        (ws.path / "datasets").mkdir()
        found = staleness(ws)["popularity"]
    assert found.difference is None
    assert "train it again" in found.sentence


def test_what_works_without_training_depends_on_the_model() -> None:
    assert "count at once" in without_training("ease")
    assert "same list" in without_training("trending")
