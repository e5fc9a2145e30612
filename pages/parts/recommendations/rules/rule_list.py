"""The rules as sentences, each with its switch, its place and what is wrong with it."""

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from pages.kit import changes, layout
from pages.kit.text import markdown, plain
from pages.parts.recommendations.rules import messages as m
from pages.parts.recommendations.rules import rule_form
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
    changed |= bool(st.session_state.pop(rule_form.CHANGED, False))
    changed |= changes.last(ws, "rules", "rule-undo")
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
                args=(ws, number, key),
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
            up, down = ((ws, number, number + by) for by in (-1, 1))
            pressed = [
                _button("↑", "up", number, move_rule, up, say(m.EARLIER), off=number == 0),
                _button("↓", "down", number, move_rule, down, say(m.LATER), off=last),
                _button(say(m.CHANGE), "edit", number, rule_form.load, (rule, number)),
                _button(say(m.DELETE), "delete", number, _remove, (ws, number)),
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


def _switch(ws: Workspace, number: int, key: str) -> None:
    enable_rule(ws, number, bool(st.session_state[key]))
    st.session_state[rule_form.CHANGED] = True


def _remove(ws: Workspace, number: int) -> None:
    remove_rule(ws, number)
    rule_form.clear()
