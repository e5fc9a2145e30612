"""How it was measured: what was held back, when, and who was left out."""

from typing import Any

import streamlit as st

from pages.kit import layout
from pages.kit.formats import count, share
from pages.kit.layout import Figure
from pages.parts.evaluation import findings
from pages.parts.evaluation.charts.protocol import periods, shares
from pages.parts.evaluation.charts.slices_split import kept_and_lost
from recsys_core.services.evaluation.latest import Measurement

PERIODS = ("train_first_ts", "train_last_ts", "test_first_ts", "test_last_ts")


def show(found: Measurement, noun: str) -> None:
    """The sentence, the picture in time, and who was not tested."""
    protocol = found.board.protocol
    info = protocol["splits"][0]
    layout.section("How it was measured")
    st.text(info["sentence"])
    picture, beside = st.columns([6, 4], gap="large")
    with picture:
        _picture(info, noun)
        lost = kept_and_lost(
            info,
            new_items_only=bool(protocol["new_items_only"]),
            known_only=bool(protocol["known_only"]),
        )
        layout.chart(lost, "held-back", alt="Who was tested, what counts and what was lost")
        if len(protocol["splits"]) > 1:
            layout.quiet(
                f"Drawn is the first of {len(protocol['splits'])} rounds; the figures are over all."
            )
    with beside:
        for sentence in findings.left_out(info, noun) or ["Nobody was left out."]:
            st.text(sentence)
        layout.quiet(
            f"Intervals: {protocol['interval']}. Differences: {protocol['test']}. "
            f"Random seed {protocol['seed']}."
        )
    layout.figures(_tiles(info, noun))


def _picture(info: dict[str, Any], noun: str) -> None:
    learnt, tested = info["n_train_events"], info["n_test_events"]
    moments = [info[name] for name in PERIODS]
    alt = f"{learnt:,} {noun} to learn from, {tested:,} to test on"
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
        Figure("Customers tested", count(info["n_test_users"]), "Each got a list from each model."),
        Figure(
            "Customers left out",
            count(info["users_left_out"]),
            f"They have {noun} in the part held back, but none that a list could be right about.",
        ),
        Figure(
            "Right answers",
            count(info["n_relevant_pairs"]),
            "Products the tested customers chose in the part held back; these had to be found.",
        ),
        Figure(
            "Chosen before",
            share(info["n_repeat_pairs"] / held_back if held_back else None),
            "Share of the products held back that the same customer already had before.",
        ),
    ]
