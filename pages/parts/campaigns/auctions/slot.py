"""Which banner or product stands in a slot, of the data or of a file."""

import pandas as pd
import streamlit as st

from pages.kit import layout, tables
from pages.kit.text import plain
from pages.parts.campaigns.auctions import messages as m
from pages.parts.campaigns.auctions.brought import brought, columns
from recsys_core.services.campaigns.auctions.log_columns import AuctionTable
from recsys_core.services.campaigns.auctions.logged import slots_of
from recsys_core.services.campaigns.auctions.simulation import usual_value
from recsys_core.services.campaigns.auctions.slots import (
    rank_shown,
    rank_slot,
    shown_slots,
    slot_sentence,
)
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

ROLES = ("name", "slot", "bid", "click", "clicked", "conversion", "converted")


def show(ws: Workspace, reserve: float, value: float | None) -> None:
    """Those worth the reserve, best first. value: what a conversion brings; None: an order."""
    layout.section(say(m.SLOT_TITLE), say(m.SLOT_ABOUT))
    file = brought(ws, "auction-slot", say(m.SLOT_FILE), say(m.SLOT_FILE_HELP))
    places = shown_slots(ws)
    if file is not None:
        log = columns(file, "auction-slot", ROLES)
        slots = slots_of(log)
        chosen = _slot(slots, "auction-slot-of-file") if slots else ""
        bid = usual_value(ws, value) if "bid" not in log.roles else None
        frame, whose = rank_slot(log, reserve, chosen or "", bid), log
    elif places:
        place = _slot([str(one) for one in places], "auction-slot-of-data")
        if place is None:
            return
        frame, whose = rank_shown(ws, int(place), usual_value(ws, value), reserve), None
    else:
        st.text(say(m.BRING_BANNERS))
        return
    _ranked(frame, whose)


def _slot(slots: list[str], key: str) -> str | None:
    with layout.controls(key):
        return st.selectbox(plain(say(m.SLOT)), slots, key=key, width=240)


def _ranked(frame: pd.DataFrame, log: AuctionTable | None) -> None:
    st.text(slot_sentence(frame))
    if frame.empty:
        return
    shown = {"shown": tables.count(say(m.SHOWN_TIMES))} if frame["shown"].notna().any() else {}
    kinds = {
        "name": tables.text(say(m.BANNER), width="medium"),
        **shown,
        "bid": tables.money(say(m.BID)),
        "click": tables.decimal(say(m.CLICK_CHANCE), unit="share"),
        "conversion": tables.decimal(say(m.CONVERSION_CHANCE), unit="share"),
        "worth": tables.decimal(say(m.WORTH), say(m.WORTH_HELP), unit="money"),
    }
    tables.show(frame, kinds, key="auction-ranked", alt=say(m.SLOT_ALT), file_name="slot.csv")
    if shown:
        layout.quiet(say(m.FROM_COUNTS))
    if log is None or "bid" not in log.roles:
        layout.quiet(say(m.ALL_BID_THE_SAME))
