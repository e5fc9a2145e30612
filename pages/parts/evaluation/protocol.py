"""How it was measured: what was held back, when, and who was left out."""

from typing import Any

import streamlit as st

from pages.kit import layout
from pages.kit.layout import Figure
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.charts.protocol import periods, shares
from pages.parts.evaluation.charts.slices_split import kept_and_lost
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

PERIODS = ("train_first_ts", "train_last_ts", "test_first_ts", "test_last_ts")


def show(found: Measurement, noun: str) -> None:
    """The sentence, the picture in time, and who was not tested."""
    protocol = found.board.protocol
    info = protocol["splits"][0]
    layout.section(say(m.HOW_IT_WAS_MEASURED))
    st.text(info["sentence"])
    picture, beside = st.columns([6, 4], gap="large")
    with picture:
        _picture(info, noun)
        layout.chart(kept_and_lost(info), "held-back", alt=say(m.WHO_WAS_TESTED))
        if len(protocol["splits"]) > 1:
            layout.quiet(say(m.FIRST_ROUND, n=len(protocol["splits"])))
    with beside:
        for sentence in protocol.get("denominators", {}).values():
            st.text(sentence)
        layout.quiet(
            say(
                m.INTERVALS_AND_SEED,
                interval=protocol["interval"],
                test=protocol["test"],
                seed=str(protocol["seed"]),
            )
        )
    layout.figures(_tiles(info, noun))


def _picture(info: dict[str, Any], noun: str) -> None:
    learnt, tested = info["n_train_events"], info["n_test_events"]
    moments = [info[name] for name in PERIODS]
    alt = say(m.LEARN_AND_TEST[noun], learnt=learnt, tested=tested)
    if any(moment is None for moment in moments):
        layout.chart(shares(learnt, tested, noun=noun), "protocol", alt=alt)
        return
    first, last, test_first, test_last = moments
    figure = periods(
        learnt=(first, last),
        tested=(test_first, test_last),
        n_learnt=learnt,
        n_tested=tested,
        noun=noun,
    )
    layout.chart(figure, "protocol", alt=alt)


def _tiles(info: dict[str, Any], noun: str) -> list[Figure]:
    held_back = info["n_test_pairs"]
    return [
        Figure(say(m.CUSTOMERS_TESTED), count(info["n_test_users"]), say(m.ABOUT_TESTED)),
        Figure(
            say(m.CUSTOMERS_LEFT_OUT),
            count(info["users_left_out"]),
            say(m.ABOUT_LEFT_OUT[noun]),
        ),
        Figure(
            say(m.RIGHT_ANSWERS),
            count(info["n_relevant_pairs"]),
            say(m.ABOUT_RIGHT),
        ),
        Figure(
            say(m.CHOSEN_BEFORE),
            share(info["n_repeat_pairs"] / held_back if held_back else None),
            say(m.ABOUT_CHOSEN_BEFORE),
        ),
    ]
