"""The settings of one model and the button that starts its training."""

from collections.abc import Callable

import streamlit as st
from pydantic import ValidationError

from pages.shared import errors, forms, layout
from pages.shared.formats import plain
from recsys_core.schema.config import BaseConfig, DataSettings
from recsys_core.schema.errors import TastelabError
from recsys_core.services.describing import short_title
from recsys_core.services.training import ModelInfo, config_class, start_training
from recsys_core.services.workspace import Workspace


def show(ws: Workspace, info: ModelInfo, *, close: Callable[[], None]) -> None:
    """The form, filled with the settings of the last training or the usual ones."""
    with st.container(key=f"model-settings-{info.name}"):
        _form(ws, info, close)


def _form(ws: Workspace, info: ModelInfo, close: Callable[[], None]) -> None:
    name, title = info.name, short_title(info.name)
    st.markdown(f"**{plain(f'Settings of {title}')}**")
    layout.quiet("Leave them as they are if in doubt; every question mark explains one.")
    kind = config_class(name)
    config = forms.config_form(kind, key=f"settings-{name}", start=_start(info), columns=3)
    data_settings = _data_settings(ws, info)
    with st.container(horizontal=True):
        started = st.button(
            "Start training",
            key=f"start-{name}",
            type="primary",
            disabled=config is None or data_settings is None,
        )
        st.button("Close", key=f"close-{name}", type="tertiary", on_click=close)
    if started and config is not None:
        try:
            start_training(ws, name, config.model_dump(mode="json"), data_settings)
        except TastelabError as error:
            errors.show(error)
        else:
            close()
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
        "Choose which customers and products it learns from",
        key=f"part-{info.name}",
        value=False,
        help="Otherwise what is set on the Data page holds.",
    )
    if not chosen:
        return usual
    return forms.config_form(DataSettings, key=f"data-{info.name}", start=usual, columns=3)
