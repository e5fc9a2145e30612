"""What a bid would buy: choices above, a simulation below, redrawn at once."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, number_fields, tables
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.campaigns.auctions import messages as m
from pages.parts.campaigns.auctions import slot
from pages.parts.campaigns.auctions.brought import brought, columns
from pages.parts.campaigns.auctions.charts import moved
from recsys_core.services.campaigns.auctions.log_columns import AuctionTable
from recsys_core.services.campaigns.auctions.logged import slots_of
from recsys_core.services.campaigns.auctions.simulation import (
    AuctionChoices,
    Replay,
    Simulation,
    caveats,
    first_line,
    simulate,
    simulation_sentences,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import UNKNOWN, count, money, times

BUDGET, BID, VALUE, RESERVE, PACED, RIVALRY = (
    "auction-budget", "auction-bid", "auction-value", "auction-reserve", "auction-paced",
    "auction-rivalry",
)  # fmt: skip
ROLES = ("time", "slot", "price", "highest", "bid", "won", "clicked", "converted", "value")
USUAL = AuctionChoices(budget=100.0)
ANSWER = "_auction_answer"


def answer(ws: Workspace) -> str:
    """The first line of the page, once something was simulated."""
    return str(st.session_state.get(ANSWER, ""))


def show(ws: Workspace) -> None:
    """The part of the Campaigns page."""
    layout.section(say(m.TITLE), say(m.ABOUT))
    st.session_state[ANSWER] = ""
    reserve, value = 0.0, None
    with errors.shown_here():
        log = brought(ws, "auction-log", say(m.LOG_FILE), say(m.LOG_FILE_HELP))
        if log is not None:
            log = columns(log, "auction-log", ROLES)
        choices = _choices(log)
        reserve, value = choices.reserve, choices.value
        told = simulate(ws, choices, log)
        st.session_state[ANSWER] = first_line(told)
        _figures(told)
        layout.quiet(" ".join(simulation_sentences(told)))
        if told.logged is not None:
            layout.quiet(" ".join(caveats(told)))
        _other_choices(told)
    with errors.shown_here():
        slot.show(ws, reserve, value)


def _other_choices(told: Simulation) -> None:
    """The same auctions with other bids and with other budgets, as far as any of them wins."""
    if not any(one.wins for one in (*told.bids, *told.budgets)):
        st.text(say(m.NO_BID_WINS))
        return
    left, right = st.columns(2, gap="large")
    with left:
        title = say(m.BY_BID)
        figure = moved(told.bids, "bid", title, say(m.BID_AXIS))
        layout.chart(figure, "auction-bids", alt=say(m.MOVED_ALT, finding=title))
        _moved(told.bids, "bid", m.BID, "auction-bids-moved")
    with right:
        title = say(m.BY_BUDGET)
        figure = moved(told.budgets, "budget", title, say(m.BUDGET_AXIS))
        layout.chart(figure, "auction-budgets", alt=say(m.MOVED_ALT, finding=title))
        _moved(told.budgets, "budget", m.BUDGET, "auction-budgets-moved")


def _choices(log: AuctionTable | None) -> AuctionChoices:
    with layout.controls("auction"):
        row = [
            place
            for _ in range(2)
            for place in st.columns(4, gap="medium", vertical_alignment="bottom")
        ]
        with row[0]:
            budget = _money(m.BUDGET, m.BUDGET_HELP, USUAL.budget, BUDGET)
        with row[1]:
            bid = _money(m.BID, m.BID_HELP, None, BID)
        with row[2]:
            value = number_fields.amount(
                say(m.VALUE), say(m.VALUE_HELP), None, VALUE, say(m.AS_ORDER)
            )
        with row[3]:
            reserve = _money(m.RESERVE, m.RESERVE_HELP, USUAL.reserve, RESERVE)
        with row[4]:
            rivalry, chosen = (_rivalry(), "") if log is None else (USUAL.rivalry, _slot(log))
        with row[5]:
            paced = st.checkbox(
                plain(say(m.PACED)), True, key=PACED, help=plain(say(m.PACED_HELP)), **KEPT
            )
    return AuctionChoices(
        budget=budget or 0.0,
        bid=bid,
        value=value,
        reserve=reserve or 0.0,
        rivalry=rivalry,
        slot=chosen,
        paced=paced,
    )


def _rivalry() -> float:
    return st.slider(
        plain(say(m.RIVALRY)),
        0.0,
        3.0,
        USUAL.rivalry,
        key=RIVALRY,
        help=plain(say(m.RIVALRY_HELP)),
        **KEPT,
    )


def _slot(log: AuctionTable) -> str:
    """The slot whose auctions are replayed; "" for all."""
    return st.selectbox(
        plain(say(m.SLOT)),
        ["", *slots_of(log)],
        format_func=lambda one: one or say(m.ALL_SLOTS),
        key=f"auction-replayed-{log.file}",
    )


def _money(label: str, about: str, usual: float | None, key: str) -> float | None:
    return number_fields.amount(say(label), say(about), usual, key, say(m.AS_WORTH))


def _moved(replays: Sequence[Replay], by: str, label: str, key: str) -> None:
    """Every figure as the bid or the budget moves."""
    frame = pd.DataFrame(
        {
            by: [getattr(one.bidding, by) for one in replays],
            "spend": [one.spend for one in replays],
            "wins": [one.wins for one in replays],
            "per_click": [one.cost_per_click for one in replays],
            "returned": [one.returned for one in replays],
        }
    ).astype({"per_click": float, "returned": float})
    columns = {
        by: tables.money(say(label)),
        "spend": tables.money(say(m.SPEND_LINE)),
        "wins": tables.count(say(m.WON_SHORT)),
        "per_click": tables.money(say(m.PER_CLICK_SHORT)),
        "returned": tables.decimal(say(m.RETURN_SHORT), say(m.RETURN_HELP)),
    }
    tables.show(frame, columns, key=key, alt=say(m.MOVED_TABLE_ALT))


def _figures(told: Simulation) -> None:
    found = told.found
    tiles = [
        (say(m.SPENT), money(found.spend), say(m.SPENT_HELP)),
        (say(m.WON), count(found.wins), say(m.WON_HELP)),
        (say(m.PER_CLICK), money(found.cost_per_click), say(m.PER_CLICK_HELP)),
        (say(m.RETURN), times(found.returned) or UNKNOWN, say(m.RETURN_HELP)),
    ]
    layout.figures(tiles, key="auction")
