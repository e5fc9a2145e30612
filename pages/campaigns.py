"""The Campaigns page: whom to write to, and what came of it."""

import streamlit as st

from pages.kit import errors, guard, layout
from pages.kit.messages import BRING_A_FILE
from pages.kit.state import LINKED
from pages.kit.text import plain
from pages.parts.campaigns import messages as m
from pages.parts.campaigns.auctions import section as auctions
from pages.parts.campaigns.audience import asking
from pages.parts.campaigns.audience import section as audience
from pages.parts.campaigns.offers import section as offers
from pages.parts.campaigns.past import section as past
from pages.parts.campaigns.placements import section as placements
from pages.parts.campaigns.response import section as response
from pages.parts.campaigns.silent import section as silent
from pages.parts.campaigns.uplift import section as uplift
from recsys_core.services.campaigns.past.looking_back import past_campaigns
from recsys_core.services.campaigns.past.words import campaigns_sentence
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

PARTS = {
    m.AUDIENCE_PART: audience.show,
    m.OFFERS_PART: offers.show,
    m.RESPONSE_PART: response.show,
    m.PAST_PART: past.show,
    m.SILENT_PART: silent.show,
    m.MOVED_PART: uplift.show,
    m.AUCTION_PART: auctions.show,
    m.PLACEMENTS_PART: placements.show,
}
# First lines; a part without one has that of all campaigns.
ANSWERS = {
    m.AUDIENCE_PART: audience.answer,
    m.OFFERS_PART: offers.answer,
    m.RESPONSE_PART: response.answer,
    m.AUCTION_PART: auctions.answer,
    m.SILENT_PART: silent.answer,
    m.MOVED_PART: uplift.answer,
    m.PLACEMENTS_PART: placements.answer,
}


def main() -> None:
    ws = guard.workspace()
    page = layout.page(ws, say(m.QUESTION))
    if ws.is_empty():
        title, sentence = say(m.COME_WITH_PURCHASES), say(BRING_A_FILE)
        layout.no_data(page, say(m.NO_CUSTOMERS), title, sentence)
        return
    with errors.shown_here():
        tabs = st.tabs([plain(say(name)) for name in PARTS], key=asking.PART, **LINKED)
        for tab, (name, show) in zip(tabs, PARTS.items(), strict=True):
            if tab.open:
                with tab:
                    show(ws)
                told = ANSWERS[name](ws) if name in ANSWERS else ""
                page.answer(told or _of_all(ws))


def _of_all(ws: Workspace) -> str:
    try:
        return campaigns_sentence(past_campaigns(ws))
    except errors.EXPECTED as error:
        return errors.words(error)


main()
