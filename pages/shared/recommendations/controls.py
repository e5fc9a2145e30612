"""What can be turned above the lists."""

from collections.abc import Sequence

import streamlit as st

from pages.shared import layout
from pages.shared.formats import plain
from pages.shared.recommendations import choices
from pages.shared.state import KEPT, LINKED, Keys
from recsys_core.services.describing import short_title


def keep_models(trained: Sequence[str], best: str) -> list[str]:
    """Settle which models are shown before the box is drawn; returns those a link asked in vain.

    Without a choice: the baseline and the best model.
    """
    asked = list(st.session_state.get(Keys.MODELS) or [])
    usable = [name for name in asked if name in trained][: choices.MOST_MODELS]
    if not usable:
        pair = [name for name in (choices.BASELINE, best) if name in trained]
        usable = list(dict.fromkeys(pair))
    st.session_state[Keys.MODELS] = usable
    return [name for name in asked if name not in trained]


def show(trained: Sequence[str]) -> None:
    """Models, diversity, length, already bought, and the way back. Values are in the session."""
    changed = bool(
        choices.what_if()
        or st.session_state.get(Keys.DIVERSITY)
        or st.session_state.get(Keys.SEEN)
        or st.session_state.get(Keys.K, choices.DEFAULT_K) != choices.DEFAULT_K
    )
    with layout.controls("lists"):
        places = st.columns([3.4, 2.4, 1.5, 1.9, 1.9], gap="medium", vertical_alignment="bottom")
        with places[0]:
            st.multiselect(
                "Models",
                trained,
                format_func=lambda name: plain(short_title(name)),
                key=Keys.MODELS,
                max_selections=choices.MOST_MODELS,
                help="Up to four lists side by side. The bestsellers stay first, to compare with.",
                placeholder="Choose a model",
                **KEPT,
            )
        with places[1]:
            st.slider(
                "Diversity",
                0.0,
                1.0,
                0.0,
                0.05,
                key=Keys.DIVERSITY,
                help="0 keeps each model's own order; further right, products unlike each other "
                "come up.",
                **LINKED,
            )
        with places[2]:
            st.number_input(
                "Products",
                choices.LEAST_K,
                choices.MOST_K,
                choices.DEFAULT_K,
                key=Keys.K,
                help="How long each list is.",
                **LINKED,
            )
        with places[3]:
            st.toggle(
                "Already bought",
                key=Keys.SEEN,
                help="Lets products the customer has already bought into the lists.",
                **LINKED,
            )
        with places[4]:
            st.button(
                "Take all back",
                help="No diversity, nothing added or left out, ten products.",
                on_click=choices.take_everything_back,
                disabled=not changed,
                width="stretch",
            )


def order(models: Sequence[str]) -> list[str]:
    """The baseline first, the others as chosen."""
    return sorted(models, key=lambda name: name != choices.BASELINE)
