"""Measuring: which models, by which protocol."""

from typing import get_args

import streamlit as st

from pages.kit import errors, forms, layout, snapshot
from pages.kit.text import markdown
from pages.parts.evaluation import messages as m
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.evaluation.queue import EvaluationConfig, start_evaluation
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


def show(ws: Workspace, found: Measurement | None) -> bool:
    """The form; True when a measurement has been started."""
    infos = snapshot.models(ws)
    ready = [info.name for info in infos if info.ready]
    trained = [info.name for info in infos if info.trained and info.ready]
    models = st.multiselect(
        say(m.MODELS_TO_MEASURE),
        ready,
        default=trained,
        format_func=short_title,
        key="measure-models",
        help=say(m.ABOUT_MODELS),
    )
    not_ready = [info for info in infos if not info.ready]
    for info in not_ready:
        layout.quiet(say(m.CANNOT_BE_MEASURED, model=short_title(info.name), reason=info.reason))
    start = _protocol(found)
    config = forms.config_form(EvaluationConfig, key="measure", start=start, columns=4)
    started = st.button(
        markdown(m.MEASURE_MODELS, n=len(models)) if models else say(m.MEASURE),
        key="measure-start",
        type="primary",
        disabled=config is None or not models,
        help=None if models else say(m.CHOOSE_ONE),
    )
    if not started or config is None:
        return False
    try:
        start_evaluation(ws, models, config)
    except errors.EXPECTED as error:
        errors.show(error)
        return False
    return True


def again(ws: Workspace, job_id: str) -> None:
    """Queue an evaluation that went wrong once more, with the same models and protocol."""
    payload = ws.jobs.get(job_id).payload
    start_evaluation(
        ws, [one["model"] for one in payload["models"]], EvaluationConfig(**payload["config"])
    )


def _protocol(found: Measurement | None) -> EvaluationConfig:
    """The settings of the last measurement, to begin with."""
    if found is None:
        return EvaluationConfig()
    known = {
        name: found.board.protocol[name]
        for name in EvaluationConfig.model_fields
        if name in found.board.protocol
    }
    asked = found.board.protocol.get("requested_split", known.get("split"))
    if asked in get_args(EvaluationConfig.model_fields["split"].annotation):
        known["split"] = asked
    else:
        known.pop("split", None)
    return EvaluationConfig(**known)
