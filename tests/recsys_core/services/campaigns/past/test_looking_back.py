"""Campaigns looked back on, against SQL written for the test."""

import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import NotFoundError, NotReadyError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.campaigns.past.by_group import (
    group_sentence,
    judged_sentence,
    response_by_group,
)
from recsys_core.services.campaigns.past.handing_over import (
    people_frame,
    write_campaigns,
    write_people,
)
from recsys_core.services.campaigns.past.looking_back import (
    campaign_review,
    has_campaigns,
    offers_with_rates,
    past_campaigns,
)
from recsys_core.services.campaigns.past.words import (
    campaigns_json,
    campaigns_sentence,
    caution_sentences,
    control_sentences,
    half_of_answers,
    offer_sentence,
    review_json,
    review_sentence,
    review_sentences,
    spend_sentences,
    when_sentence,
)
from recsys_core.services.customers.segments.saved import save
from tests.recsys_core.services.campaigns.past.conftest import DAY0, SPRING
from tests.recsys_core.storage.builders import add, bought, rated, rows_of


def test_every_campaign_has_the_rates_that_sql_counts(campaigns):
    found = past_campaigns(campaigns)
    assert list(found.rows["campaign_id"]) == ["spring", "autumn"]
    for row in campaigns_json(found):
        targeted, responded = rows_of(
            campaigns.db,
            "SELECT count(DISTINCT user_id), count(DISTINCT user_id) FILTER (user_id IN (SELECT "
            f"user_id FROM campaign_responses WHERE campaign_id = '{row['campaign_id']}')) FROM "
            f"campaign_targets WHERE campaign_id = '{row['campaign_id']}'",
        )[0]
        assert (row["targeted"], row["responded"]) == (targeted, responded)
        assert row["rate"] == pytest.approx(responded / targeted)
        z = 1.959964
        middle = (responded + z**2 / 2) / (targeted + z**2)
        half = (
            z
            * np.sqrt(responded * (targeted - responded) / targeted + z**2 / 4)
            / (targeted + z**2)
        )
        assert (row["low"], row["high"]) == pytest.approx((middle - half, middle + half), abs=1e-6)
    assert campaigns_json(found)[0]["others"] == 1
    assert [row["over"] for row in campaigns_json(found)] == [True, False]
    sentence = campaigns_sentence(found)
    assert sentence.startswith(f"2 campaigns reached 160 customers, and {found.answered} of them")
    assert has_campaigns(campaigns)


def test_spend_of_each_window_is_what_sql_sums(campaigns):
    review = campaign_review(campaigns, "spring")
    assert [(one.name, one.days, one.of) for one in review.windows] == [
        ("before", 28, 28),
        ("during", 28, 28),
        ("after", 28, 28),
    ]
    for one in review.spend:
        at = ["before", "during", "after"].index(one.window)
        start = SPRING + pd.Timedelta(days=28 * (at - 1))
        end = start + pd.Timedelta(days=28)
        having = "IN" if one.answered else "NOT IN"
        spent, buyers, n = rows_of(
            campaigns.db,
            f"""
            WITH who AS (
                SELECT DISTINCT user_id FROM campaign_targets WHERE campaign_id = 'spring'
                AND user_id {having} (
                    SELECT user_id FROM campaign_responses WHERE campaign_id = 'spring')
            ), own AS (
                SELECT * FROM interactions WHERE ts >= '{start}' AND ts < '{end}'
                AND user_id IN (SELECT user_id FROM who)
            )
            SELECT (SELECT sum(revenue) FROM own),
                   (SELECT count(DISTINCT user_id) FROM own WHERE event = 'purchase'),
                   (SELECT count(*) FROM who)
            """,
        )[0]
        assert one.n == n
        assert one.mean == pytest.approx(spent / n / 4)
        assert one.buyers == pytest.approx(buyers / n)
        assert one.low < one.mean < one.high
    told = " ".join(spend_sentences(review))
    assert "That they spent more is no proof: they may have bought as much anyway." in told
    assert "In the 28 days before it they had spent" in told


def test_answers_offers_and_products_are_counted(campaigns):
    review = campaign_review(campaigns, "Spring")
    assert review.campaign_id == "spring"
    assert review_sentence(review).startswith("Spring reached 80 customers, and ")
    days = rows_of(
        campaigns.db,
        "SELECT min(ts)::DATE - DATE '2024-03-01' FROM campaign_responses WHERE campaign_id = "
        "'spring' AND user_id <> 'stranger' GROUP BY user_id",
    )
    days = sorted(day for (day,) in days)
    curve = review.curve.set_index("day")["customers"]
    assert all(curve[day] == sum(one <= day for one in days) for day in curve.index)
    half = days[(len(days) + 1) // 2 - 1] + 1
    assert half_of_answers(review) == half
    assert when_sentence(review) == f"Half of those who answered had done so within {half} days."
    offers = offers_with_rates(review).set_index("offer_id")
    assert offers["products"].to_dict() == {"o1": 3, "o2": 1}
    assert offers.loc["o2", "about"] == "Product 1"
    assert offers.loc["o1", "about"] == "Dairy"
    by = dict(
        rows_of(
            campaigns.db,
            "SELECT offer_id, count(DISTINCT user_id) FROM campaign_responses "
            "WHERE campaign_id = 'spring' AND user_id <> 'stranger' GROUP BY offer_id",
        )
    )
    assert offers["customers"].to_dict() == by
    assert offers.loc["o1", "rate"] == by["o1"] / 80
    assert offer_sentence(review).startswith("Most answers came by offer o1 (Dairy): ")
    for row in review.products.itertuples():
        (n,) = rows_of(
            campaigns.db,
            "SELECT count(DISTINCT user_id) FROM interactions WHERE event = 'purchase' AND "
            f"item_id = '{row.item_id}' AND ts >= '2024-03-01' AND ts < '2024-03-29' AND user_id "
            "IN (SELECT user_id FROM campaign_targets WHERE campaign_id = 'spring')",
        )[0]
        assert row.responders + row.others == n
    assert set(review.products["item_id"]) <= {"p0", "p1", "p4", "p8"}


def test_what_the_data_does_not_cover_is_said(campaigns):
    found = past_campaigns(campaigns)
    review = campaign_review(campaigns, "autumn")
    assert [one.days for one in review.windows] == [60, 18, 0]
    assert caution_sentences(review, found.until) == [
        "It ends on 29 Aug 2024, after the data does (18 Jul 2024): answers may still come.",
        "Of its 60 days the data covers 18.",
        "Of the 60 days after it the data covers 0.",
    ]
    assert all(np.isnan(one.mean) for one in review.spend if one.window == "after")
    spring = campaign_review(campaigns, "spring")
    assert caution_sentences(spring, found.until) == [
        "1 customer answered without being in its target group."
    ]


def test_groups_are_those_of_the_day_before_and_the_frequent_stand_out(campaigns):
    definition = {"conditions": [{"kind": "figure", "figure": "visits", "low": 14}]}
    save(campaigns, "Often", SegmentDefinition.model_validate(definition))
    review = campaign_review(campaigns, "spring")
    found = response_by_group(campaigns, review)
    assert found.as_of == SPRING - pd.Timedelta(days=1)
    assert "29 Feb 2024" in judged_sentence(found)
    standing = [one for one in found.rows if one.group != "Often"]
    assert sum(one.n for one in standing) == 80
    assert sum(one.responded for one in standing) == review.row["responded"]
    often = next(one for one in found.rows if one.group == "Often")
    assert often.differs
    assert often.rate > often.rest
    assert "answered more often than the others, beyond chance" in group_sentence(found)


def test_a_campaign_is_asked_for_by_number_or_name(campaigns):
    with pytest.raises(NotFoundError, match="Among those there are: spring or autumn"):
        campaign_review(campaigns, "winter")


def test_files_hold_every_customer_and_no_live_formula(campaigns, tmp_path):
    add(campaigns.db, "campaign_targets", [{"campaign_id": "spring", "user_id": "=1+1"}])
    review = campaign_review(campaigns, "spring")
    assert write_people(review, tmp_path / "people.csv") == 81
    people = pd.read_csv(tmp_path / "people.csv")
    assert list(people.columns) == list(people_frame(review).columns)
    assert {"spend_before", "orders_during", "spend_after", "first_answer"} <= set(people.columns)
    assert "'=1+1" in set(people["user_id"])
    assert write_campaigns(past_campaigns(campaigns), tmp_path / "all.csv") == 2


def test_data_without_campaigns_or_dates_is_told(ws):
    add(ws.db, "interactions", [bought("a", "p", 3, 1, 10.0)])
    assert not has_campaigns(ws)
    with pytest.raises(NotReadyError, match="There are no campaigns"):
        past_campaigns(ws)
    add(ws.db, "campaign_responses", [{"campaign_id": "k", "user_id": "a"}])
    assert campaigns_sentence(past_campaigns(ws)).startswith("1 campaign is known")
    review = campaign_review(ws, "k")
    assert review_sentence(review).startswith("Whom k was sent to is not known; 1 customer")
    assert spend_sentences(review) == [
        "What customers spent around it is not known: that needs a first day, dated purchases and "
        "what was paid."
    ]
    groups = response_by_group(ws, review)
    assert groups.rows == ()
    json.dumps(review_json(review, groups, None))
    assert all(isinstance(one, str) for one in review_sentences(review, groups, None))


def test_ratings_and_an_unknown_end_are_enough_for_rates(ws):
    add(ws.db, "interactions", [rated("a", "p", 4.0), rated("b", "p", 2.0)])
    add(ws.db, "campaigns", [{"campaign_id": "k", "start_ts": DAY0}])
    add(ws.db, "campaign_targets", [{"campaign_id": "k", "user_id": u} for u in "ab"])
    answer = {"campaign_id": "k", "user_id": "a", "ts": DAY0}
    add(ws.db, "campaign_responses", [answer])
    review = campaign_review(ws, "k")
    assert review.row["rate"] == 0.5
    assert when_sentence(review) == "Half of those who answered had done so within a day."
    assert not review.paid
    assert group_sentence(response_by_group(ws, review)) == (
        "Those reached are not known to be of different groups."
    )


def test_the_command_says_what_the_page_says(campaigns, tmp_path, capsys):
    folder = ["--workspace", str(campaigns.path), "--json"]
    campaigns.close()
    assert main(["campaigns", *folder]) == 0
    rows = json.loads(capsys.readouterr().out)
    keys = {"campaign_id", "name", "targeted", "responded", "rate", "low", "high", "control"}
    assert keys <= set(rows[0])
    out = tmp_path / "spring.csv"
    assert main(["campaigns", "--campaign", "spring", "--out", str(out), *folder]) == 0
    one = json.loads(capsys.readouterr().out)
    assert one["groups"]
    assert one["spend"][0]["window"] == "before"
    assert len(pd.read_csv(out)) == 80


def test_a_control_group_is_no_part_of_those_reached_and_is_compared(campaigns):
    control = [
        {"campaign_id": "spring", "user_id": f"c{n}", "arm": "Hold-out"} for n in range(1, 160, 2)
    ]
    assert control_sentences(campaign_review(campaigns, "spring")) == []
    add(campaigns.db, "campaign_targets", control)
    review = campaign_review(campaigns, "spring")
    assert len(review.reached) == 80
    assert review.row["control"] == 80
    assert campaigns_json(past_campaigns(campaigns))[0]["control"] == 80
    by = {one.outcome: one for one in review.compared}
    assert set(by) == {"bought", "spend"}
    for one, even in ((by["bought"].value, 0), (by["bought"].control, 1)):
        (n,) = rows_of(
            campaigns.db,
            "SELECT count(DISTINCT user_id) FROM interactions WHERE event = 'purchase' AND "
            f"user_id[2:]::INT % 2 = {even} AND ts >= '2024-03-01' AND ts < '2024-03-29'",
        )[0]
        assert one == n / 80
    assert by["bought"].low < by["bought"].difference < by["bought"].high
    told = control_sentences(review)
    assert len(told) == 3
    assert "80 in its control group" in told[0]
    assert told[-1].startswith("If its control group was drawn at random")
    json.dumps(review_json(review, response_by_group(campaigns, review), None))


def test_messages_that_came_back_reached_nobody_and_a_click_may_be_the_answer(campaigns):
    events = [("m", "c1", "sent"), ("m", "c1", "clicked"), ("m", "c2", "bounced")]
    events += [("m", "c3", "sent"), ("m", "c3", "unsubscribed"), ("spring", "c0", "bounced")]
    at = {"ts": SPRING}
    add(
        campaigns.db,
        "deliveries",
        [{"campaign_id": c, "user_id": u, "event": e} | at for c, u, e in events],
    )
    rows = past_campaigns(campaigns).rows.set_index("campaign_id")
    assert tuple(rows.loc["m", ["targeted", "responded", "lost", "clicks"]]) == (2, 1, 1, True)
    assert tuple(rows.loc["spring", ["targeted", "lost", "clicks"]]) == (79, 1, False)
    assert caution_sentences(campaign_review(campaigns, "m"), None) == [
        "No answer is recorded for it; a click in the message counts as one.",
        "Its messages were sent to 3 customers: 2 are known to have arrived, 0 opened, 1 clicked, "
        "1 came back, 1 unsubscribed.",
    ]
