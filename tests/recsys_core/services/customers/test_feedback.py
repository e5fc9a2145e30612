"""Feedback works on the next list at once and on the next training."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.config import DataSettings
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.customers.feedback import (
    count_feedback,
    feedback_of,
    feedback_stamp,
    give_feedback,
    list_feedback,
    remove_feedback,
)
from recsys_core.services.customers.feedback_training import with_feedback
from recsys_core.services.evaluation.run_card import run_card
from recsys_core.services.export.long import export_lists
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.side_by_side import one_list
from recsys_core.services.training.queue import start_training, train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace

pytestmark = pytest.mark.xdist_group("exporting")
ASKED = RecommendRequest("00001", "ease", 8)


def shown(ws: Workspace, **changes) -> list[str]:
    return [item.item_id for item in recommend(ws, replace(ASKED, **changes)).items]


def test_never_is_on_no_list_not_even_as_filler(shop: Workspace):
    first, second, *_ = shown(shop)
    give_feedback(shop, "00001", first, "never")
    assert first not in shown(shop)
    assert shown(shop)[0] == second
    assert first not in shown(shop, k=47, rerank_config=RerankConfig(fill=True))
    assert first not in shown(shop, k=48, include_seen=True)
    trace = recommend(shop, ASKED).trace
    assert any(step.name == "feedback" for step in trace)
    for user in ("00005", "00009", "00013"):  # The same taste.
        theirs = [item.item_id for item in recommend(shop, replace(ASKED, user=user, k=48)).items]
        had = recommend(shop, replace(ASKED, user=user)).history
        assert (first in theirs) != (first in had), "only for this customer"


def test_down_comes_last(shop: Workspace):
    first = shown(shop)[0]
    give_feedback(shop, "00001", first, "down")
    assert first not in shown(shop)
    assert shown(shop, k=48)[-1] == first


def test_up_raises_relatives_and_stays_on_offer(shop: Workspace):
    before = recommend(shop, replace(ASKED, k=48)).items
    soap = next(item for item in before if item.category == "Soap")
    give_feedback(shop, "00001", soap.item_id, "up")
    after = recommend(shop, replace(ASKED, k=48)).items

    def mean(items):
        return np.mean([i.rank for i in items if i.category == "Soap"])

    assert soap.item_id in [item.item_id for item in after], "it was not bought"
    assert not next(i for i in after if i.item_id == soap.item_id).bought_before
    assert mean(after) < mean(before)
    for item in after[:5]:
        total = item.base + sum(past.contribution for past in item.evidence)
        assert total == pytest.approx(item.score, abs=1e-5)


def test_lists_kept_in_memory_and_exports_heed_it_too(shop: Workspace, tmp_path: Path):
    first = one_list(shop, ASKED).result.items[0].item_id
    give_feedback(shop, "00001", first, "never")
    liked = one_list(shop, ASKED).result.items[3].item_id
    give_feedback(shop, "00001", liked, "up")
    told = one_list(shop, ASKED).result
    assert first not in [item.item_id for item in told.items]
    export_lists(shop, tmp_path / "a.parquet", "ease", ListSettings(8))
    frame = pd.read_parquet(tmp_path / "a.parquet")
    mine = frame[frame["user_id"] == "00001"].sort_values("rank")
    assert list(mine["item_id"]) == [item.item_id for item in told.items]
    assert list(mine["reason"]) == [item.reason for item in told.items]


def test_it_can_be_counted_replaced_and_taken_back(shop: Workspace):
    before = shown(shop)
    stamp = feedback_stamp(shop)
    give_feedback(shop, "00001", before[0], "never")
    give_feedback(shop, "00001", before[0], "down")
    give_feedback(shop, "00002", before[1], "up")
    assert count_feedback(shop) == {"up": 1, "down": 1, "never": 0}
    assert feedback_of(shop, "00001") == {before[0]: "down"}
    assert feedback_stamp(shop) > stamp
    frame = list_feedback(shop, "00001")
    assert frame["title"].iloc[0]
    assert len(list_feedback(shop)) == 2
    assert remove_feedback(shop, "00001", before[0]) == 1
    assert remove_feedback(shop, "00002") == 1
    assert remove_feedback(shop, "00002") == 0
    assert shown(shop) == before


def test_it_outlives_the_program(shop: Workspace):
    first = shown(shop)[0]
    give_feedback(shop, "00001", first, "never")
    path = shop.path
    shop.close()
    with open_workspace(path) as again:
        assert feedback_of(again, "00001") == {first: "never"}


def test_what_is_unknown_is_refused(shop: Workspace):
    with pytest.raises(NotFoundError):
        give_feedback(shop, "nobody", "P001", "up")
    with pytest.raises(NotFoundError):
        give_feedback(shop, "00001", "nothing", "up")
    with pytest.raises(InputError, match="one of up, down, never"):
        give_feedback(shop, "00001", "P001", "perhaps")


def test_the_next_training_learns_from_it(tiny_dataset):
    said = pd.DataFrame(
        [("u0", "i5", "up"), ("u0", "i0", "never"), ("u2", "i3", "down"), ("u9", "i0", "up")],
        columns=["user_id", "item_id", "verdict"],
    )
    data = with_feedback(tiny_dataset, said)
    assert data.fingerprint != tiny_dataset.fingerprint
    matrix = data.matrix.toarray()
    assert matrix[0, 5] == 1
    assert matrix[0, 0] == 0
    assert matrix[2, 3] == 0
    changed = np.argwhere(matrix != tiny_dataset.matrix.toarray()).tolist()
    assert changed == [[0, 0], [0, 5], [2, 3]]
    assert (np.diff(data.user) >= 0).all()
    again = with_feedback(tiny_dataset, said.iloc[::-1])
    assert again.fingerprint == data.fingerprint, "whatever the order"
    assert with_feedback(tiny_dataset, said.iloc[3:]) is tiny_dataset


def test_a_training_says_what_it_learnt_from(shop: Workspace):
    give_feedback(shop, "00001", "P040", "up")
    done = train_and_wait(shop, "popularity")
    card = run_card(shop, done.run_id)
    assert card["data"]["feedback"] == {"up": 1, "down": 0, "never": 0}
    assert card["data"]["learnt_from"] != card["data"]["fingerprint"]
    off = start_training(shop, "popularity", data_settings=DataSettings(feedback=False))
    job = shop.jobs.wait(off.job_id)
    assert "feedback" not in job.payload
    assert job.result["learnt_from"] == job.payload["fingerprint"]
