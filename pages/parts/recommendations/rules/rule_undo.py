"""The last change of the rules, and the way back from it."""

from collections.abc import Callable

import streamlit as st

from pages.kit import layout
from pages.kit.text import plain
from pages.parts.recommendations.rules import messages as m
from recsys_core.schema.rules import Rule
from recsys_core.services.rules.ruleset import list_rules, save_rules
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

LAST = "_rules_last_change"
Rules = tuple[Rule, ...]


def change(ws: Workspace, said: str, act: Callable[..., Rules], *args: object) -> None:
    """Change the rules, and keep how they were; a callback. said: what was done, in a sentence."""
    before = list_rules(ws)
    st.session_state[LAST] = (said, before, act(ws, *args))


def show(ws: Workspace, rules: Rules) -> bool:
    """What was changed last, with its undo while nothing else has changed since. Whether to draw
    the page again.
    """
    said, before, after = st.session_state.get(LAST, ("", (), None))
    if rules != after:
        return False
    with st.container(
        key="rules-changed", horizontal=True, vertical_alignment="center", gap="small"
    ):
        layout.quiet(said)
        return st.button(
            say(m.UNDO),
            key="rule-undo",
            type="tertiary",
            on_click=_back,
            args=(ws, before),
            help=plain(say(m.AS_BEFORE)),
        )


def _back(ws: Workspace, before: Rules) -> None:
    save_rules(ws, before)
    st.session_state.pop(LAST, None)
