"""The form that makes a placement."""

from dataclasses import replace

import streamlit as st

from pages.kit import errors, knobs, layout
from pages.kit.state import Keys
from pages.kit.text import plain
from pages.parts.campaigns.placements import messages as m
from recsys_core.services.evaluation.model_in_use import model_in_use
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.kinds import names_any
from recsys_core.services.recommend.placements.placement import (
    CHANNELS,
    LONGEST,
    SHOWS,
    NewPlacement,
    save_placement,
)
from recsys_core.services.recommend.placements.words import described
from recsys_core.services.recommend.scenarios import Choice, in_words, knobs_in_words, scenarios
from recsys_core.services.rules.ruleset import active_rules
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

NEXT, SAID = "_placement_next", "_placement_saved"
MOST_SLOTS = 30


def choose_next(name: str) -> None:
    """The placement to show on the next run; "" for the first there is."""
    st.session_state[NEXT] = name


def show(ws: Workspace, *, opened: bool) -> None:
    """The form, closed once there is a placement."""
    if said := st.session_state.pop(SAID, ""):
        st.success(plain(said))
    trained = trained_models(ws)
    if not trained:
        layout.quiet(say(m.NO_MODEL))
        return
    with (
        layout.controls("placement-make"),
        st.expander(plain(say(m.MAKE_TITLE)), expanded=opened, key="placement-form"),
    ):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            name = st.text_input(
                plain(say(m.NAME)),
                key="placement-name",
                max_chars=LONGEST,
                placeholder=say(m.NAME_EXAMPLE),
                width=260,
            )
            shows = st.segmented_control(
                plain(say(m.SHOWS_LABEL)),
                SHOWS,
                format_func=lambda one: plain(say(m.SHOWS[one])),
                default="products",
                required=True,
                key="placement-shows",
            )
            slots = st.number_input(
                plain(say(m.SLOTS)),
                1,
                MOST_SLOTS,
                3,
                key="placement-slots",
                help=plain(say(m.SLOTS_HELP)),
                width=110,
            )
            channel = st.selectbox(
                plain(say(m.CHANNEL)),
                CHANNELS,
                key="placement-channel",
                accept_new_options=True,
                width=180,
            )
            spot = st.text_input(
                plain(say(m.SPOT)),
                key="placement-spot",
                max_chars=LONGEST,
                placeholder=say(m.SPOT_EXAMPLE),
                help=plain(say(m.SPOT_HELP)),
                width=240,
            )
        choice = _lists(ws, list(trained))
        if shows != "products":
            layout.quiet(say(m.KIND_RULE[shows]))
            if not names_any(ws, shows):
                layout.quiet(say(m.NO_KINDS, kinds=say(m.SHOWS[shows]).lower()))
        settings = replace(choice.settings, k=int(slots))
        choice = Choice(choice.model, settings)
        rules = bool(st.session_state.get("placement-rules"))
        asked = NewPlacement(name, choice, str(channel or ""), shows, spot, rules)
        if st.button(plain(say(m.SAVE)), key="placement-save", type="primary"):
            with errors.shown_here():
                kept = save_placement(ws, asked)
                choose_next(kept.name)
                st.session_state[SAID] = say(m.SAVED, what=described(kept))
                st.rerun()


def _lists(ws: Workspace, models: list[str]) -> Choice:
    """How the lists are made: as a scenario says, or a model with the knobs of this session."""
    saved = {one.name: one for one in scenarios(ws) if one.choice.model in models}
    options = [*models, *(("scenario", name) for name in saved)]
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        start = options.index(model_in_use(ws))
        chosen = st.selectbox(
            plain(say(m.FROM)),
            options,
            index=start,
            format_func=lambda one: (
                short_title(one) if isinstance(one, str) else say(m.SCENARIO_OPTION, name=one[1])
            ),
            key="placement-from",
            help=plain(say(m.FROM_HELP)),
            width=320,
        )
        named = None if isinstance(chosen, str) else saved[chosen[1]].choice
        seen = named is None and st.toggle(
            plain(say(m.SEEN)),
            bool(st.session_state.get(Keys.SEEN)),
            key="placement-seen",
            help=plain(say(m.SEEN_HELP)),
        )
        st.toggle(
            plain(say(m.RULES)),
            bool(active_rules(ws)),
            key="placement-rules",
            help=plain(say(m.RULES_HELP)),
        )
    if named is not None:
        config = named.rerank_config.model_copy(update={"rules": ()})
        named = replace(named, settings=replace(named.settings, rerank_config=config))
        layout.quiet(in_words(named))
        return named
    config = knobs.rerank_config()
    alone = Choice(str(chosen), ListSettings(include_seen=bool(seen)))
    if not config.changes():
        return alone
    turned = Choice(str(chosen), ListSettings(rerank_config=config))
    told = plain(say(m.PRESENT, knobs=knobs_in_words(turned)))
    if not st.toggle(told, True, key="placement-present"):
        return alone
    return replace(turned, settings=replace(turned.settings, include_seen=bool(seen)))
