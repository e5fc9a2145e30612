"""What can be set above the lists."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.kit import choices, knobs, layout
from pages.kit.state import KEPT, LINKED, Keys
from pages.kit.text import plain
from pages.parts.recommendations import messages as m
from recsys_core.services.training.staleness import Staleness
from recsys_core.services.workspace.names import short_title
from recsys_core.wording.messages import say


def keep_models(options: Sequence[str], best: str) -> list[str]:
    """Settle which models are shown before the box is drawn; returns the unknown ones of a link.

    Without a choice: the baseline and the best model.
    """
    asked = list(st.session_state.get(Keys.MODELS) or [])
    usable = [name for name in asked if name in options][: choices.MOST_MODELS]
    if not usable:
        pair = [name for name in (choices.BASELINE, best) if name in options]
        usable = list(dict.fromkeys(pair))
    st.session_state[Keys.MODELS] = usable
    return [name for name in asked if name not in options]


def show(options: Mapping[str, str], best: Mapping[bool, str], *, rated: bool, rules: int) -> None:
    """Models, knobs, length, already bought, and the way back. Values are in the session.

    options: title of every list there can be.  best: the model for new products only (False), and
    where bought ones may come back.  rules: how many business rules are in force.
    """
    with layout.controls("lists"):
        _widgets(options, best, rated, rules)


def stale(found: Mapping[str, Staleness]) -> None:
    """A badge for each model shown that was trained before the data changed."""
    changed = [
        say(m.CHANGED_SINCE_TRAINING, model=short_title(name), change=found[name].badges[0])
        for name in order(st.session_state[Keys.MODELS])
        if name in found and found[name].badges
    ]
    if changed:
        with st.container(key="stale-models"):
            st.markdown(" ".join(f":orange-badge[{plain(one)}]" for one in changed))


def _widgets(options: Mapping[str, str], best: Mapping[bool, str], rated: bool, rules: int) -> None:
    with st.container(key="knobs", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.multiselect(
            say(m.MODELS_AND_SCENARIOS),
            list(options),
            format_func=options.__getitem__,
            key=Keys.MODELS,
            max_selections=choices.MOST_MODELS,
            help=say(m.ABOUT_MODELS),
            placeholder=say(m.CHOOSE_A_MODEL),
            width=260,
            **KEPT,
        )
        choices.length(width=100)
        st.toggle(
            say(m.ALREADY_RATED if rated else m.ALREADY_BOUGHT),
            key=Keys.SEEN,
            help=say(m.ABOUT_RATED if rated else m.ABOUT_BOUGHT),
            on_change=_choose_for_it,
            args=(best,),
            **LINKED,
        )
        models = [name for name in options if not name.startswith(choices.SCENARIO)]
        knobs.more(models, rules=rules)
        st.button(
            say(m.TAKE_ALL_BACK),
            help=say(m.ABOUT_TAKE_BACK),
            on_click=choices.take_everything_back,
            disabled=not _changed(),
        )
    knobs.row()


def _choose_for_it(best: Mapping[bool, str]) -> None:
    """Another question may have another best model: it takes the place of the earlier one."""
    bought = bool(st.session_state[Keys.SEEN])
    models = [best[bought] if m == best[not bought] else m for m in st.session_state[Keys.MODELS]]
    st.session_state[Keys.MODELS] = list(dict.fromkeys(models))


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
