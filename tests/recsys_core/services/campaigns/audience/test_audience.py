"""Who is in an audience, who must not be, and what is forecast."""

import numpy as np
import pandas as pd
import pytest

from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.answers import Answers
from recsys_core.services.campaigns.audience.build import audience, is_learned
from recsys_core.services.campaigns.audience.exclusions import exclude
from recsys_core.services.campaigns.audience.learning import learned, learned_before, moment_of
from recsys_core.services.campaigns.audience.ranking import drawn_at, ranked
from recsys_core.services.campaigns.audience.request import (
    AudienceRequest,
    ContactLimits,
    MessageMoney,
)
from recsys_core.services.campaigns.audience.target import (
    find_target,
    product_titles,
    target_values,
)
from recsys_core.services.campaigns.audience.why import reasons
from recsys_core.services.campaigns.barred import barred, leave_out
from recsys_core.services.customers.segments.saved import save_ids
from tests.recsys_core.services.campaigns.audience.market_shop import (
    CUSTOMERS,
    SENDS,
    asked,
    purchases,
)
from tests.recsys_core.storage.builders import add, bought, rows_of

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")

EVERY = ContactLimits(contacted=30, bought=20, weekly=2)


def first_reasons(limits: ContactLimits) -> dict[str, str]:
    """Customer -> the first reason to leave them out, found without the code under test."""
    rows = purchases()
    newest = {}
    for row in rows:
        if row["item_id"] in ("p1", "p4", "p7"):
            newest[row["user_id"]] = max(newest.get(row["user_id"], row["ts"]), row["ts"])
    reasons = {}
    for n in range(CUSTOMERS):
        user = f"c{n}"
        messages = [3] * (n % 5 == 0) + [3] * (n % 10 == 0) + [40] * (n % 2 == 0)
        if n % 31 == 0 or n % 37 == 0:
            messages.append(40)
        if n % 50 == 1 and n % 5:
            messages = [one for one in messages if one != 3]
        last = newest.get(user)
        checks = {
            "no_consent": n % 4 == 2,
            "unsubscribed": n % 31 == 0,
            "bounced": n % 37 == 0,
            "contacted": limits.contacted and any(one < limits.contacted for one in messages),
            "bought": limits.bought
            and last is not None
            and (SENDS - last.normalize()).days <= limits.bought,
            "weekly_cap": limits.weekly and sum(one < 7 for one in messages) >= limits.weekly,
        }
        found = next((reason for reason, holds in checks.items() if holds), None)
        if found:
            reasons[user] = found
    return reasons


@pytest.mark.parametrize(
    "limits",
    [
        ContactLimits(),
        EVERY,
        ContactLimits(contacted=60),
        ContactLimits(weekly=1),
        ContactLimits(bought=45),
    ],
)
def test_nobody_left_out_is_in_and_every_reason_is_counted(audience_shop, limits):
    out = first_reasons(limits)
    found = audience(audience_shop, asked(size=CUSTOMERS, limits=limits))
    users = set(found.members["user_id"])
    assert not users & set(out)
    comers = {row["user_id"] for row in purchases()}
    assert found.candidates == len(comers)
    for reason, n in found.exclusions.counts.items():
        assert n == sum(one == reason for user, one in out.items() if user in comers)
    assert users == comers - set(out)
    assert found.exclusions.consent_unknown == sum(int(user[1:]) % 4 == 3 for user in users)


def test_the_best_come_first_and_the_figures_are_those_of_the_size(audience_shop):
    found = audience(audience_shop, asked())
    chance = found.members["probability"].to_numpy()
    assert (np.diff(chance) <= 0).all()
    assert len(found.members) == 120
    figures = found.figures()
    assert figures["expected_responders"] == pytest.approx(0.9 * chance.sum(), abs=1e-3)
    assert figures["low"] < figures["expected_responders"] < figures["high"]
    assert figures["profit"] is None
    assert audience(audience_shop, asked()).members.equals(found.members)
    more = audience(audience_shop, asked(size=150))
    assert list(more.members["user_id"][:120]) == list(found.members["user_id"])


def test_what_was_learned_serves_every_size_and_goes_with_the_data(audience_shop):
    request = asked(value="Tea")
    assert not is_learned(audience_shop, request)
    found = audience(audience_shop, request)
    assert is_learned(audience_shop, asked(value="tea ", size=7))
    assert not is_learned(audience_shop, asked(value="Tea", days=14))
    assert words.mailed(found) == 108
    assert words.mailed(audience(audience_shop, asked(size=30, holdout=0.0))) == 30
    add(audience_shop.db, "interactions", [bought("c1", "p1", 25)])
    assert not is_learned(audience_shop, request)


def test_repeat_and_new_buyers_are_ranked_apart(audience_shop):
    rows = purchases()
    before = {row["user_id"] for row in rows if row["item_id"] in ("p1", "p4", "p7")}
    for buyers in ("repeat", "new"):
        found = audience(audience_shop, asked(size=CUSTOMERS, buyers=buyers))
        users = set(found.members["user_id"])
        assert users
        assert set(found.members["buyer"]) == {buyers}
        assert users <= before if buyers == "repeat" else not users & before
        assert set(found.trials) == {buyers}
    both = audience(audience_shop, asked(size=CUSTOMERS))
    assert set(both.members["buyer"]) == {"repeat", "new"}


def test_out_of_a_group_only_and_without_anybody_left(audience_shop):
    save_ids(audience_shop, "Mine", [f"c{n}" for n in range(0, 60)])
    found = audience(audience_shop, asked(group="Mine"))
    assert set(found.members["user_id"]) <= {f"c{n}" for n in range(60)}
    assert found.candidates <= 60
    save_ids(audience_shop, "Refused", ["c2", "c6"])
    with pytest.raises(InputError, match="Nobody is left"):
        audience(audience_shop, asked(group="Refused"))
    with pytest.raises(NotFoundError):
        audience(audience_shop, asked(group="Nobodies"))


def test_a_later_day_of_sending_makes_messages_and_purchases_older(audience_shop):
    limits = ContactLimits(contacted=30, bought=20, weekly=1)
    now = audience(audience_shop, asked(size=CUSTOMERS, limits=limits))
    later = ContactLimits(30, 20, 1, SENDS + pd.Timedelta(days=40))
    then = audience(audience_shop, asked(size=CUSTOMERS, limits=later))
    assert then.exclusions.counts["contacted"] == then.exclusions.counts["bought"] == 0
    assert then.size > now.size
    assert then.sends == later.sends


def test_money_is_what_a_buyer_brings_less_what_messages_cost(audience_shop):
    rich = audience(audience_shop, asked(money=MessageMoney(cost=0.5, margin=0.4, redemption=0.2)))
    assert rich.worth is not None
    brings = 0.4 * rich.basket - 0.2
    profit = 0.9 * (rich.members["probability"].sum() * brings - 120 * 0.5)
    assert rich.figures()["profit"] == pytest.approx(profit, abs=1e-3)
    assert rich.figures()["threshold"] == pytest.approx(0.5 / brings, abs=1e-6)
    assert "profit after cost" in words.answer(rich)
    own = audience(audience_shop, asked(money=MessageMoney(cost=0.5, margin=0.4, basket=100.0)))
    assert own.figures()["best_size"] == own.curve.size[-1]
    poor = audience(audience_shop, asked(money=MessageMoney(cost=50.0, margin=0.1)))
    assert poor.figures()["best_size"] == 0
    assert any("No message pays" in one for one in words.remarks(poor))
    unknown = audience(audience_shop, asked(money=MessageMoney(cost=1.0)))
    assert any("without the margin" in one for one in words.remarks(unknown))


def test_what_a_buyer_spends_is_added_up_from_the_file(audience_shop):
    found = audience(audience_shop, asked())
    rows = pd.DataFrame(purchases())
    rows = rows[rows["item_id"].isin(["p1", "p4", "p7"])]
    rows["ago"] = (SENDS - pd.Timedelta(days=1) - rows["ts"].dt.normalize()).dt.days
    inside = rows[rows["ago"] < 28 * 6]
    each = inside.groupby([inside["ago"] // 28, "user_id"])["revenue"].sum()
    assert found.basket == pytest.approx(each.mean(), abs=1e-3)


def test_what_comes_back_is_taken_off_what_a_buyer_spends(audience_shop):
    """One return by a buyer, within the period and on a day without a purchase, and one by somebody
    who bought nothing then.
    """
    before = audience(audience_shop, asked()).basket
    rows = pd.DataFrame(purchases())
    rows = rows[rows["item_id"].isin(["p1", "p4", "p7"])]
    rows["ago"] = (SENDS - pd.Timedelta(days=1) - rows["ts"].dt.normalize()).dt.days
    last = rows[rows["ago"] < 28]
    buyers = len(rows[rows["ago"] < 28 * 6].groupby([rows["ago"] // 28, "user_id"]))
    one = last["user_id"].iloc[0]
    idle = next(f"c{n}" for n in range(CUSTOMERS) if f"c{n}" not in set(last["user_id"]))
    back = {"event": "return", "ts": SENDS - pd.Timedelta(hours=1), "quantity": 1.0}
    add(
        audience_shop.db,
        "interactions",
        [
            back | {"user_id": user, "item_id": "p7", "revenue": -9.0, "order_id": f"back-{user}"}
            for user in (one, idle)
        ],
    )
    after = audience(audience_shop, asked()).basket
    assert after == pytest.approx(before - 9.0 / buyers, abs=1e-3)


def test_every_size_is_drawn_as_if_it_alone_were_asked_for(audience_shop):
    known = learned(audience_shop, find_target(audience_shop, "category", "Coffee"), 28, 42)
    everybody = np.ones(len(known.users), dtype=bool)
    order = ranked(known, everybody, ("repeat", "new"), None)
    size = np.unique([1, 2, 37, 150, 151, len(order.rows)])
    found = drawn_at(audience_shop, known, order, None, size, 28, 42)
    for place, n in enumerate(size):
        model = known.models
        alone = sum(
            model[kind].drawn(
                known.facts,
                order.rows[:n][order.kinds[:n] == kind],
                np.array([(order.kinds[:n] == kind).sum()]),
                42,
            )
            for kind in ("repeat", "new")
        )
        np.testing.assert_allclose(found[:, place], alone[:, 0], rtol=1e-9)


def test_whoever_has_no_forecast_is_counted(audience_shop):
    known = learned(audience_shop, find_target(audience_shop, "category", "Coffee"), 28, 42)
    odds = np.full(len(known.users), -1.0)
    odds[:30] = np.nan
    everybody = np.ones(len(known.users), dtype=bool)
    order = ranked(known, everybody, ("repeat", "new"), Answers(odds, np.full(len(odds), 0.1)))
    assert order.no_forecast == 30
    assert not set(order.rows) & set(range(30))
    assert len(order.rows) + 30 == len(known.users)
    found = audience(audience_shop, asked(size=CUSTOMERS))
    assert found.exclusions.counts["no_forecast"] == 0
    assert reasons(audience_shop, known, order.rows[:3]) == reasons(
        audience_shop, known, order.rows[:3]
    )


def test_every_reason_is_what_the_customer_did(audience_shop):
    rows = pd.DataFrame(purchases())
    days = rows[rows["item_id"].isin(["p1", "p4", "p7"])].groupby("user_id")["ts"]
    count = days.apply(lambda one: one.dt.normalize().nunique())
    found = audience(audience_shop, asked(size=CUSTOMERS)).members.set_index("user_id")
    for user, reason in found["reason"].items():
        n = count.get(user, 0)
        if n > 1:
            assert reason.startswith(f"Bought it on {n} days, every ")
        else:
            assert reason.startswith("Bought it on one day, " if n else "Never bought it")


def test_every_kind_of_target_is_found_and_what_is_not_is_said(audience_shop):
    assert find_target(audience_shop, "category", "coffee").products == ("p1", "p4", "p7")
    assert find_target(audience_shop, "brand", "Own").products == ("p0", "p2", "p4", "p6", "p8")
    assert find_target(audience_shop, "item", "p3").title == "Product 3"
    assert find_target(audience_shop, "campaign", "fresh").products == ("p0", "p3")
    assert find_target(audience_shop, "offer", "ten off").products == ("p0", "p3")
    for kind, value, words_said in (
        ("item", "p99", "no product"),
        ("category", "Shoes", "Coffee"),
        ("brand", "None", "Own"),
        ("campaign", "old", "names no products"),
        ("offer", "x", "names no products"),
    ):
        with pytest.raises(NotFoundError, match=words_said):
            find_target(audience_shop, kind, value)
    assert set(target_values(audience_shop, "category")) == {"Tea", "Coffee", "Bread"}
    assert set(target_values(audience_shop, "item")) == {f"p{n}" for n in range(9)}
    assert target_values(audience_shop, "campaign") == ["fresh"]
    assert target_values(audience_shop, "offer") == ["ten off"]
    assert product_titles(audience_shop)["p3"] == "Product 3"


def test_the_forecast_and_its_doubts_are_said(audience_shop):
    found = audience(audience_shop, asked(holdout=0.0))
    assert words.answer(found).startswith("Send to 120 of ")
    assert "never will be" in " ".join(words.remarks(found))
    assert "were expected to buy and" in " ".join(words.tried(found))
    held = audience(audience_shop, asked())
    assert words.answer(held).startswith("Send to 108 of ")
    assert any("About 12 of the audience are kept back" in one for one in words.remarks(held))
    assert len(words.tried(found)) >= 2
    document = words.audience_json(found)
    assert {
        "size",
        "holdout",
        "expected_responders",
        "low",
        "high",
        "threshold",
        "best_size",
    } <= set(document)
    assert set(document["excluded"]) == set(found.exclusions.counts)
    assert document["trials"]["repeat"][0]["start"] == str((SENDS - pd.Timedelta(days=28)).date())


def test_a_product_few_bought_is_not_ranked(audience_shop):
    add(audience_shop.db, "interactions", [bought(f"c{n}", "rare", 20) for n in range(5)])
    request = AudienceRequest("item", "rare", 10)
    with pytest.raises(InputError, match="0 purchases of rare in the earlier periods"):
        audience(audience_shop, request)
    known = learned(audience_shop, find_target(audience_shop, "item", "rare"), 28, 42)
    assert {type(one).__name__ for one in known.models.values()} == {"TooFewBuyers"}
    assert learned_before(audience_shop, known.target, 28, 42)
    assert not learned_before(audience_shop, known.target, 14, 42)


def test_without_dates_or_history_one_sentence_says_why(ws):
    add(ws.db, "interactions", [bought("a", "p", None)])
    with pytest.raises(NotReadyError, match="No purchase has a date"):
        audience(ws, AudienceRequest("item", "p", 5))
    add(ws.db, "interactions", [bought("a", "p", day) for day in range(1, 20)])
    with pytest.raises(NotReadyError, match="19 days of purchases"):
        audience(ws, AudienceRequest("item", "p", 5))
    assert moment_of(0) == pd.Timestamp("1970-01-01")


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": 0},
        {"days": 0},
        {"holdout": 0.6},
        {"limits": ContactLimits(contacted=-1)},
        {"money": MessageMoney(margin=1.2)},
        {"money": MessageMoney(cost=-1.0)},
        {"kind": "shop"},
    ],
)
def test_figures_out_of_range_are_refused(wrong):
    with pytest.raises(InputError):
        asked(**wrong)


def test_the_control_arm_of_a_campaign_got_no_message(audience_shop):
    users = [f"c{n}" for n in range(CUSTOMERS)]
    found = exclude(
        audience_shop, users, np.ones(CUSTOMERS, dtype=bool), np.full(CUSTOMERS, np.inf),
        ContactLimits(contacted=7), SENDS,
    )  # fmt: skip
    (kept,) = rows_of(
        audience_shop.db,
        "SELECT count(*) FROM (SELECT user_id FROM campaign_targets WHERE campaign_id = 'fresh' "
        "GROUP BY user_id HAVING bool_or(arm = 'control'))",
    )
    control = [n for n in range(1, CUSTOMERS, 50)]
    assert kept[0] == len(control)
    assert all(found.kept[n] for n in control if n % 4 != 2 and n % 31 and n % 37 and n % 10)


def reached_by_none(ws) -> set[str]:
    return set().union(*barred(ws).values())


def test_the_newest_answer_about_consent_holds_whatever_later_lists_leave_out(audience_shop):
    before = audience(audience_shop, asked(size=CUSTOMERS)).exclusions.counts["no_consent"]
    assert before > 50
    silent = [{"user_id": f"c{n}", "attributes": "{}", "consent": None} for n in range(CUSTOMERS)]
    add(audience_shop.db, "users", silent)
    found = audience(audience_shop, asked(size=CUSTOMERS))
    assert found.exclusions.counts["no_consent"] == before
    assert reached_by_none(audience_shop) >= {"c2", "c0", "c31", "c37"}
    add(audience_shop.db, "users", [{"user_id": "c2", "attributes": "{}", "consent": True}])
    assert "c2" not in reached_by_none(audience_shop)


def test_everybody_buying_is_no_ground_to_rank_and_no_failure(ws):
    rows = [
        {
            "user_id": f"c{n}",
            "item_id": "milk",
            "event": "purchase",
            "quantity": 1.0,
            "revenue": 1.0,
            "ts": pd.Timestamp("2024-01-01") + pd.Timedelta(days=7 * week + n % 5),
        }
        for n in range(40)
        for week in range(40)
        if n or week < 36
    ]
    add(ws.db, "interactions", rows)
    found = audience(ws, AudienceRequest("item", "milk", 10))
    assert found.trials == {"repeat": ()}
    add(ws.db, "interactions", [rows[-1] | {"user_id": "c0", "ts": rows[-1]["ts"]}])
    with pytest.raises(InputError, match="240 purchases of milk"):
        audience(ws, AudienceRequest("item", "milk", 10))


def test_a_day_before_the_data_ends_is_no_day_to_send_on(audience_shop):
    early = ContactLimits(sends=SENDS - pd.Timedelta(days=60))
    with pytest.raises(InputError, match="The data goes on to"):
        audience(audience_shop, asked(limits=early))


def test_who_is_ruled_out_is_told_by_reason(audience_shop):
    found = audience(audience_shop, asked(size=CUSTOMERS))
    told = words.ruled_out(found)
    assert told["no consent"] == found.exclusions.counts["no_consent"]
    assert sum(told.values()) == found.candidates - found.size


def test_everybody_is_counted_for_the_first_reason_that_holds():
    inside = np.array([True, True, True, False])
    first, second = np.array([True, False, False, True]), np.array([True, True, False, True])
    kept, counts = leave_out(inside, {"first": first, "second": second})
    assert kept.tolist() == [False, False, True, False]
    assert counts == {"first": 1, "second": 1}
    assert inside.tolist() == [True, True, True, False]
