"""The widgets of one condition, by its kind; each returns what the condition says."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.kit import errors, layout
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.customers.segments import draft
from pages.parts.customers.segments import messages as m
from recsys_core.schema.segments import messages as words
from recsys_core.schema.segments.figures import FIGURES
from recsys_core.services.customers.groups.clusters import (
    METHOD_NAMES,
    group_titles,
    grouped_already,
)
from recsys_core.services.customers.groups.points import BASES, TASTES
from recsys_core.services.customers.segments.choices import SegmentChoices
from recsys_core.services.customers.segments.messages import TASTES_FIRST
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

Given = dict[str, Any]
NUMBERS, USUAL = range(2, 9), 5


def fields(
    ws: Workspace, kind: str, row: int, choices: SegmentChoices, names: Sequence[str]
) -> Given:
    """What a row says beside its kind. names: of the segments it may be built on."""
    if kind == "segment":
        return {"segment": _one(row, "segment", m.SEGMENT, list(names)) or ""}
    if kind == "cluster":
        return _cluster(ws, row)
    return _FIELDS[kind](row, choices)


def _bought(row: int, choices: SegmentChoices) -> Given:
    st.session_state.setdefault(draft.key(row, "by"), "category")
    did, which, what = st.columns([2, 2, 5], vertical_alignment="bottom")
    with did:
        never = _one(row, "never", m.DID, [False, True], {False: m.BOUGHT, True: m.NEVER})
    with which:
        by = _one(row, "by", m.WHICH, list(words.BY), words.BY)
    given: Given = {"never": bool(never), "by": by}
    with what:
        if by != "all":
            options = {
                "product": list(choices.products),
                "category": list(choices.categories),
                "brand": list(choices.brands),
            }[by or "category"]
            titles = choices.products if by == "product" else {}
            given["values"] = _some(row, "values", options, titles, typed=by == "product")
    places = list(st.columns([2.6, 2.2, 2.2, 2], vertical_alignment="bottom"))
    if choices.dated:
        when, first, second = places[0], places[1], places[2]
        with when:
            period = _one(row, "when", m.WHEN, list(m.PERIODS), m.PERIODS)
        places = {"ever": places[1:], "last": places[2:]}.get(period, places[3:])
        if period == "last":
            with first:
                given["days"] = int(_number(row, "days", m.DAYS, low=1, usual=90) or 1)
        elif period == "between":
            for place, field, label in ((first, "start", m.FROM_DAY), (second, "end", m.UP_TO_DAY)):
                with place:
                    given[field] = _day(row, field, label)
    if not never:
        with places[0]:
            given["at_least"] = int(_number(row, "at_least", m.TIMES, low=1, usual=1) or 1)
    return given


def _figure(row: int, choices: SegmentChoices) -> Given:
    titles = {name: known.title for name, known in FIGURES.items()}
    name, low, high = st.columns([4, 2.5, 2.5], vertical_alignment="bottom")
    with name:
        figure = _one(row, "figure", m.FIGURE, list(titles), titles)
    return {"figure": figure, **_ends(row, low, high)}


def _score(row: int, choices: SegmentChoices) -> Given:
    name, low, high = st.columns([4, 2.5, 2.5], vertical_alignment="bottom")
    with name:
        score = _one(row, "score", m.SCORE, list(words.SCORES), words.SCORES)
    return {"score": score, **_ends(row, low, high)}


def _worth(row: int, choices: SegmentChoices) -> Given:
    name, days, low, high = st.columns([3, 2, 2, 2], vertical_alignment="bottom")
    with name:
        figure = _one(row, "figure", m.FIGURE, list(words.WORTHS), words.WORTHS)
    given: Given = {"figure": figure}
    if figure != "alive":
        with days:
            given["days"] = int(_number(row, "days", m.WITHIN_DAYS, low=1, usual=365) or 1)
    return given | _ends(row, low, high)


def _attribute(row: int, choices: SegmentChoices) -> Given:
    name, what, high = st.columns([3, 3, 3], vertical_alignment="bottom")
    with name:
        fact = _one(row, "fact", m.FACT, list(choices.facts))
    values = choices.facts.get(fact or "", ())
    if values or not fact:
        st.session_state.pop(draft.key(row, "low"), None)
        with what:
            return {"fact": fact or "", "values": _some(row, "values", list(values))}
    return {"fact": fact, **_ends(row, what, high)}


def _status(row: int, choices: SegmentChoices) -> Given:
    return {"values": _some(row, "values", list(choices.statuses))}


def _rfm(row: int, choices: SegmentChoices) -> Given:
    return {"values": _some(row, "values", list(choices.rfm))}


def _cluster(ws: Workspace, row: int) -> Given:
    if st.session_state.get(draft.key(row, "by")) not in BASES:
        st.session_state[draft.key(row, "by")] = next(iter(BASES))
    basis, way = st.columns(2, vertical_alignment="bottom")
    many, which = st.columns([2, 7], vertical_alignment="bottom")
    with basis:
        by = _one(row, "by", m.GROUPED_BY, list(BASES), dict(BASES))
    with way:
        method = _one(row, "method", m.METHOD, list(METHOD_NAMES), dict(METHOD_NAMES))
    st.session_state.setdefault(draft.key(row, "number"), USUAL)
    with many:
        number = _one(row, "number", m.GROUPS, list(NUMBERS), {k: str(k) for k in NUMBERS})
    titles: dict[str, str] = {}
    if by == TASTES and not grouped_already(ws, by, method, number):
        layout.quiet(say(TASTES_FIRST, number=number))
    else:
        with errors.shown_here():
            titles = group_titles(ws, by, method, number)
    with which:
        values = _some(row, "values", list(titles), titles)
    return {"by": by, "method": method, "number": number, "values": values}


def _campaign(row: int, choices: SegmentChoices) -> Given:
    did, which = st.columns([3, 6], vertical_alignment="bottom")
    with did:
        what = _one(row, "did", m.WHAT, list(words.DID_WHAT), words.DID_WHAT)
    with which:
        ids = list(choices.campaigns)
        some = _some(row, "campaigns", ids, choices.campaigns, m.ALL_CAMPAIGNS)
    return {"did": what, "campaigns": some}


def _feedback(row: int, choices: SegmentChoices) -> Given:
    said, which = st.columns([3, 6], vertical_alignment="bottom")
    with said:
        verdict = _one(row, "verdict", m.VERDICT, list(words.VERDICTS), words.VERDICTS)
    with which:
        options, titles = list(choices.products), choices.products
        some = _some(row, "products", options, titles, m.ALL_PRODUCTS, typed=True)
    return {"verdict": verdict, "products": some}


_FIELDS: dict[str, Callable[[int, SegmentChoices], Given]] = {
    "bought": _bought,
    "figure": _figure,
    "status": _status,
    "rfm": _rfm,
    "score": _score,
    "attribute": _attribute,
    "worth": _worth,
    "campaign": _campaign,
    "feedback": _feedback,
}


def _one(
    row: int, field: str, label: str, options: list[Any], titles: dict[Any, str] | None = None
) -> Any:
    """One of several; what was chosen before stays an option though it is gone from the data."""
    name = draft.key(row, field)
    chosen = st.session_state.get(name)
    if titles is None and chosen and chosen not in options:
        options = [*options, chosen]
    return st.selectbox(
        plain(say(label)),
        options,
        format_func=lambda one: say(titles[one]) if titles else one,
        key=name,
        placeholder=say(m.CHOOSE if options else m.NONE_HERE),
        disabled=not options,
        filter_mode="contains",
        **KEPT,
    )


def _some(
    row: int,
    field: str,
    options: list[str],
    titles: dict[str, str] | None = None,
    empty: str = m.CHOOSE,
    *,
    typed: bool = False,
) -> tuple[str, ...]:
    """Any of several, likewise; an option that belongs to another choice of the row goes."""
    name = draft.key(row, field)
    chosen = [one for one in st.session_state.get(name, []) if isinstance(one, str)]
    before = draft.key(row, f"{field}-of")
    kind = hash(tuple(options[:50]))
    if st.session_state.get(before, kind) != kind:
        chosen = [one for one in chosen if one in options]
    st.session_state[before], st.session_state[name] = kind, chosen
    found = st.multiselect(
        plain(say(m.ANY_OF)),
        [*options, *(one for one in chosen if one not in options)],
        format_func=lambda one: (titles or {}).get(one) or one,
        key=name,
        placeholder=say(empty),
        accept_new_options=typed,
        filter_mode="contains",
        select_all=False,
        **KEPT,
    )
    return tuple(found)


def _number(
    row: int, field: str, label: str, *, low: int | None = None, usual: int | None = None
) -> float | None:
    name = draft.key(row, field)
    if st.session_state.get(name) is None:
        st.session_state[name] = usual
    found: float | None = st.number_input(
        plain(say(label)),
        min_value=low,
        value=None,
        key=name,
        format="%d" if low is not None else "%.10g",
        placeholder=say(m.ANY),
        **KEPT,
    )
    return found


def _ends(row: int, low: Any, high: Any) -> Given:
    given: Given = {}
    for place, field, label in ((low, "low", m.FROM), (high, "high", m.UP_TO)):
        with place:
            given[field] = _number(row, field, label)
    return given


def _day(row: int, field: str, label: str) -> Any:
    name = draft.key(row, field)
    return st.date_input(plain(say(label)), None, key=name, format="YYYY-MM-DD", **KEPT)
