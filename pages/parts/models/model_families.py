"""The models nobody has trained yet, by family: two to a line, with what each is for."""

from collections.abc import Mapping, Sequence

import streamlit as st

from pages.kit import layout, markup, snapshot, theme, who
from pages.kit.text import plain
from pages.parts.models import messages as m
from pages.parts.models import model_card, training_form, words
from recsys_core.services.training.queue import ModelInfo
from recsys_core.services.workspace.names import BASELINE, without_brackets
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import number

Figures = Mapping[str, tuple[float, float, float]]
RATING = "rating"


def show(
    ws: Workspace, infos: Sequence[ModelInfo], figures: Figures, step: Mapping[str, str]
) -> None:
    """A heading per family and its models. Rating predictors are closed away where there are no
    ratings.
    """
    for group in words.GROUPS:
        of_it = [info for info in infos if info.card.family in group.families]
        if not of_it:
            continue
        key = group.families[0]
        with st.container(key=f"shelf-{key}"):
            if key == RATING:
                label = say(m.FAMILY_OF, title=say(group.title), n=len(of_it))
                with st.expander(plain(label), key="shelf-ratings", expanded=snapshot.rated(ws)):
                    layout.quiet(say(group.meant))
                    _cells(ws, of_it, figures, step)
            else:
                with st.container(key=f"shelf-title-{key}", horizontal=True, gap="small"):
                    st.markdown(f"**{plain(say(group.title))}**", width="content")
                    st.caption(plain(say(group.meant)), width="content")
                _cells(ws, of_it, figures, step)


def _cells(
    ws: Workspace, infos: Sequence[ModelInfo], figures: Figures, step: Mapping[str, str]
) -> None:
    for pair in _pairs(infos):
        for column, info in zip(st.columns(2, gap="small"), pair, strict=False):
            with column:
                _cell(ws, info, figures, step.get(info.name, ""))
        for info in pair:
            training_form.show_if_open(ws, info)


def _pairs(infos: Sequence[ModelInfo]) -> list[tuple[ModelInfo, ...]]:
    return [tuple(infos[at : at + 2]) for at in range(0, len(infos), 2)]


def _cell(ws: Workspace, info: ModelInfo, figures: Figures, step: str) -> None:
    name = info.name
    border = "<style>.st-key-model-cell-{name}{{border-left-color:{colour}}}</style>"
    markup.draw(markup.fill(border, name=name, colour=theme.model_colour(name)))
    with st.container(key=f"model-cell-{name}", border=True, height="stretch"):
        about, buttons = st.columns([3.2, 1.2], gap="small", vertical_alignment="center")
        with about, st.container(key=f"model-short-{name}"):
            st.markdown(f"**{plain(without_brackets(info.card.title))}**")
            if info.ready:
                st.text(say(info.card.summary))
            else:
                st.markdown(f":orange[▲] {plain(info.reason)}")
            _measured(name, figures)
        with buttons, layout.controls(f"cell-{name}"), st.container(key=f"model-buttons-{name}"):
            if who.works(ws):
                training_form.opener(info, primary=step == "train")
            model_card.button(ws, info)


def _measured(name: str, figures: Figures) -> None:
    """A model can have been measured without being trained on everything."""
    if name in figures:
        value = figures[name][0]
        base = figures.get(BASELINE, (None,))[0]
        parts = [
            say(m.RANKING_QUALITY, value=number(value)),
            words.against_bestsellers(name, value, base),
        ]
        layout.quiet(" · ".join(part for part in parts if part))
