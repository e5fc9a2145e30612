"""The model in use: what proposes itself, one click to change over, one click back."""

import streamlit as st

from pages.kit import layout, snapshot, who
from pages.kit.text import markdown
from pages.parts.models import messages as m
from recsys_core.services.evaluation.model_in_use import Change, use_model
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CHANGED = "_put-in-use"


def badge(ws: Workspace, name: str) -> str:
    """What a model is in use for, in words; empty for one that is not."""
    used = snapshot.in_use(ws)
    if name not in used:
        return ""
    return say(m.IN_USE if name == used[0] else m.IN_USE_BOUGHT)


def show(ws: Workspace) -> None:
    """A model that was measured better, or what was changed last and the way back."""
    if not who.works(ws):
        return
    found = snapshot.proposed(ws)
    changed: Change | None = st.session_state.get(CHANGED)
    if found is not None:
        titles = {"model": short_title(found.model), "in_use": short_title(found.in_use)}
        with layout.card("proposal"):
            st.text(found.sentence)
            with layout.controls("proposal"):
                st.button(
                    markdown(m.PUT_IN_USE, **titles),
                    key="proposal-use",
                    type="primary",
                    on_click=change,
                    args=(ws, found.model),
                )
    elif changed and snapshot.in_use(ws)[changed.bought :][:1] == (changed.model,):
        model, before = short_title(changed.model), short_title(changed.before)
        with (
            layout.controls("proposal"),
            st.container(horizontal=True, vertical_alignment="center", gap="small"),
        ):
            st.text(say(m.WAS_IN_USE, model=model, in_use=before), width="content")
            st.button(
                markdown(m.TAKE_BACK, in_use=before),
                key="proposal-back",
                on_click=_back,
                args=(ws, changed),
            )


def change(ws: Workspace, model: str) -> None:
    """Put a model in use for what it is for, and remember which it takes the place of."""
    st.session_state[CHANGED] = use_model(ws, model)


def _back(ws: Workspace, done: Change) -> None:
    use_model(ws, done.before, done.bought)
    st.session_state.pop(CHANGED, None)
