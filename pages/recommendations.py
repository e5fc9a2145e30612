"""The Recommendations page: what would we show this customer, and why."""

from pathlib import Path

import streamlit as st

from pages.kit import choices, customer_picker, errors, guard, layout, markup, snapshot
from pages.kit.list_cache import ListCache
from pages.kit.state import Keys, presenting
from pages.parts.export import everybody
from pages.parts.recommendations import (
    controls,
    customer_panel,
    evidence_panel,
    lists_table,
    lists_view,
    steps_panel,
    studio,
)
from pages.parts.recommendations import messages as m
from pages.parts.recommendations.products import feedback_buttons
from pages.parts.recommendations.products import product_section as product_side
from pages.parts.recommendations.rules import rules_section
from pages.parts.recommendations.visitor import visitor_panel as visitor
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

STYLES = Path(__file__).parent / "kit" / "customer_page.css"


def main() -> None:
    # All of the page is one fragment: turning a knob runs none of the app around it.
    st.fragment(_page)(guard.workspace())


def _page(ws: Workspace) -> None:
    page = layout.page(ws, say(m.QUESTION))
    if ws.is_empty():
        layout.no_data(page, say(m.NOBODY_YET), say(m.NEED_PURCHASES), say(m.BRING_A_FILE))
        return
    with errors.shown_here():
        kept = ListCache.now(ws)
        if not kept.models():
            page.answer(say(m.NO_MODEL))
            layout.empty_state(
                say(m.MODEL_MAKES_LISTS),
                say(m.TRAINING_TAKES),
                say(m.TRAIN_A_MODEL),
                "pages/models.py",
            )
            return
        _studio(kept, page)


def _studio(kept: ListCache, page: layout.Page) -> None:
    ws, options = kept.ws, kept.options
    choices.sync_from_url()
    markup.draw(STYLES)
    if visitor.show(ws, page, kept.models(), kept.in_use()):
        choices.sync_to_url()
        return
    unknown = controls.keep_models(
        list(options), kept.in_use(bool(st.session_state.get(Keys.SEEN)))
    )
    problem = customer_picker.apply_pending_choice(ws)
    if not problem:
        customer_picker.choose_someone(ws)
    with st.container(key="customer-and-lists"):
        left, right = st.columns([1, 2.7], gap="large")
    with left:
        user = customer_picker.picker(ws)
        customer_panel.customer(ws, kept.profile(user) if user else None)
    if user is None:
        page.answer(say(m.CHOOSE_A_CUSTOMER))
        with right, layout.card("no-customer"):
            st.subheader(say(m.NOBODY_CHOSEN), anchor=False)
            st.text(problem or say(m.LISTS_APPEAR))
            st.text(say(m.TYPE_OR_CHANCE))
        choices.sync_to_url()
        return
    with right:
        rated = customer_state(ws).activity.kind == "rating"
        best = {bought: kept.in_use(bought) for bought in (False, True)}
        controls.show(options, best, rated=rated, rules=len(kept.rules))
        controls.stale(snapshot.stale(ws))
        for name in unknown:
            layout.quiet(say(m.LINK_ASKED, model=name))
    view = studio.view(kept, user)
    page.answer(view.sentence)
    with right:
        for sentence in () if presenting() else view.notes:
            layout.quiet(sentence)
        with st.container(key="beside"):
            slot = view.opened and (view.opened[0].name, view.opened[1].item_id)
            lists_view.show(view.columns, view.known_categories, slot)
            evidence_panel.show(ws, view)
        if not presenting():
            lists_table.show(view.columns, user)
            steps_panel.show(ws, view.columns)
            rules_section.show(ws, studio.rule_example(kept, view))
            product_side.show(ws, kept.in_use())
            everybody.show(ws, studio.export_choices(kept, view))
    if not presenting():
        with left:
            feedback_buttons.kept(ws, user)
        with left, st.container(key="what-if"):
            customer_panel.what_if(ws, view)
    choices.sync_to_url()


main()
