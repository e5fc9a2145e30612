"""The form in which a rule is put together; its fields follow from what the rule does."""

from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError

from pages.kit import knobs
from pages.kit.text import plain
from pages.parts.recommendations.rules import messages as m
from pages.parts.recommendations.rules import rule_effect
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.kind import Setting
from recsys_core.schema.rules.registry import RULE_KINDS
from recsys_core.services.rules.rule_choices import RuleChoices
from recsys_core.services.rules.ruleset import (
    active_rules,
    add_rule,
    list_rules,
    replace_rule,
    rule_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KEY = "rule"
CHANGED = "_rules_changed"
"""Set by a callback: the whole page has to run again, not the drawer alone."""
EDITED, OPEN, BY_BEFORE = "_rule_edited", "rule-form", "_rule_by_before"
SETTINGS: dict[str, Setting] = {
    one.field: one for kind in RULE_KINDS.values() for one in kind.settings
}
DEFAULTS: dict[str, Any] = {
    "action": "exclude",
    "by": "category",
    "values": (),
    **{name: one.shown(one.usual) for name, one in SETTINGS.items()},
    "segment": m.EVERYBODY,
    "start": None,
    "end": None,
    "name": "",
}
_VALUE_ERROR = "Value error, "


def show(ws: Workspace, choices: RuleChoices, example: rule_effect.Example | None) -> None:
    """The form for a new rule, or for the one being changed, with what it does to the example."""
    number = st.session_state.get(EDITED)
    # The label stays the same: with another one the drawer would be another one, and closed.
    drawer = st.expander(say(m.ADD), key=OPEN, on_change="rerun")
    if not drawer.open:
        return
    with drawer:
        if number is not None:
            st.text(say(m.AS_IT_IS, number=number + 1))
        given = _fields(choices)
        rule: Rule | None = None
        try:
            rule = made = Rule(**given)
        except ValidationError as problem:
            sentence = str(problem.errors()[0]["msg"]).removeprefix(_VALUE_ERROR)
        else:
            sentence = rule_sentences(ws, [made])[0]
        with st.container(key="rule-sentence"):
            st.text(sentence)
        if rule is not None and example is not None:
            _effect(ws, rule, number, example)
        with st.container(horizontal=True, gap="small"):
            st.button(
                say(m.ADD_THIS if number is None else m.SAVE_CHANGE),
                key=f"{KEY}-done",
                type="primary",
                disabled=rule is None,
                on_click=_keep,
                args=(ws, rule, number),
            )
            if number is not None:
                st.button(say(m.LEAVE), key=f"{KEY}-leave", on_click=clear)


def load(rule: Rule, number: int) -> None:
    """Fill the form with a rule in order to change it; a callback."""
    state = st.session_state
    for name in DEFAULTS:
        value = getattr(rule, name)
        state[f"{KEY}-{name}"] = SETTINGS[name].shown(value) if name in SETTINGS else value
    state[f"{KEY}-values"] = list(rule.values)
    state[f"{KEY}-attribute"] = rule.attribute or None
    state[BY_BEFORE] = rule.by
    state[f"{KEY}-segment"] = rule.segment or m.EVERYBODY
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
        # A rule that is added acts at once.
        knobs.switch_rules_on()
    else:
        replace_rule(ws, number, rule)
    clear()
    st.session_state[CHANGED] = True


def _effect(ws: Workspace, rule: Rule, number: int | None, example: rule_effect.Example) -> None:
    rules = list_rules(ws)
    then = (*rules, rule) if number is None else (*rules[:number], rule, *rules[number + 1 :])
    rule_effect.show(example, active_rules(ws), active_rules(ws, then))


def _fields(choices: RuleChoices) -> dict[str, Any]:
    """The widgets; what they say, as far as it belongs to the action."""
    for field, usual in DEFAULTS.items():
        st.session_state.setdefault(f"{KEY}-{field}", list(usual) if field == "values" else usual)
    what, about, which = st.columns([3, 3, 6], vertical_alignment="bottom")
    with what:
        action = st.selectbox(
            say(m.WHAT),
            list(RULE_KINDS),
            format_func=lambda name: say(RULE_KINDS[name].title),
            key=f"{KEY}-action",
        )
    allowed = [by for by in m.SUBJECTS if by != "all" or not RULE_KINDS[action].about_some]
    if st.session_state.get(f"{KEY}-by") not in allowed:
        st.session_state[f"{KEY}-by"] = allowed[0]
    with about:
        by = st.selectbox(
            say(m.TO_WHICH), allowed, format_func=lambda one: say(m.SUBJECTS[one]), key=f"{KEY}-by"
        )
    given: dict[str, Any] = {"action": action, "by": by}
    with which:
        if by != "all":
            given |= _values(by, choices)
    given |= _settings(action)
    given |= _when_and_whom(choices)
    usual_name = _suggested(given, choices)
    name = st.text_input(
        say(m.NAME),
        key=f"{KEY}-name",
        max_chars=120,
        placeholder=usual_name,
        help=say(m.NAME_HELP),
    )
    given["name"] = name.strip() or usual_name
    return given


def _values(by: str, choices: RuleChoices) -> dict[str, Any]:
    given: dict[str, Any] = {}
    key = f"{KEY}-values"
    titles: dict[str, str] = {}
    options: list[str] = []
    if by == "attribute":
        facts = list(choices.attributes)
        chosen = st.session_state.get(f"{KEY}-attribute")
        if chosen and chosen not in facts:
            facts.append(chosen)
        left, place = st.columns([2, 3], vertical_alignment="bottom")
        with left:
            fact = st.selectbox(
                say(m.FACT),
                facts,
                key=f"{KEY}-attribute",
                placeholder=say(m.CHOOSE_FACT if facts else m.NO_FACTS),
                disabled=not facts,
            )
        given["attribute"] = fact or ""
        options = list(choices.attributes.get(fact or "", ()))
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
            say(m.WHICH_ONES),
            options,
            key=key,
            format_func=lambda one: _product(one, titles) if by == "product" else one,
            accept_new_options=by == "product",
            filter_mode="contains",
            select_all=False,
            placeholder=say(m.CHOOSE_OR_TYPE if by == "product" else m.CHOOSE),
        )
    given["values"] = tuple(found)
    return given


def _settings(action: str) -> dict[str, Any]:
    """What the action needs beside its products."""
    settings = RULE_KINDS[action].settings
    given: dict[str, Any] = {}
    for place, one in zip(
        st.columns([3, 3, 6], vertical_alignment="bottom"), settings, strict=False
    ):
        with place:
            given[one.field] = _setting(one)
    return given


def _setting(one: Setting) -> float | None:
    low, high = one.bounds()
    key, words = f"{KEY}-{one.field}", plain(say(one.help)) if one.help else None
    if one.percent:
        return st.slider(plain(say(one.label)), 0, 100, step=5, key=key, help=words) / 100
    if one.usual is None:
        return st.number_input(
            plain(say(one.label)), low, high, None, key=key, help=words, placeholder=say(m.ANY)
        )
    return st.number_input(plain(say(one.label)), low, high, key=key, help=words)


def _when_and_whom(choices: RuleChoices) -> dict[str, Any]:
    whom, start, end = st.columns([6, 3, 3], vertical_alignment="bottom")
    with whom:
        groups = [m.EVERYBODY, *choices.groups]
        chosen = st.session_state.get(f"{KEY}-segment")
        if chosen and chosen not in groups:
            groups.append(chosen)
        group = st.selectbox(say(m.WHOM), groups, key=f"{KEY}-segment", filter_mode="contains")
    with start:
        first: date | None = st.date_input(
            say(m.FROM_DAY), None, key=f"{KEY}-start", format="YYYY-MM-DD"
        )
    with end:
        last: date | None = st.date_input(
            say(m.UP_TO_DAY), None, key=f"{KEY}-end", format="YYYY-MM-DD"
        )
    return {"segment": "" if group == m.EVERYBODY else group, "start": first, "end": last}


def _suggested(given: dict[str, Any], choices: RuleChoices) -> str:
    """A name made from what was chosen: "Move up: Dairy, Cheese"."""
    action = say(RULE_KINDS[given["action"]].title)
    titles = choices.products if given["by"] == "product" else {}
    values = ", ".join(titles.get(value, value) for value in given.get("values", ()))
    return say(m.SUGGESTED, action=action, values=values)[:120] if values else action


def _product(number: str, titles: dict[str, str]) -> str:
    title = titles.get(number, "")
    return say(m.PRODUCT, title=title, number=number) if title and title != number else number
