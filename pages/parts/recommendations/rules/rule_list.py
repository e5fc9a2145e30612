"""The rules as sentences, each with its switch, its place and what is wrong with it."""

from collections.abc import Sequence

import streamlit as st

from pages.kit import layout
from pages.kit.formats import plain
from pages.parts.recommendations.rules import rule_form, rule_words
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ruleset import (
    RuleFinding,
    add_rule,
    enable_rule,
    move_rule,
    remove_rule,
    rule_sentences,
    rule_states,
)
from recsys_core.services.workspace.workspace import Workspace

REMOVED, SWITCHED = "_rule_removed", "_rule_switched"


def show(ws: Workspace, rules: Sequence[Rule], findings: Sequence[RuleFinding]) -> None:
    """One line a rule; what was removed last can be brought back."""
    states = rule_states(ws, rules)
    sentences = rule_sentences(ws, rules)
    changed = False
    for number, (rule, state, sentence) in enumerate(zip(rules, states, sentences, strict=True)):
        changed |= _line(ws, number, rule, state, sentence, last=number == len(rules) - 1)
        for finding in findings:
            if number in finding.rules:
                layout.finding(
                    "problem" if finding.kind == "empty" else "warning", finding.sentence
                )
    changed |= _undo(ws)
    if changed:
        st.rerun()


def _line(ws: Workspace, number: int, rule: Rule, state: str, sentence: str, *, last: bool) -> bool:
    """Whether something was changed."""
    with st.container(key=f"rule-line-{number}"):
        switch, text, buttons = st.columns([0.7, 9, 4.4], vertical_alignment="center")
        key = f"rule-on-{number}"
        st.session_state[key] = rule.enabled
        with switch:
            st.toggle(
                f"Rule {number + 1} in force",
                key=key,
                label_visibility="collapsed",
                on_change=_switch,
                args=(ws, number, key),
            )
        with text:
            note = f" · {rule_words.STATES[state]}" if state in rule_words.STATES else ""
            st.text(sentence)
            layout.quiet(f"{number + 1}. {rule.name}{note}")
        with (
            buttons,
            layout.controls(f"rule-{number}"),
            st.container(horizontal=True, gap="small", horizontal_alignment="right"),
        ):
            pressed = [
                st.button(
                    "↑", key=f"rule-up-{number}", help="Let it act earlier", type="tertiary",
                    disabled=number == 0, on_click=move_rule, args=(ws, number, number - 1),
                ),
                st.button(
                    "↓", key=f"rule-down-{number}",
                    help="Let it act later", type="tertiary", disabled=last, on_click=move_rule,
                    args=(ws, number, number + 1),
                ),
                st.button("Change", key=f"rule-edit-{number}", type="tertiary",
                          on_click=rule_form.load, args=(rule, number)),
                st.button("Delete", key=f"rule-delete-{number}", type="tertiary", on_click=_remove,
                          args=(ws, number, rule)),
            ]  # fmt: skip
    return any(pressed)


def _switch(ws: Workspace, number: int, key: str) -> None:
    enable_rule(ws, number, bool(st.session_state[key]))
    st.session_state[SWITCHED] = True


def _remove(ws: Workspace, number: int, rule: Rule) -> None:
    remove_rule(ws, number)
    rule_form.clear()
    st.session_state[REMOVED] = (number, rule)


def _undo(ws: Workspace) -> bool:
    switched = bool(st.session_state.pop(SWITCHED, False))
    if REMOVED not in st.session_state:
        return switched
    number, rule = st.session_state[REMOVED]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        layout.quiet(f"“{rule.name}” was deleted.")
        back = st.button(
            "Bring it back", key="rule-undo", type="tertiary", on_click=_bring_back,
            args=(ws, number, rule), help=plain("At its old place"),
        )  # fmt: skip
    return switched or back


def _bring_back(ws: Workspace, number: int, rule: Rule) -> None:
    add_rule(ws, rule, number)
    st.session_state.pop(REMOVED, None)
