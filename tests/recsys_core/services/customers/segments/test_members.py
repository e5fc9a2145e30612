"""Counts equal SQL written here, without a look at the one that is used."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.customers.feedback import give_feedback
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import count, members, segment_sentence
from recsys_core.services.customers.segments.saved import save
from recsys_core.services.customers.segments.workspace_facts import facts_of
from recsys_core.storage.imports import list_imports, undo_import
from tests.recsys_core.services.customers.segments.conftest import define
from tests.recsys_core.storage.builders import NOW, add, rated, rows_of

BUYS = "FROM interactions WHERE event = 'purchase'"
CONDITIONS = {
    "SELECT DISTINCT user_id FROM interactions JOIN items USING (item_id) "
    "WHERE event = 'purchase' AND category_path LIKE '%Dairy%'": {
        "kind": "bought", "values": ["Dairy"],
    },
    "SELECT user_id FROM interactions JOIN items USING (item_id) WHERE event = 'purchase' "
    "AND category_path LIKE 'Food > Wine%' GROUP BY 1 HAVING count(DISTINCT order_id) >= 3": {
        "kind": "bought", "values": ["Food > Wine"], "at_least": 3,
    },
    f"SELECT DISTINCT user_id FROM interactions WHERE user_id NOT IN (SELECT user_id {BUYS} "
    "AND item_id IN ('p1', 'p3'))": {
        "kind": "bought", "by": "product", "values": ["p1", "p3", "nothing"], "never": True,
    },
    "SELECT DISTINCT user_id FROM interactions JOIN items USING (item_id) "
    "WHERE event = 'purchase' AND brand = 'Own' AND ts::DATE BETWEEN '2024-02-01' AND '2024-03-01'":
    {
        "kind": "bought", "by": "brand", "values": ["Own"],
        "start": "2024-02-01", "end": "2024-03-01",
    },
    f"SELECT user_id {BUYS} AND ts::DATE > (SELECT max(ts)::DATE - 30 {BUYS}) "
    "GROUP BY 1 HAVING count(DISTINCT order_id) >= 2": {
        "kind": "bought", "by": "all", "days": 30, "at_least": 2,
    },
    f"SELECT user_id {BUYS} GROUP BY 1 HAVING count(DISTINCT order_id) BETWEEN 2 AND 6": {
        "kind": "figure", "low": 2, "high": 6,
    },
    "SELECT user_id FROM interactions GROUP BY 1 HAVING sum(revenue) >= 30": {
        "kind": "figure", "figure": "spend", "low": 30,
    },
    f"SELECT user_id {BUYS} GROUP BY 1 "
    f"HAVING date_diff('second', max(ts), (SELECT max(ts) {BUYS})) <= 20 * 86400": {
        "kind": "figure", "figure": "recency_days", "high": 20,
    },
    f"SELECT user_id {BUYS} GROUP BY 1 HAVING count(DISTINCT item_id) = 6": {
        "kind": "figure", "figure": "products", "low": 6, "high": 6,
    },
    f"SELECT user_id {BUYS} GROUP BY 1 "
    f"HAVING date_diff('second', min(ts), (SELECT max(ts) {BUYS})) <= 60 * 86400": {
        "kind": "figure", "figure": "first_days", "high": 60,
    },
    "SELECT user_id FROM users WHERE attributes->>'city' IN ('Rome', 'Bonn')": {
        "kind": "attribute", "fact": "city", "values": ["Rome", "Bonn"],
    },
    "SELECT user_id FROM users WHERE (attributes->>'age')::INT BETWEEN 25 AND 33": {
        "kind": "attribute", "fact": "age", "low": 25, "high": 33,
    },
    "SELECT user_id FROM campaign_targets WHERE campaign_id = 'k1'": {
        "kind": "campaign", "did": "targeted", "campaigns": ["k1"],
    },
    "SELECT user_id FROM campaign_responses": {"kind": "campaign"},
    "SELECT user_id FROM campaign_targets WHERE user_id NOT IN "
    "(SELECT user_id FROM campaign_responses)": {"kind": "campaign", "did": "silent"},
}  # fmt: skip


def who(shop, definition) -> set[str]:
    return set(customer_overview(shop).loc[members(shop, definition), "user_id"])


def asked(shop, sql: str) -> set[str]:
    """Of everybody with a row, those the question names."""
    everybody = {user for (user,) in rows_of(shop.db, "SELECT DISTINCT user_id FROM interactions")}
    return {user for (user,) in rows_of(shop.db, sql)} & everybody


@pytest.mark.parametrize("sql", CONDITIONS)
def test_a_condition_counts_whom_the_tables_name(shop, sql):
    found = who(shop, define(CONDITIONS[sql]))
    assert found == asked(shop, sql)
    assert 0 < len(found) < len(customer_overview(shop))


def test_scores_segments_and_statuses_are_those_of_the_overview(shop):
    frame = customer_overview(shop)
    best = set(frame.loc[frame["f"] >= 4, "user_id"])
    assert who(shop, define({"kind": "score", "score": "f", "low": 4})) == best
    name, status = frame["segment"].iloc[0], frame["status"].iloc[0]
    named = set(frame.loc[frame["segment"] == name, "user_id"])
    assert who(shop, define({"kind": "rfm", "values": [name]})) == named
    stand = set(frame.loc[frame["status"] == status, "user_id"])
    assert who(shop, define({"kind": "status", "values": [status]})) == stand


def test_feedback_counts_at_once(shop):
    liked = define({"kind": "feedback", "verdict": "up"})
    assert who(shop, liked) == set()
    give_feedback(shop, "c1", "p1", "up")
    assert who(shop, liked) == {"c1"}
    assert who(shop, define({"kind": "feedback", "products": ["p2"]})) == set()


def test_a_segment_in_figures_after_each_condition(shop):
    dairy = {"kind": "bought", "values": ["Dairy"], "at_least": 3}
    rich = {"kind": "figure", "figure": "spend", "low": 30}
    found = count(shop, define(dairy, rich))
    frame = customer_overview(shop)
    first, both = members(shop, define(dairy)), members(shop, define(dairy, rich))
    assert found.alone == (first.sum(), members(shop, define(rich)).sum())
    assert found.after == (first.sum(), both.sum())
    assert (found.n, found.of, found.share) == (both.sum(), len(frame), both.mean())
    assert found.spend_share == pytest.approx(frame["spend"][both].sum() / frame["spend"].sum())
    assert len(found.examples) == 5
    assert set(found.examples["user_id"]) <= set(frame["user_id"][both])
    either = count(shop, define(dairy, rich, match="any"))
    assert either.after[0] == first.sum() <= either.n


def test_what_it_says_is_read_back(shop):
    group = {"kind": "group", "match": "any", "conditions": [
        {"kind": "status", "values": ["overdue", "lost"]}, {"kind": "figure", "low": 1, "high": 1},
    ]}  # fmt: skip
    bought = {"kind": "bought", "by": "product", "values": ["p1"], "at_least": 3, "days": 90}
    assert segment_sentence(shop, define(bought, group)) == (
        "Customers who bought “Product 1” at least 3 times in the last 90 days and either "
        "(are overdue or lost by their own rhythm or visited exactly 1 time)."
    )


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"kind": "attribute", "fact": "shoe", "values": ["9"]}, "says nothing about “shoe”"),
        ({"kind": "bought", "values": ["Shoes"]}, "No product of the product list is in the categ"),
        ({"kind": "bought", "by": "product", "values": ["x"]}, "No product with the number x"),
        ({"kind": "campaign", "campaigns": ["k9"]}, "There is no campaign k9"),
        ({"kind": "segment", "segment": "Nobody"}, "There is no segment “Nobody”"),
    ],
)
def test_what_the_data_cannot_answer_is_never_taken_for_nobody(shop, condition, sentence):
    with pytest.raises(InputError, match=sentence):
        members(shop, define(condition))
    with pytest.raises(InputError, match=sentence):
        members(shop, define(condition, match="none"))


def test_a_column_that_an_undo_took_away(shop):
    rome = define({"kind": "attribute", "fact": "city", "values": ["Rome"]})
    assert members(shop, rome).any()
    with shop.db.write() as cursor:
        imports = list_imports(cursor, live_only=True)
        undo_import(cursor, imports.loc[imports["kind"] == "users", "import_id"].iloc[0], NOW)
    with pytest.raises(InputError, match=r"says nothing about “city” \(any more\)"):
        members(shop, rome)


def test_worth_is_fitted_only_where_there_is_time(shop):
    worth = define({"kind": "worth", "low": 1})
    with pytest.raises(NotReadyError, match="Work out what customers are worth first"):
        members(shop, worth, patient=False)
    with pytest.raises(InputError, match="customer"):  # too few for a model, which says so
        members(shop, worth)


def test_ratings_without_dates_and_money(ws):
    rows = [rated(f"u{n % 7}", f"p{n % 5}", 4.0) | {"ts": None} for n in range(35)]
    add(ws.db, "interactions", rows)
    with pytest.raises(InputError, match="has no dates, so nothing"):
        members(ws, define({"kind": "bought", "by": "all", "days": 30}))
    with pytest.raises(InputError, match="“Days since the last visit” is not known: the data has"):
        members(ws, define({"kind": "figure", "figure": "recency_days", "high": 3}))
    with pytest.raises(InputError, match="“Spend” is not known of anybody"):
        members(ws, define({"kind": "figure", "figure": "spend", "low": 3}))
    rated_one = define({"kind": "bought", "by": "product", "values": ["p1"]})
    found = count(ws, rated_one)
    assert found.sentence == "Customers who rated “p1”."
    assert (found.n, found.spend_share) == (7, None)


def test_facts_are_in_the_order_of_the_overview(shop):
    facts = facts_of(shop)
    assert facts.n == len(customer_overview(shop))
    np.testing.assert_array_equal(
        facts.mask_of(["c3", "unknown"]), customer_overview(shop)["user_id"] == "c3"
    )


POOL = list(CONDITIONS.values())
some = st.lists(st.sampled_from(POOL), min_size=1, max_size=3)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(a=some, b=some)
def test_segments_obey_the_laws_of_sets(shop, a, b):
    def group(match: str, *conditions: dict) -> dict:
        return {"kind": "group", "match": match, "conditions": list(conditions)}

    def of(*conditions: dict, match: str = "all"):
        return members(shop, define(*conditions, match=match))

    in_a, in_b = group("all", *a), group("all", *b)
    both, either = of(in_a, in_b), of(in_a, in_b, match="any")
    np.testing.assert_array_equal(both, of(*a) & of(*b))
    np.testing.assert_array_equal(either, of(*a) | of(*b))
    # De Morgan: not (a and b) = not a or not b; not (a or b) = not a and not b.
    np.testing.assert_array_equal(~either, of(in_a, in_b, match="none"))
    not_a, not_b = ({**one, "match": "none"} for one in (group("any", *a), group("any", *b)))
    any_a, any_b = group("any", *a), group("any", *b)
    np.testing.assert_array_equal(~of(any_a, any_b, match="any"), of(not_a, not_b))
    np.testing.assert_array_equal(~of(any_a, any_b), of(not_a, not_b, match="any"))
    np.testing.assert_array_equal(of(in_a, in_a), of(in_a))
    np.testing.assert_array_equal(of(in_a, in_a, match="any"), of(in_a))
    assert not of(any_a, not_a).any()
    assert of(any_a, not_a, match="any").all()
    definition = define(in_a, *b)
    assert SegmentDefinition.model_validate(definition.plain()) == definition


def test_a_segment_of_segments(shop):
    wine = define({"kind": "bought", "values": ["Wine"]})
    save(shop, "Wine", wine)
    inside = define({"kind": "segment", "segment": "Wine"})
    np.testing.assert_array_equal(members(shop, inside), members(shop, wine))
    np.testing.assert_array_equal(members(shop, "Wine"), members(shop, wine))
