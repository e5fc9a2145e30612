"""How one model works, on one screen: a drawing, what it needs, when to trust it, its settings."""

import base64

import streamlit as st

from pages.kit import layout, markup, snapshot, theme
from pages.kit.text import plain
from pages.parts.models import messages as m
from pages.parts.models import words
from pages.parts.models.charts.drawings import drawing
from pages.parts.models.sources import source
from recsys_core.services.training.queue import ModelInfo, config_class
from recsys_core.services.training.staleness import without_training
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def button(ws: Workspace, info: ModelInfo) -> None:
    """Opens the card. Only the one asked for is drawn."""
    title = short_title(info.name)
    if st.button(
        say(m.HOW_IT_WORKS),
        key=f"how-{info.name}",
        type="tertiary",
        help=plain(say(m.HOW_IT_THINKS, model=title)),
        width="stretch",
    ):
        st.dialog(plain(say(m.HOW_WORKS, model=title)), width="medium")(_card)(ws, info)


def _card(ws: Workspace, info: ModelInfo) -> None:
    with st.container(key=f"model-card-{info.name}"):
        picture, text = st.columns(2, gap="medium", vertical_alignment="center")
        with picture:
            _drawing(info.name)
        with text:
            st.text(say(info.card.summary))
            layout.quiet(say(m.FAMILY.get(info.card.family, "")))
        trust, careful = st.columns(2, gap="medium")
        with trust:
            _part(say(m.TRUST_WHEN), info.card.trust_when)
        with careful:
            _part(say(m.CAREFUL_WHEN), info.card.careful_when)
        needs, newcomers = st.columns(2, gap="medium")
        with needs:
            _part(say(m.WHAT_IT_NEEDS), _needs(ws, info))
        with newcomers:
            _part(say(m.WITHOUT_TRAINING), without_training(info.name))
        _settings(info.name)
        if origin := source(info.name):
            layout.quiet(say(m.COMES_FROM, source=origin))


def _drawing(name: str) -> None:
    svg, alt = drawing(name, theme.palette())
    data = base64.b64encode(svg.encode()).decode()
    image = '<img class="tl-drawing" alt="{alt}" src="data:image/svg+xml;base64,{data}">'
    markup.draw(markup.fill(image, alt=alt, data=data))


def _part(title: str, text: str) -> None:
    if text:
        st.markdown(f"**{plain(title)}**")
        st.text(say(text))


def _needs(ws: Workspace, info: ModelInfo) -> str:
    """The closest call of what it needs, with what the data has."""
    found = snapshot.needs(ws, info.name)
    if found is None:
        return info.reason
    if found.needed is None or found.have is None or not found.what:
        return found.sentence
    if found.needed <= 1:
        return say(m.NEEDS_ANY, what=found.what, have=found.have)
    fields: dict[str, object] = {"needed": found.needed, "what": found.what, "have": found.have}
    if found.ready:
        return say(m.NEEDS_AND_HAS, **fields)
    return say(m.NEEDS_MORE, missing=found.missing, **fields)


def _settings(name: str) -> None:
    """Every setting with what it means, as a list that is closed at first."""
    known = config_class(name).model_fields
    # The seed, which every model has, comes last.
    fields = {key: known[key] for key in sorted(known, key=lambda key: key == "seed")}
    usual = config_class(name)().model_dump(mode="json")
    with st.expander(plain(say(m.ITS_SETTINGS, n=len(fields))), key=f"about-settings-{name}"):
        rows = markup.joined(
            markup.fill(
                "<dt>{title} <span>{value}</span></dt><dd>{about}</dd>",
                title=say(field.title or key),
                value=words.value(usual[key]),
                about=say(field.description or ""),
            )
            for key, field in fields.items()
        )
        markup.draw(markup.fill('<dl class="tl-settings">{rows}</dl>', rows=rows))
