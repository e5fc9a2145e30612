"""Saved scenarios: keep what is set, open it again, hold several side by side."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.evaluation import messages as m
from pages.parts.evaluation import what_if_state, what_if_words
from recsys_core.services.recommend.scenarios import (
    LONGEST_NAME,
    Choice,
    Scenario,
    delete_scenario,
    in_words,
    rename_scenario,
    save_scenario,
)
from recsys_core.services.recommend.scenarios import scenarios as saved_scenarios
from recsys_core.services.what_if.what_if import WhatIfResult, compare_choices, measurable_models
from recsys_core.services.workspace.names import metric_info
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

NAME, PICKED, PROBLEM = "scenario-name", "scenarios-compared", "_scenario_problem"
LEAST, MOST = 2, 4


def save_button(ws: Workspace, now: Choice) -> None:
    """A button that asks for a name."""
    with st.popover(say(m.SAVE_AS_SCENARIO)):
        st.text(in_words(now))
        st.text_input(
            say(m.NAME), key=NAME, max_chars=LONGEST_NAME, placeholder=say(m.FOR_INSTANCE)
        )
        st.button(say(m.SAVE), key="scenario-save", type="primary", on_click=_save, args=(ws, now))
        if problem := st.session_state.pop(PROBLEM, ""):
            st.error(plain(problem))


def show(ws: Workspace) -> None:
    """The saved scenarios and the comparison; nothing before the first is saved."""
    saved = saved_scenarios(ws)
    if not saved:
        return
    layout.section(
        say(m.SAVED_SCENARIOS),
        say(m.ABOUT_SCENARIOS),
    )
    st.fragment(_part)(ws)


def _part(ws: Workspace) -> None:
    saved = saved_scenarios(ws)
    with errors.shown_here():
        for one in saved:
            _line(ws, one)
        _comparison(ws, saved)


def _line(ws: Workspace, one: Scenario) -> None:
    key = one.scenario_id
    name, words, buttons = st.columns([3, 7, 4], vertical_alignment="center")
    name.markdown(f"**{plain(one.name)}**")
    words.text(one.words)
    with (
        buttons,
        layout.controls(f"scenario-{key}"),
        st.container(horizontal=True, gap="small", horizontal_alignment="right"),
    ):
        if st.button(
            say(m.OPEN),
            key=f"open-{key}",
            help=say(m.SETS_EVERY_KNOB),
            on_click=what_if_state.set_knobs,
            args=(one.choice, one.name),
        ):
            st.rerun()
        with st.popover(say(m.RENAME)):
            new = st.text_input(say(m.NEW_NAME), one.name, key=f"new-{key}", max_chars=LONGEST_NAME)
            if st.button(say(m.RENAME), key=f"rename-{key}"):
                _done(lambda: rename_scenario(ws, one.name, new))
        if st.button(say(m.DELETE), key=f"delete-{key}"):
            _done(lambda: delete_scenario(ws, one.name))


def _comparison(ws: Workspace, saved: Sequence[Scenario]) -> None:
    by_name = {one.name: one for one in saved if one.choice.model in measurable_models(ws)}
    if len(by_name) < LEAST:
        layout.quiet(say(m.SAVE_A_SECOND))
        return
    with layout.controls("scenarios-compared"):
        st.multiselect(
            say(m.SIDE_BY_SIDE),
            list(by_name),
            key=PICKED,
            max_selections=MOST,
            placeholder=say(m.TWO_TO_FOUR),
            help=say(m.AGAINST_FIRST),
            **KEPT,
        )
    picked = [by_name[name] for name in st.session_state[PICKED] if name in by_name]
    if len(picked) < LEAST:
        layout.quiet(say(m.CHOOSE_TO_COMPARE))
        return
    with st.spinner(say(m.MEASURING)):
        results = compare_choices(
            ws, [one.choice for one in picked], group=st.session_state.get(what_if_state.GROUP)
        )
    names = [one.name for one in picked]
    columns = {"metric": tables.text(say(m.FIGURE), width="medium")}
    columns |= {name: tables.text(name) for name in names}
    tables.show(
        table(names, results),
        columns,
        key="scenarios-table",
        alt=say(m.ABOUT_SCENARIOS_TABLE),
        rows=16,
        file_name="scenarios.csv",
    )
    lengths = {one.choice.settings.k for one in picked}
    group = results[0].group
    message = m.SAME_CUSTOMERS if group is None else m.SAME_CUSTOMERS_OF
    sentence = say(message, n=results[0].sample, first=names[0], group=group)
    if len(lengths) > 1:
        sentence += " " + say(m.ALL_OF_LENGTH, k=picked[0].choice.settings.k)
    layout.quiet(sentence)


def table(names: Sequence[str], results: Sequence[WhatIfResult]) -> pd.DataFrame:
    """Figures down, scenarios across; differences from the first in brackets."""
    infos = {info.name: info for info in metric_info()}
    lines = []
    for row in results[0].rows:
        line = {"metric": what_if_words.title(row, infos[row.name])}
        for name, result in zip(names, results, strict=True):
            found = result.row(row.name)
            if found is None:
                continue
            text = what_if_words.value(row.name, found.value)
            kind, words, _ = what_if_words.change(found)
            same = kind == "none"
            line[name] = text if same else say(m.FIGURE_WITH_CHANGE, value=text, change=words)
        lines.append(line)
    return pd.DataFrame(lines, columns=["metric", *names])


def _save(ws: Workspace, now: Choice) -> None:
    try:
        saved = save_scenario(ws, st.session_state[NAME], now)
        st.session_state[NAME] = ""
        st.session_state[what_if_state.OPENED] = saved.name
    except errors.EXPECTED as error:
        st.session_state[PROBLEM] = errors.words(error)


def _done(work: Callable[[], object]) -> None:
    try:
        work()
    except errors.EXPECTED as error:
        errors.show(error)
        return
    st.rerun()
