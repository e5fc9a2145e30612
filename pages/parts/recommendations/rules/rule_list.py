"""The rules as sentences, each with its switch, its place and what is wrong with it."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.kit import layout
from pages.kit.text import markdown, plain
from pages.parts.recommendations.rules import messages as m
from pages.parts.recommendations.rules import rule_form, rule_undo
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ruleset import (
    RuleFinding,
    enable_rule,
    move_rule,
    remove_rule,
    rule_sentences,
    rule_states,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

SWITCHED = "_rule_switched"


def show(ws: Workspace, rules: Sequence[Rule], findings: Sequence[RuleFinding]) -> None:
    """One line a rule; the last change can be taken back."""
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
    changed |= rule_undo.show(ws, tuple(rules)) | bool(st.session_state.pop(SWITCHED, False))
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
                markdown(m.IN_FORCE, number=number + 1),
                key=key,
                label_visibility="collapsed",
                on_change=_switch,
                args=(ws, number, rule, key),
            )
        with text:
            st.text(sentence)
            said = say(m.STATES[state]) if state in m.STATES else ""
            line = m.NUMBERED_STATE if said else m.NUMBERED
            layout.quiet(say(line, number=number + 1, name=rule.name, state=said))
        with (
            buttons,
            layout.controls(f"rule-{number}"),
            st.container(horizontal=True, gap="small", horizontal_alignment="right"),
        ):
            moved = say(m.MOVED, name=rule.name)
            up, down = ((ws, moved, move_rule, number, number + by) for by in (-1, 1))
            gone = (ws, say(m.DELETED, name=rule.name), remove_rule, number)
            pressed = [
                _button("↑", "up", number, rule_undo.change, up, say(m.EARLIER), off=number == 0),
                _button("↓", "down", number, rule_undo.change, down, say(m.LATER), off=last),
                _button(say(m.CHANGE), "edit", number, rule_form.load, (rule, number)),
                _button(say(m.DELETE), "delete", number, _remove, gone),
            ]
    return any(pressed)


def _button(
    label: str,
    does: str,
    number: int,
    act: Callable[..., Any],
    args: tuple[object, ...],
    words: str | None = None,
    *,
    off: bool = False,
) -> bool:
    key = f"rule-{does}-{number}"
    return st.button(
        plain(label),
        key=key,
        help=words and plain(words),
        type="tertiary",
        disabled=off,
        on_click=act,
        args=args,
    )


def _switch(ws: Workspace, number: int, rule: Rule, key: str) -> None:
    on = bool(st.session_state[key])
    said = say(m.SWITCHED_ON if on else m.SWITCHED_OFF, name=rule.name)
    rule_undo.change(ws, said, enable_rule, number, on)
    st.session_state[SWITCHED] = True


def _remove(*change: Any) -> None:
    rule_undo.change(*change)
    rule_form.clear()
