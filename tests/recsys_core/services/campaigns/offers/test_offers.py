"""Offers for customers of a small shop: chances, plans, what is said, and the command."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from recsys_core.campaigns.offers.optimum import best
from recsys_core.cli.main import main
from recsys_core.jobs.job import Job
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.campaigns.offers import words
from recsys_core.services.campaigns.offers.chances import chances_from_file, offer_chances
from recsys_core.services.campaigns.offers.job import read_problem, search_offers, write_problem
from recsys_core.services.campaigns.offers.plan import (
    limits_cost,
    offer_plan,
    other_ways,
    totals_by_offer,
    with_solution,
)
from recsys_core.services.campaigns.offers.search import searchable, searched, start_search
from recsys_core.services.campaigns.offers.tables import brought
from recsys_core.services.campaigns.offers.terms import (
    OfferChoices,
    checked,
    read_terms,
    terms_of,
)
from recsys_core.services.customers.group_choice import group_users
from recsys_core.services.workspace.lots import control_group, set_control_share
from recsys_core.services.workspace.workspace import Workspace
from tests.recsys_core.services.campaigns.past.conftest import SPRING, fill
from tests.recsys_core.storage.builders import add, rows_of

GENEROUS = OfferChoices(budget=50.0, margin=0.8, stock=40)


@pytest.fixture
def shop_of_offers(ws: Workspace) -> Workspace:
    fill(ws, customers=480)
    return ws


def refuse(ws: Workspace, *users: str) -> None:
    add(ws.db, "users", [{"user_id": user, "consent": False} for user in users])


def test_chances_add_up_to_what_was_taken_up(shop_of_offers):
    found = offer_chances(shop_of_offers)
    taken = rows_of(
        shop_of_offers.db,
        "SELECT count(*) FROM (SELECT DISTINCT user_id, offer_id FROM campaign_responses) "
        "WHERE user_id <> 'stranger'",
    )[0][0]
    ever = np.zeros(found.probability.shape, dtype=bool)
    users = pd.Index(found.users)
    for at, offer in enumerate(found.offers["offer_id"]):
        sent = rows_of(
            shop_of_offers.db,
            "SELECT DISTINCT user_id FROM campaign_targets JOIN campaign_offers USING "
            f"(campaign_id) WHERE offer_id = '{offer}'",
        )
        ever[users.get_indexer([user for (user,) in sent]), at] = True
    # The past is scaled by who had bought before; by now some more have.
    assert found.probability[ever].sum() == pytest.approx(taken, rel=0.15)
    assert ((found.probability > 0) & (found.probability < 1)).all()
    assert found.source in ("model", "rates")
    assert found.anyway is None
    assert set(found.offers["offer_id"]) == {"o1", "o2", "o3"}


def test_nobody_who_must_not_be_written_to_is_in_a_plan(shop_of_offers):
    first = offer_plan(shop_of_offers, offer_chances(shop_of_offers), GENEROUS)
    wanted = list(first.coupons["user_id"].unique()[:5])
    refuse(shop_of_offers, *wanted)
    found = offer_chances(shop_of_offers)
    assert found.left_out["no_consent"] == 5
    plan = offer_plan(shop_of_offers, found, GENEROUS)
    assert not set(plan.coupons["user_id"]) & set(wanted)
    assert words.left_out_sentences(found) == [
        "5 customers who do not want to be contacted are left out."
    ]


def test_the_control_group_gets_no_coupon_and_is_counted(shop_of_offers):
    everybody = offer_chances(shop_of_offers)
    set_control_share(shop_of_offers, 0.3)
    found = offer_chances(shop_of_offers)
    control = control_group(shop_of_offers)
    assert control
    assert not set(found.users) & control
    assert found.left_out["control_group"] == len(set(everybody.users) & control)
    assert any("the control group" in one for one in words.left_out_sentences(found))


def test_a_plan_keeps_its_limits_and_beats_simpler_ways(shop_of_offers):
    found = offer_chances(shop_of_offers)
    group = "Champions"
    inside = set(group_users(shop_of_offers, group))
    choices = OfferChoices(
        budget=12.0, margin=0.8, stock=15, per_customer=2, total=60, least=((group, 6),)
    )
    plan = offer_plan(shop_of_offers, found, choices)
    assert plan.cost <= 12.0 + 1e-6
    assert len(plan.coupons) <= 60
    assert plan.coupons["offer_id"].value_counts().max() <= 15
    assert plan.coupons["user_id"].value_counts().max() <= 2
    assert plan.coupons["user_id"].isin(inside).sum() >= 6
    assert plan.coupons["expected_profit"].sum() == pytest.approx(plan.assignment.profit)
    assert plan.redeemed == pytest.approx(plan.coupons["probability"].sum())
    ways = other_ways(plan)
    assert max(ways.greedy, ways.best_seller, ways.lot) <= plan.assignment.bound + 1e-9
    rows = limits_cost(plan)
    assert {row.kind for row in rows} == {"budget", "stock", "per_customer", "total", "least"}
    assert [words.limit_name(row) for row in rows if row.name] == [f"Minimum for “{group}”"]
    at_once = offer_plan(shop_of_offers, found, choices, exact=False, start=plan.prices)
    assert at_once.assignment.profit <= plan.assignment.profit + 1e-6
    assert at_once.assignment.bound >= plan.assignment.profit - 1e-6


def test_only_a_segment_gets_coupons(shop_of_offers):
    found = offer_chances(shop_of_offers)
    plan = offer_plan(
        shop_of_offers, found, OfferChoices(budget=50, margin=0.8, segment="Champions")
    )
    assert set(plan.coupons["user_id"]) <= set(group_users(shop_of_offers, "Champions"))


def test_where_nothing_pays_nothing_is_sent(shop_of_offers):
    found = offer_chances(shop_of_offers)
    plan = offer_plan(shop_of_offers, found, OfferChoices(budget=50, margin=0.0))
    assert plan.coupons.empty
    assert "send none" in words.plan_sentence(plan)
    assert words.price_sentences(plan) == []
    assert words.gap_sentence(plan) == ""
    assert words.plan_json(plan, other_ways(plan), [])["assigned"] == 0


def test_what_is_said_is_what_was_found(shop_of_offers):
    found = offer_chances(shop_of_offers)
    plan = offer_plan(shop_of_offers, found, OfferChoices(budget=8.0, margin=0.8), exact=False)
    said = words.plan_sentence(plan)
    assert said.startswith(f"{len(plan.coupons)} coupons for ")
    assert ("No other choice" in said) == (plan.assignment.gap == 0)
    assert said == f"{words.first_line(plan)} {words.gap_sentence(plan)}"
    prices = words.price_sentences(plan)
    assert prices[0].startswith("1.00 more of budget would earn about ")
    rich = offer_plan(shop_of_offers, found, OfferChoices(budget=1e6, margin=0.8))
    assert words.price_sentences(rich)[0].startswith("The budget is no limit")
    proved = "No other choice within the limits is expected to earn more."
    assert words.plan_sentence(rich).endswith(proved)
    assert "is not known" in words.subsidy_sentence(plan)
    assert words.subsidy_sentence(plan) in words.basis_sentences(plan)
    assert words.plan_json(plan, other_ways(plan), limits_cost(plan))["subsidy"] is None
    assert "would earn" in words.ways_sentence(other_ways(plan))
    stocked = offer_plan(shop_of_offers, found, GENEROUS, exact=False)
    assert words.plan_json(stocked, other_ways(stocked), [])["gap"] == stocked.assignment.gap


def test_a_control_group_tells_who_would_have_bought_anyway(shop_of_offers):
    add(
        shop_of_offers.db,
        "campaign_targets",
        [{"campaign_id": "spring", "user_id": f"c{n}", "arm": "control"} for n in range(1, 480, 2)],
    )
    found = offer_chances(shop_of_offers)
    sent, buyers, control, without = rows_of(shop_of_offers.db, _by_arm())[0]
    assert control >= 100
    if buyers >= 100:
        assert found.anyway == pytest.approx(min(without / control / (buyers / sent), 1))
    else:
        assert found.anyway is None


def _by_arm() -> str:
    """For o1 and o2, bought within the campaign, by arm; written apart from the query."""
    end = SPRING + pd.Timedelta(days=28)
    return f"""
        WITH pairs AS (
            SELECT DISTINCT t.user_id, o.offer_id, t.arm = 'control' AS control, c.campaign_id
            FROM campaign_targets t JOIN campaign_offers o USING (campaign_id)
            JOIN campaigns c USING (campaign_id)
        ), seen AS (
            SELECT p.*, EXISTS (
                SELECT 1 FROM interactions i JOIN campaign_offers o USING (item_id)
                WHERE i.user_id = p.user_id AND o.offer_id = p.offer_id AND i.event = 'purchase'
                AND i.ts >= CASE p.campaign_id WHEN 'spring' THEN TIMESTAMP '{SPRING}'
                            ELSE TIMESTAMP '2024-07-01' END
                AND i.ts < CASE p.campaign_id WHEN 'spring' THEN TIMESTAMP '{end}'
                           ELSE TIMESTAMP '2024-08-30' END
            ) AS bought FROM pairs p
        )
        SELECT count(*) FILTER (NOT control), count(*) FILTER (NOT control AND bought),
               count(*) FILTER (control), count(*) FILTER (control AND bought) FROM seen
    """


def test_without_answers_there_are_no_rates(ws):
    fill(ws, customers=8)
    with pytest.raises(NotReadyError, match="Past rates need 30"):
        offer_chances(ws)
    with pytest.raises(InputError, match="Between 1 and 200"):
        offer_chances(ws, 0)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_chances_from_a_file(shop_of_offers, tmp_path):
    refuse(shop_of_offers, "c3")
    file = write(
        tmp_path / "chances.csv",
        "Customer;Coupon;P\nc1;x;0.5\nc2;x;0.1\nc2;y;0.9\nc3;x;0.9\nnobody;x;0.2\nc4;y;\n",
    )
    found = chances_from_file(shop_of_offers, file)
    assert sorted(found.users) == ["c1", "c2"]
    assert found.unknown == 1
    assert (found.source, list(found.offers["offer_id"])) == ("file", ["x", "y"])
    assert np.isnan(found.probability).sum() == 1
    plan = offer_plan(
        shop_of_offers, found, OfferChoices(budget=10, value=20, margin=0.5, per_customer=2)
    )
    assert set(zip(plan.coupons["user_id"], plan.coupons["offer_id"], strict=True)) == {
        ("c1", "x"),
        ("c2", "x"),
        ("c2", "y"),
    }
    with pytest.raises(InputError, match="offer x is not known"):
        offer_plan(shop_of_offers, found, OfferChoices(budget=10))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("user_id,offer_id\nc1,x\n", "no column “probability”"),
        ("user_id,offer_id,probability\nc1,x,1.5\n", "between 0 and 1"),
        ("user_id,offer_id,probability\nc1,x,much\n", "no number: 'much'"),
        ("user_id,offer_id,probability\nc1,x,0.1\nc1,x,0.2\n", "more than once"),
        ("user_id,offer_id,probability\nnobody,x,0.1\n", "no customer of this workspace"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(shop_of_offers, tmp_path, text, match):
    with pytest.raises(InputError, match=match):
        chances_from_file(shop_of_offers, write(tmp_path / "chances.csv", text))


def test_offers_with_terms_of_their_own(shop_of_offers, tmp_path):
    found = offer_chances(shop_of_offers)
    file = write(tmp_path / "terms.csv", "offer_id,value,stock,margin\no1,50,3,\no2,,,0\n")
    own = read_terms(file, found)
    plan = offer_plan(shop_of_offers, found, OfferChoices(budget=500, margin=0.8), own)
    assert (plan.coupons["offer_id"] == "o1").sum() == 3
    assert not (plan.coupons["offer_id"] == "o2").any()
    assert "if 80 % of what is spent is kept" in words.first_line(plan)
    own.loc["o2", "margin"] = 0.9
    plan = offer_plan(shop_of_offers, found, OfferChoices(budget=500, margin=0.8), own)
    assert set(plan.coupons["offer_id"]) == {"o1", "o2"}
    assert "with the margin of each offer as given" in words.first_line(plan)
    with pytest.raises(InputError, match="not among those compared: zz"):
        read_terms(write(tmp_path / "other.csv", "offer_id,value\nzz,5\n"), found)
    with pytest.raises(InputError, match="more than once"):
        read_terms(write(tmp_path / "twice.csv", "offer_id,value\no1,5\no1,6\n"), found)
    assert list(brought(file, ("offer_id",), ("value",))["offer_id"]) == ["o1", "o2"]


def test_each_offers_profit_is_what_the_formula_says(shop_of_offers):
    found = offer_chances(shop_of_offers)
    choices = OfferChoices(budget=60, margin=0.8, handling=0.3, contact=0.02, stock=40)
    own = pd.DataFrame({"handling": [0.7]}, index=["o1"])
    terms, stock = terms_of(found, choices, own)
    at = list(found.offers["offer_id"]).index("o1")
    assert terms.handling[at] == 0.7
    assert set(np.delete(terms.handling, at)) == {0.3}
    assert (stock == 40).all()
    plan = offer_plan(shop_of_offers, found, choices, own, exact=False)
    frame = totals_by_offer(plan)
    spent = frame["face_value"] + frame["handling"] + frame["contact"]
    assert (frame["kept"] - spent).to_numpy() == pytest.approx(frame["profit"].to_numpy())
    assert frame["profit"].sum() == pytest.approx(plan.assignment.profit)
    assert spent.sum() == pytest.approx(plan.cost)
    assert frame["subsidy"].isna().all()
    total = words.with_total(plan).iloc[-1]
    assert (total["offer_id"], total["coupons"]) == ("All offers", len(plan.coupons))
    assert np.isnan(total["subsidy"])
    assert words.subsidy_of(plan.subsidy) == "not known"
    assert words.subsidy_of(0.0) == "0.00"
    assert words.formula_sentence() in words.basis_sentences(plan)
    nothing = offer_plan(shop_of_offers, found, OfferChoices(budget=5, margin=0.0), exact=False)
    assert words.with_total(nothing).empty
    document = words.plan_json(plan, other_ways(plan), [])
    assert json.loads(json.dumps(document))["by_offer"][0]["subsidy"] is None


def test_known_subsidies_are_a_part_of_each_offers_profit(shop_of_offers):
    found = replace(offer_chances(shop_of_offers), anyway=0.25)
    plan = offer_plan(shop_of_offers, found, GENEROUS, exact=False)
    frame = totals_by_offer(plan)
    spent = frame[["face_value", "handling", "contact", "subsidy"]].sum(axis=1)
    assert (frame["kept"] - spent).to_numpy() == pytest.approx(frame["profit"].to_numpy())
    assert frame["subsidy"].sum() == pytest.approx(plan.subsidy)


def test_the_worker_finds_what_the_search_here_finds(shop_of_offers, tmp_path):
    found = offer_chances(shop_of_offers)
    choices = OfferChoices(budget=9.0, margin=0.8, stock=15, least=(("Champions", 3),))
    plan = offer_plan(shop_of_offers, found, choices, exact=False)
    assert searched(shop_of_offers, plan) is None
    write_problem(tmp_path, plan.problem)
    problem = read_problem(tmp_path)
    assert (problem.profit == plan.problem.profit).all()
    assert problem.limits.groups[0].least == 3
    assert (problem.limits.total, problem.limits.budget) == (None, 9.0)
    job = shop_of_offers.jobs.wait(start_search(shop_of_offers, plan).job_id)
    assert job.state == "done", job.error
    assert not list(job.folder.glob("*.npz"))
    there = searched(shop_of_offers, plan)
    here = best(plan.problem)
    assert here.assignment is not None
    assert there.plan.assignment.profit == pytest.approx(here.assignment.profit)
    assert there.plan.assignment.gap == 0
    assert not searchable(there.plan)
    assert with_solution(plan, here).assignment.profit == there.plan.assignment.profit
    assert len(there.plan.coupons) == len(there.plan.assignment.offers)
    assert words.search_sentence("2 s") == "The search took 2 s."
    moved = offer_plan(shop_of_offers, found, replace(choices, budget=8.9), exact=False)
    assert searched(shop_of_offers, moved) is None


def test_a_search_says_how_much_of_its_time_has_gone(shop_of_offers, tmp_path):
    plan = offer_plan(shop_of_offers, offer_chances(shop_of_offers), GENEROUS, exact=False)
    write_problem(tmp_path, plan.problem)
    said = []
    job = Job("x", "offers", "", {}, 0.0, tmp_path)
    found = search_offers(job, lambda fraction, message="": said.append((fraction, message)))
    assert len(found["customers"]) == len(found["offers"])
    assert said[0][1] == "at the longest 2 min 4 s"
    assert all(0 <= fraction < 1 for fraction, _ in said)


def test_what_limits_cost_is_true_to_within_what_is_not_proved(shop_of_offers):
    plan = offer_plan(shop_of_offers, offer_chances(shop_of_offers), GENEROUS, exact=False)
    rows = limits_cost(plan)
    assert words.ledger_sentence(plan, []) == ""
    off = max([plan.assignment.bound - plan.assignment.profit, *(row.unsure for row in rows)])
    assert bool(words.ledger_sentence(plan, rows)) == (off >= words.LEAST_MONEY)


@pytest.mark.parametrize(
    ("choices", "match"),
    [
        (OfferChoices(budget=-1), "Limits are not below 0"),
        (OfferChoices(budget=1, per_customer=0), "at least 1 coupon"),
        (OfferChoices(budget=1, margin=1.2), "between 0 and 1"),
        (OfferChoices(budget=1, contact=-0.1), "not below 0"),
        (OfferChoices(budget=9, least=(("Champions", 3),), most=(("Champions", 2),)), "at most 2"),
        (OfferChoices(budget=0.0, least=(("Champions", 2),)), "keeps every minimum"),
        (OfferChoices(budget=1, segment="nobody here"), "nobody here"),
    ],
)
def test_choices_outside_their_range_are_refused(shop_of_offers, choices, match):
    with pytest.raises(InputError, match=match):
        offer_plan(shop_of_offers, offer_chances(shop_of_offers), choices)
    checked(GENEROUS)


def test_the_command_writes_who_gets_what(shop_of_offers, tmp_path, capsys):
    where, out = str(shop_of_offers.path), tmp_path / "offers.csv"
    shop_of_offers.close()
    asked = ["--workspace", where, "offers", "--budget", "9", "--margin", "0.8", "--out", str(out)]
    assert main([*asked, "--json", "--at-least", "Champions=2"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {"profit", "gap", "greedy_profit", "shadow_prices", "assigned"} <= set(document)
    frame = pd.read_csv(out)
    assert len(frame) == document["assigned"]
    assert frame["expected_profit"].sum() == pytest.approx(document["profit"])
    assert frame["expected_profit"].is_monotonic_decreasing
    assert main([*asked, "--force"]) == 0
    assert "coupons for" in capsys.readouterr().out
    assert main([*asked, "--force", "--at-most", "Champions=few"]) == 2
    assert "GROUP=N" in capsys.readouterr().err


def test_a_plan_is_written_so_that_no_cell_is_a_formula(shop_of_offers, tmp_path):
    found = offer_chances(shop_of_offers)
    plan = offer_plan(shop_of_offers, found, GENEROUS)
    plan.coupons.loc[0, "about"] = "=1+1"
    assert words.write_plan(plan, tmp_path / "plan.csv") == len(plan.coupons)
    assert not pd.read_csv(tmp_path / "plan.csv")["about"].str.startswith("=").any()
