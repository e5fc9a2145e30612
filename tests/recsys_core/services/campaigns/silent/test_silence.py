"""Customers who give no answer, against SQL written for the test."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.request import ANY_REASON, AudienceRequest
from recsys_core.services.campaigns.silent.next_action import (
    action_name,
    action_sentence,
    gain_cell,
    gain_of,
    next_actions,
)
from recsys_core.services.campaigns.silent.send_time import (
    own_times,
    send_time_sentence,
    send_times,
    time_name,
)
from recsys_core.services.campaigns.silent.silence import (
    enough_contacts,
    save_silent,
    silence,
    silence_is_known,
    silent_users,
)
from recsys_core.services.campaigns.silent.words import (
    basis_sentence,
    reason_name,
    reason_rows,
    silence_json,
    silence_sentences,
    silent_frame,
    step_name,
    unknown_sentences,
    write_silent,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members
from recsys_core.services.workspace.workspace import open_workspace
from recsys_core.storage.silent_queries import bought_below, contacts
from tests.recsys_core.storage.builders import add, bought, rows_of

DAY0 = pd.Timestamp("2024-01-01")
CAMPAIGNS, CUSTOMERS = 8, 240


def fill(ws) -> None:
    """Eight campaigns, ten days apart. Customers of the second half stopped buying after a month
    and hardly answer; the first six got everything, answer nothing and bought one category.
    """
    rng = np.random.default_rng(3)
    rows, targets, answers = [], [], []
    for n in range(CUSTOMERS):
        stopped = n >= CUSTOMERS // 2
        for day in range(n % 5, 30 if stopped else 120, 5):
            item = f"p{n % 4 if n >= 6 else 3}"
            when = DAY0 + pd.Timedelta(days=day, hours=8 + n % 12)
            line = bought(f"c{n}", item, revenue=5.0)
            rows.append({**line, "ts": when})
        for k in range(CAMPAIGNS):
            if n < 6 or rng.random() < 0.6:
                targets.append((f"k{k}", f"c{n}"))
                if n >= 6 and rng.random() < (0.04 if stopped and k > 2 else 0.25):
                    answers.append((f"k{k}", f"c{n}", k))
    add(ws.db, "interactions", rows)
    kinds = ["Dairy", "Wine", "Bread", "Soap"]
    add(
        ws.db,
        "items",
        [{"item_id": f"p{n}", "title": kinds[n], "category_path": kinds[n]} for n in range(4)],
    )
    starts = {f"k{k}": DAY0 + pd.Timedelta(days=20 + 10 * k) for k in range(CAMPAIGNS)}
    add(
        ws.db,
        "campaigns",
        [
            {"campaign_id": k, "name": k, "start_ts": at, "end_ts": at + pd.Timedelta(days=40)}
            for k, at in starts.items()
        ],
    )
    add(ws.db, "campaign_targets", [{"campaign_id": k, "user_id": u} for k, u in targets])
    add(
        ws.db,
        "campaign_offers",
        [
            {"campaign_id": f"k{k}", "offer_id": f"o{k}", "item_id": f"p{k % 3}"}
            for k in range(CAMPAIGNS)
        ],
    )
    add(
        ws.db,
        "campaign_responses",
        [
            {"campaign_id": k, "user_id": u, "ts": starts[k] + pd.Timedelta(days=3)}
            for k, u, _ in answers
        ],
    )
    add(ws.db, "campaign_targets", [{"campaign_id": "k0", "user_id": "nobody"}])


@pytest.fixture(scope="module")
def shop_folder_of_campaigns(tmp_path_factory):
    folder = tmp_path_factory.mktemp("silent") / "workspace"
    with open_workspace(folder) as ws:
        fill(ws)
    return folder


@pytest.fixture
def shop(shop_folder_of_campaigns, tmp_path):
    import shutil

    shutil.copytree(shop_folder_of_campaigns, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws


def test_the_silent_are_those_that_sql_finds(shop):
    assert not silence_is_known(shop)
    found = silence(shop)
    assert silence_is_known(shop)
    rows = rows_of(
        shop.db,
        "SELECT user_id, count(*) FROM campaign_targets WHERE user_id NOT IN (SELECT user_id FROM "
        "campaign_responses) GROUP BY user_id",
    )
    assert found.customers.set_index("user_id")["reached"].to_dict() == dict(rows)
    assert (
        found.reached
        == rows_of(shop.db, "SELECT count(DISTINCT user_id) FROM campaign_targets")[0][0]
    )
    assert found.answered + len(found.customers) == found.reached
    reached = {user for (user,) in rows_of(shop.db, "SELECT user_id FROM campaign_targets")}
    assert found.never == len(set(customer_overview(shop)["user_id"]) - reached)
    assert found.again_and_again == sum(n >= 5 for _, n in rows)
    assert list(enough_contacts(found.again)) == [n >= 30 for n in found.again["n"]]
    for row in found.again.itertuples():
        assert row.low <= row.rate <= row.high
    first = rows_of(
        shop.db,
        """
        WITH first AS (
            SELECT user_id, arg_min(campaign_id, start_ts) AS campaign_id
            FROM campaign_targets JOIN campaigns USING (campaign_id) GROUP BY user_id
        )
        SELECT count(*), count(*) FILTER (EXISTS (FROM campaign_responses AS r
            WHERE r.user_id = first.user_id AND r.campaign_id = first.campaign_id)) FROM first
        """,
    )[0]
    assert tuple(found.again.loc[0, ["n", "answered"]]) == first


def test_contacts_stand_as_they_did_when_the_campaign_began(shop):
    with shop.db.read() as cursor:
        found = contacts(cursor, 15)
    tables = {
        name: pd.DataFrame(
            rows_of(shop.db, f"SELECT {columns} FROM {name}"), columns=columns.split(",")
        )
        for name, columns in {
            "campaign_responses": "campaign_id,user_id,ts",
            "interactions": "user_id,item_id,ts",
            "campaign_offers": "campaign_id,item_id",
        }.items()
    }
    answers = tables["campaign_responses"].groupby(["campaign_id", "user_id"])["ts"].min()
    bought, offered = tables["interactions"], tables["campaign_offers"]
    for row in found.sample(60, random_state=2).itertuples():
        own = found[(found["user_id"] == row.user_id) & (found["start_ts"] <= row.start_ts)]
        earlier = own[own["start_ts"] < row.start_ts]
        assert row.before == len(earlier)
        assert row.recent == (own["start_ts"] > row.start_ts - pd.Timedelta(days=15)).sum()
        replied = [answers.get((one, row.user_id)) for one in earlier["campaign_id"]]
        assert row.answered_before == sum(at is not None and at < row.start_ts for at in replied)
        past = bought[(bought["user_id"] == row.user_id) & (bought["ts"] < row.start_ts)]
        assert row.bought == (len(past) > 0)
        # Every product is a category of its own here.
        on_offer = offered.loc[offered["campaign_id"] == row.campaign_id, "item_id"]
        assert row.fits == past["item_id"].isin(on_offer).any()
        assert row.answered == ((row.campaign_id, row.user_id) in answers.index)


def test_who_was_overdue_answers_less_and_that_is_the_reason(shop):
    found = silence(shop)
    sign = found.sign("overdue")
    assert sign is not None
    assert sign.tells
    frame = found.customers.set_index("user_id")
    stopped = [user for user in frame.index if user[1:].isdigit() and int(user[1:]) >= 120]
    assert (frame.loc[stopped, "reason"] == "overdue").mean() > 0.9
    assert set(frame.loc[stopped, "step"]) <= {"win_back", "pause", "own_products"}
    # The offers at hand are of campaigns that run on: their products were never bought by c0 to c5.
    assert frame.loc[["c0", "c5"], "offer_id"].isna().all()
    assert found.running
    assert all(found.at_hand)
    kept = frame.dropna(subset="offer_id")
    assert set(kept["campaign_id"]) <= set(found.at_hand)
    user, row = next(iter(kept.iterrows()))
    offer = row["offer_id"]
    (times,) = rows_of(
        shop.db,
        "SELECT count(DISTINCT (item_id, ts::DATE)) FROM interactions WHERE item_id IN (SELECT "
        f"item_id FROM campaign_offers WHERE offer_id = '{offer}') AND user_id = '{user}'",
    )[0]
    assert row["times"] == times


def test_reasons_say_on_what_they_rest(shop):
    found = silence(shop)
    rows = reason_rows(found)
    assert sum(one.customers for one in rows) == len(found.customers)
    for one in rows:
        assert reason_name(one.reason)
        assert step_name(one.step)
        if one.rate == one.rate:
            assert one.expected == pytest.approx(one.customers * one.rate)
            assert one.low <= one.rate <= one.high
    overdue = next(one for one in rows if one.reason == "overdue")
    assert overdue.basis.startswith("Of ")
    assert basis_sentence("bounced", None) == "The message itself says so."
    assert basis_sentence("many", None) == "No contact in the data shows what to expect."
    told = unknown_sentences(found, {"k7": "Eighth"})
    assert any("Eighth" in one for one in told)
    assert told[-1].startswith("What another channel, hour, price or incentive would bring")


def test_every_step_says_what_the_past_tells_or_that_it_is_not_known(shop):
    found = silence(shop)
    rows = {one.action: one for one in next_actions(found)}
    assert set(rows) == {"other_category", "pause", "channel", "hour", "incentive"}
    for name in ("channel", "hour", "incentive"):
        assert np.isnan(rows[name].gain)
        assert rows[name].name == action_name(name)
        assert gain_cell(rows[name].gain, rows[name].low, rows[name].high) == "not known"
    assert gain_cell(3.2, 1.0, 5.25) == "3.20 (1 to 5.25)"
    for row in reason_rows(found):
        own = found.gain("pause" if row.reason == "many" else "other_category")
        if row.reason in ("many", "other_category") and own.known:
            assert row.gain == pytest.approx(row.customers * own.gain)
        else:
            assert np.isnan(row.gain)
            assert np.isnan(gain_of(found, row.reason, 5)[0])
    known = [one for one in rows.values() if one.gain == one.gain]
    assert bool(action_sentence(found)) == bool(known)


def test_whoever_buys_below_the_usual_price_is_told_apart(shop):
    """c6 to c11 buy on as before, but at half of what everybody pays."""
    own = [f"c{n}" for n in range(6, 12)]
    rows = [
        {**bought(user, f"p{day % 4}", revenue=2.0), "ts": DAY0 + pd.Timedelta(days=3 * day)}
        for user in own
        for day in range(36)
    ]
    add(shop.db, "interactions", rows)
    with shop.db.read() as cursor:
        found = contacts(cursor, 15).dropna(subset="priced")
        now = bought_below(cursor, [*own, "c60"]).set_index("user_id")
    assert (now.loc[own, "below"] >= 35).all()
    assert (now.loc[own, "priced"] == 60).all()
    assert now.loc["c60", "below"] == 0
    usual, lines = told_below(shop), []
    for row in found[found["user_id"].isin([*own, "c60"])].itertuples():
        lines.append(usual[(usual["user_id"] == row.user_id) & (usual["ts"] < row.start_ts)])
        assert (row.priced, row.below) == (len(lines[-1]), lines[-1]["below"].sum())
    assert lines


def test_a_contact_knows_no_price_of_later(shop):
    def known() -> pd.DataFrame:
        with shop.db.read() as cursor:
            return contacts(cursor, 15)[["user_id", "start_ts", "priced", "below"]]

    before = known()
    dear = {**bought("c60", "p0", revenue=100.0), "ts": before["start_ts"].max()}
    add(shop.db, "interactions", [dear] * 5_000)
    pd.testing.assert_frame_equal(known(), before)


def told_below(shop) -> pd.DataFrame:
    """user_id, ts, below of every purchase whose product had five or more by then."""
    names = ("user_id", "item_id", "ts", "price")
    sql = "SELECT user_id, item_id, ts, revenue / quantity FROM interactions WHERE revenue > 0"
    lines = pd.DataFrame(rows_of(shop.db, sql), columns=names)
    rows = []
    for _, one in lines.groupby("item_id"):
        for line in one.itertuples():
            seen = one["price"][one["ts"] <= line.ts]
            if len(seen) >= 5:
                rows.append((line.user_id, line.ts, line.price < 0.95 * seen.median()))
    return pd.DataFrame(rows, columns=["user_id", "ts", "below"])


def test_they_become_a_segment_in_one_step(shop):
    found = silence(shop)
    kept = save_silent(shop, "Silent")
    known = customer_overview(shop)["user_id"]
    assert kept == members(shop, "Silent").sum()
    own = set(known[members(shop, "Silent")])
    assert own == set(found.customers["user_id"]) - {"nobody"}
    often = silent_users(found, least=5)
    assert save_silent(shop, "Again", least=5) == len(often)
    assert set(known[members(shop, "Again")]) == set(often)
    kept = save_silent(shop, "Overdue", reason="overdue")
    assert kept == len(silent_users(found, "overdue"))
    with pytest.raises(InputError, match="Nobody is in this group"):
        save_silent(shop, "None", reason="bounced")


def test_an_audience_is_chosen_out_of_them(shop):
    found = silence(shop)
    request = AudienceRequest("item", "p0", CUSTOMERS, days=14)
    everybody = set(audience(shop, request).members["user_id"])
    for reason in (ANY_REASON, "overdue"):
        own = audience(shop, replace(request, silent=reason))
        users = set(silent_users(found, None if reason == ANY_REASON else reason))
        assert set(own.members["user_id"]) == everybody & users
        assert own.request.plain()["silent"] == reason
        left_out = sum(own.exclusions.counts.values()) + sum(n for _, n, _ in own.unranked.values())
        assert own.candidates == len(users) == len(own.members) + left_out
    with pytest.raises(InputError, match="no reason"):
        AudienceRequest("item", "p0", 9, silent="mood")
    with pytest.raises(InputError, match="None of the customers"):
        audience(shop, replace(request, silent="bounced"))
    assert "nobody" in silent_users(found)
    assert (
        audience(shop, replace(request, silent=ANY_REASON)).exclusions.counts["never_bought"] == 1
    )


def test_send_times_are_told_with_the_trial(shop):
    times = send_times(shop)
    assert {one.by for _, one in times.trials} == {"hour", "weekday"}
    by_hour = next((source, one) for source, one in times.trials if one.by == "hour")
    assert by_hour[0] == "purchases"
    # Every customer comes at an hour of their own.
    assert by_hour[1].beats
    assert send_time_sentence(by_hour[1], "purchases").startswith("Customers have an hour of their")
    assert times.sentences[1].startswith("These are times of shopping")
    own = own_times(times).set_index("user_id")
    assert own.loc["c1", "hour"] == "09:00 to 10:00"
    assert time_name("weekday", 6) == "Sunday"
    found = silence(shop)
    assert "hour" in silent_frame(found, times)


def test_the_file_and_the_command_hold_the_same(shop, tmp_path, capsys):
    add(shop.db, "campaign_targets", [{"campaign_id": "k0", "user_id": "=1+1"}])
    found, times = silence(shop), send_times(shop)
    assert write_silent(found, times, ["=1+1", "c0"], tmp_path / "two.csv") == 2
    assert set(pd.read_csv(tmp_path / "two.csv")["user_id"]) == {"'=1+1", "c0"}
    document = json.loads(json.dumps(silence_json(found, times, {}), default=float))
    assert document["silent"] == len(found.customers)
    assert document["sentences"][0] == silence_sentences(found)[0]
    folder = str(shop.path)
    shop.close()
    out = tmp_path / "silent.csv"
    asked = ["no-answer", "--least", "5", "--save", "Often", "--out", str(out), "--json"]
    assert main([*asked, "--workspace", folder]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["chosen"] == len(pd.read_csv(out)) == len(silent_users(found, least=5))
    assert printed["silent"] == document["silent"]


def test_without_targets_or_answers_it_is_said(ws):
    add(ws.db, "campaigns", [{"campaign_id": "k", "name": "K"}])
    with pytest.raises(NotReadyError, match="Whom the campaigns were sent to is not known"):
        silence(ws)
    assert send_times(ws).sentences == [
        "When to send cannot be told: no moment of an answer or a purchase is known."
    ]
    assert own_times(send_times(ws)).empty
    add(ws.db, "campaign_targets", [{"campaign_id": "k", "user_id": "a"}])
    found = silence(ws)
    assert len(found.customers) == 1
    assert list(found.customers["reason"]) == ["unknown"]
    add(ws.db, "campaign_responses", [{"campaign_id": "k", "user_id": "a"}])
    assert silence_sentences(silence(ws)) == [
        "The one customer whom campaigns reached answered; 0 were never reached."
    ]
    json.dumps(silence_json(silence(ws), send_times(ws), {}), default=float)


def test_who_left_or_cannot_be_reached_is_told_apart(shop):
    before = silence(shop)
    user, gone = before.customers["user_id"].iloc[:2]
    events = [("k0", user, "bounced"), ("k1", gone, "unsubscribed"), ("m", "lost", "bounced")]
    at = {"ts": DAY0 + pd.Timedelta(days=150)}
    add(
        shop.db,
        "deliveries",
        [{"campaign_id": c, "user_id": u, "event": e} | at for c, u, e in events],
    )
    held_out = {"campaign_id": "k0", "user_id": "stranger", "arm": "control"}
    add(shop.db, "campaign_targets", [held_out])
    found = silence(shop)
    reasons = found.customers.set_index("user_id")["reason"]
    steps = found.customers.set_index("user_id")["step"]
    assert (reasons[user], steps[user]) == ("bounced", "address")
    assert (reasons[gone], steps[gone]) == ("unsubscribed", "leave")
    assert not {"lost", "stranger"} & set(reasons.index)
    assert found.lost == 1
    assert silence_sentences(found)[2] == "To 1 customer no message got through: all came back."
    kept = save_silent(shop, "Silent now")
    own = customer_overview(shop)["user_id"][members(shop, "Silent now")]
    assert set(own) == set(reasons.index) - {"nobody"}
    assert kept == len(own)
