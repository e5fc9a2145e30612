"""The customer's past as a compact list whose products can be left out: the what-if."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from pages.kit import choices
from pages.parts.recommendations import messages as m
from recsys_core.services.customers.history import PastProduct, Product
from recsys_core.services.recommend import list_words
from recsys_core.services.recommend.side_by_side import Why
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given

_HERE = Path(__file__).parent
KEY = "past"
SHOWN = 60
_component = st.components.v2.component(
    "tastelab_history",
    html='<div class="past" role="group"></div>',
    css=(_HERE / "history.css").read_text(encoding="utf-8"),
    js=(_HERE / "history.js").read_text(encoding="utf-8"),
)


def show(
    past: Sequence[PastProduct],
    added: Sequence[Product],
    dropped: Sequence[str],
    why: Why | None,
    height: float,
) -> None:
    """Draw the list: what was added first, then what was left out, then the past, latest first.

    With a row open, what it is based on comes first and carries a bar.
    """
    _component(
        key=KEY,
        data={
            "height": height,
            "none": say(m.NOTHING_IN_THE_PAST),
            "items": rows(past, added, dropped, why),
        },
        on_change_change=_changed,
    )


def rows(
    past: Sequence[PastProduct],
    added: Sequence[Product],
    dropped: Sequence[str],
    why: Why | None,
) -> list[dict[str, Any]]:
    """What the component draws, at most `SHOWN` products of the past."""
    now = max((one.last for one in past if one.last), default=None)
    weight = {item: value for item, _, value in why.by_item if value > 0} if why else {}
    top = max(weight.values(), default=0.0)
    out = set(dropped)
    bar = {item: value / top for item, value in weight.items()}
    lines = [
        _row(one, say(m.ADDED), one.title, bar.get(one.item_id, 0.0), "added", m.TAKE_BACK)
        for one in added
    ]
    order = sorted(past, key=lambda one: (one.item_id not in out, -weight.get(one.item_id, 0.0)))
    for one in order[: max(SHOWN, len(out))]:
        if one.item_id in out:
            lines.append(_row(one, say(m.LEFT_OUT), _tip(one), 0.0, "dropped", m.PUT_BACK))
        else:
            share = bar.get(one.item_id, 0.0)
            lines.append(_row(one, _when(one, now), _tip(one), share, "kept", m.LEAVE_OUT))
    return lines


def _row(
    one: PastProduct | Product, when: str, tip: str, share: float, state: str, action: str
) -> dict[str, Any]:
    return {
        "id": one.item_id,
        "title": one.title,
        "when": when,
        "tip": tip,
        "share": share,
        "state": state,
        "action": say(action),
    }


def _when(one: PastProduct, now: Any) -> str:
    day = list_words.when(one.last, now)
    how = say(m.RATED, rating=given(one.rating)) if one.rating is not None else ""
    if not how and one.times > 1:
        how = say(m.TIMES, n=str(one.times))
    return " · ".join(part for part in (how, day) if part)


def _tip(one: PastProduct) -> str:
    times = m.COUNTED_RATINGS if one.rating is not None else m.COUNTED_PURCHASES
    parts = [one.title, one.category, say(times, n=one.times)]
    return ", ".join(part for part in parts if part)


def _changed() -> None:
    found = st.session_state[KEY].change
    if not found:
        return
    if found["was"] == "kept":
        choices.drop(found["item"])
    else:
        choices.restore(found["item"])
