"""Arms are dealt by lot, kept, the same everywhere, and never to the control group of all."""

import csv
import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.lots import dealt
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.experiments.planning.assignment import (
    AssignRequest,
    arms_of,
    assign,
    kept_experiment,
    kept_experiments,
    remove_experiment,
)
from recsys_core.services.export.campaign_file import (
    CampaignFile,
    product_columns,
    reachable,
    write_parts,
)
from recsys_core.services.export.experiment_file import experiment_table, write_experiment
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source
from recsys_core.services.recommend.scenarios import choice_of, save_scenario
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.lots import control_group, lot_key, set_control_share
from recsys_core.storage import meta
from tests.recsys_core.storage.builders import rows_of

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")
HALVES = arms_of(["control", "new"])


def test_a_lot_is_kept_and_drawn_the_same_again(audience_shop):
    set_control_share(audience_shop, 0.1)
    found = assign(audience_shop, AssignRequest("Lists", HALVES))
    users = list(found.dealt["user_id"])
    assert not set(users) & control_group(audience_shop)
    assert found.record.definition["excluded"]["control_group"] > 0
    assert sum(found.record.definition["excluded"].values()) + len(users) == len(
        customer_overview(audience_shop)
    )
    by_hand = dealt(lot_key(audience_shop), "Lists", users, [0.5, 0.5])
    assert list(found.dealt["arm"]) == [("control", "new")[one] for one in by_hand]
    again = assign(audience_shop, AssignRequest(" Lists ", HALVES))
    pd.testing.assert_frame_equal(again.dealt, found.dealt)
    assert again.record == found.record
    assert sum(found.sizes.values()) == len(users)
    assert found.ratio_p > 0.001
    assert f"{len(users)} customers were dealt out at random" in found.sentence
    assert any("control group" in one for one in found.left_out)
    with pytest.raises(InputError, match="with other arms"):
        assign(audience_shop, AssignRequest("Lists", HALVES, part=0.5))
    remove_experiment(audience_shop, "Lists")
    assert kept_experiments(audience_shop) == []
    undo_last(audience_shop)
    pd.testing.assert_frame_equal(kept_experiment(audience_shop, "Lists").dealt, found.dealt)
    with pytest.raises(NotFoundError):
        kept_experiment(audience_shop, "Mails")


def test_strata_have_every_arm_to_within_one(audience_shop):
    arms = arms_of(["control", "a", "b"], [0.5, 0.25, 0.25])
    found = assign(audience_shop, AssignRequest("Even", arms, 1.0, stratified=True))
    segment = customer_overview(audience_shop).set_index("user_id")["segment"]
    assert list(found.dealt["stratum"]) == list(segment[found.dealt["user_id"]])
    counts = pd.crosstab(found.dealt["stratum"], found.dealt["arm"])[["control", "a", "b"]]
    planned = counts.sum(axis=1).to_numpy()[:, None] * np.array([0.5, 0.25, 0.25])
    assert (np.abs(counts.to_numpy() - planned) < 1 + 1e-9).all()
    few = assign(audience_shop, AssignRequest("Few", arms, 0.3, group=segment.iloc[0]))
    inside = segment[few.dealt["user_id"]]
    assert set(inside) == {segment.iloc[0]}


def test_whoever_is_erased_has_no_arm(audience_shop):
    found = assign(audience_shop, AssignRequest("Lists", HALVES))
    gone = found.dealt["user_id"].iloc[0]
    with audience_shop.db.write() as cursor:
        for table in ("interactions", "users", "campaign_targets", "campaign_responses",
                      "deliveries", "exposures"):  # fmt: skip
            cursor.execute(f"DELETE FROM {table} WHERE user_id = ?", [gone])
        meta.mark_removed(cursor)
    erase_removed(audience_shop)
    left = kept_experiment(audience_shop, "Lists").dealt
    assert len(left) == len(found.dealt) - 1
    assert rows_of(audience_shop.db, "SELECT count(*) FROM assignments")[0][0] == len(left)


def test_each_arm_has_its_own_lists_in_the_file(audience_shop, tmp_path):
    train_and_wait(audience_shop, "popularity")
    save_scenario(audience_shop, "House", choice_of(audience_shop, "popularity", include_seen=True))
    texts = ["control", "model=model:popularity", "scenario=scenario:house", "coupon=offer:o1"]
    with audience_shop.db.write() as cursor:
        cursor.execute(
            "INSERT INTO campaign_offers BY NAME SELECT 'old' AS campaign_id, 'o1' AS offer_id, "
            "'p0' AS item_id, 'x' AS import_id"
        )
    found = assign(audience_shop, AssignRequest("Four", arms_of(texts)))
    how = CampaignFile(k=2, email="mail", tool="klaviyo")
    written = write_experiment(audience_shop, found, tmp_path / "out.csv", how)
    with (tmp_path / "out.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert written.rows == len(rows)
    assert written.left_out.without_email > 0
    arm = dict(zip(found.dealt["user_id"], found.dealt["arm"], strict=True))
    source = Source.of(audience_shop, "popularity", ListSettings(2))
    users = [row["user_id"] for row in rows if row["arm"] == "model"]
    own = product_columns(audience_shop, users, source, "")["rec_1_id"]
    assert [row["rec_1_id"] for row in rows if row["arm"] == "model"] == list(own)
    for row in rows:
        assert row["arm"] == arm[row["user_id"]]
        assert (row["offer_id"] == "o1") == (row["arm"] == "coupon")
        # Whoever bought all nine products has no list of new ones.
        assert row["arm"] in ("model", "scenario") or not row["rec_1_id"]
        assert row["experiment"] == "Four"
    assert all(row["rec_1_id"] for row in rows if row["arm"] == "scenario")
    frame, _ = experiment_table(audience_shop, found, CampaignFile(k=0, tool="brevo"))
    assert list(frame.columns) == ["USER_ID", "EXPERIMENT", "ARM", "OFFER_ID"]
    open_to, left_out = reachable(audience_shop, found.dealt, CampaignFile())
    assert (len(open_to), sum(left_out)) == (len(found.dealt), 0)
    with pytest.raises(InputError, match="csv"):
        write_experiment(audience_shop, found, tmp_path / "out.txt")
    assert write_parts(tmp_path / "again.csv", frame) == ((tmp_path / "again.csv",), 0)


@pytest.mark.parametrize(
    ("texts", "shares", "match"),
    [
        (["a"], None, "2 to 20 arms"),
        (["a", "A"], None, "a name of its own"),
        (["a", ""], None, "at most 80"),
        (["a", "b"], [0.5, 0.4], "add up to 1"),
        (["a", "b"], [1.0], "each of the 2 arms"),
        (["a", "b=model"], None, "is none"),
        (["a", "b=letter:x"], None, "is none"),
        (["a", "b=offer:none"], None, "had the offer"),
        (["a", "b=scenario:none"], None, "no scenario"),
        (["a", "b=model:nothing"], None, "nothing"),
    ],
)
def test_arms_that_cannot_be_are_refused(audience_shop, texts, shares, match):
    with pytest.raises((InputError, NotReadyError), match=match):
        assign(audience_shop, AssignRequest("Wrong", arms_of(texts, shares)))
    assert kept_experiments(audience_shop) == []


def test_the_command_says_and_writes_what_the_service_dealt(audience_shop, tmp_path, capsys):
    found = assign(audience_shop, AssignRequest("Lists", HALVES))
    audience_shop.close()
    place = ["--workspace", str(audience_shop.path), "--json"]
    call = ["experiment", "assign", "Lists", "--arm", "control", "--arm", "new"]
    assert main([*call, "--out", str(tmp_path / "o.csv"), *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {one["name"]: one["customers"] for one in told["arms"]} == found.sizes
    rows = pd.read_csv(tmp_path / "o.csv", dtype=str)
    assert list(rows["user_id"]) == list(found.dealt["user_id"])
    assert list(rows["arm"]) == list(found.dealt["arm"])
    assert main(["experiment", "assign", "Lists", "--delete", *place]) == 0
    capsys.readouterr()
    assert main(["experiment", "assign", "Lists", *place]) == 2
    assert "no experiment" in capsys.readouterr().err
