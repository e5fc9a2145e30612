import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.imports import undo_import
from tests.recsys_core.storage.builders import add, bought

ALL = DataSettings(min_item_users=1)


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    with open_workspace(tmp_path / "deep" / "workspace") as opened:
        yield opened


def test_a_new_folder_becomes_an_empty_workspace(ws: Workspace) -> None:
    assert ws.is_empty()
    assert ws.data_version() == 0
    assert {"datasets", "vectors", "runs", "uploads", "quarantine"} <= {
        f.name for f in ws.path.iterdir()
    }
    with pytest.raises(NotReadyError):
        ws.dataset()
    assert list((ws.path / "datasets").iterdir()) == []


def test_what_was_imported_is_there_after_closing(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        add(ws.db, "interactions", [bought("a", "1")])
        print_before = ws.fingerprint(ALL)
    with open_workspace(tmp_path) as ws:
        assert not ws.is_empty()
        assert ws.data_version() == 1
        assert ws.fingerprint(ALL) == print_before


def test_the_dataset_is_built_once_per_content_and_settings(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1"), bought("b", "1")])
    first = ws.dataset(ALL)
    assert ws.dataset(ALL) is first
    other = ws.dataset(DataSettings(min_item_users=2))
    assert other is not first
    second = add(ws.db, "interactions", [bought("c", "2")])
    assert ws.dataset(ALL).n_users == 3
    with ws.db.write() as cursor:
        undo_import(cursor, second, datetime(2024, 6, 1))
    assert ws.dataset(ALL) is first


def test_only_three_datasets_stay_in_memory(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1")])
    first = ws.dataset(ALL)
    for size in range(11, 14):
        ws.dataset(DataSettings(max_items=size))
    again = ws.dataset(ALL)
    assert again is not first
    assert again.fingerprint == first.fingerprint
    assert again.user.tolist() == first.user.tolist()


def test_a_worker_process_reads_the_same_data_from_the_folder(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1"), bought("b", "2", day=3)])
    folder = ws.dataset_folder(ALL)
    data = Dataset.load(folder)
    assert folder == ws.path / "datasets" / data.fingerprint
    assert (data.matrix != ws.dataset(ALL).matrix).nnz == 0
    assert data.items.equals(ws.dataset(ALL).items)
    assert data.users.equals(ws.dataset(ALL).users)
    assert [f.name for f in folder.parent.iterdir()] == [data.fingerprint]


def test_what_was_left_out_comes_back_where_an_earlier_version_did_not_keep_it(
    tmp_path: Path,
) -> None:
    settings = DataSettings(min_item_users=2)
    with open_workspace(tmp_path) as ws:
        add(ws.db, "interactions", [bought("a", "1"), bought("b", "1"), bought("a", "2", day=3)])
        folder = ws.dataset_folder(settings)
        before = Dataset.load(folder)
    earlier = replace(before, outside=None)
    shutil.rmtree(folder)
    earlier.save(folder)
    assert Dataset.load(folder).outside is None
    with open_workspace(tmp_path) as ws:
        after = Dataset.load(ws.dataset_folder(settings))
    assert after.fingerprint == before.fingerprint
    assert after.outside is not None
    assert (after.outside.least, after.outside.n_items, after.outside.item.tolist()) == (2, 1, [0])
    assert after.whole().item.tolist() == [0, 1, 0]


def test_a_folder_that_went_missing_is_written_again(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1")])
    folder = ws.dataset_folder(ALL)
    (folder / "dataset.json").unlink()
    assert (ws.dataset_folder(ALL) / "dataset.json").is_file()


def test_a_damaged_folder_is_built_again(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        add(ws.db, "interactions", [bought("a", "1")])
        folder = ws.dataset_folder(ALL)
        before = ws.dataset(ALL)
    (folder / "items.parquet").write_bytes(b"damaged")
    with open_workspace(tmp_path) as ws:
        assert ws.dataset(ALL).items.equals(before.items)


def test_old_folders_go_unless_a_run_refers_to_them(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1")])
    kept = ws.dataset_folder(ALL)
    (ws.path / "runs" / "run-1").mkdir()
    (ws.path / "runs" / "run-1" / "job.json").write_text(json.dumps({"fingerprint": kept.name}))
    gone = ws.dataset_folder(DataSettings(max_items=11))
    latest = [ws.dataset_folder(DataSettings(max_items=n)) for n in (12, 13, 14)]
    assert kept.is_dir()
    assert not gone.exists()
    assert all(folder.is_dir() for folder in latest)


def test_threads_asking_at_once_get_one_dataset(ws: Workspace) -> None:
    add(ws.db, "interactions", [bought("a", "1"), bought("b", "1")])
    found: list[Dataset] = []
    threads = [threading.Thread(target=lambda: found.append(ws.dataset(ALL))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 6
    assert len({id(data) for data in found}) == 1


def test_a_path_that_cannot_be_a_folder_gets_a_sentence(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(InputError, match="Choose a folder you may write to"):
        open_workspace(blocked / "workspace")
    with pytest.raises(InputError, match="Choose a folder you may write to"):
        open_workspace(blocked)
