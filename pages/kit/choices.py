"""What is chosen on the Recommendations page. The address holds all of it and can be sent on.

The knobs (`knobs`), length and the already-bought switch are widgets bound to the address.
Customer, models and the what-if hold values a widget cannot take from an address as they are
(numbers behind labels, products of a catalogue), so they are read from it and written back here.
"""

from dataclasses import dataclass

import streamlit as st

from pages.kit import address, knobs
from pages.kit import messages as m
from pages.kit.state import LINKED, Keys
from recsys_core.wording.messages import say

ADD, DROP, WHY = "add", "drop", "why"
HELD = (Keys.CUSTOMER, Keys.MODELS, ADD, DROP, WHY, knobs.MIX)
MANY = (Keys.MODELS, ADD, DROP)
MOST_MODELS = 4
BASELINE = "popularity"
SCENARIO = "scenario-"
"""What the name of a list begins with that is made by a saved scenario."""
DEFAULT_K, LEAST_K, MOST_K = 10, 3, 30
_FOR = "_what_if_for"


@dataclass(frozen=True)
class WhatIf:
    """Products put into and taken out of the customer's past."""

    add: tuple[str, ...]
    drop: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.add or self.drop)


def sync_from_url() -> None:
    """Take over what the address says, unless this session wrote it there itself.

    A what-if belongs to its customer: another customer in the address begins without changes.
    """
    new = address.changed_in_url(HELD)
    customer = new.get(Keys.CUSTOMER, [None])[0]
    if customer is not None:
        reset_for(customer)
    for key, found in new.items():
        st.session_state[key] = list(dict.fromkeys(found)) if key in MANY else found[0]


def sync_to_url() -> None:
    """Write what is chosen into the address."""
    values = {}
    for key in HELD:
        chosen = st.session_state.get(key)
        values[key] = [str(one) for one in (chosen if key in MANY else [chosen]) or [] if one]
    address.write(values)


def reset_for(customer: str) -> None:
    """Forget the changes made for another customer."""
    if st.session_state.get(_FOR, customer) != customer:
        forget_changes()
    st.session_state[_FOR] = customer


def length(width: int) -> None:
    """The box for how long each list is; `width` in pixels."""
    st.number_input(
        say(m.PRODUCTS),
        LEAST_K,
        MOST_K,
        DEFAULT_K,
        key=Keys.K,
        help=say(m.ABOUT_LENGTH),
        width=width,
        **LINKED,
    )


def what_if() -> WhatIf:
    """The changes to the customer's past, in the order in which they were made."""
    return WhatIf(tuple(st.session_state.get(ADD, ())), tuple(st.session_state.get(DROP, ())))


def open_slot() -> tuple[str, str] | None:
    """Model and product of the row whose evidence is open."""
    model, colon, item = str(st.session_state.get(WHY) or "").partition(":")
    return (model, item) if colon else None


def show_slot(model: str, item: str | None) -> None:
    """Open the evidence of a row of a model's list; None closes what is open."""
    st.session_state[WHY] = f"{model}:{item}" if item else None


def add(item: str) -> None:
    """Put a product into the past."""
    _leave(DROP, item)
    _enter(ADD, item)


def drop(item: str) -> None:
    """Leave a product of the past out."""
    if item in st.session_state.get(ADD, ()):
        _leave(ADD, item)
    else:
        _enter(DROP, item)


def restore(item: str) -> None:
    """Take the change to one product back."""
    _leave(DROP, item)
    _leave(ADD, item)


def forget_changes() -> None:
    """Another customer: no what-if, no open row."""
    for key in (ADD, DROP, WHY):
        st.session_state.pop(key, None)


def take_everything_back() -> None:
    """The models' own lists for the customer as they are. Call it from a button's `on_click`."""
    forget_changes()
    knobs.take_back()
    st.session_state[Keys.SEEN] = False
    st.session_state[Keys.K] = DEFAULT_K


def keep_known(items: set[str], past: set[str]) -> list[str]:
    """Drop what a link names but this workspace does not have; returns it.

    items: products that can be added; past: products of the customer, which can be left out.
    """
    unknown = [one for one in st.session_state.get(ADD, ()) if one not in items]
    unknown += [one for one in st.session_state.get(DROP, ()) if one not in past]
    for one in unknown:
        restore(one)
    return unknown


def _enter(key: str, item: str) -> None:
    held = list(st.session_state.get(key, ()))
    st.session_state[key] = held if item in held else [*held, item]


def _leave(key: str, item: str) -> None:
    st.session_state[key] = [one for one in st.session_state.get(key, ()) if one != item]
