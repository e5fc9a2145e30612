"""Who gets which arm: a name, the arms, what each shows; those that were dealt out, their files."""

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, tables, tool_file
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
    KeptExperiment,
    assign,
    kept_experiments,
    remove_experiment,
)
from recsys_core.services.export.campaign_file import CampaignFile
from recsys_core.services.export.experiment_file import write_experiment
from recsys_core.services.recommend.scenarios import scenarios
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

KIND = "experiment-file"


def show(ws: Workspace) -> None:
    """A new one, and those there are."""
    layout.section(say(m.DEAL_TITLE), say(m.DEAL_ABOUT))
    with layout.controls("deal"):
        asked = _asked(ws)
        with errors.shown_here():
            if st.button(plain(say(m.DEAL)), key="deal", type="primary"):
                kept = assign(ws, asked)
                st.session_state["deal-kept"] = kept.record.name
    _listed(ws)


def _asked(ws: Workspace) -> AssignRequest:
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
    return AssignRequest(name, tuple(found), part, stratify, group)


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


def _listed(ws: Workspace) -> None:
    kept = kept_experiments(ws)
    if not kept:
        return
    layout.section(say(m.KEPT_TITLE))
    frame = pd.DataFrame(
        {
            "name": [one.record.name for one in kept],
            "at": [one.record.created_at for one in kept],
            "customers": [len(one.dealt) for one in kept],
            "arms": [one.sentence.partition(": ")[2] for one in kept],
        }
    )
    name, at, customers, arms = (say(one) for one in m.KEPT_COLUMNS)
    columns = {
        "name": tables.text(name, width="medium"),
        "at": tables.day(at),
        "customers": tables.count(customers),
        "arms": tables.text(arms, width="large"),
    }
    tables.show(frame, columns, "experiments-kept", alt=say(m.KEPT_ALT), rows=6)
    with layout.controls("experiment-file"):
        one = _chosen(kept)
        st.text(one.sentence)
        for sentence in one.left_out:
            layout.quiet(sentence)
        how = _how(ws)
        key = (KIND, one.record.set_id, how, ws.data_version())
        with st.container(horizontal=True, gap="small"):
            tool_file.make(
                ws,
                KIND,
                key,
                say(m.MAKING, name=one.record.name),
                lambda folder, report: write_experiment(
                    ws, one, folder / "experiment.csv", how, report
                ),
            )
            if st.button(plain(say(m.DELETE)), key="deal-delete", type="tertiary"):
                remove_experiment(ws, one.record.name)
                st.rerun()
        tool_file.made(ws, KIND, key)


def _chosen(kept: list[KeptExperiment]) -> KeptExperiment:
    names = {one.record.name: one for one in kept}
    if st.session_state.get("deal-kept") not in names:
        st.session_state.pop("deal-kept", None)
    return names[st.selectbox(plain(say(m.WHICH_FILE)), list(names), key="deal-kept", width=320)]


def _how(ws: Workspace) -> CampaignFile:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        return tool_file.how(ws, "deal")
