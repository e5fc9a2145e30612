"""Figures on disk: there until the data changes, never wrong, gone with those who are erased."""

import pandas as pd
import pytest

from recsys_core.services.customers.one_customer.contacts import (
    more_json,
    outlook_is_known,
    worth_known,
)
from recsys_core.services.customers.profiles import customer_profile
from recsys_core.services.customers.timing.coming import timing_is_known
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.kept_figures import (
    FIGURES,
    forget_figures,
    is_kept,
    kept_frame,
)
from recsys_core.services.workspace.workspace import open_workspace
from recsys_core.storage import meta
from recsys_core.storage.imports import content_stamp, undo_import
from tests.recsys_core.storage.builders import NOW, add, bought

FRAME = pd.DataFrame({"user_id": ["a", "b"], "figure": [1.5, float("nan")]})


class Making:
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> pd.DataFrame:
        self.times += 1
        return FRAME


@pytest.fixture
def folder(tmp_path):
    with open_workspace(tmp_path / "workspace") as ws:
        add(ws.db, "interactions", [bought("a", "p", day, 1, 1.0) for day in (1, 8, 15)])
    return tmp_path / "workspace"


def test_a_frame_is_made_once_and_found_by_the_next_process(folder):
    make = Making()
    for _ in range(2):
        with open_workspace(folder) as ws:
            for _ in range(2):
                found = kept_frame(ws, "some", make)
                pd.testing.assert_frame_equal(found, FRAME, check_dtype=False)
            assert is_kept(ws, "some")
            assert not is_kept(ws, "other")
    assert make.times == 1


def test_new_data_has_figures_of_its_own_and_the_old_ones_go(folder):
    make = Making()
    with open_workspace(folder) as ws:
        kept_frame(ws, "some", make)
        with ws.db.read() as cursor:
            before = content_stamp(cursor)
        came = add(ws.db, "interactions", [bought("b", "p", 3, 1, 1.0)])
        assert not is_kept(ws, "some")
        kept_frame(ws, "some", make)
        assert len(list((folder / FIGURES).iterdir())) == 1
        with ws.db.write() as cursor:
            undo_import(cursor, came, NOW)
            assert content_stamp(cursor) != before
    assert make.times == 2


def test_what_is_damaged_is_made_again(folder):
    make = Making()
    with open_workspace(folder) as ws:
        kept_frame(ws, "some", make)
        (path,) = (folder / FIGURES).glob("*/some.parquet")
        content = bytearray(path.read_bytes())
        content[30] ^= 1
    path.write_bytes(content)
    with open_workspace(folder) as ws:
        pd.testing.assert_frame_equal(kept_frame(ws, "some", make), FRAME, check_dtype=False)
    assert make.times == 2


def test_what_cannot_be_written_is_told_all_the_same(folder):
    make = Making()
    (folder / FIGURES).write_text("no folder")
    with open_workspace(folder) as ws:
        assert kept_frame(ws, "some", make) is FRAME
        assert not is_kept(ws, "some")


def test_figures_go_with_those_who_are_erased(folder):
    with open_workspace(folder) as ws:
        kept_frame(ws, "some", Making())
        with ws.db.write() as cursor:
            meta.mark_removed(cursor)
        assert erase_removed(ws)
        assert not (folder / FIGURES).exists()
        kept_frame(ws, "some", Making())
        forget_figures(ws)
        assert not is_kept(ws, "some")


def test_a_customer_is_told_the_same_by_a_second_process(folder):
    told = []
    for known in (False, True):
        with open_workspace(folder) as ws:
            assert outlook_is_known(ws) == known == timing_is_known(ws)
            told.append(more_json(ws, customer_profile(ws, "a")))
            assert worth_known(ws, "a") is None
    assert told[0] == told[1]
    assert told[0]["timing"]["next_expected"] == "2024-01-22"
