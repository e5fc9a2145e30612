import pytest

from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.sentence import sentence

WINE = {"by": "category", "values": ("Wine",)}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"action": "exclude", **WINE, "segment": "Segment: Loyal", "end": "2026-05-03"},
            "Show no product of category “Wine” to customers of “Segment: Loyal” until "
            "3 May 2026.",
        ),
        (
            {"action": "include", "by": "brand", "values": ("A", "B", "C")},
            "Show only products of brand “A”, “B” or “C”.",
        ),
        (
            {"action": "boost", **WINE, "strength": 0.25, "segment": "town: Ulm"},
            "Move products of category “Wine” up, 25 % of the way to the top for customers of "
            "“town: Ulm”.",
        ),
        (
            {"action": "bury", "by": "attribute", "attribute": "size", "values": ("big",)},
            "Move products with size “big” down, 30 % of the way to the bottom.",
        ),
        (
            {"action": "pin", "by": "product", "values": ("7",), "place": 2},
            "Put product “Seven up” at place 2.",
        ),
        (
            {"action": "pin", "by": "product", "values": ("7", "8"), "start": "2026-01-01"},
            "Put the best of products “Seven up” or “8” at place 1 from 1 January 2026 on.",
        ),
        ({"action": "cap", **WINE, "limit": 2}, "Show at most 2 products of category “Wine”."),
        ({"action": "cap", **WINE, "limit": 1}, "Show at most 1 product of category “Wine”."),
        ({"action": "cap", **WINE, "limit": 0}, "Show no product of category “Wine”."),
        ({"action": "in-stock"}, "Show products only while they are in stock."),
        (
            {"action": "price-range", "low": 2, "high": 9.5},
            "Show products only at a price from 2 to 9.5.",
        ),
        ({"action": "price-range", "high": 9.5}, "Show products only at a price of 9.5 or less."),
        (
            {"action": "margin-floor", "low": 0.5},
            "Show products only with a margin of 0.5 or more.",
        ),
        (
            {"action": "bought-within", "by": "brand", "values": tuple("abcdef"), "days": 1},
            "Show no product of 6 brands that the customer bought in the last day.",
        ),
        (
            {"action": "exclude", "by": "product", "values": tuple("abcdef"),
             "start": "2026-01-01", "end": "2026-12-31"},
            "Show no product from a list of 6 from 1 January 2026 to 31 December 2026.",
        ),
    ],
)  # fmt: skip
def test_a_rule_reads_as_a_sentence(fields, words):
    assert sentence(Rule(name="x", **fields), {"7": "Seven up"}) == words
