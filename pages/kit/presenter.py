"""Presenting: keys that lead from page to page, and the storyboard that is prepared and shown."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import streamlit as st

from pages.kit import address, errors, who
from pages.kit import messages as m
from pages.kit.text import plain
from recsys_core.services.workspace.storyboard import (
    LONGEST_LINE,
    STORY,
    Scene,
    add_state,
    move_state,
    remove_state,
    storyboard,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

_HERE = Path(__file__).parent
_LINE, _PROBLEM = "storyboard-line", "_storyboard_problem"
_component = st.components.v2.component(
    "tastelab_presenter",
    html='<nav class="story"></nav>',
    css=(_HERE / "presenter.css").read_text(encoding="utf-8"),
    js=(_HERE / "presenter.js").read_text(encoding="utf-8"),
)


def show(ws: Workspace) -> None:
    """In the presenter view: keys, a page that fits, and where the storyboard stands."""
    number = st.query_params.get(STORY, "")
    story = _story(storyboard(ws), int(number)) if number.isdecimal() else None
    _component(key="presenter", data={"story": story}, width="content")


def _story(scenes: list[Scene], number: int) -> dict[str, Any] | None:
    """What the component shows of state `number` and its neighbours; None where it is gone."""
    if not 1 <= number <= len(scenes):
        return None

    def step(to: int, about: str) -> dict[str, str]:
        there = 1 <= to <= len(scenes)
        return {"about": say(about), "href": scenes[to - 1].shown(to) if there else ""}

    return {
        "place": say(m.STATE_OF, number=str(number), n=str(len(scenes))),
        "line": scenes[number - 1].line,
        "previous": step(number - 1, m.PREVIOUS_STATE),
        "next": step(number + 1, m.NEXT_STATE),
    }


def prepare(ws: Workspace) -> None:
    """The storyboard behind a button: its states, and a box that adds the page as it is now."""
    place = st.popover(say(m.STORYBOARD), key="storyboard", type="tertiary", on_change="rerun")
    if not place.open:
        return
    with place:
        st.text(say(m.ABOUT_STORYBOARD))
        scenes = storyboard(ws)
        for number, scene in enumerate(scenes, start=1):
            _scene(ws, number, scene)
        if scenes:
            st.link_button(say(m.WALK_THROUGH), scenes[0].shown(1), type="primary")
        if not who.works(ws):
            return
        st.text_input(
            say(m.LINE_FOR_PAGE), key=_LINE, max_chars=LONGEST_LINE, placeholder=say(m.LINE_EXAMPLE)
        )
        st.button(say(m.ADD_STATE), key="storyboard-add", on_click=_add, args=(ws,))
        if problem := st.session_state.pop(_PROBLEM, ""):
            st.error(plain(problem))


def _scene(ws: Workspace, number: int, scene: Scene) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        st.text(say(m.NUMBERED, number=str(number), line=scene.line), width="stretch")
        st.link_button(say(m.SHOW_STATE), scene.shown(number), type="tertiary")
        if not who.works(ws):
            return
        _button("up", number, m.EARLIER, lambda: move_state(ws, number, number - 1))
        _button("out", number, m.REMOVE, lambda: remove_state(ws, number))


def _button(name: str, number: int, label: str, work: Callable[[], object]) -> None:
    key = f"storyboard-{name}-{number}"
    st.button(plain(say(label)), key=key, type="tertiary", on_click=_done, args=(work,))


def _add(ws: Workspace) -> None:
    def add() -> None:
        add_state(ws, address.here(), st.session_state[_LINE])
        st.session_state[_LINE] = ""

    _done(add)


def _done(work: Callable[[], object]) -> None:
    """The sentence of what could not be done is shown in the next run."""
    try:
        work()
    except errors.EXPECTED as error:
        st.session_state[_PROBLEM] = errors.words(error)
