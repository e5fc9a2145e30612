"""Placements: those there are, two beside each other, the plan and the files."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.campaigns.placements import comparing, files, making, planning
from pages.parts.campaigns.placements import messages as m
from recsys_core.services.recommend.placements.conflicts import CheckedPlan, checked_plan
from recsys_core.services.recommend.placements.placement import (
    LONGEST,
    Placement,
    delete_placement,
    placements,
    rename_placement,
)
from recsys_core.services.recommend.placements.words import described, no_lists, remarks
from recsys_core.services.recommend.scenarios import in_words
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CHOSEN = "placement"
"""The address names the placement a link opens."""
ANSWER = "_placements_answer"


def answer(ws: Workspace) -> str:
    """The first line of the page: the plan, else how many there are."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    with errors.shown_here():
        kept = placements(ws)
        checked = checked_plan(ws)
        st.session_state[ANSWER] = _first_line(kept, checked)
        _listed(ws, kept)
        making.show(ws, opened=not kept)
        if not kept:
            return
        one = _chosen(ws, kept)
        st.text(described(one))
        if one.shows != "products" and not no_lists(ws, one):
            comparing.check(ws, one)
    with errors.shown_here():
        files.show(ws, one)
    with errors.shown_here():
        comparing.show(ws, kept)
    with errors.shown_here():
        planning.show(ws, kept, checked)


def _first_line(kept: list[Placement], checked: CheckedPlan) -> str:
    if checked.lines:
        return checked.sentence
    return say(m.ANSWER_KEPT, n=len(kept)) if kept else say(m.ANSWER_NONE)


def _listed(ws: Workspace, kept: list[Placement]) -> None:
    if not kept:
        layout.quiet(say(m.NONE_YET))
        return
    frame = pd.DataFrame(
        [
            {
                "name": one.name,
                "shows": say(m.SHOWS[one.shows]),
                "slots": one.slots,
                "channel": one.channel,
                "spot": one.spot or None,
                "how": in_words(one.choice),
                "rules": one.rules,
            }
            for one in kept
        ]
    )
    columns = {
        "name": tables.text(say(m.NAME), width="medium"),
        "shows": tables.text(say(m.SHOWN), width="small"),
        "slots": tables.count(say(m.SLOTS)),
        "channel": tables.text(say(m.CHANNEL), width="small"),
        "spot": tables.text(say(m.SPOT), width="medium"),
        "how": tables.text(say(m.HOW), width="large"),
        "rules": tables.yes_no(say(m.RULES), say(m.RULES_HELP)),
    }
    tables.show(frame, columns, "placements-kept", alt=say(m.KEPT_ALT), rows=6)
    for one in kept:
        for sentence in remarks(ws, one):
            st.warning(plain(sentence))


def _chosen(ws: Workspace, kept: list[Placement]) -> Placement:
    """The one whose lists and files are shown: that of the link, else the first."""
    names = {one.name: one for one in kept}
    if making.NEXT in st.session_state:
        wanted = st.session_state.pop(making.NEXT)
        st.session_state[CHOSEN] = wanted if wanted in names else next(iter(names))
    asked = st.session_state.get(CHOSEN) or st.query_params.get(CHOSEN)
    if asked and asked not in names:
        found = next((name for name in names if name.casefold() == asked.casefold()), None)
        if found is None:
            st.warning(plain(say(m.LINK_UNKNOWN, name=asked)))
        st.session_state[CHOSEN] = found or next(iter(names))
    with (
        layout.controls("placement-chosen"),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        name = st.selectbox(plain(say(m.CHOSEN)), list(names), key=CHOSEN, width=320, **LINKED)
        one = names[str(name)]
        with st.popover(plain(say(m.RENAME)), type="tertiary"):
            new = st.text_input(
                plain(say(m.NEW_NAME)),
                one.name,
                key=f"placement-new-{one.placement_id}",
                max_chars=LONGEST,
            )
            if st.button(plain(say(m.RENAME)), key="placement-rename"):
                with errors.shown_here():
                    rename_placement(ws, one.name, new)
                    _go_on(" ".join(new.split()))
        with st.popover(plain(say(m.DELETE)), type="tertiary"):
            st.text(say(m.DELETE_ASK, name=one.name))
            if st.button(plain(say(m.DELETE_YES)), key="placement-delete", type="primary"):
                delete_placement(ws, one.name)
                _go_on("")
    return one


def _go_on(name: str) -> None:
    making.choose_next(name)
    st.rerun()
