"""What a file leaves open, each answer beside what it would come to; and what its figures show."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

import streamlit as st

from pages.kit.text import markdown, plain
from pages.parts.data import messages as m
from recsys_core.schema.questions import Answer, Question
from recsys_core.services.data.imports import ReadOptions
from recsys_core.services.data.questions import look_at_questions
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given


def show(
    paths: list[Path],
    kind: str,
    mapping: Mapping[str, str],
    options: ReadOptions,
    saved: Mapping[str, str],
    key: str,
    above: Collection[str] = (),
) -> tuple[ReadOptions, bool]:
    """The questions; the options with the answers, and whether one is still missing. above: what
    the page says already.
    """
    given = {**saved, **st.session_state.get(f"answers-{key}", {})}
    rates = st.session_state.get(f"rates-{key}")
    options = replace(options, answers=given or None, rates=rates or options.rates)
    questions, said = _look(tuple(paths), kind, dict(mapping), options)
    said = [sentence for sentence in said if sentence not in above]
    for question in questions:
        if any(choice.figures for choice in question.choices):
            with st.container(border=True):
                _ask(question, key)
    shown = [question for question in questions if not question.choices[0].figures]
    if said or shown:
        with st.expander(say(m.FIGURES_SHOW), expanded=True):
            for sentence in said:
                st.caption(plain(sentence))
            for question in shown:
                _ask(question, key)
    return options, any(question.open for question in questions)


def _ask(question: Question, key: str) -> None:
    """One question, answered with one click."""
    names = [choice.name for choice in question.choices]
    labels = {choice.name: choice.label for choice in question.choices}
    # The figures stand below: a label that changes would be another choice to Streamlit.
    st.radio(
        plain(question.sentence),
        names,
        index=None if question.open else names.index(question.chosen),
        format_func=lambda name: plain(labels[name]),
        captions=[plain(_comes_to(choice)) for choice in question.choices],
        key=f"answer-{question.key}-{key}",
        on_change=_answer,
        args=(question.key, key),
    )
    for choice in question.choices:
        if choice.name == question.chosen and choice.rates:
            _rates(choice, key)


def _rates(answer: Answer, key: str) -> None:
    """What one of each other currency is worth in the one that counts."""
    with st.container(horizontal=True):
        for name in answer.rates:
            st.number_input(
                plain(say(m.RATE, currency=name, base=answer.name)),
                min_value=0.0,
                value=None,
                format="%.4f",
                key=f"rate-{name}-{key}",
                placeholder=say(m.NO_RATE_YET),
                on_change=_rate,
                args=(name, key),
                width=220,
            )


def _rate(currency: str, key: str) -> None:
    rates = st.session_state.setdefault(f"rates-{key}", {})
    rate = st.session_state[f"rate-{currency}-{key}"]
    rates.pop(currency, None)
    if rate:
        rates[currency] = rate


def _comes_to(choice: Answer) -> str:
    found = choice.figures
    if found is None:
        return ""
    counts = {"units": given(found.units), "customers": found.customers}
    if found.revenue is None:
        return say(m.ANSWER_NEEDS_RATE if choice.rates else m.ANSWER_COMES_TO, **counts)
    return say(m.ANSWER_BRINGS, revenue=f"{found.revenue:,.2f}", **counts)


def _answer(question: str, key: str) -> None:
    chosen = st.session_state[f"answer-{question}-{key}"]
    if chosen is not None:
        st.session_state.setdefault(f"answers-{key}", {})[question] = chosen


def missing_answer() -> None:
    """Why the import cannot begin."""
    st.warning(markdown(m.ANSWER_FIRST))


@st.cache_data(show_spinner=m.LOOKING_AT_FIGURES, max_entries=10)
def _look(
    paths: tuple[Path, ...], kind: str, mapping: dict[str, str], options: ReadOptions
) -> tuple[list[Question], list[str]]:
    return look_at_questions(paths, kind, mapping, options)
