"""What does each knob cost? Held-out figures and one customer's list move with every slider."""

from collections.abc import Sequence

import streamlit as st

from pages.kit import choices, customer_picker, errors, group_picker, knobs, layout, markup, theme
from pages.kit.list_cache import ListCache
from pages.kit.state import LINKED, Keys
from pages.parts.evaluation import messages as m
from pages.parts.evaluation import scenarios, what_if_state, what_if_words
from recsys_core.services.recommend.recommend import RecommendRequest
from recsys_core.services.recommend.scenarios import Choice, Scenario, knobs_in_words
from recsys_core.services.recommend.scenarios import scenarios as saved_scenarios
from recsys_core.services.recommend.side_by_side import difference
from recsys_core.services.what_if.messages import MEASURE_AGAIN
from recsys_core.services.what_if.what_if import (
    SAMPLE,
    WhatIfResult,
    knob_effects,
    measurable_models,
    sentence,
)
from recsys_core.services.workspace.names import metric_info, short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace) -> None:
    """The section. A fragment: a slider runs this part and nothing else."""
    layout.section(
        say(m.WHAT_KNOBS_COST),
        say(m.ABOUT_KNOBS),
    )
    models = measurable_models(ws)
    if not models:
        layout.quiet(say(MEASURE_AGAIN))
        return
    st.fragment(_part)(ws, models)


def _part(ws: Workspace, models: Sequence[str]) -> None:
    with errors.shown_here():
        kept, saved = ListCache.now(ws), saved_scenarios(ws)
        what_if_state.sync_from_url(models, kept.in_use() if kept.models() else models[0], saved)
        rules = what_if_state.rules(kept.rules, saved)
        with layout.controls("tuning"):
            with st.container(
                key="tuning-row", horizontal=True, vertical_alignment="bottom", gap="small"
            ):
                _choices(models, saved)
                others = [one for one in models if one != st.session_state[what_if_state.MODEL]]
                knobs.more(others, rules=len(rules))
            knobs.row()
            buttons, whose, right = st.columns(
                [10, 5, 7], gap="medium", vertical_alignment="bottom"
            )
            with whose:
                group = group_picker.one(
                    ws, say(m.MEASURED_ON), what_if_state.GROUP, say(m.EVERYBODY_TESTED)
                )
        now = what_if_state.choice(kept.rules, saved)
        baseline = what_if_state.baseline(now, saved)
        with buttons.container(horizontal=True, gap="small"):
            _buttons(ws, now)
        with right:
            user = _customer(kept, baseline, now)
        with st.spinner(say(m.MEASURING)):
            result = knob_effects(ws, now, SAMPLE, baseline, group)
        _result(kept, result, user)
    what_if_state.sync_to_url()


def _choices(models: Sequence[str], saved: Sequence[Scenario]) -> None:
    st.selectbox(
        say(m.MODEL),
        models,
        format_func=short_title,
        key=what_if_state.MODEL,
        width=180,
        help=say(m.ABOUT_MODEL),
    )
    options = what_if_state.baselines(saved)
    st.selectbox(
        say(m.COMPARED_WITH),
        list(options),
        format_func=lambda one: options.get(one, one),
        key=what_if_state.BASELINE,
        width=240,
        help=say(m.ABOUT_BASELINE),
    )
    choices.length(width=120)
    st.toggle(
        say(m.ALREADY_BOUGHT),
        key=Keys.SEEN,
        help=say(m.LETS_BOUGHT_IN),
        **LINKED,
    )


def _buttons(ws: Workspace, now: Choice) -> None:
    st.button(
        say(m.TAKE_ALL_BACK),
        key="tuning-back",
        on_click=what_if_state.take_back,
        disabled=not what_if_state.changed(),
        help=say(m.ABOUT_TAKE_BACK),
    )
    st.button(
        say(m.PIN),
        key="tuning-pin",
        on_click=what_if_state.pin,
        args=(now,),
        help=say(m.ABOUT_PIN),
    )
    scenarios.save_button(ws, now)


def _customer(kept: ListCache, *wanted: Choice) -> str | None:
    """The box with the customer; a sentence in its place where there can be no list."""
    missing = [short_title(one.model) for one in wanted if one.model not in kept.models()]
    if missing:
        layout.quiet(say(m.TRAIN_FOR_LIST, model=missing[0]))
        return None
    problem = customer_picker.apply_pending_choice(kept.ws)
    if not problem:
        customer_picker.choose_someone(kept.ws)
    user = customer_picker.picker(kept.ws, say(m.WHOSE_LIST))
    if problem:
        layout.quiet(problem)
    return user


def _result(kept: ListCache, result: WhatIfResult, user: str | None) -> None:
    with st.container(key="finding-tuning"):
        st.text(sentence(result))
    infos = {info.name: info for info in metric_info()}
    figures, customer = st.columns([9, 11], gap="large")
    with figures:
        markup.draw(what_if_words.tiles(result.rows, infos, theme.palette()))
        about = say(m.ABOUT_TILES, n=result.sample)
        sentences = [
            about,
            say(m.REPEATS_COUNT) if result.repeats_count else "",
            say(m.GROUP_OF_TODAY) if result.group else "",
        ]
        layout.quiet(" ".join(filter(None, sentences)))
    with customer:
        if user is not None:
            _lists(kept, result, user)


def _lists(kept: ListCache, result: WhatIfResult, user: str) -> None:
    """The customer's list by today's models: the baseline's beside the one set now."""
    pair = (result.baseline, result.choice)
    before, now = (kept.one_list(_request(user, one)) for one in pair)
    messages = m.BASELINE_LIST, m.LIST_NOW
    if result.baseline.model != result.choice.model:
        messages = m.BASELINE_LIST_OF, m.LIST_NOW_OF
    titles = tuple(
        say(message, model=short_title(one.model), knobs=knobs_in_words(one))
        for message, one in zip(messages, pair, strict=True)
    )
    moved = difference(now, before)
    markup.draw(what_if_words.lists(before, now, moved, titles, theme.palette()))


def _request(user: str, choice: Choice) -> RecommendRequest:
    return RecommendRequest(
        user=user,
        model=choice.model,
        k=choice.settings.k,
        rerank_config=choice.rerank_config,
        include_seen=choice.settings.include_seen,
        explain=False,
    )
