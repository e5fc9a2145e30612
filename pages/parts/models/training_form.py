"""The settings of one model and the button that starts its training."""

import streamlit as st
from pydantic import ValidationError

from pages.kit import errors, forms, layout
from pages.kit.text import plain
from pages.parts.models import messages as m
from recsys_core.schema.config import BaseConfig, DataSettings
from recsys_core.services.evaluation.automatic import train_and_measure
from recsys_core.services.training.queue import ModelInfo, config_class, start_training
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

OPEN = "training-form"


def opener(info: ModelInfo, job_state: str | None = None, *, primary: bool = False) -> None:
    """The button that opens and closes a model's form."""
    st.button(
        say(m.TRAIN_AGAIN if info.trained else m.TRAIN),
        key=f"train-{info.name}",
        type="primary" if primary else "secondary",
        help=None if info.ready else plain(info.reason),
        on_click=_toggle,
        args=(info.name,),
        disabled=not info.ready or job_state is not None,
        width="stretch",
    )


def show_if_open(ws: Workspace, info: ModelInfo) -> None:
    """The form, filled with the settings of the last training or the usual ones."""
    if st.session_state.get(OPEN) == info.name:
        with st.container(key=f"model-settings-{info.name}"):
            _form(ws, info)


def _toggle(name: str) -> None:
    st.session_state[OPEN] = None if st.session_state.get(OPEN) == name else name


def _close() -> None:
    st.session_state[OPEN] = None


def _form(ws: Workspace, info: ModelInfo) -> None:
    name, title = info.name, short_title(info.name)
    st.markdown(f"**{plain(say(m.SETTINGS_OF, model=title))}**")
    layout.quiet(say(m.IF_IN_DOUBT))
    kind = config_class(name)
    config = forms.config_form(kind, key=f"settings-{name}", start=_start(info), columns=3)
    data_settings = _data_settings(ws, info)
    measure = st.checkbox(
        say(m.MEASURE_AFTERWARDS), value=True, key=f"measure-{name}", help=say(m.MEASURE_HELP)
    )
    with st.container(horizontal=True):
        started = st.button(
            say(m.START),
            key=f"start-{name}",
            type="primary",
            disabled=config is None or data_settings is None,
        )
        st.button(say(m.CLOSE), key=f"close-{name}", type="tertiary", on_click=_close)
    if started and config is not None:
        try:
            begin = train_and_measure if measure else start_training
            begin(ws, name, config.model_dump(mode="json"), data_settings)
        except errors.EXPECTED as error:
            errors.show(error)
        else:
            _close()
            st.rerun()


def _start(info: ModelInfo) -> BaseConfig | None:
    """The settings of the last training, unless another version knew other settings."""
    if info.trained is None:
        return None
    try:
        return config_class(info.name)(**info.trained.settings)
    except ValidationError:
        return None


def _data_settings(ws: Workspace, info: ModelInfo) -> DataSettings | None:
    """Which part of the data to learn from; None while a value is refused.

    What was set on the Data page holds unless it is chosen otherwise here.
    """
    usual = ws.settings()
    chosen = st.toggle(
        say(m.CHOOSE_DATA),
        key=f"part-{info.name}",
        value=False,
        help=say(m.CHOOSE_DATA_HELP),
    )
    if not chosen:
        return usual
    return forms.config_form(DataSettings, key=f"data-{info.name}", start=usual, columns=3)
