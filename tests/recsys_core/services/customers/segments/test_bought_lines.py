"""Questions answered in memory are answered as the tables answer them."""

from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.schema.segments.facts import Buying
from recsys_core.services.customers.segments.bought_lines import lines_known, read_lines
from recsys_core.services.customers.segments.members import members
from recsys_core.services.customers.segments.workspace_facts import facts_of, prepare, prepared
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.storage import segment_queries
from recsys_core.storage.imports import list_imports, undo_import
from tests.recsys_core.services.customers.segments.conftest import define
from tests.recsys_core.services.customers.segments.test_members import CONDITIONS
from tests.recsys_core.storage.builders import NOW, add, rated, rows_of

days = st.dates(date(2023, 12, 20), date(2024, 8, 1))
questions = st.builds(
    Buying,
    by=st.just("product"),
    days=st.one_of(st.none(), st.integers(1, 250)),
    start=st.one_of(st.none(), days),
    end=st.one_of(st.none(), days),
    least=st.integers(1, 5),
)
products = st.one_of(st.none(), st.lists(st.sampled_from(["p0", "p1", "p5", "gone"]), min_size=1))


def in_tables(ws, what, names) -> np.ndarray:
    state = customer_state(ws)
    with ws.db.read() as cursor:
        found = segment_queries.times_bought(cursor, state.activity, what, names)
    return found.set_index("user_id")["times"].reindex(state.overview["user_id"]).fillna(0)


def agree(ws, what, names) -> None:
    state = customer_state(ws)
    names = None if names is None else np.array(names, dtype=object)
    found = read_lines(ws, state).times(what, state.activity.last, names)
    np.testing.assert_array_equal(found, in_tables(ws, what, names))


@pytest.fixture
def mixed(shop):
    """Besides: an order of two days, lines without an order, without a date, and without both."""
    odd = [("o1", "2024-02-01"), ("o1", "2024-05-02"), (None, "2024-05-02"), (None, "2024-05-02"),
           ("o2", None), (None, None), (None, None)]  # fmt: skip
    rows = [
        {"user_id": user, "item_id": f"p{n % 3}", "event": "purchase", "order_id": order, "ts": day}
        for user in ("c1", "odd") for n, (order, day) in enumerate(odd)
    ]  # fmt: skip
    add(shop.db, "interactions", rows)
    return shop


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(what=questions, names=products)
def test_orders_are_counted_as_in_the_tables(mixed, what, names):
    agree(mixed, what, names)


@pytest.mark.parametrize("dated", [True, False])
def test_days_and_lines_are_counted_as_in_the_tables(ws, dated):
    rows = [
        rated(f"u{n % 7}", f"p{n % 5}", 4.0, 1 + n % 3) | ({} if dated else {"ts": None})
        for n in range(35)
    ]
    add(ws.db, "interactions", rows)
    for least in (1, 2, 3):
        agree(ws, Buying("product", least=least), ["p1", "p2"])
        agree(ws, Buying("all", least=least), None)


def test_every_condition_names_the_same_once_all_is_prepared(mixed):
    before = [members(mixed, define(one)) for one in CONDITIONS.values()]
    assert not prepared(mixed)
    prepare(mixed)
    assert prepared(mixed)
    facts = facts_of(mixed)
    for one, was in zip(CONDITIONS.values(), before, strict=True):
        (condition,) = define(one).conditions
        np.testing.assert_array_equal(condition.mask(facts), was)


def test_different_products_are_counted_as_in_the_tables(mixed):
    counted = dict(
        rows_of(
            mixed.db,
            "SELECT user_id, count(DISTINCT item_id) FROM interactions "
            "WHERE event = 'purchase' GROUP BY 1",
        )
    )
    lines = read_lines(mixed, customer_state(mixed))
    users = customer_state(mixed).overview["user_id"]
    assert dict(zip(users, lines.products, strict=True)) == {u: counted.get(u, 0) for u in users}


def test_new_data_is_read_anew(shop):
    prepare(shop)
    with shop.db.write() as cursor:
        imports = list_imports(cursor, live_only=True)
        undo_import(cursor, imports.loc[imports["kind"] == "users", "import_id"].iloc[0], NOW)
    assert lines_known(shop, customer_state(shop)) is None
    assert not prepared(shop)


def test_customers_who_only_brought_back(ws):
    add(ws.db, "interactions", [{"user_id": "a", "item_id": "p", "event": "return"}])
    lines = read_lines(ws, customer_state(ws))
    assert lines.times(Buying("all", least=2), None, None).tolist() == [0]
    assert not lines.bought(np.array(["p"], dtype=object))
