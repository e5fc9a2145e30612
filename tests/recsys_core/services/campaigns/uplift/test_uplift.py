"""Uplift of files and campaigns, from bytes to sentences."""

import json
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.uplift.study import TOGETHER
from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.campaigns.uplift.arm_files import (
    ArmChoice,
    control_of,
    planned_shares,
    read_arms,
    ready,
)
from recsys_core.services.campaigns.uplift.of_campaign import (
    campaigns_with_control,
    uplift_of_campaign,
)
from recsys_core.services.campaigns.uplift.study import (
    ToldUplift,
    arm_sentence,
    persuadables,
    save_persuadables,
    uplift_frame,
    uplift_json,
    uplift_of,
    uplift_of_file,
    uplift_sentences,
    verdict_sentence,
    write_uplift,
)
from recsys_core.services.customers.segments.saved import find_saved
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.campaigns.uplift.mailing import ARMS, mailing
from tests.recsys_core.services.campaigns.past.conftest import fill
from tests.recsys_core.storage.builders import add

VISIT = ArmChoice("segment", "visit")


@pytest.fixture(scope="module")
def mail(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """12,000 customers whose women's mail moves those who bought for women, and nobody else."""
    path = tmp_path_factory.mktemp("mail") / "mail.csv"
    frame = mailing(12_000, seed=8)
    rng = np.random.default_rng(80)
    sent = (frame["segment"] == ARMS[2]) & (frame["womens"] == 1)
    frame["visit"] = (rng.random(12_000) < np.where(sent, 0.35, 0.12)).astype(int)
    frame.insert(0, "customer id", [f"{at:05d}" for at in range(12_000)])
    frame.drop(columns=["conversion", "spend"]).to_csv(path, index=False)
    return path


@cache
def told_of(path: Path) -> ToldUplift:
    return uplift_of_file(path, VISIT)


def test_arms_signal_and_refusal_of_a_file(mail: Path) -> None:
    told = told_of(mail)
    document = uplift_json(told)
    frame = pd.read_csv(mail)
    rates = frame.groupby("segment")["visit"].mean()
    assert {one["arm"]: one["rate"] for one in document["arms"]} == rates.to_dict()
    assert document["control"] == ARMS[0]
    assert [one["arm"] for one in document["refused"]] == [ARMS[1]]
    assert "No targeting signal" in document["refused"][0]["reason"]
    best = next(one for one in document["learners"] if one["arm"] == ARMS[2])
    assert (best["learner"], best["low"] > best["random_high"]) == (TOGETHER, True)
    (moved,) = document["targeting"]
    assert moved["arm"] == ARMS[2]
    assert moved["chosen"]["low"] > moved["others"]["high"]
    assert len(document["learners"]) == 10
    # The number of a customer is not learned from, nor named among what is left out.
    assert document["left_out"] == []
    json.dumps(document)
    said = uplift_sentences(told)
    assert said == document["sentences"]
    assert said[2] == arm_sentence(told, ARMS[2])
    assert "more than sending to as many at random" in verdict_sentence(
        told, told.targeting(ARMS[2])
    )
    one = told.targeting(ARMS[2])
    for share, whom in ((1.0, "all"), (0.0, "nobody")):
        whole = replace(one, policy=replace(one.policy, share=share))
        assert f"would be sent to {whom} of the" in verdict_sentence(told, whole)
    with pytest.raises(NotFoundError, match="Womens E-Mail"):
        told.targeting("somebody")


def test_who_is_moved_is_written_and_kept(mail: Path, tmp_path: Path, ws: Workspace) -> None:
    told, out = told_of(mail), tmp_path / "out.csv"
    assert write_uplift(told, out) == 12_000
    frame = pd.read_csv(out, dtype={"user_id": str})
    assert list(frame["user_id"][:2]) == ["00000", "00001"]
    column = f"persuadable {ARMS[2]}"
    assert (frame[column] == uplift_frame(told)[column]).all()
    bought = pd.read_csv(mail)["womens"] == 1
    assert (frame[column] == bought).mean() > 0.8
    assert not frame[f"persuadable {ARMS[1]}"].any()
    users = persuadables(told, ARMS[2])
    assert len(users) == frame[column].sum()
    add(
        ws.db,
        "interactions",
        [{"user_id": user, "item_id": "a", "event": "purchase"} for user in users[:50]],
    )
    assert save_persuadables(ws, told, ARMS[2], "Moved") == len(users) - 50
    assert find_saved(ws, "Moved").size == 50
    with pytest.raises(InputError, match="Nobody is told apart"):
        persuadables(told, ARMS[1])


def test_decimal_commas_semicolons_and_words(mail: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(mail, dtype=str).head(4_000)
    frame["history"] = frame["history"].str.replace(".", ",")
    frame["visit"] = frame["visit"].map({"1": "Yes", "0": "no"})
    frame.loc[:9, "segment"] = ""
    frame.loc[10:14, "visit"] = ""
    path = tmp_path / "mail.csv"
    frame.to_csv(path, index=False, sep=";")
    table = read_arms(path, "a mail")
    assert table.unit == "customer id"
    assert "history" in table.numbers
    assert "customer id" not in table.numbers
    found = ready(table, ArmChoice("SEGMENT", "Visit", leave_out=["newbie"]))
    assert found.dropped == 15
    assert found.data.outcome.sum() == (frame["visit"][15:] == "Yes").sum()
    assert [one.column for one in found.left_out] == ["newbie"]
    told = uplift_of(found)
    assert "15 rows without an arm or an outcome were left out." in uplift_sentences(told)
    assert "15 rows" not in " ".join(uplift_sentences(told)[:-1])


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [
        (ArmChoice("nothing", "visit"), "a mail has no column “nothing”"),
        (ArmChoice("segment", "segment"), "two columns"),
        (ArmChoice("history", "visit"), "arms are 2 to 20"),
        (ArmChoice("segment", "channel"), "neither"),
        (ArmChoice("segment", "visit", control="None"), "has no arm “None”"),
        (ArmChoice("segment", "visit", unit="newbie"), "more than once"),
        (ArmChoice("segment", "visit", control_share=1.0), "below 100 %"),
    ],
)
def test_what_is_no_arm_or_outcome_is_refused(mail: Path, choice: ArmChoice, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        ready(read_arms(mail, "a mail"), choice)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_text("")
    with pytest.raises(InputError, match="holds no table"):
        read_arms(path)
    path.write_text("arm,outcome,age\na,,3\n,1,4\nb,,4\n")
    with pytest.raises(InputError, match="both an arm and an outcome"):
        ready(read_arms(path), ArmChoice("arm", "outcome"))


def test_the_control_is_known_by_its_name() -> None:
    assert control_of(["Mail", "hold-out"], "", "arm") == 1
    assert control_of(["0", "1"], "", "arm") == 0
    assert control_of(["A", "B"], "", "arm") is None
    assert control_of(["A", "B"], "b", "arm") == 1
    assert control_of(["Control", "No e-mail", "x"], "", "arm") is None
    assert planned_shares(3, 1, 0.1) == pytest.approx([0.45, 0.1, 0.45])
    assert planned_shares(2, 0, None) is None


def test_without_a_control_nothing_is_called_moved(mail: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(mail, dtype=str)
    path = tmp_path / "sent.csv"
    frame[frame["segment"] != ARMS[0]].to_csv(path, index=False)
    told = uplift_of_file(path, VISIT)
    document = uplift_json(told)
    assert document["refused"][0]["arm"] is None
    assert "without a control group" in document["refused"][0]["reason"]
    assert (document["comparisons"], document["learners"], document["targeting"]) == ([], [], [])
    assert [one["n"] for one in document["arms"]] == list(
        frame["segment"].value_counts()[list(ARMS[1:])]
    )
    with pytest.raises(InputError, match="no file can be written"):
        write_uplift(told, tmp_path / "out.csv")


def test_an_uneven_lot_needs_its_plan(mail: Path, tmp_path: Path) -> None:
    frame = pd.read_csv(mail, dtype=str)
    control = frame.index[frame["segment"] == ARMS[0]]
    path = tmp_path / "uneven.csv"
    frame.drop(control[: len(control) // 2]).to_csv(path, index=False)
    table = read_arms(path)
    assert "no difference can be believed" in uplift_of(ready(table, VISIT)).study.refused
    planned = ready(table, ArmChoice("segment", "visit", control_share=0.2))
    assert uplift_of(planned).study.refused == ""


def test_a_campaign_with_a_control_group(ws: Workspace) -> None:
    """2,400 customers, half of them left alone; those who bought often before are moved."""
    rng = np.random.default_rng(1)
    n, start = 2_400, pd.Timestamp("2024-03-01")
    often, control = rng.random(n) < 0.5, rng.random(n) < 0.5
    rows = [
        {"user_id": f"c{at}", "item_id": "p", "event": "purchase", "revenue": 5.0,
         "ts": start - pd.Timedelta(days=int(day))}
        for at in range(n)
        for day in rng.integers(1, 80, 8 if often[at] else 1)
    ]  # fmt: skip
    buys = rng.random(n) < np.where(often & ~control, 0.75, 0.2)
    rows += [
        rows[0] | {"user_id": f"c{at}", "ts": start + pd.Timedelta(days=3)}
        for at in np.flatnonzero(buys)
    ]
    rows.append(rows[0] | {"ts": start + pd.Timedelta(days=60)})
    add(ws.db, "interactions", rows)
    when = {"start_ts": start, "end_ts": start + pd.Timedelta(days=13)}
    add(ws.db, "campaigns", [{"campaign_id": "s", "name": "Spring"} | when])
    arms = np.where(control, "Control", "Mail")
    targets = [{"campaign_id": "s", "user_id": f"c{at}", "arm": arms[at]} for at in range(n)]
    add(ws.db, "campaign_targets", targets)
    assert list(campaigns_with_control(ws)["name"]) == ["Spring"]
    told = uplift_of_campaign(ws, "Spring")
    rates = [buys[control].mean(), buys[~control].mean()]
    assert [one.rate for one in told.study.arms] == pytest.approx(rates)
    (one,) = told.study.targeting
    assert one.refused == ""
    assert len({f"c{at}" for at in np.flatnonzero(often)} ^ set(persuadables(told, one.arm))) < 240
    assert save_persuadables(ws, told, one.arm, "Moved") == 0
    spent = uplift_of_campaign(ws, "s", "spend")
    assert not spent.study.is_rate
    assert "for each customer" in uplift_sentences(spent)[0]
    with pytest.raises(InputError, match="bought or spend"):
        uplift_of_campaign(ws, "s", "visit")


def test_a_campaign_without_a_control_group_is_refused(ws: Workspace) -> None:
    with pytest.raises(NotReadyError):
        campaigns_with_control(ws)
    fill(ws)
    assert campaigns_with_control(ws).empty
    assert "without a control group" in uplift_of_campaign(ws, "spring").study.refused


def test_a_campaign_nobody_knows_the_days_of(ws: Workspace) -> None:
    add(ws.db, "campaigns", [{"campaign_id": "s", "name": "S"}])
    add(ws.db, "campaign_targets", [{"campaign_id": "s", "user_id": "a", "arm": "control"}])
    with pytest.raises(InputError, match="no dates"):
        uplift_of_campaign(ws, "s")


def test_the_command(mail: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call = ["--workspace", str(tmp_path / "ws"), "uplift"]
    assert main([*call, str(mail), "--arm", "segment", "--outcome", "visit", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads(json.dumps(uplift_json(told_of(mail))))
    out = tmp_path / "out.csv"
    options = ["--arm", "segment", "--outcome", "visit", "--out", str(out)]
    assert main([*call, str(mail), *options]) == 0
    text = capsys.readouterr().out
    assert "Qini: the area between" in text
    assert "Womens E-Mail  together" in text
    assert len(pd.read_csv(out)) == 12_000
    for arguments, sentence in (
        ([str(mail)], "Name the column of the arm"),
        ([], "Name either a file or"),
        ([str(mail), "--arm", "x", "--outcome", "visit"], "has no column “x”"),
        ([str(mail), "--arm", "segment", "--outcome", "visit", "--save", "Moved"], "no customers"),
    ):
        assert main([*call, *arguments]) == 2
        assert sentence in capsys.readouterr().err


def test_the_command_keeps_who_is_moved(
    mail: Path, ws: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    users = [f"{at:05d}" for at in range(12_000)]
    rows = [{"user_id": user, "item_id": "a", "event": "purchase"} for user in users]
    add(ws.db, "interactions", rows)
    where = str(ws.path)
    ws.close()
    options = ["--arm", "segment", "--outcome", "visit", "--save", "Moved", "--of", ARMS[2]]
    assert main(["--workspace", where, "uplift", str(mail), *options]) == 0
    assert "Kept as “Moved”" in capsys.readouterr().out
    assert main(["--workspace", where, "segments", "--show", "Moved", "--json"]) == 0
    (kept,) = json.loads(capsys.readouterr().out)
    assert kept["size"] == len(persuadables(told_of(mail), ARMS[2]))
