"""What others have, and what the workspace needs, outlives an erasure; so does its certificate."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from recsys_core.jobs.queue import JobQueue
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.data.data_settings import changed, save
from recsys_core.services.data.imports import import_files
from recsys_core.services.privacy import erasing
from recsys_core.services.privacy.certificate import certificates
from recsys_core.services.privacy.erasing import erase_persons, find_persons
from recsys_core.services.privacy.folders import drop_damaged
from recsys_core.services.workspace.bookmarks import bookmarks, keep_bookmark
from recsys_core.services.workspace.erasing import is_erasing
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.privacy.planted import write


@pytest.fixture
def small_shop(tmp_path: Path) -> Iterator[Workspace]:
    """Nine customers: only cust-001 joined on 2023-05-06, only they like Hair Care."""
    bought = [f"cust-{n % 9:03d},p{n % 5},2024-01-{n % 28 + 1:02d}" for n in range(60)]
    odd = "cust-007,p1,2023-05-06 or so"
    write(tmp_path / "bought.csv", ["customer,product,date", *bought, odd])
    joined = [
        f"cust-{n:03d},2023-05-{n + 5:02d},{'Hair Care' if n == 1 else 'Drinks'}" for n in range(9)
    ]
    write(tmp_path / "people.csv", ["customer,joined,favourite", *joined])
    items = [f"p{n},Thing {n},{'Hair Care' if n else 'Drinks'}" for n in range(5)]
    write(tmp_path / "items.csv", ["product,title,category", *items])
    with open_workspace(tmp_path / "workspace") as ws:
        for role, name in (("interactions", "bought"), ("users", "people"), ("items", "items")):
            import_files(ws, role, [tmp_path / f"{name}.csv"])
        yield ws


def test_days_and_words_of_the_catalogue_stay_with_everybody_else(small_shop: Workspace) -> None:
    ws = small_shop
    save(ws, changed(ws, {"since": "2023-05-06"}), "from the opening on")
    keep_bookmark(ws, "Care", "recommendations?category=Hair+Care")
    done = erase_persons(ws, ["cust-001"])
    assert done.certificate.clean
    assert ws.settings().since == date(2023, 5, 6)
    assert list(bookmarks(ws)) == ["Care"]
    with ws.db.read() as cursor:
        assert len(cursor.execute("FROM quarantine").fetchall()) == 1


def test_damaged_files_stop_no_erasure(small_shop: Workspace) -> None:
    folder = small_shop.dataset_folder()
    (folder / "users.parquet").write_bytes(b"PAR1xxxxPAR1")
    (small_shop.path / "runs" / "stray.parquet").write_bytes(b"PAR1xxxxPAR1")
    assert erase_persons(small_shop, ["cust-001"]).certificate.clean
    assert not folder.exists()
    drop_damaged(small_shop)
    assert small_shop.dataset().n_users == 8


def test_a_training_that_begins_meanwhile_ends_it_before_a_row_is_gone(
    small_shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: list[list[str]] = [[], ["begun"]]
    with monkeypatch.context() as patched:
        patched.setattr(JobQueue, "running", lambda _: states.pop(0))
        with pytest.raises(NotReadyError, match="training"):
            erase_persons(small_shop, ["cust-001"])
    assert find_persons(small_shop, ["cust-001"]) == (["cust-001"], [])
    assert not is_erasing(small_shop)


def test_one_that_was_cut_short_is_ended_before_the_next(
    small_shop: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(erasing, "erase_removed", lambda _: False)
        with pytest.raises(NotReadyError):
            erase_persons(small_shop, ["cust-001"])
    erase_persons(small_shop, ["cust-002"])
    assert [one.number for one in certificates(small_shop)] == ["erasure-000002", "erasure-000001"]
