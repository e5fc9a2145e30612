"""The ranked lists side by side: what they say, and the component that draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st

from pages.kit import choices, theme
from pages.kit.state import presenting
from pages.parts.recommendations import messages as m
from recsys_core.services.recommend import list_words
from recsys_core.services.recommend.recommend import RecommendedItem
from recsys_core.services.recommend.side_by_side import Difference, OneList
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import money, written

_HERE = Path(__file__).parent
KEY = "lists"
CENT = 0.005
FOR_AUDIENCE = {False: 5, True: 3}
"""Ranks shown at once in the presenter view, by whether there are more than two lists: so many
reasons are whole on one screen."""
_component = st.components.v2.component(
    "tastelab_lists",
    html='<div class="lists"></div>',
    css=(_HERE / "lists.css").read_text(encoding="utf-8"),
    js=(_HERE / "lists.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True)
class ListColumn:
    """One list on screen, with its difference from the same model's list without changes.

    name: of the model, or of the scenario with its prefix (`choices.SCENARIO`).  bought: whether
    products the customer has may stand on it.
    """

    name: str
    title: str
    shown: OneList
    change: Difference
    changed: bool
    measured: str
    bought: bool


def show(
    columns: Sequence[ListColumn], known_categories: set[str], chosen: tuple[str, str] | None
) -> None:
    """Draw the lists; chosen: list and product of the row whose evidence is open.

    A row tells when its evidence is to be opened or closed.
    """
    names = [column.name for column in columns]

    def picked() -> None:
        found = st.session_state[KEY].pick
        if found and found["list"] < len(names):
            choices.show_slot(names[found["list"]], found["item"] if found["open"] else None)

    _component(
        key=KEY,
        data={
            "ranks": FOR_AUDIENCE[len(columns) > 2] if presenting() else 0,
            "lists": [_list(column, known_categories, chosen) for column in columns],
            "words": {
                "score": say(m.ABOUT_SCORE),
                "fresh": say(m.NEW_CATEGORY),
            },
        },
        on_pick_change=picked,
    )


def _list(column: ListColumn, known: set[str], chosen: tuple[str, str] | None) -> dict[str, Any]:
    result = column.shown.result
    lines = [{"text": column.measured, "strong": False}]
    line = list_words.change_line(column.change, len(result.items), changed=column.changed)
    if line:
        lines.append({"text": line, "strong": True})
    top = max((item.score for item in result.items), default=0.0)
    return {
        "name": column.name,
        "title": column.title,
        "spoken": say(m.LIST_SPOKEN, title=column.title, n=len(result.items)),
        "colour": theme.model_colour(result.model),
        "lines": lines,
        "foot": _foot(column),
        "items": [
            _item(item, column, known, top, chosen == (column.name, item.item_id))
            for item in result.items
        ],
    }


def _item(
    item: RecommendedItem, column: ListColumn, known: set[str], top: float, chosen: bool
) -> dict[str, Any]:
    arrow, direction, words = "", "", ""
    if column.changed and not column.change.same:
        arrow, direction, words = list_words.move(item.rank, column.change.before.get(item.item_id))
    fresh = bool(item.category and known) and item.category not in known
    # A price per ounce or gallon can be less than the smallest coin; 0.00 would be wrong.
    price = "" if item.price is None or item.price < CENT else money(item.price)
    reason = say(m.FILLER, reason=item.reason) if item.filler else item.reason
    parts = [say(m.RANKED, rank=item.rank, title=item.title), item.category, words, reason]
    return {
        "id": item.item_id,
        "rank": item.rank,
        "title": item.title,
        "category": item.category,
        "fresh": fresh,
        "price": price,
        "score": score(item.score, top),
        "share": min(max(item.score / top, 0.0), 1.0) if top > 0 else 0.0,
        "reason": reason,
        "move": arrow,
        "direction": direction,
        "moveWords": words,
        "chosen": chosen,
        "spoken": ". ".join(part for part in parts if part),
    }


def _foot(column: ListColumn) -> str:
    result = column.shown.result
    parts = []
    missing = result.asked_for - len(result.items)
    if missing > 0:
        parts.append(say(m.PLACES_EMPTY, n=missing))
    if result.items and all(item.method == "none" for item in result.items):
        parts.append(say(m.NOT_PERSONAL if column.bought else m.NOT_PERSONAL_NEW))
    return " ".join(parts)


def score(value: float, top: float) -> str:
    """A score with as many decimals as the best one of its list needs: three digits of it."""
    places = 0 if top >= 100 else 1 if top >= 10 else 2 if top >= 1 else 3
    return written(value, places)
