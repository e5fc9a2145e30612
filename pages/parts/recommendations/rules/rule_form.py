"""The form in which a rule is put together; its fields follow from what the rule does."""

from datetime import date
from typing import Any, cast

import streamlit as st
from pydantic import ValidationError

from pages.parts.recommendations.rules import rule_words
from recsys_core.schema.rules import Action, By, Rule
from recsys_core.services.rules.rule_choices import RuleChoices
from recsys_core.services.rules.ruleset import add_rule, replace_rule, rule_sentences
from recsys_core.services.workspace.workspace import Workspace

KEY = "rule"
EDITED, OPEN, BY_BEFORE = "_rule_edited", "rule-form", "_rule_by_before"
DEFAULTS: dict[str, Any] = {
    "action": "exclude", "by": "category", "values": (), "strength": 30, "place": 1, "limit": 2,
    "low": None, "high": None, "days": 30, "segment": rule_words.EVERYBODY,
    "start": None, "end": None, "name": "",
}  # fmt: skip
_VALUE_ERROR = "Value error, "


def show(ws: Workspace, choices: RuleChoices) -> None:
    """The form for a new rule, or for the one being changed."""
    number = st.session_state.get(EDITED)
    # The label stays the same: with another one the drawer would be another one, and closed.
    drawer = st.expander("Add a rule", key=OPEN, on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if number is not None:
            st.text(f"Rule {number + 1} as it is now; change what you like, then save it.")
        given = _fields(choices)
        try:
            rule = Rule(**given)
        except ValidationError as problem:
            first = str(problem.errors()[0]["msg"]).removeprefix(_VALUE_ERROR)
            rule, sentence = None, first
        else:
            sentence = rule_sentences(ws, [rule])[0]
        with st.container(key="rule-sentence"):
            st.text(sentence)
        with st.container(horizontal=True, gap="small"):
            label = "Add this rule" if number is None else "Save the change"
            done = st.button(
                label,
                key=f"{KEY}-done",
                type="primary",
                disabled=rule is None,
                on_click=_keep,
                args=(ws, rule, number),
            )
            if number is not None:
                st.button("Leave it as it was", key=f"{KEY}-leave", on_click=clear)
    if done:
        st.rerun()


def load(rule: Rule, number: int) -> None:
    """Fill the form with a rule in order to change it; a callback."""
    state = st.session_state
    for name in DEFAULTS:
        state[f"{KEY}-{name}"] = getattr(rule, name)
    state[f"{KEY}-values"] = list(rule.values)
    state[f"{KEY}-attribute"] = rule.attribute or None
    state[BY_BEFORE] = rule.by
    state[f"{KEY}-strength"] = round(100 * rule.strength)
    state[f"{KEY}-segment"] = rule.segment or rule_words.EVERYBODY
    state[EDITED], state[OPEN] = number, True


def clear() -> None:
    """Empty the form; a callback."""
    for name in (*DEFAULTS, "attribute"):
        st.session_state.pop(f"{KEY}-{name}", None)
    st.session_state.pop(EDITED, None)
    st.session_state[OPEN] = False


def _keep(ws: Workspace, rule: Rule | None, number: int | None) -> None:
    if rule is None:
        return
    if number is None:
        add_rule(ws, rule)
    else:
        replace_rule(ws, number, rule)
    clear()


def _fields(choices: RuleChoices) -> dict[str, Any]:
    """The widgets; what they say, as far as it belongs to the action."""
    given: dict[str, Any] = {}
    for field, usual in DEFAULTS.items():
        st.session_state.setdefault(f"{KEY}-{field}", list(usual) if field == "values" else usual)
    what, about, which = st.columns([3, 3, 6], vertical_alignment="bottom")
    with what:
        action = cast(
            Action,
            st.selectbox(
                "What should happen",
                list(rule_words.ACTIONS),
                format_func=lambda name: rule_words.ACTIONS[name],
                key=f"{KEY}-action",
            ),
        )
    allowed = rule_words.subjects(action)
    if st.session_state.get(f"{KEY}-by") not in allowed:
        st.session_state[f"{KEY}-by"] = allowed[0]
    with about:
        by = cast(
            By,
            st.selectbox(
                "To which products",
                allowed,
                format_func=lambda name: rule_words.SUBJECTS[name],
                key=f"{KEY}-by",
            ),
        )
    given |= {"action": action, "by": by}
    with which:
        if by != "all":
            given |= _values(by, choices)
    details = _details(action)
    given |= details
    given |= _when_and_whom(choices)
    usual_name = _suggested(given, choices)
    name = st.text_input(
        "Name of the rule",
        key=f"{KEY}-name",
        max_chars=120,
        placeholder=usual_name,
        help="What it is called in tables and files. Left empty, it gets the name shown in grey.",
    )
    given["name"] = name.strip() or usual_name
    return given


def _values(by: By, choices: RuleChoices) -> dict[str, Any]:
    given: dict[str, Any] = {}
    key = f"{KEY}-values"
    titles: dict[str, str] = {}
    options: list[str] = []
    label = "Which ones"
    if by == "attribute":
        facts = list(choices.attributes)
        chosen = st.session_state.get(f"{KEY}-attribute")
        if chosen and chosen not in facts:
            facts.append(chosen)
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        with left:
            fact = st.selectbox(
                "Fact",
                facts,
                key=f"{KEY}-attribute",
                placeholder="No further facts" if not facts else "Choose a fact",
                disabled=not facts,
            )
        given["attribute"] = fact or ""
        options = list(choices.attributes.get(fact or "", ()))
        place = right
    else:
        place = st.container()
        if by == "product":
            titles, options = choices.products, list(choices.products)
        else:
            options = list(choices.categories if by == "category" else choices.brands)
    chosen_now = [one for one in st.session_state.get(key, []) if isinstance(one, str)]
    if any(one not in options for one in chosen_now):
        # Chosen for another kind of subject: unless typed or loaded, it means nothing here.
        kept = chosen_now if st.session_state.get(BY_BEFORE, by) == by else []
        st.session_state[key] = kept
        options = [*options, *(one for one in kept if one not in options)]
    st.session_state[BY_BEFORE] = by
    with place:
        found = st.multiselect(
            label,
            options,
            key=key,
            format_func=lambda one: _product(one, titles) if by == "product" else one,
            accept_new_options=by == "product",
            filter_mode="contains",
            select_all=False,
            placeholder="Choose or type a number" if by == "product" else "Choose one or more",
        )
    given["values"] = tuple(found)
    return given


def _details(action: Action) -> dict[str, Any]:
    """What the action needs beside its products."""
    first, second, _ = st.columns([3, 3, 6], vertical_alignment="bottom")
    with first:
        if action in ("boost", "bury"):
            percent = st.slider(
                "How strongly (%)", 0, 100, step=5, key=f"{KEY}-strength",
                help="0 changes nothing, 100 moves the products to the very top or bottom.",
            )  # fmt: skip
            return {"strength": percent / 100}
        if action == "pin":
            return {"place": st.number_input("At place", 1, 100, key=f"{KEY}-place")}
        if action == "cap":
            return {"limit": st.number_input("At most", 0, 100, key=f"{KEY}-limit")}
        if action == "bought-within":
            return {"days": st.number_input("In the last … days", 1, 3650, key=f"{KEY}-days")}
        if action in ("price-range", "margin-floor"):
            what = "Lowest price" if action == "price-range" else "Lowest margin"
            given: dict[str, Any] = {
                "low": st.number_input(what, 0.0, None, None, key=f"{KEY}-low", placeholder="Any")
            }
            if action == "price-range":
                with second:
                    given["high"] = st.number_input(
                        "Highest price", 0.0, None, None, key=f"{KEY}-high", placeholder="Any"
                    )
            return given
    return {}


def _when_and_whom(choices: RuleChoices) -> dict[str, Any]:
    whom, start, end = st.columns([6, 3, 3], vertical_alignment="bottom")
    with whom:
        groups = [rule_words.EVERYBODY, *choices.groups]
        chosen = st.session_state.get(f"{KEY}-segment")
        if chosen and chosen not in groups:
            groups.append(chosen)
        group = st.selectbox("For whom", groups, key=f"{KEY}-segment", filter_mode="contains")
    with start:
        first: date | None = st.date_input(
            "From this day", None, key=f"{KEY}-start", format="YYYY-MM-DD"
        )
    with end:
        last: date | None = st.date_input(
            "Up to this day", None, key=f"{KEY}-end", format="YYYY-MM-DD"
        )
    return {"segment": "" if group == rule_words.EVERYBODY else group, "start": first, "end": last}


def _suggested(given: dict[str, Any], choices: RuleChoices) -> str:
    """A name made from what was chosen: "Move up: Dairy, Cheese"."""
    action = rule_words.ACTIONS[cast(Action, given["action"])]
    titles = choices.products if given["by"] == "product" else {}
    values = ", ".join(titles.get(value, value) for value in given.get("values", ()))
    return f"{action}: {values}"[:120] if values else action


def _product(number: str, titles: dict[str, str]) -> str:
    title = titles.get(number, "")
    return f"{title} ({number})" if title and title != number else number
