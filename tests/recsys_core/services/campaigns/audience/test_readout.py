"""Weeks later: what those written to bought beside those kept back."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.errors import NotReadyError
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.answers import (
    Answers,
    answers_are_known,
    answers_for,
)
from recsys_core.services.campaigns.audience.build import audience, is_learned
from recsys_core.services.campaigns.audience.kept import keep_audience
from recsys_core.services.campaigns.audience.readout import read_out
from recsys_core.services.campaigns.audience.request import AudienceRequest
from recsys_core.services.campaigns.audience.target import find_target
from recsys_core.services.campaigns.response.scores import (
    NextCampaign,
    are_scored,
    response_scores,
)
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS, asked
from tests.recsys_core.services.campaigns.response.conftest import fill
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


@pytest.fixture
def kept(audience_shop):
    return keep_audience(audience_shop, "Coffee now", audience(audience_shop, asked(holdout=0.4)))


def come_back(ws, users, day: int, item: str = "p1", revenue: float = 5.0) -> None:
    rows = [
        {
            "user_id": user,
            "item_id": item,
            "event": "purchase",
            "quantity": 1.0,
            "revenue": revenue,
            "ts": SENDS + pd.Timedelta(days=day, hours=9),
        }
        for user in users
    ]
    add(ws.db, "interactions", rows)


def arms(kept) -> tuple[list[str], list[str]]:
    held = kept.members.loc[kept.members["arm"] != "mailed", "user_id"]
    return list(kept.mailed["user_id"]), list(held)


def test_who_was_drawn_is_said(kept):
    mailed, held = arms(kept)
    said = words.dealt(kept)
    assert said.endswith(f"{len(mailed)} to write to, {len(held)} kept back.")


def test_nothing_is_read_before_it_was_sent(audience_shop, kept):
    with pytest.raises(NotReadyError, match="Nothing can be read yet"):
        read_out(audience_shop, kept)


def test_arms_are_counted_as_the_lot_dealt_them(audience_shop, kept):
    mailed, held = arms(kept)
    come_back(audience_shop, [*mailed[:40], *held[:6]], 3)
    come_back(audience_shop, held[6:20], 60)
    come_back(audience_shop, mailed[40:], 5, item="p2")
    campaign = {"campaign_id": "Coffee now"}
    lost = [campaign | {"user_id": user, "event": "bounced", "ts": SENDS} for user in mailed[:3]]
    add(audience_shop.db, "deliveries", lost)
    answers = [campaign | {"user_id": user} for user in (*mailed[:7], *held[:2])]
    add(audience_shop.db, "campaign_responses", answers)
    found = read_out(audience_shop, kept)
    assert (found.mailed, found.held) == (len(mailed), len(held))
    assert (found.bought, found.held_bought) == (40, 6)
    assert found.difference == pytest.approx(40 / len(mailed) - 6 / len(held))
    assert found.low < found.difference < found.high
    assert found.low > 0
    assert found.spend == pytest.approx(5 * found.difference)
    assert (found.answered, found.undelivered, found.days) == (7, 3, 28)
    said = " ".join(found.sentences)
    assert "points more" in found.sentences[0]
    assert "3 messages did not arrive" in said
    assert found.to_json()["sends"] == SENDS.date().isoformat()


def test_a_difference_that_may_be_chance_is_called_so(audience_shop, kept):
    mailed, held = arms(kept)
    come_back(audience_shop, [*mailed[:10], *held[:7]], 3)
    found = read_out(audience_shop, kept)
    assert found.low < 0 < found.high
    assert "may be chance" in found.sentences[0]
    assert "Only 4 of the 28 days" in " ".join(found.sentences)


def test_fewer_is_said_and_lost_arms_are_not_compared(audience_shop, kept):
    mailed, held = arms(kept)
    come_back(audience_shop, [*mailed[:2], *held[:30]], 30)
    come_back(audience_shop, [*mailed[:2], *held[:30]], 2)
    assert "points fewer" in read_out(audience_shop, kept).sentences[0]
    some = kept.members[(kept.members["arm"] == "mailed") | (kept.members["rank"] < 8)]
    broken = type(kept)(kept.record, some)
    assert "not what was planned" in read_out(audience_shop, broken).sentences[0]


def test_clicks_are_the_answers_where_no_others_are_known(audience_shop, kept):
    mailed, held = arms(kept)
    come_back(audience_shop, mailed[:4], 3)
    campaign = {"campaign_id": "Coffee now", "event": "clicked", "ts": SENDS}
    clicked = [campaign | {"user_id": user} for user in (*mailed[:9], *mailed[:3], held[0])]
    add(audience_shop.db, "deliveries", clicked)
    found = read_out(audience_shop, kept)
    assert (found.answered, found.answered_by) == (9, "click")
    assert "9 of those written to clicked in the message." in found.sentences
    forecast = replace(found, meaning="answer")
    assert "which is not the same" in " ".join(forecast.sentences)
    unknown = replace(forecast, answered=0, answered_by="")
    assert "nothing is known yet of who did" in " ".join(unknown.sentences)


def test_a_spend_that_is_the_same_for_all_shows_no_interval(audience_shop, kept):
    come_back(audience_shop, arms(kept)[0][:1], 3, revenue=0.0)
    found = read_out(audience_shop, kept)
    assert (found.spend, np.isnan(found.spend_low)) == (0, True)
    assert not any("In spend on it" in one for one in found.sentences)


def test_without_a_hold_out_nothing_is_compared(audience_shop):
    every = keep_audience(audience_shop, "All", audience(audience_shop, asked(holdout=0.0)))
    come_back(audience_shop, list(every.mailed["user_id"][:5]), 1)
    found = read_out(audience_shop, every)
    assert "Nobody was kept back" in found.sentences[0]
    assert found.to_json()["difference"] is None


def test_too_few_answers_leave_the_chance_of_a_purchase(audience_shop):
    found = audience(audience_shop, asked(kind="campaign", value="fresh"))
    assert found.meaning == "buy"
    assert found.unanswered
    target = find_target(audience_shop, "category", "Coffee")
    assert answers_for(audience_shop, target, np.array(["c1"], dtype=object)) is None


def test_a_campaign_is_ranked_by_answers_once_there_are_enough(ws):
    fill(ws)
    target = find_target(ws, "campaign", "k4")
    assert not answers_are_known(ws, target)
    request = AudienceRequest("campaign", "k4", 60)
    found = audience(ws, request)
    assert answers_are_known(ws, target)
    assert is_learned(ws, request)
    assert (found.meaning, found.unanswered, found.trials) == ("answer", "", {})
    scores = response_scores(ws, NextCampaign(campaign="k4"))
    assert are_scored(ws, NextCampaign(campaign="k4"))
    chance = scores.set_index("user_id")["probability"]
    members = found.members.set_index("user_id")["probability"]
    np.testing.assert_allclose(members, chance[members.index], rtol=1e-6)
    assert members.min() >= chance[~chance.index.isin(members.index)].max() - 1e-9
    assert found.figures()["low"] < 0.9 * members.sum() < found.figures()["high"]
    assert words.answer(found).startswith("Send to 54 of ")
    assert "expected to answer" in words.answer(found)
    assert "Who will answer" in words.tried(found)[0]


def test_answers_are_summed_with_a_shift_all_share():
    odds = np.linspace(1, -3, 80)
    answers = Answers(odds, np.full(80, 0.4))
    rows, ends = np.arange(80), np.array([1, 10, 80])
    drawn = answers.drawn(rows, ends, 1)
    assert drawn.shape == (400, 3)
    assert np.median(drawn[:, 2]) == pytest.approx(answers.chance.sum(), rel=0.1)
    assert np.corrcoef(drawn[:, 0], drawn[:, 2])[0, 1] > 0.9
    none = Answers(odds, np.zeros(80)).drawn(rows, ends, 1)
    np.testing.assert_allclose(none[0], np.cumsum(answers.chance)[ends - 1])
