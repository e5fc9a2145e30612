"""Who gets which arm: a name, the arms, what each shows."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout
from pages.kit.state import KEPT
from pages.kit.text import plain
from pages.parts.experiments.planning import asking
from pages.parts.experiments.planning import messages as m
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.audience.target import target_values
from recsys_core.services.experiments.planning.assignment import (
    ARM_KINDS,
    LONGEST,
    ArmKind,
    AssignRequest,
    ExperimentArm,
    assign,
)
from recsys_core.services.experiments.planning.plan import ExperimentPlan
from recsys_core.services.recommend.scenarios import scenarios
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

CHOSEN = "deal-kept"
"""Of the experiments that were dealt out, the one that is shown."""


def show(ws: Workspace, plan: ExperimentPlan | None) -> None:
    """A new one, kept with the plan that stands above."""
    layout.section(say(m.DEAL_TITLE), say(m.DEAL_ABOUT))
    with layout.controls("deal"):
        asked = _asked(ws, plan)
        with errors.shown_here():
            if st.button(plain(say(m.DEAL)), key="deal", type="primary"):
                kept = assign(ws, asked)
                st.session_state[CHOSEN] = kept.record.name


def _asked(ws: Workspace, plan: ExperimentPlan | None) -> AssignRequest:
    arms = int(st.session_state.get("plan-arms", 2))
    shares = asking.shares() or [1 / arms] * arms
    if len(shares) != arms:
        raise InputError(say(m.SHARES_DIFFER, n=arms))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            plain(say(m.NAME)),
            key="deal-name",
            max_chars=LONGEST,
            placeholder=say(m.NAME_EXAMPLE),
            width=320,
        )
        starts = st.date_input(
            plain(say(m.STARTS)), None, key="deal-starts", help=plain(say(m.STARTS_HELP)), width=220
        )
        stratify = st.toggle(
            plain(say(m.STRATIFY)), key="deal-stratify", help=plain(say(m.STRATIFY_HELP)), **KEPT
        )
    values = {
        "model": list(trained_models(ws)),
        "scenario": [one.name for one in scenarios(ws)],
        "offer": target_values(ws, "offer"),
    }
    kinds = [one for one in ARM_KINDS if not one or values[one]]
    found = [_arm(at, shares[at], kinds, values) for at in range(arms)]
    part = int(st.session_state.get("plan-share", 100)) / 100
    group = st.session_state.get("plan-group")
    day = None if starts is None else pd.Timestamp(starts)
    return AssignRequest(name, tuple(found), part, stratify, group, plan, day)


def _arm(
    at: int, share: float, kinds: list[ArmKind], values: dict[str, list[str]]
) -> ExperimentArm:
    usual = say(m.CONTROL_NAME) if at == 0 else say(m.OTHER_NAME, n=at)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        name = st.text_input(
            plain(say(m.ARM_NAME, n=at + 1)), usual, key=f"deal-arm-{at}", width=220, **KEPT
        )
        kind = st.selectbox(
            plain(say(m.ARM_KIND)),
            kinds,
            format_func=lambda one: say(m.ARM_KINDS[one]),
            key=f"deal-kind-{at}",
            width=220,
            **KEPT,
        )
        value = ""
        if kind:
            value = st.selectbox(
                plain(say(m.ARM_WHAT)), values[kind], key=f"deal-{kind}-{at}", width=320, **KEPT
            )
    return ExperimentArm(" ".join(name.split()), share, kind, value)
