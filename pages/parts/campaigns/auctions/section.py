"""What a bid would buy: choices above, a simulation below, redrawn at once."""

import streamlit as st

from pages.kit import errors, layout, number_fields
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.auctions import messages as m
from pages.parts.campaigns.auctions.charts import moved
from recsys_core.services.campaigns.auctions.simulation import (
    AuctionChoices,
    Simulation,
    first_line,
    simulate,
    simulation_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, times

BUDGET, BID, RESERVE, PACED, RIVALRY = (
    "auction-budget", "auction-bid", "auction-reserve", "auction-paced", "auction-rivalry",
)  # fmt: skip
USUAL = AuctionChoices(budget=100.0)
ANSWER = "_auction_answer"


def answer(ws: Workspace) -> str:
    """The first line of the page, once something was simulated."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    with errors.shown_here():
        told = simulate(ws, _choices())
        st.session_state[ANSWER] = first_line(told)
        _figures(told)
        layout.quiet(" ".join(simulation_sentences(told)))
        left, right = st.columns(2, gap="large")
        with left:
            title = say(m.BY_BID)
            figure = moved(told.bids, "bid", title, say(m.BID_AXIS))
            layout.chart(figure, "auction-bids", alt=say(m.MOVED_ALT, finding=title))
        with right:
            title = say(m.BY_BUDGET)
            figure = moved(told.budgets, "budget", title, say(m.BUDGET_AXIS))
            layout.chart(figure, "auction-budgets", alt=say(m.MOVED_ALT, finding=title))


def _choices() -> AuctionChoices:
    with layout.controls("auction"):
        row = st.columns([3, 3, 3, 3, 3], gap="medium", vertical_alignment="bottom")
        with row[0]:
            budget = _money(m.BUDGET, m.BUDGET_HELP, USUAL.budget, BUDGET)
        with row[1]:
            bid = _money(m.BID, m.BID_HELP, None, BID)
        with row[2]:
            reserve = _money(m.RESERVE, m.RESERVE_HELP, USUAL.reserve, RESERVE)
        with row[3]:
            rivalry = st.slider(
                plain(say(m.RIVALRY)),
                0.0,
                3.0,
                USUAL.rivalry,
                key=RIVALRY,
                help=plain(say(m.RIVALRY_HELP)),
                **KEPT,
            )
        with row[4]:
            paced = st.checkbox(
                plain(say(m.PACED)), True, key=PACED, help=plain(say(m.PACED_HELP)), **KEPT
            )
    return AuctionChoices(
        budget=budget or 0.0, bid=bid, reserve=reserve or 0.0, rivalry=rivalry, paced=paced
    )


def _money(label: str, about: str, usual: float | None, key: str) -> float | None:
    return number_fields.amount(say(label), say(about), usual, key, say(m.AS_WORTH))


def _figures(told: Simulation) -> None:
    found = told.found
    tiles = [
        (say(m.SPENT), money(found.spend), say(m.SPENT_HELP)),
        (say(m.WON), count(found.wins), say(m.WON_HELP)),
        (say(m.PER_CLICK), money(found.cost_per_click), say(m.PER_CLICK_HELP)),
        (say(m.RETURN), times(found.returned), say(m.RETURN_HELP)),
    ]
    layout.figures(tiles, key="auction")
