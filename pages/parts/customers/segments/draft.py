"""The segment that is being built, kept in the session: rows of widgets, each a condition."""

from typing import Any

import streamlit as st
from pydantic import TypeAdapter, ValidationError

from recsys_core.schema.segments import ConditionGroup, SegmentDefinition
from recsys_core.schema.segments.registry import AnyCondition, Conditions

DRAFT, NAME, FIXED, MATCH, INNER = (
    "_segment_draft",
    "seg-name",
    "seg-kind",
    "seg-match",
    "seg-inner",
)
GROUP = "group"
_VALUE_ERROR = "Value error, "
_conditions: TypeAdapter[Conditions] = TypeAdapter(AnyCondition)


class Draft:
    """Rows: id and whether it stands in the inner group. `edited`: the kept segment it changes."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, bool]] = []
        self.last = 0
        self.edited = ""


def current() -> Draft:
    """The session's draft, empty at first."""
    found: Draft = st.session_state.setdefault(DRAFT, Draft())
    return found


def key(row: int, field: str) -> str:
    """The key of a widget of a row."""
    return f"seg-{row}-{field}"


def add(kind: str = "bought", *, inner: bool = False) -> None:
    """One more row; a callback."""
    draft = current()
    draft.last += 1
    draft.rows.append((draft.last, inner))
    st.session_state[key(draft.last, "kind")] = kind


def remove(row: int) -> None:
    """Take a row out; a callback."""
    draft = current()
    draft.rows = [one for one in draft.rows if one[0] != row]


def clear() -> None:
    """Begin anew; a callback."""
    last = current().last
    st.session_state[DRAFT] = Draft()
    current().last = last
    st.session_state[MATCH] = "all"
    st.session_state[NAME] = ""


def load(definition: SegmentDefinition, name: str = "", *, edited: bool = False) -> None:
    """Fill the rows with a segment; a callback. edited: in order to change the kept one."""
    clear()
    st.session_state[MATCH], st.session_state[NAME] = definition.match, name
    current().edited = name if edited else ""
    for one in definition.conditions:
        if isinstance(one, ConditionGroup):
            st.session_state[INNER] = one.match
            for each in one.conditions:
                _fill(each, inner=True)
        else:
            _fill(one, inner=False)


def _fill(one: Conditions, *, inner: bool) -> None:
    add(one.kind, inner=inner)
    row = current().last
    for field, value in one.model_dump().items():
        if field != "kind":
            st.session_state[key(row, field)] = list(value) if isinstance(value, tuple) else value
    if one.kind == "bought":
        timed = "between" if one.start or one.end else "ever"
        st.session_state[key(row, "when")] = "last" if one.days else timed


def condition(given: dict[str, Any]) -> tuple[Conditions | None, str]:
    """The condition of a row, or what is missing in a sentence."""
    try:
        return _conditions.validate_python(given), ""
    except ValidationError as problem:
        return None, str(problem.errors()[0]["msg"]).removeprefix(_VALUE_ERROR)


def definition(
    outer: list[Conditions], inner: list[Conditions], match: str, inner_match: str
) -> SegmentDefinition | None:
    """The segment of all rows that are complete; None for none."""
    rows: list[dict[str, Any]] = [one.model_dump() for one in outer]
    if inner:
        within = [one.model_dump() for one in inner]
        rows.append({"kind": GROUP, "match": inner_match, "conditions": within})
    if not rows:
        return None
    return SegmentDefinition.model_validate({"match": match, "conditions": rows})
