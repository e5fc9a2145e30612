"""Customers found by what is known of them: typed words, each as a fact where it is one."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers import messages as m
from recsys_core.services.workspace.customer_state import (
    FACT,
    LINE,
    CustomerState,
    customer_state,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.folding import folded
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

SEARCH_COLUMNS = [Columns.User, C.Label, C.Visits, C.Spend, C.Last, Columns.Segment]


@dataclass(frozen=True)
class Wanted:
    """One thing that was typed. pattern: what stands for it in `CustomerState.searchable`; facts:
    the names of the facts that have this value, none where the words may stand anywhere.
    """

    typed: str
    pattern: str
    facts: tuple[str, ...] = ()


@needs(Role.VIEWER)
def search_customers(ws: Workspace, text: str, limit: int = 50) -> pd.DataFrame:
    """user_id, label, visits, spend, last_ts, segment of at most `limit` customers.

    All that was typed must hold. The number as typed comes first, then numbers that begin with it,
    then the most active. Empty text: the most active customers.
    """
    state = customer_state(ws)
    frame = state.overview.loc[_found(state, text), SEARCH_COLUMNS]
    if text.strip():
        ids, typed = frame[Columns.User].str.lower(), text.strip().lower()
        place = np.select(
            [ids == typed, ids.str.startswith(typed), ids.str.contains(typed, regex=False)],
            [0, 1, 2],
            3,
        )
        frame = frame.iloc[np.argsort(place, kind="stable")]
    return frame.head(limit).reset_index(drop=True)


@needs(Role.VIEWER)
def find_customers(ws: Workspace, text: str) -> tuple[pd.DataFrame, str]:
    """Everybody of whom all that was typed holds, as `customer_overview`, and a sentence that says
    how it was understood and how many they are.
    """
    state = customer_state(ws)
    frame = state.overview[_found(state, text)]
    understood = and_list([_in_words(one) for one in _wanted(state, text)])
    if not understood:
        return frame, say(m.CUSTOMERS, n=len(frame))
    return frame, say(m.FOUND, n=len(frame), understood=understood)


def _found(state: CustomerState, text: str) -> BoolArray:
    found = np.ones(len(state.overview), dtype=bool)
    for one in _wanted(state, text):
        found &= state.searchable.str.contains(one.pattern, regex=False).to_numpy(dtype=bool)
    return found


def _wanted(state: CustomerState, text: str) -> Iterator[Wanted]:
    """The longest runs of words that are the value of a fact, alone or behind its name; every other
    word by itself. A number alone may be a customer's own, or stand anywhere.
    """
    words = text.split()
    while words:
        for length in range(len(words), 0, -1):
            run = " ".join(words[:length])
            found = _as_fact(state, run)
            if found is not None or length == 1:
                yield found or Wanted(run, folded(run))
                words = words[length:]
                break


def _as_fact(state: CustomerState, run: str) -> Wanted | None:
    value = folded(run)
    if value in state.facts and not value.isdigit():
        return Wanted(run, f"{FACT}{value}{LINE}", state.facts[value])
    for at in range(1, len(value)):
        name, rest = value[:at], value[at + 1 :]
        known = [fact for fact in state.facts.get(rest, ()) if folded(fact) == name]
        if value[at] == " " and known:
            typed = run.split(" ")
            return Wanted(" ".join(typed[name.count(" ") + 1 :]), _line(name, rest), (known[0],))
    return None


def _line(name: str, value: str) -> str:
    return f"{LINE}{name}{FACT}{value}{LINE}"


def _in_words(one: Wanted) -> str:
    if one.facts:
        return say(m.FACT_IS, fact=or_list(one.facts), value=one.typed)
    return say(m.ANYWHERE, typed=one.typed)
