"""Placements kept, described, shown and compared in a measured shop."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.compare import compare_placements
from recsys_core.services.recommend.placements.kinds import names_any, ranked_kinds
from recsys_core.services.recommend.placements.placement import (
    NewPlacement,
    choice_today,
    delete_placement,
    placement,
    placement_of,
    placements,
    rename_placement,
    save_placement,
)
from recsys_core.services.recommend.placements.shown import (
    settings_of,
    shown_blocks,
    shown_to,
    source_of,
)
from recsys_core.services.recommend.placements.words import described, no_lists, remarks
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.rules.ruleset import add_rule, remove_rule
from recsys_core.services.what_if.placement_figures import (
    KindsMeasured,
    PairMeasured,
    measured_kinds,
    measured_pair,
)
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.runs import delete_run, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.placements import list_placements

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")

RULE = Rule(name="No soap", action="exclude", by="category", values=("Soap",))
EASE = Choice("ease", ListSettings(4, True))
POPULAR = Choice("popularity", ListSettings(3, True))
USER = "00003"


def new(name: str, choice: Choice = EASE, **more) -> NewPlacement:
    return NewPlacement(name, choice, more.pop("channel", "E-mail"), **more)


def test_it_is_kept_with_all_it_holds_renamed_deleted_and_taken_back(ws: Workspace):
    bold = Choice("ease", ListSettings(7, True, RerankConfig(diversity=0.35, rules=(RULE,))))
    kept = save_placement(
        ws, new("  Summer  mail ", bold, shows="brands", spot="Top", rules=True, channel="App")
    )
    assert placements(ws) == [kept]
    assert kept.choice == replace(
        bold, settings=replace(bold.settings, rerank_config=RerankConfig(diversity=0.35))
    )
    assert (kept.name, kept.slots, kept.rules_then) == ("Summer mail", 7, ())
    assert described(kept) == (
        "7 brands in App, Top: EASE, diversity 0.35, with products already bought, business rules "
        "applied."
    )
    with pytest.raises(InputError, match="“Summer mail” already"):
        save_placement(ws, new("SUMMER mail"))
    assert save_placement(ws, new("summer mail"), replace_it=True).placement_id == kept.placement_id
    save_placement(ws, new("Two"))
    with pytest.raises(InputError, match="“Two” already"):
        rename_placement(ws, "Summer mail", "two")
    rename_placement(ws, "Summer mail", "Autumn mail")
    assert {one.name for one in placements(ws)} == {"Autumn mail", "Two"}
    delete_placement(ws, "autumn mail")
    with pytest.raises(NotFoundError, match="“Two”"):
        placement(ws, "Autumn mail")
    undo_last(ws)
    assert placement(ws, "Autumn mail").placement_id == kept.placement_id


@pytest.mark.parametrize(
    "asked",
    [
        new(" "),
        new("x" * 61),
        new("One", channel=" "),
        new("One", spot="x" * 61),
        new("One", shows="shops"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(ws: Workspace, asked: NewPlacement):
    with pytest.raises(InputError):
        save_placement(ws, asked)
    assert placements(ws) == []


def test_a_row_of_another_version_is_left_out(ws: Workspace):
    save_placement(ws, new("One"))
    with ws.db.read() as cursor:
        (row,) = list_placements(cursor)
    assert placement_of(row) == placement(ws, "One")
    for changed in ({"shows": "shops"}, {"treatment": {"warp": 1}}, {"k": "many"}):
        assert placement_of(row._replace(definition=row.definition | changed)) is None


def test_products_are_the_customer_s_list_and_rules_are_those_of_today(what_if_shop: Workspace):
    ws = what_if_shop
    add_rule(ws, RULE)
    one = save_placement(ws, new("Mail", rules=True))
    free = save_placement(ws, new("Free"))
    assert choice_today(ws, one).rerank_config.rules == (RULE,)
    assert choice_today(ws, free).rerank_config.rules == ()
    assert remarks(ws, one) == []
    soap = Choice("popularity", ListSettings(48, True))
    assert "Soap" in {e.title for e in shown_to(ws, _kinds(ws, soap, rules=False), USER)}
    assert "Soap" not in {e.title for e in shown_to(ws, _kinds(ws, soap, rules=True), USER)}
    config = RerankConfig(rules=(RULE,))
    expected = recommend(ws, RecommendRequest(USER, "ease", 4, config, True)).items
    assert [(e.number, e.reason) for e in shown_to(ws, one, USER)] == [
        (item.item_id, item.reason) for item in expected
    ]
    remove_rule(ws, 0)
    (said,) = remarks(ws, one)
    assert "1 gone" in said
    assert remarks(ws, free) == []


def _kinds(ws: Workspace, choice: Choice, **more):
    name = f"Kinds {len(placements(ws))}"
    return save_placement(ws, new(name, choice, shows="categories", **more))


def test_a_model_that_is_gone_is_said(what_if_shop: Workspace):
    ws = what_if_shop
    mixed = Choice("ease", ListSettings(3, False, RerankConfig(mix="popularity", mix_share=0.3)))
    one, two = (save_placement(ws, new(name, c)) for name, c in (("A", POPULAR), ("B", mixed)))
    assert (no_lists(ws, one), no_lists(ws, two)) == ("", "")
    delete_run(ws, trained_model(ws, "popularity").run_id)
    for gone in (one, two):
        assert "not trained any more" in no_lists(ws, gone)
        with pytest.raises(NotReadyError, match="not trained any more"):
            shown_to(ws, gone, USER)
    with pytest.raises(NotReadyError, match="not trained any more"):
        compare_placements(ws, one, two)
    unknown = replace(one, choice=replace(EASE, model="oracle"))
    assert "no model called oracle" in no_lists(ws, unknown)


def test_without_a_product_list_there_are_no_brands_to_show(purchases: Workspace):
    brands = save_placement(purchases, new("C", EASE, shows="brands"))
    assert not names_any(purchases, "brands")
    assert no_lists(purchases, brands) == (
        "The product list names no brands, so “C” has nothing to show."
    )


def test_many_get_what_each_gets_alone(what_if_shop: Workspace):
    ws = what_if_shop
    for shows in ("products", "categories", "brands"):
        one = save_placement(ws, new(shows, EASE, shows=shows))
        assert settings_of(ws, one).k == (4 if shows == "products" else 100)
        source = source_of(ws, one)
        (block,) = shown_blocks(ws, one, source, source.codes([USER, "00008"]), silent)
        assert list(block.users) == [USER, "00008"]
        for user, row in zip(block.users, block.ids, strict=True):
            entries = shown_to(ws, one, user)
            assert [e.number or e.title for e in entries] == [name for name in row if name]
        assert all(" on the list" in e.reason for e in entries) == (shows != "products")


def test_two_are_compared_on_the_same_customers(what_if_shop: Workspace):
    ws = what_if_shop
    a, b = (save_placement(ws, new(n, c)) for n, c in (("A", EASE), ("B", POPULAR)))
    same = compare_placements(ws, a, a)
    assert (same.shared, same.same, same.moved, same.length) == (4, 1, 0, 4)
    found = compare_placements(ws, a, b)
    assert (found.customers, found.of, found.length) == (120, 120, 3)
    assert np.isnan(found.low)
    by_hand = []
    for user in (f"{n:05d}" for n in range(120)):
        ours, theirs = ([e.number for e in shown_to(ws, one, user)] for one in (a, b))
        by_hand.append(len(set(ours) & set(theirs)))
    assert found.shared == pytest.approx(np.mean(by_hand))
    drawn = compare_placements(ws, a, b, customers=40)
    assert (drawn.customers, drawn.of) == (40, 120)
    assert 0 <= drawn.low <= drawn.shared <= drawn.high <= 3
    assert "drawn at random" in drawn.sentences[1]
    with pytest.raises(InputError, match="cannot be counted together"):
        compare_placements(ws, a, save_placement(ws, new("C", EASE, shows="brands")))


def test_figures_are_those_of_what_was_measured_and_no_other(what_if_shop: Workspace):
    ws = what_if_shop
    a, b = (save_placement(ws, new(n, c)) for n, c in (("A", EASE), ("B", POPULAR)))
    found = measured_pair(ws, a, b)
    assert isinstance(found, PairMeasured)
    assert (found.k, found.a, found.b) == (3, "A", "B")
    assert all(row.metric.endswith("@3") for row in found.rows if "@" in row.metric)
    kinds = save_placement(ws, new("C", EASE, shows="categories"))
    shown = measured_kinds(ws, kinds)
    assert isinstance(shown, KindsMeasured)
    # All four categories are named, so whoever bought anything bought from one of them.
    assert shown.hit[0] == shown.popular[0] == 1
    assert shown.better is None
    assert "may be chance" in shown.sentence
    assert "products" in str(measured_kinds(ws, a))
    assert "only placements that show products" in str(measured_pair(ws, a, kinds))
    other = save_placement(ws, new("D", Choice("als")))
    assert str(measured_pair(ws, a, other)).startswith("Not measured: ")
    delete_run(ws, trained_model(ws, "ease").run_id)
    job = next(one for one in ws.jobs.list() if one.kind == "evaluate")
    ws.jobs.delete(job.job_id)
    assert "No model has been measured yet" in str(measured_pair(ws, a, b))


@given(
    st.lists(st.lists(st.integers(-1, 8), min_size=6, max_size=6), min_size=1, max_size=4),
    st.lists(st.integers(-1, 3), min_size=9, max_size=9),
    st.integers(1, 5),
)
def test_kinds_are_ranked_by_the_weight_of_their_places(rows, codes, slots):
    found = ranked_kinds(np.array(rows), np.array(codes), slots)
    for row, kinds, places, products in zip(rows, *(one.tolist() for one in found), strict=True):
        weight: dict[int, float] = {}
        of_row = [codes[item] if item != EMPTY else EMPTY for item in row]
        for place, kind in enumerate(of_row, start=1):
            if kind != EMPTY:
                weight[kind] = weight.get(kind, 0.0) + 1 / math.log2(place + 1)
        expected = sorted(weight, key=lambda kind: (-weight[kind], kind))[:slots]
        rest = [EMPTY] * (slots - len(expected))
        assert kinds == expected + rest
        assert places == [of_row.index(kind) for kind in expected] + rest
        assert products == [of_row.count(kind) for kind in expected] + [0] * len(rest)
