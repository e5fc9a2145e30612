import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.response.registry import REFERENCES, RESPONSE_MODELS
from recsys_core.campaigns.response.trial import try_models
from recsys_core.campaigns.response.verdict import judge
from recsys_core.cli.main import main
from recsys_core.jobs.job import Job
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.campaigns.response import job as job_module
from recsys_core.services.campaigns.response.findings import (
    held_by,
    study_json,
    study_sentence,
    title_of,
)
from recsys_core.services.campaigns.response.gather import (
    as_models_see,
    ready_data,
    response_data,
    response_readiness,
    split_by_time,
    types_of,
)
from recsys_core.services.campaigns.response.job import read_rows, try_responses, write_rows
from recsys_core.services.campaigns.response.scores import (
    NextCampaign,
    response_scorer,
    response_scores,
)
from recsys_core.services.campaigns.response.study import (
    known_study,
    response_study,
    start_study,
    study_and_wait,
)
from recsys_core.services.campaigns.response.wide import fields_of, things_of
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.data.samples import load_sample
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.campaigns.response.conftest import CUT, STARTS, fill
from tests.recsys_core.storage.builders import add


def known_at(ws: Workspace, campaign: str) -> pd.DataFrame:
    pairs = response_data(ws).pairs
    return pairs[pairs["campaign_id"] == campaign].reset_index(drop=True)


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("interactions", {"item_id": "p1", "event": "purchase", "revenue": 900.0, "quantity": 9.0}),
        ("coupon_uses", {"item_id": "p1", "order_id": "x", "amount": 3.0}),
        ("campaign_responses", {"campaign_id": "k1", "offer_id": "o1"}),
    ],
)
def test_nothing_of_the_future_is_seen(mailed: Workspace, table: str, row: dict[str, object]):
    """Planted from the first day of a campaign on: the very same is known of everybody."""
    before = known_at(mailed, "k2").drop(columns="answered")
    users = [f"c{n}" for n in range(0, 300, 2)]
    planted = [
        row | {"user_id": user, "ts": STARTS[2] + pd.Timedelta(hours=hours)}
        for user in users
        for hours in (0, 5, 400)
    ]
    add(mailed.db, table, planted)
    pd.testing.assert_frame_equal(known_at(mailed, "k2").drop(columns="answered"), before)
    planted = [each | {"ts": STARTS[2] - pd.Timedelta(hours=1)} for each in planted]
    add(mailed.db, table, planted)
    assert not known_at(mailed, "k2").drop(columns="answered").equals(before)


def test_what_was_known_of_one_customer(ws: Workspace):
    fill(ws, 8)
    start = STARTS[3]
    rows = known_at(ws, "k3").set_index("user_id")
    with ws.db.read() as cursor:
        lines = cursor.execute("SELECT * FROM interactions WHERE user_id = 'c1'").df()
        answers = cursor.execute("SELECT * FROM campaign_responses WHERE user_id = 'c1'").df()
        used = cursor.execute("SELECT * FROM coupon_uses WHERE user_id = 'c1'").df()
    past = lines[lines["ts"] < start]
    lately = past[past["ts"] >= start - pd.Timedelta(days=84)]
    own = rows.loc["c1"]
    assert own["trips"] == past["order_id"].nunique()
    assert np.nan_to_num(own["spend_lately"]) == pytest.approx(lately["revenue"].sum())
    assert own["received"] == 3
    given = answers[answers["ts"] < start]["campaign_id"].nunique()
    assert np.nan_to_num(own["given"]) == given
    assert np.nan_to_num(own["coupons"]) == (used["ts"] < start).sum()
    offered = lately[lately["item_id"].isin([f"p{n}" for n in range(6)])]["item_id"]
    assert np.nan_to_num(own["offers_bought"]) == len({int(item[1:]) % 3 for item in offered})


def test_those_left_out_of_a_campaign_are_not_learned_from(mailed: Workspace):
    assert not response_data(mailed).pairs["user_id"].isin(["c49", "c99"]).any()


def test_campaigns_before_the_first_purchase_teach_nothing(mailed: Workspace):
    early = {"campaign_id": "old", "type": "Mail", "start_ts": pd.Timestamp("2023-01-01")}
    add(mailed.db, "campaigns", [early])
    add(mailed.db, "campaign_targets", [{"campaign_id": "old", "user_id": "c1"}])
    assert "old" not in set(response_data(mailed).runs["campaign_id"])


def test_what_is_missing_is_said(ws: Workspace):
    assert not response_readiness(ws).ready
    with pytest.raises(NotReadyError, match="no campaigns"):
        ready_data(ws)
    fill(ws, 40)
    have = response_data(ws).answers
    assert response_readiness(ws).reason.endswith(f"need 200 responses; you have {have}.")
    with pytest.raises(NotReadyError, match="you have"):
        response_scores(ws, NextCampaign())


def test_earlier_and_later_campaigns_do_not_meet(mailed: Workspace):
    split = split_by_time(ready_data(mailed), CUT)
    assert split.campaigns == (3, 2)
    assert len(split.known.rows) == 3 * 294
    assert len(split.later.rows) == 2 * 294
    assert split.types == ("Mail",)
    with pytest.raises(NotReadyError, match="choose an earlier day"):
        split_by_time(ready_data(mailed), pd.Timestamp("2025-01-01"))
    with pytest.raises(NotReadyError, match="choose a later day"):
        split_by_time(ready_data(mailed), STARTS[0])
    pairs = ready_data(mailed).pairs
    assert as_models_see(pairs, types_of(pairs), {"k4"}).latest.sum() == 294


def test_a_campaign_to_come_is_scored(mailed: Workspace):
    frame = response_scores(mailed, NextCampaign(campaign="k4", type="Mail"))
    overview = customer_overview(mailed)
    assert list(frame["user_id"]) == list(overview["user_id"])
    assert (frame["low"] < frame["probability"]).all()
    assert (frame["probability"] < frame["high"]).all()
    keen = frame["user_id"].str[1:].astype(int) < 75
    assert frame["probability"][keen].mean() > 3 * frame["probability"][~keen].mean()
    assert 35 < frame["probability"].sum() < 62
    assert response_scorer(mailed).types == ("Mail",)


def test_what_a_campaign_is_about_counts(mailed: Workspace):
    about = [
        NextCampaign(items=("p1",)),
        NextCampaign(categories=("Kind 1",)),
        NextCampaign(categories=("Shop",)),
        NextCampaign(brands=("B1",)),
        NextCampaign(offers=("o1",)),
        NextCampaign(type="never was"),
    ]
    for campaign in about:
        assert len(response_scores(mailed, campaign)) == len(customer_overview(mailed))
    with pytest.raises(NotFoundError, match="no campaign"):
        response_scores(mailed, NextCampaign(campaign="k9"))
    with pytest.raises(InputError, match="No product"):
        response_scores(mailed, NextCampaign(brands=("nobody's",)))


def test_rows_written_for_the_worker_come_back(mailed: Workspace, tmp_path: Path):
    known = split_by_time(ready_data(mailed), CUT).known
    write_rows(tmp_path, "known", known)
    again = read_rows(tmp_path, "known")
    np.testing.assert_array_equal(again.rows.numbers, known.rows.numbers)
    np.testing.assert_array_equal(again.latest, known.latest)
    assert again.customer.dtype.kind == "i"


def test_the_worker_s_part_needs_nothing_but_arrays(
    mailed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    quick = ("base-rate", "past-responders", "logistic", "boosted")
    monkeypatch.setattr(job_module, "RESPONSE_MODELS", quick)
    split = split_by_time(ready_data(mailed), CUT)
    write_rows(tmp_path, "known", split.known)
    write_rows(tmp_path, "later", split.later)
    steps: list[float] = []
    job = Job("run", "response", "", {}, 0.0, tmp_path)
    found = try_responses(job, lambda fraction, message="": steps.append(fraction))
    assert [one["model"] for one in found["trials"]] == list(quick)
    assert json.loads(json.dumps(found)) is not None
    assert steps == sorted(steps)
    assert steps[-1] == 1


def test_models_are_tried_in_the_worker_and_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    folder = tmp_path / "shop"
    asked = ["--workspace", str(folder), "response-models", "--json"]
    with open_workspace(folder) as ws:
        fill(ws)
        assert response_study(ws) is None
        with pytest.raises(NotReadyError, match="--train"):
            known_study(ws)
        study = study_and_wait(ws, CUT)
        assert {one.model for one in study.trials} == set(RESPONSE_MODELS)
        assert known_study(ws) == response_study(ws, CUT) == study
        with pytest.raises(NotReadyError, match="--test-from 2024-01-02"):
            known_study(ws, pd.Timestamp("2024-01-02"))
    assert [one.model for one in study.trials[:3]] == list(REFERENCES)
    assert title_of(study.verdict.best) in study_sentence(study)
    assert 0 < held_by(study.trial(study.verdict.best), 0.1) <= 1
    assert main(asked) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads(json.dumps(study_json(study)))
    wanted = {"model", "auc", "average_precision", "log_loss", "ece", "expected", "actual"}
    assert all(wanted | {"low", "high"} <= set(row) for row in document["rows"])
    with open_workspace(folder) as ws:
        add(ws.db, "items", [{"item_id": "new"}])
        assert response_study(ws) is None
    assert main(asked) == 2
    assert "have not been tried" in capsys.readouterr().err
    assert main([*asked, "--train", "--test-from", "soon"]) == 2
    assert "is no day" in capsys.readouterr().err


def test_a_trial_can_be_cancelled(mailed: Workspace):
    job = start_study(mailed)
    mailed.jobs.cancel(job.job_id)
    assert mailed.jobs.wait(job.job_id).state in ("cancelled", "done")


def test_names_are_codes_of_their_own(mailed: Workspace):
    facts = [
        {"user_id": f"c{n}", "attributes": json.dumps({"town": "AB"[n % 2]})} for n in range(200)
    ]
    add(mailed.db, "users", facts)
    data = ready_data(mailed)
    with mailed.db.read() as cursor:
        fields = fields_of(cursor, data.pairs)
        history, target = things_of(cursor, data.pairs)
    np.testing.assert_array_equal(fields, data.fields)
    assert fields.shape[1] == 3
    town = pd.Series(fields[:, 2]).groupby(data.pairs["user_id"].to_numpy()).unique()
    assert list(town["c0"]) == [1]
    assert list(town["c1"]) == [2]
    assert list(town["c250"]) == [0]
    # Six of the twelve products are on offer, of all four kinds.
    assert (np.sort(target, axis=1)[:, -4:] == [1, 2, 3, 4]).all()
    assert history.max() == 4
    assert all(len(set(row[row > 0])) == (row > 0).sum() for row in history)


@pytest.mark.xdist_group("complete-journey")
@pytest.mark.sample
def test_later_campaigns_of_the_complete_journey_are_foretold(ws: Workspace):
    load_sample(ws, "complete-journey")
    split = split_by_time(ready_data(ws), pd.Timestamp("2017-10-04"))
    trials = try_models(split.known, split.later, (), 0)
    own = next(one for one in trials if one.model == "logistic")
    assert (own.rows, own.actual) == (2421, 297)
    assert own.figures["auc"].value >= 0.826
    assert own.figures["average_precision"].value >= 0.472
    assert own.figures["log_loss"].value <= 0.294
    assert own.figures["ece"].value <= 0.03
    assert 0.9 <= own.figures["ratio"].value <= 1.1
    assert judge(trials).beaten == ("base-rate", "past-responders")
