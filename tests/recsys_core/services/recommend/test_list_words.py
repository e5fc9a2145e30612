from dataclasses import replace
from datetime import datetime
from types import SimpleNamespace

import pytest

from recsys_core.explanations.reason_words import TitleShare
from recsys_core.services.customers.history import PastProduct
from recsys_core.services.recommend import list_words
from recsys_core.services.recommend.lists import lets_bought_in
from recsys_core.services.recommend.side_by_side import Difference, OneList, Why


def one_list(categories: list[str], asked: int | None = None) -> OneList:
    items = tuple(SimpleNamespace(item_id=f"i{n}", category=c) for n, c in enumerate(categories))
    result = SimpleNamespace(items=items, asked_for=asked or len(categories))
    return OneList(result, 0.5, 1.0)


def past(category: str, *days: str, item: str = "y", rating: float | None = None) -> PastProduct:
    moments = tuple(datetime.fromisoformat(day) for day in days)
    return PastProduct(item, "Yoghurt", category, len(days), moments, rating)


def why(share: float = 1.0, method: str = "exact") -> Why:
    shares = (TitleShare("Yoghurt", (1,), share, share), TitleShare("Milk", (2,), 0.01, 0.01))
    return Why(
        "i0", "Kefir", 1.0, 0.0, method, shares if method != "none" else (),
        (("y", "Yoghurt", share),), "", None, None,
    )  # fmt: skip


MAY = past("Dairy", "2024-05-20", "2024-05-11", "2024-05-02")


def test_the_first_line_counts_categories_and_names_the_cause():
    line = list_words.headline("718", one_list(["Dairy", "Wine", "Soap"]), [MAY], why(), "EASE")
    assert line == (
        "Three products for customer 718, two from categories new to this customer; "
        "the top one because of three purchases of Yoghurt in May."
    )


@pytest.mark.parametrize(
    ("days", "when"),
    [
        (("2024-07-01", "2024-05-01"), "two purchases of Yoghurt from May to July."),
        (("2024-02-01", "2023-05-01"), "two purchases of Yoghurt, the last in February 2024."),
        ((), "Yoghurt, which was added."),
    ],
)
def test_the_span_is_said_as_it_was(days: tuple[str, ...], when: str):
    line = list_words.headline("1", one_list(["Dairy"]), [past("Dairy", *days)], why(), "EASE")
    assert line.endswith(f"the top one because of {when}")


def test_small_shares_are_not_made_into_a_cause():
    line = list_words.headline("1", one_list(["Dairy"]), [MAY], why(share=0.02), "EASE")
    assert line.endswith("; the top one because of a small hint from 1 past purchase.")
    everybodys = replace(why(share=0.02), everybodys=True)
    line = list_words.headline("1", one_list(["Dairy"]), [MAY], everybodys, "EASE")
    assert line.endswith("; the top one mostly because it does well with everybody.")
    line = list_words.headline("1", one_list(["Dairy"]), [MAY], why(share=0.3), "EASE")
    assert "above all because of three purchases of Yoghurt" in line


def test_lists_that_are_not_personal_or_have_no_past_say_so():
    line = list_words.headline("1", one_list(["Dairy"]), [MAY], why(method="none"), "Bestsellers")
    assert "all from familiar categories; the same for every customer" in line
    line = list_words.headline("1", one_list(["Dairy"]), [], why(method="none"), "EASE")
    assert "nothing in the past to go by" in line
    assert "categories" not in line


def test_short_and_empty_lists_are_named():
    line = list_words.headline("1", one_list(["Dairy"] * 4, asked=10), [MAY], None, "EASE")
    assert line.startswith("Four of the ten wanted products for customer 1")
    empty = list_words.headline("1", one_list([], asked=10), [MAY], None, "EASE")
    assert empty == "EASE has no product left to show customer 1."


SAME = Difference((), (), 0, {}, (5, 5), (0.5, 0.5), 1.0)


def test_a_change_is_said_in_figures():
    assert list_words.change_line(SAME, 10, changed=False) == ""
    assert list_words.change_line(SAME, 10, changed=True).startswith("Nothing moved")
    moved = list_words.change_line(replace(SAME, moved=3), 10, changed=True)
    assert moved == "Same products, three at another rank"
    far = Difference(("a", "b"), ("c", "d"), 1, {}, (5, 7), (0.5, 0.6), 0.9)
    assert list_words.change_line(far, 10, changed=True) == (
        "2 of 10 products changed, 5 → 7 categories, variety +20 %, 90 % of the mean score kept"
    )


def test_moves_are_counted_from_the_list_without_changes():
    assert list_words.move(2, 5) == ("▲3", "up", "Rank 5 without changes")
    assert list_words.move(5, 2)[:2] == ("▼3", "down")
    assert list_words.move(2, 2) == ("", "", "")
    assert list_words.move(2, None)[0] == "new"


def test_the_way_to_a_rank():
    assert list_words.slot_line(1, 1, reranked=True) == "Rank 1, as the model has it."
    assert (
        list_words.slot_line(4, 9, reranked=True)
        == "Rank 9 for the model; your settings moved it up to 4."
    )


def test_measured_figures_come_with_their_interval():
    found = {"NDCG": (0.1, 0.09, 0.11), "HitRate": (0.54, 0.5, 0.58)}
    assert list_words.measured_line(found) == (
        "When measured: ranking quality 0.100 (0.0900 to 0.110), 54 % of customers found something"
    )
    assert list_words.measured_line({}) == "Not measured yet"


def test_a_figure_says_its_products_where_the_list_is_made_of_others():
    found = {"NDCG": (0.1, 0.1, 0.1)}
    for new_only, bought, begins in (
        (True, False, "When measured: ranking"),
        (False, True, "When measured: ranking"),
        (True, True, "On new products only, when measured: ranking"),
        (False, False, "With bought products in the lists, when measured: ranking"),
    ):
        protocol = list_words.protocol_of(new_only, shows_bought=bought)
        assert list_words.measured_line(found, protocol).startswith(begins)


def test_lists_of_next_basket_are_made_of_bought_products_whatever_is_asked():
    assert lets_bought_in("next-basket", include_seen=False)
    assert not lets_bought_in("ease", include_seen=False)
    assert lets_bought_in("ease", include_seen=True)


def test_the_first_line_speaks_about_the_best_personal_list():
    assert list_words.lead_list(["popularity", "als", "ease"], "ease") == "ease"
    assert list_words.lead_list(["popularity", "als"], "ease") == "als"
    assert list_words.lead_list(["popularity"], "popularity") == "popularity"


@pytest.mark.parametrize(
    ("shares", "title"),
    [
        ((0.5, 0.5), "Yoghurt carries Kefir"),
        ((0.3, 0.2), "Three products of the past carry Kefir"),
        ((0.2, 0.1), "Many products of the past each speak a little for Kefir"),
        ((-0.6,), "Nothing in the past speaks for Kefir"),
    ],
)
def test_the_evidence_is_called_by_what_carries_it(shares: tuple[float, ...], title: str):
    found = replace(why(), shares=tuple(TitleShare("Yoghurt", (1,), s, s) for s in shares))
    assert list_words.evidence_title(found, "Kefir", "Yoghurt") == title


def test_small_numbers_are_words_and_days_have_a_year_where_it_is_needed():
    assert [list_words.in_words(n) for n in (2, 1200)] == ["two", "1,200"]
    day, now = datetime(2024, 5, 12), datetime(2024, 12, 1)
    assert list_words.when(day, now) == "12 May"
    assert list_words.when(day, datetime(2025, 1, 1)) == "12 May 2024"
    assert list_words.when(None, now) == ""
