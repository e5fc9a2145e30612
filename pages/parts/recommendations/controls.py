"""What can be turned above the lists."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.kit import choices, knobs, layout
from pages.kit.formats import plain
from pages.kit.state import KEPT, LINKED, Keys
from recsys_core.services.training.staleness import Staleness
from recsys_core.services.workspace.names import short_title


def keep_models(options: Sequence[str], best: str) -> list[str]:
    """Settle which models are shown before the box is drawn; returns those a link asked in vain.

    Without a choice: the baseline and the best model.
    """
    asked = list(st.session_state.get(Keys.MODELS) or [])
    usable = [name for name in asked if name in options][: choices.MOST_MODELS]
    if not usable:
        pair = [name for name in (choices.BASELINE, best) if name in options]
        usable = list(dict.fromkeys(pair))
    st.session_state[Keys.MODELS] = usable
    return [name for name in asked if name not in options]


def show(options: Mapping[str, str], *, rated: bool, rules: int) -> None:
    """Models, knobs, length, already bought, and the way back. Values are in the session.

    options: title of every list there can be.  rules: how many business rules are in force.
    """
    with layout.controls("lists"):
        _widgets(options, "rated" if rated else "bought", rules)


def stale(found: Mapping[str, Staleness]) -> None:
    """A badge for each model shown that was trained before the data changed."""
    badges = [
        f":orange-badge[{plain(f'{short_title(name)}: {found[name].badges[0]} since training')}]"
        for name in order(st.session_state[Keys.MODELS])
        if name in found and found[name].badges
    ]
    if badges:
        with st.container(key="stale-models"):
            st.markdown(" ".join(badges))


def _widgets(options: Mapping[str, str], had: str, rules: int) -> None:
    with st.container(key="knobs", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.multiselect(
            "Models and scenarios",
            list(options),
            format_func=lambda name: plain(options[name]),
            key=Keys.MODELS,
            max_selections=choices.MOST_MODELS,
            help="Up to four lists side by side. The bestsellers stay first, to compare with. A "
            "scenario brings its own knobs; it is saved on the Evaluation page.",
            placeholder="Choose a model",
            width=260,
            **KEPT,
        )
        st.number_input(
            "Products",
            choices.LEAST_K,
            choices.MOST_K,
            choices.DEFAULT_K,
            key=Keys.K,
            help="How long each list is.",
            width=100,
            **LINKED,
        )
        st.toggle(
            f"Already {had}",
            key=Keys.SEEN,
            help=f"Lets products the customer has already {had} into the lists.",
            **LINKED,
        )
        models = [name for name in options if not name.startswith(choices.SCENARIO)]
        knobs.more(models, rules=rules)
        st.button(
            "Take all back",
            help="Every knob at its start, nothing added or left out, ten products.",
            on_click=choices.take_everything_back,
            disabled=not _changed(),
        )
    knobs.row()


def _changed() -> bool:
    """Whether anything could be taken back; asked once the widgets have their values."""
    return bool(
        choices.what_if()
        or knobs.changed()
        or st.session_state[Keys.SEEN]
        or st.session_state[Keys.K] != choices.DEFAULT_K
    )


def order(models: Sequence[str]) -> list[str]:
    """The baseline first, the others as chosen."""
    return sorted(models, key=lambda name: name != choices.BASELINE)
