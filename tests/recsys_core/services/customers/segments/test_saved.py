import numpy as np
import pytest

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.gallery import gallery
from recsys_core.services.customers.segments.members import count, members, spend_share
from recsys_core.services.customers.segments.overlap import overlap, together, without
from recsys_core.services.customers.segments.saved import (
    delete,
    find_saved,
    rename,
    save,
    save_ids,
    saved,
    segment_names,
)
from recsys_core.services.customers.segments.workspace_facts import (
    definition_of,
    facts_of,
    quoted_all,
)
from recsys_core.services.workspace.changes import recent_changes, undo_last
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.storage import meta
from recsys_core.storage.imports import list_imports, undo_import
from tests.recsys_core.services.customers.segments.conftest import define
from tests.recsys_core.storage.builders import NOW, add, bought, rows_of

DAIRY = {"kind": "bought", "values": ["Dairy"], "at_least": 3}
WINE = {"kind": "bought", "values": ["Wine"]}


def within(name: str) -> dict:
    return {"kind": "segment", "segment": name}


def test_a_dynamic_one_is_asked_anew_and_a_fixed_one_keeps_who_was_in(shop):
    save(shop, "Wine now", define(WINE))
    save(shop, "Wine then", define(WINE), fixed=True)
    before = find_saved(shop, "Wine now").size
    assert find_saved(shop, "Wine then").size == before
    assert not find_saved(shop, "Wine then").changed
    add(shop.db, "interactions", [bought(f"new{n}", "p3", 20, 1, 2.0) for n in range(3)])
    now, then = saved(shop)
    assert (now.name, now.kind, now.size, now.gone) == ("Wine now", "dynamic", before + 3, 0)
    assert (then.name, then.kind, then.size, then.gone) == ("Wine then", "fixed", before, 0)
    assert now.changed
    assert then.changed
    assert now.sentence == then.sentence == "Customers who bought “Wine”."
    n = len(customer_overview(shop))
    assert then.share == before / n
    assert then.spend_share == spend_share(facts_of(shop), members(shop, "Wine then"))


def test_a_list_of_customers_is_a_fixed_segment(shop):
    assert save_ids(shop, "Mine", ["c1", "c2", "c2", "ghost"]) == 1
    one = find_saved(shop, "Mine")
    assert (one.size, one.kind, one.definition) == (2, "fixed", None)
    assert one.sentence == "A list of 2 customers."
    with pytest.raises(InputError, match="None of the 2 numbers is of a customer"):
        save_ids(shop, "Ghosts", ["x", "y"])
    with pytest.raises(InputError, match="nobody to keep"):
        save_ids(shop, "Empty", [])
    assert segment_names(shop) == ["Mine"]


def test_a_name_is_taken_once(shop):
    save(shop, " Wine  lovers ", define(WINE))
    with pytest.raises(InputError, match="There is a segment “Wine lovers” already"):
        save(shop, "Wine lovers", define(DAIRY))
    save(shop, "Wine lovers", define(DAIRY), replace=True)
    record = facts_of(shop).kept["Wine lovers"]
    assert definition_of(record) == define(DAIRY)
    assert quoted_all(("a",)) == ["“a”"]
    with pytest.raises(InputError, match="a name of at most 120"):
        save(shop, "", define(WINE))
    with pytest.raises(NotFoundError, match="There is no segment “x”"):
        find_saved(shop, "x")


def test_a_segment_is_never_built_on_itself(shop):
    with pytest.raises(InputError, match="“A” would lead back to itself"):
        save(shop, "A", define(within("A")))
    save(shop, "A", define(WINE))
    save(shop, "B", define(within("A")))
    save(shop, "C", define({"kind": "group", "match": "any", "conditions": [within("B")]}))
    with pytest.raises(InputError, match="“A”, “C” and “B” would lead back to itself"):
        save(shop, "A", define(within("C")), replace=True)
    assert definition_of(facts_of(shop).kept["A"]) == define(WINE)
    with pytest.raises(InputError, match="would lead back"):
        save(shop, "A", define(within("C")), fixed=True, replace=True)


def test_renamed_and_deleted_with_those_built_on_it(shop):
    save(shop, "A", define(WINE))
    save(shop, "B", define(DAIRY, {"kind": "group", "conditions": [within("A")]}))
    size = find_saved(shop, "B").size
    with pytest.raises(InputError, match="“A” stays: “B” would no longer know"):
        delete(shop, "A")
    rename(shop, "A", "Wine")
    assert find_saved(shop, "B").size == size
    assert segment_names(shop) == ["B", "Wine"]
    delete(shop, "B")
    delete(shop, "Wine")
    assert saved(shop) == []


def test_what_was_saved_or_deleted_is_taken_back(shop):
    save(shop, "Wine then", define(WINE), fixed=True)
    before = find_saved(shop, "Wine then")
    delete(shop, "Wine then")
    assert recent_changes(shop)[0].sentence == "Segments: “Wine then” was deleted."
    undo_last(shop)
    assert find_saved(shop, "Wine then") == before
    save(shop, "Wine then", define(DAIRY), replace=True)
    undo_last(shop)
    assert find_saved(shop, "Wine then") == before
    undo_last(shop)
    assert saved(shop) == []


def test_whoever_is_erased_is_in_no_fixed_segment_and_in_no_note_of_a_change(shop):
    other = add(shop.db, "interactions", [bought("secret1", "p3"), bought("secret2", "p3")])
    save_ids(shop, "Both", ["secret1", "c1"])
    save_ids(shop, "Gone", ["secret1", "secret2"])
    delete(shop, "Gone")
    undo_last(shop)
    with shop.db.write() as cursor:
        undo_import(cursor, other, NOW)
        meta.mark_removed(cursor)
    assert erase_removed(shop)
    assert rows_of(shop.db, "SELECT * FROM segment_members WHERE user_id LIKE 'secret%'") == []
    assert "secret" not in str(rows_of(shop.db, "SELECT detail FROM audit"))
    both, gone = saved(shop)
    assert (both.size, both.gone, both.problem) == (1, 1, "")
    assert gone.size == 0
    assert gone.problem == "None of the 2 customers it was saved with is in the data any more."


def test_a_segment_whose_column_went_says_so_and_stays(shop):
    save(shop, "Rome", define({"kind": "attribute", "fact": "city", "values": ["Rome"]}))
    save(shop, "Not Rome", define(within("Rome"), match="none"))
    with shop.db.write() as cursor:
        imports = list_imports(cursor, live_only=True)
        undo_import(cursor, imports.loc[imports["kind"] == "users", "import_id"].iloc[0], NOW)
    for one in saved(shop):
        assert one.size == 0
        assert one.problem.startswith("The customer list says nothing about “city” (any more)")
    save(shop, "Nobody", define({"kind": "figure", "low": 10_000}))
    assert find_saved(shop, "Nobody").problem == "Nobody is in it now."


def test_segments_laid_over_one_another(shop):
    save(shop, "Wine", define(WINE))
    save(shop, "Dairy", define(DAIRY))
    save(shop, "Few", define({"kind": "figure", "high": 5}))
    a, b, c = (members(shop, name) for name in ("Wine", "Dairy", "Few"))
    found = overlap(shop, ["Wine", "Dairy", "Few"])
    assert found.sizes == {"Wine": a.sum(), "Dairy": b.sum(), "Few": c.sum()}
    assert (found.union, found.intersection) == ((a | b | c).sum(), (a & b & c).sum())
    assert sum(one.n for one in found.regions) == found.union
    parts = {one.inside: one.n for one in found.regions}
    assert parts["Wine",] == (a & ~b & ~c).sum()
    assert parts["Wine", "Dairy"] == (a & b & ~c).sum()
    assert found.named(found.regions[0]) == "“Wine”, “Dairy” and “Few”"
    assert found.named(found.regions[-1]) == "only in “Few”"
    np.testing.assert_array_equal(members(shop, together(["Wine", "Dairy"], "any")), a | b)
    np.testing.assert_array_equal(members(shop, together(["Wine", "Dairy"], "all")), a & b)
    np.testing.assert_array_equal(members(shop, without("Dairy", ["Wine", "Few"])), b & ~a & ~c)
    with pytest.raises(InputError, match="Choose two to 4 segments"):
        overlap(shop, ["Wine", "Wine"])


def test_the_gallery_offers_what_the_data_can_answer(shop, tmp_path):
    cards = gallery(shop)
    assert {"New this month", "Bought one, never the other", "Targeted, never responded"} & {
        card.title for card in cards
    }
    for card in cards:
        assert card.sentence.startswith("Customers who ")
        n = count(shop, card.definition).n
        assert card.size in (n, None)
        assert (card.size is None) == (card.key == "bargains")
        assert n < len(customer_overview(shop))


def test_the_gallery_without_dates_money_and_products(ws):
    rows = [bought(f"u{n % 9}", f"p{n % 5}", None) for n in range(30)]
    add(ws.db, "interactions", rows)
    assert all("days" not in str(card.definition.plain()) for card in gallery(ws))
