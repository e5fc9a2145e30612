"""The Recommendations page: what would we show this customer, and why."""

from pathlib import Path

import streamlit as st

from pages.kit import choices, customer_picker, errors, guard, layout, snapshot
from pages.kit.list_cache import ListCache
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
from pages.parts.recommendations.products import feedback_buttons
from pages.parts.recommendations.products import product_section as product_side
from pages.parts.recommendations.rules import rules_section
from pages.parts.recommendations.visitor import visitor_panel as visitor
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace

QUESTION = "What would we show this customer, and why?"
STYLES = Path(__file__).parent / "kit" / "customer_page.css"


def main() -> None:
    # All of the page is one fragment: turning a knob runs none of the app around it.
    st.fragment(_page)(guard.workspace())


def _page(ws: Workspace) -> None:
    page = layout.page(ws, QUESTION)
    if ws.is_empty():
        page.answer("No data yet, so there is nobody to recommend to.")
        layout.empty_state(
            "Recommendations need purchases",
            "Bring a file of purchases or ratings, or load the sample; then a model can learn.",
            "Bring in data",
            "pages/data.py",
        )
        return
    with errors.shown_here():
        kept = ListCache.now(ws)
        if not kept.models():
            page.answer("No model has been trained yet, so there is no list to show.")
            layout.empty_state(
                "A model makes the lists",
                "Training takes seconds to minutes and runs in the background.",
                "Train a model",
                "pages/models.py",
            )
            return
        _studio(kept, page)


def _studio(kept: ListCache, page: layout.Page) -> None:
    ws, options = kept.ws, kept.options
    choices.sync_from_url()
    st.html(STYLES)
    if visitor.show(ws, page, kept.models(), kept.best()):
        choices.sync_to_url()
        return
    unknown = controls.keep_models(list(options), kept.best())
    problem = customer_picker.settle(ws)
    if not problem:
        customer_picker.choose_someone(ws)
    left, right = st.columns([1, 2.7], gap="large")
    with left:
        user = customer_picker.picker(ws)
        customer_panel.customer(ws, kept.profile(user) if user else None)
    if user is None:
        page.answer("Choose a customer to see what they would be shown.")
        with right, layout.card("no-customer"):
            st.subheader("Nobody is chosen yet", anchor=False)
            st.text(problem or "Their lists appear here.")
            st.text("Type a number or a fact on the left, or let chance choose.")
        choices.sync_to_url()
        return
    with right:
        rated = customer_state(ws).activity.kind == "rating"
        controls.show(options, rated=rated, rules=len(kept.rules))
        controls.stale(snapshot.stale(ws))
        for name in unknown:
            layout.quiet(f"The link also asked for {name}, which is not trained here.")
    view = studio.view(kept, user)
    page.answer(view.sentence)
    with right:
        for sentence in view.notes:
            layout.quiet(sentence)
        lists_view.show(view.columns, view.known_categories)
        if view.opened:
            reranked = not view.request.rerank_config.idle
            evidence_panel.show(ws, *view.opened, reranked=reranked, rated=view.rated)
            feedback_buttons.show(ws, user, view.opened[1].item_id, view.opened[1].title)
        lists_table.show(view.columns, user)
        steps_panel.show(ws, view.columns)
        rules_section.show(ws)
        product_side.show(ws, kept.best())
        everybody.show(ws, studio.export_choices(kept, view))
    with left:
        feedback_buttons.kept(ws, user)
    with left, st.container(key="what-if"):
        customer_panel.what_if(ws, view)
    choices.sync_to_url()


main()
