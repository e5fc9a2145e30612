"""What does each knob cost? Held-out figures and one customer's list move with every slider."""

from collections.abc import Sequence

import streamlit as st

from pages.kit import choices, customer_picker, errors, knobs, layout, theme
from pages.kit.list_cache import ListCache
from pages.kit.state import LINKED, Keys
from pages.parts.evaluation import scenarios, what_if_state, what_if_words
from recsys_core.services.recommend.recommend import RecommendRequest
from recsys_core.services.recommend.scenarios import Choice, Scenario, knobs_in_words
from recsys_core.services.recommend.scenarios import scenarios as saved_scenarios
from recsys_core.services.recommend.side_by_side import difference
from recsys_core.services.what_if.sample import MEASURE_AGAIN
from recsys_core.services.what_if.what_if import (
    SAMPLE,
    WhatIfResult,
    knob_effects,
    measurable_models,
    sentence,
)
from recsys_core.services.workspace.names import metric_info, short_title
from recsys_core.services.workspace.workspace import Workspace


def show(ws: Workspace) -> None:
    """The section. A fragment: a slider runs this part and nothing else."""
    layout.section(
        "What does each knob cost?",
        "Every slider moves the figures, which are taken from customers and purchases the models "
        "have not seen, and the list of the customer below. The baseline stays pinned.",
    )
    models = measurable_models(ws)
    if not models:
        layout.quiet(MEASURE_AGAIN)
        return
    st.fragment(_part)(ws, models)


def _part(ws: Workspace, models: Sequence[str]) -> None:
    with errors.shown_here():
        kept, saved = ListCache.now(ws), saved_scenarios(ws)
        what_if_state.sync_from_url(models, kept.best() if kept.models() else models[0], saved)
        rules = what_if_state.rules(kept.rules, saved)
        with layout.controls("tuning"):
            with st.container(
                key="tuning-row", horizontal=True, vertical_alignment="bottom", gap="small"
            ):
                _choices(models, saved)
                knobs.more([m for m in models if m != st.session_state[what_if_state.MODEL]],
                           rules=len(rules))  # fmt: skip
            knobs.row()
            left, right = st.columns([9, 11], gap="large", vertical_alignment="bottom")
            buttons = left.container(horizontal=True, gap="small")
        now = what_if_state.choice(kept.rules, saved)
        baseline = what_if_state.baseline(now, saved)
        with buttons:
            _buttons(ws, now)
        with right:
            user = _who(kept, baseline, now)
        with st.spinner("Measuring on held-out customers …"):
            result = knob_effects(ws, now, SAMPLE, baseline)
        _result(kept, result, user)
    what_if_state.sync_to_url()


def _choices(models: Sequence[str], saved: Sequence[Scenario]) -> None:
    st.selectbox(
        "Model",
        models,
        format_func=short_title,
        key=what_if_state.MODEL,
        width=180,
        help="Those measured last. Each learned from the part before the cut only.",
    )
    options = what_if_state.baselines(saved)
    st.selectbox(
        "Compared with",
        list(options),
        format_func=lambda one: options.get(one, one),
        key=what_if_state.BASELINE,
        width=240,
        help="The baseline every difference is taken from: the model without any knob, a saved "
        "scenario, or what you pin.",
    )
    st.number_input(
        "Products",
        choices.LEAST_K,
        choices.MOST_K,
        choices.DEFAULT_K,
        key=Keys.K,
        help="How long each list is.",
        width=120,
        **LINKED,
    )
    st.toggle(
        "Already bought",
        key=Keys.SEEN,
        help="Lets products the customer already has into the lists; buying again then counts as "
        "right.",
        **LINKED,
    )


def _buttons(ws: Workspace, now: Choice) -> None:
    st.button(
        "Take all back",
        key="tuning-back",
        on_click=what_if_state.take_back,
        disabled=not what_if_state.turned(),
        help="Every knob, the length and the baseline as at the start.",
    )
    st.button(
        "Pin this as baseline",
        key="tuning-pin",
        on_click=what_if_state.pin,
        args=(now,),
        help="What you turn next is held against what is set now.",
    )
    scenarios.save_button(ws, now)


def _who(kept: ListCache, *wanted: Choice) -> str | None:
    """The box with the customer; a sentence in its place where there can be no list."""
    missing = [short_title(one.model) for one in wanted if one.model not in kept.models()]
    if missing:
        layout.quiet(f"Train {missing[0]} on the Models page to see a customer's list here too.")
        return None
    problem = customer_picker.settle(kept.ws)
    if not problem:
        customer_picker.choose_someone(kept.ws)
    user = customer_picker.picker(kept.ws, "Customer whose list is shown")
    if problem:
        layout.quiet(problem)
    return user


def _result(kept: ListCache, result: WhatIfResult, user: str | None) -> None:
    with st.container(key="chart-title-tuning"):
        st.text(sentence(result))
    infos = {info.name: info for info in metric_info()}
    figures, customer = st.columns([9, 11], gap="large")
    with figures:
        st.html(what_if_words.tiles(result.rows, infos, theme.palette()))
        layout.quiet(
            f"{result.sample:,} customers, the same for every setting. Below each difference its "
            "95 % interval: where it holds 0, the difference may be chance."
            + (" Buying again counts as right." if result.repeats_count else "")
        )
    with customer:
        if user is not None:
            _lists(kept, result, user)


def _lists(kept: ListCache, result: WhatIfResult, user: str) -> None:
    """The customer's list by today's models: the baseline's beside the one set now."""
    pair = (result.baseline, result.choice)
    before, now = (kept.one_list(_request(user, one)) for one in pair)
    several = result.baseline.model != result.choice.model
    names = [f"{short_title(one.model)}, " if several else "" for one in pair]
    titles = (
        f"Baseline: {names[0]}{knobs_in_words(pair[0])}",
        f"Now: {names[1]}{knobs_in_words(pair[1])}",
    )
    moved = difference(now, before)
    st.html(what_if_words.lists(before, now, moved, titles, theme.palette()))


def _request(user: str, choice: Choice) -> RecommendRequest:
    return RecommendRequest(
        user=user,
        model=choice.model,
        k=choice.settings.k,
        rerank_config=choice.rerank_config,
        include_seen=choice.settings.include_seen,
        explain=False,
    )
