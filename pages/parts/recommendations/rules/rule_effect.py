"""What a rule does to the list on screen, before and after, beside the form."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.parts.recommendations.rules import messages as m
from recsys_core.schema.rules import Rule
from recsys_core.services.recommend.side_by_side import OneList, difference
from recsys_core.wording.messages import say

Rules = tuple[Rule, ...]


@dataclass(frozen=True)
class Example:
    """The list that shows what a rule does: whose it is, and how it is made under other rules."""

    customer: str
    title: str
    under: Callable[[Rules], OneList]


def show(example: Example, now: Rules, then: Rules) -> None:
    """The list under the rules in force now, and as it will be."""
    before, after = example.under(now), example.under(then)
    found = difference(after, before)
    who = {"customer": example.customer, "list": example.title}
    if found.same:
        layout.quiet(say(m.CHANGES_NOT, **who))
        return
    st.text(say(m.EFFECT, new=len(found.new), gone=len(found.gone), moved=found.moved, **who))
    tables.show(
        frame(before, after),
        {
            "rank": tables.whole(say(m.PLACE)),
            "now": tables.text(say(m.NOW), width="large"),
            "then": tables.text(say(m.THEN), width="large"),
            "change": tables.text(say(m.CHANGE_OF_PLACE), width="small"),
        },
        key="rule-effect",
        alt=say(m.EFFECT_ALT, **who),
    )


def frame(before: OneList, after: OneList) -> pd.DataFrame:
    """rank, now, then (titles) and change (how the product that will stand there got there)."""
    places, rows = before.places, []
    pairs = zip_longest(before.result.items, after.result.items)
    for place, (now, then) in enumerate(pairs, start=1):
        change = ""
        if then is not None:
            was = places.get(then.item_id)
            moved = "" if was == place else say(m.WAS_AT, place=was)
            change = say(m.NEW_HERE) if was is None else moved
        rows.append((place, now.title if now else "", then.title if then else "", change))
    return pd.DataFrame(rows, columns=["rank", "now", "then", "change"])
