"""One workspace in several hands: everything is shared but what they may do."""

import gc
from pathlib import Path

import pytest

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import ForbiddenError, NotFoundError
from recsys_core.services.access.actor import NOBODY, OPERATOR, Actor, Role
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.queue import cancel_job, put_job_first
from recsys_core.services.workspace.saved_data import ERASED, load_data, save_data
from recsys_core.services.workspace.workspace import Workspace, open_workspace

EVE = Actor("https://id.example", "7", "Eve", lambda _: Role.VIEWER)


def test_a_handle_is_who_holds_it_and_nothing_else(ws: Workspace) -> None:
    view = ws.acting(EVE)
    assert (ws.actor, view.actor, view.acting(NOBODY).actor) == (OPERATOR, EVE, NOBODY)
    assert (ws.role(), view.role(), view.acting(NOBODY).role()) == (Role.ADMIN, Role.VIEWER, None)
    assert view == ws
    assert hash(view.acting(NOBODY)) == hash(ws)
    assert view.base is ws.base is ws
    view.feedback_version += 1
    assert ws.feedback_version == 1
    assert view.db is ws.db
    assert view.jobs is ws.jobs


def test_another_workspace_is_another_one(ws: Workspace, tmp_path: Path) -> None:
    with open_workspace(tmp_path / "other") as other:
        assert other.acting(EVE) != ws.acting(EVE)


def test_what_is_kept_stays_when_the_handle_goes(ws: Workspace) -> None:
    kept: PerWorkspace[str, list[int]] = PerWorkspace("test", most=2)
    view = ws.acting(EVE)
    made = kept.get(view, "a", lambda: [1])
    del view
    gc.collect()
    assert kept.peek(ws, "a") is made
    assert kept.values(ws.acting(NOBODY)) == [made]
    kept.clear(ws.acting(EVE))
    assert kept.peek(ws, "a") is None


def test_a_handle_keeps_the_workspace_open(tmp_path: Path) -> None:
    view = open_workspace(tmp_path / "shop").acting(EVE)
    gc.collect()
    with open_workspace(tmp_path / "shop") as again:
        assert view.base is not again
    view.close()


def test_saved_data_is_read_back_unless_customers_were_erased(
    tmp_path: Path, tiny_dataset: Dataset
) -> None:
    folder = tmp_path / "data"
    assert load_data(folder) is None
    save_data(tiny_dataset, folder)
    found = load_data(folder)
    assert found is not None
    assert found.fingerprint == tiny_dataset.fingerprint
    (folder / ERASED).touch()
    assert load_data(folder) is None


def test_nobody_reads_and_a_viewer_changes_nothing(ws: Workspace) -> None:
    nobody, viewer = ws.acting(NOBODY), ws.acting(EVE)
    for read in (nobody.data_version, nobody.settings, nobody.warnings, nobody.dataset):
        with pytest.raises(ForbiddenError):
            read()
    assert viewer.is_empty()
    for change in (viewer.rewrite, viewer.dismiss_warnings, viewer.forget_datasets):
        with pytest.raises(ForbiddenError):
            change()
    for act in (cancel_job, put_job_first):
        with pytest.raises(ForbiddenError):
            act(viewer, "no-such-job")
        with pytest.raises(NotFoundError):
            act(ws, "no-such-job")
