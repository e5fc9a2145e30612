from dataclasses import replace

import numpy as np
import pytest

from recsys_core.reranking.conflicts import conflicts
from recsys_core.reranking.rule_names import unknown_names
from recsys_core.schema.rules import Rule
from tests.recsys_core.reranking.builders import make_context, make_facts


@pytest.fixture
def facts(rng):
    found = make_facts(rng, 12, unknown=0.0)
    found.categories[:] = ["Dairy"] * 4 + ["Wine"] * 4 + ["Soap"] * 4
    found.brands[:] = ["Acme", "Best"] * 6
    found.prices[:] = np.arange(1, 13)
    return found


@pytest.fixture
def everybody(rng, facts):
    found = make_context(rng, 20, 12, facts=facts)
    loyal = found.groups["Segment: Loyal"]
    return replace(found, groups={"Segment: Loyal": loyal, "Segment: Lost": ~loyal})


def rule(name, action, category="", **more):
    more = {"by": "category", "values": (category,), **more} if category else more
    return Rule(name=name, action=action, **more)


def said(rules, everybody):
    return [finding.sentence for finding in conflicts(rules, everybody)]


def test_rules_that_get_on_give_no_finding(facts, everybody):
    rules = [
        rule("No wine", "exclude", "Wine"),
        rule("Push dairy", "boost", "Dairy"),
        rule("Bury best", "bury", by="brand", values=("Best",)),
        rule("Hero", "pin", by="product", values=("i0",)),
        rule("Hero 2", "pin", by="product", values=("i1",), place=2),
        rule("Few", "cap", "Soap", limit=2),
        rule("Cheap", "price-range", high=11),
        rule("Again", "bought-within", days=30),
    ]
    found = said(rules, everybody)
    assert found == ["“Push dairy” moves the same 2 products up that “Bury best” moves down."]
    assert not said([one for one in rules if one.name != "Bury best"], everybody)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (
            rule("Hero", "pin", by="product", values=("i5",)),
            rule("No wine", "exclude", "Wine"),
            "“Hero” pins products that “No wine” takes off the lists, so it has no effect.",
        ),
        (
            rule("Push", "boost", "Soap"),
            rule("Cheap", "price-range", high=5),
            "“Push” moves up products that “Cheap” takes off the lists, so it has no effect.",
        ),
        (
            rule("Only wine", "include", "Wine"),
            rule("No wine", "exclude", "Wine"),
            "“Only wine” shows only products that “No wine” takes off.",
        ),
        (
            rule("Only wine", "include", "Wine"),
            rule("Only soap", "include", "Soap"),
            "“Only wine” and “Only soap” leave no product together: each shows only products that "
            "the other takes off.",
        ),
        (
            rule("Up", "boost", "Wine"),
            rule("Down", "bury", "Wine"),
            "“Up” moves the same 4 products up that “Down” moves down.",
        ),
        (
            rule("One", "pin", "Wine", place=3),
            rule("Two", "pin", "Soap", place=3),
            "“One” and “Two” both want place 3: “One” stands first and gets it, “Two” takes the "
            "next free place.",
        ),
        (
            rule("Dear", "price-range", "Wine", low=20),
            rule("Cheap", "price-range", "Wine", high=10),
            "“Dear” and “Cheap” leave no price: one asks for 20 or more, the other for 10 or less.",
        ),
        (
            rule("None", "cap", "Wine", limit=0),
            rule("Hero", "pin", "Wine"),
            "“Hero” pins products that “None” takes off the lists, so it has no effect.",
        ),
    ],
)
def test_two_rules_that_contradict_each_other_are_said_in_a_sentence(
    first, second, words, facts, everybody
):
    assert said([first, second], everybody) == [words]
    (finding,) = conflicts([first, second], everybody)
    assert (finding.kind, finding.rules) == ("conflict", (0, 1))
    # Not for other customers, not on other days, not when one is switched off.
    apart = [
        first.model_copy(update={"segment": "Segment: Loyal"}),
        second.model_copy(update={"segment": "Segment: Lost"}),
    ]
    assert not said(apart, everybody)
    days = [
        Rule(**{**first.model_dump(), "end": "2026-05-01"}),
        Rule(**{**second.model_dump(), "start": "2026-05-02"}),
    ]
    assert not said(days, everybody)
    assert not said([first, second.model_copy(update={"enabled": False})], everybody)


def test_more_pins_than_a_cap_allows(facts, everybody):
    rules = [
        rule("Few", "cap", "Wine", limit=1),
        rule("One", "pin", by="product", values=("i4",), place=1),
        rule("Two", "pin", by="product", values=("i5",), place=2),
        rule("Other", "pin", by="product", values=("i0",), place=3),
    ]
    (finding,) = conflicts(rules, everybody)
    assert finding.rules == (0, 1, 2)
    assert finding.sentence == (
        "“Few” allows 1 on a list, and “One” and “Two” put 2 there: the pinned ones stay."
    )


def test_a_rule_that_empties_every_list(facts, everybody):
    everything = rule("Dear", "price-range", low=100)
    (finding,) = conflicts([everything, rule("Push", "boost", "Wine")], everybody)
    assert finding.kind == "empty"
    assert finding.sentence == "“Dear” takes every product off: every list would be empty."
    loyal = everything.model_copy(update={"segment": "Segment: Loyal"})
    (finding,) = conflicts([loyal], everybody)
    assert "every list of “Segment: Loyal” would be empty" in finding.sentence


def test_rules_that_empty_lists_together_only(facts, everybody):
    rules = [
        rule("No wine", "exclude", "Wine"),
        rule("No soap", "exclude", "Soap", segment="Segment: Loyal"),
        rule("No dairy", "exclude", "Dairy", start="2026-05-03"),
        rule("No Acme", "exclude", by="brand", values=("Acme",)),
    ]
    (finding,) = conflicts(rules, everybody)
    many = int(everybody.groups["Segment: Loyal"].sum())
    assert finding.rules == (0, 1, 2)
    assert finding.sentence == (
        "“No wine”, “No soap” and “No dairy” together take every product off: the lists of "
        f"{many} customers would be empty on 3 May 2026."
    )


def test_what_is_not_there_is_said_with_what_was_meant(facts):
    rules = [
        rule("a", "exclude", "Diary"),
        rule("b", "exclude", "dairy"),
        rule("c", "exclude", "Furniture"),
        rule("d", "boost", by="brand", values=("Acm",)),
        rule("e", "pin", by="product", values=("i99", "i3")),
        rule("f", "exclude", by="attribute", attribute="sise", values=("big",)),
        rule("g", "exclude", by="attribute", attribute="size", values=("bigg",)),
        rule("h", "exclude", "Wine", segment="Segment: Loyall"),
    ]
    found = unknown_names(rules, facts, ["Segment: Loyal", "town: Ulm"], dated=True)
    assert [one.sentence for one in found] == [
        "There is no category “Diary”; did you mean “Dairy”?",
        "There is no category “dairy”; did you mean “Dairy”?",
        "There is no category “Furniture”.",
        "There is no brand “Acm”; did you mean “Acme”?",
        "There is no product “i99”; did you mean “i9”?",
        "There is no fact of the products “sise”; did you mean “size”?",
        "No product has “bigg” as “size”; did you mean “big”?",
        "There is no group of customers “Segment: Loyall”; did you mean “Segment: Loyal”?",
    ]
    assert [one.rules for one in found] == [(i,) for i in range(8)]


def test_rules_that_cannot_do_anything_here(facts):
    facts.stock[:] = np.nan
    rules = [
        rule("Stock", "in-stock"),
        rule("Again", "bought-within"),
        rule("May", "exclude", "Wine", start="2026-05-01"),
    ]
    sentences = [one.sentence for one in unknown_names(rules, facts, [], dated=False)]
    assert sentences[0].startswith("“Stock” changes nothing: of no product it is known how many")
    assert sentences[1] == "“Again” changes nothing: the purchases have no dates."
    assert sentences[2].startswith("“May” is never in force")
    assert len(sentences) == 3
