"""Every training and measurement so far, and taking some of them away."""

import json
from datetime import datetime

import pandas as pd
import streamlit as st

from pages.kit import errors, layout, snapshot, tables
from pages.kit.text import markdown
from pages.parts.models import messages as m
from pages.parts.models import run_comparison, words
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import delete_run, runs_frame, trained_models
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import significant


def show(ws: Workspace) -> None:
    """The table; selected rows can be deleted, after a second question."""
    runs = frame(runs_frame(ws))
    if runs.empty:
        return
    layout.section(
        say(m.ALL_RUNS),
        say(m.ABOUT_RUNS),
    )
    picked = tables.show(
        runs,
        _columns(),
        key="runs",
        alt=say(m.RUNS_ALT),
        file_name="runs.csv",
        select="multi-row",
    )
    chosen = runs.iloc[[row for row in picked if row < len(runs)]]
    if len(chosen):
        _delete(ws, chosen)
        trainings = chosen.loc[chosen["kind"] == "train", "run_id"]
        if len(chosen) > 1 and len(trainings) == len(chosen):
            run_comparison.show(ws, list(trainings)[::-1])


def _columns() -> dict[str, tables.Column]:
    return {
        "what": tables.text(say(m.WHAT)),
        "state": tables.text(say(m.STATE), width="small"),
        "when": tables.moment(say(m.WHEN)),
        "seconds": tables.decimal(say(m.SECONDS)),
        "peak_mb": tables.count(say(m.PEAK_MEMORY), help=say(m.PEAK_MEMORY_HELP)),
        "settings": tables.text(say(m.SETTINGS), width="large"),
        "note": tables.text(say(m.WHAT_CAME), width="large"),
    }


def frame(runs: pd.DataFrame) -> pd.DataFrame:
    """The runs as shown: names and settings in words, times where the visitor is."""
    out = pd.DataFrame(
        {
            "run_id": runs["run_id"],
            "kind": runs["kind"],
            "what": [_what(kind, model) for kind, model in zip(runs.kind, runs.model, strict=True)],
            "state": runs["state"].map(lambda state: say(m.STATES.get(state) or state)),
            "when": [_when(moment) for moment in runs["created_at"]],
            "seconds": runs["seconds"].astype(float).map(significant),
            "peak_mb": runs["peak_mb"].astype(float).map(significant),
            "settings": [
                words.settings(model, json.loads(config or "{}"))
                for model, config in zip(runs.model, runs.config, strict=True)
            ],
            "note": runs["note"].fillna(""),
        }
    )
    return out.reset_index(drop=True)


def _what(kind: str, model: str) -> str:
    if kind == "shuffle":
        return say(m.SHUFFLED_CHECK, model=short_title(model))
    if kind == "response":
        return say(m.WHO_ANSWERS)
    if kind == "clicks":
        return say(m.WHO_CLICKS)
    return short_title(model) if kind == "train" else say(m.MEASUREMENT)


def _when(moment: datetime) -> datetime:
    return snapshot.local(pd.Timestamp(moment).to_pydatetime()).replace(tzinfo=None)


def _delete(ws: Workspace, chosen: pd.DataFrame) -> None:
    used = {one.run_id: short_title(name) for name, one in trained_models(ws).items()}
    lost = [used[run] for run in chosen["run_id"] if run in used]
    with layout.controls("delete-runs"), st.popover(markdown(m.DELETE_RUNS, n=len(chosen))):
        st.text(say(m.DELETED_FOR_GOOD))
        if lost:
            st.text(say(m.FALL_BACK, models=and_list(lost)))
        if st.button(say(m.YES_DELETE), key="delete-runs-confirmed", type="primary"):
            failed = []
            for run_id in chosen["run_id"]:
                try:
                    delete_run(ws, run_id)
                except errors.EXPECTED as error:
                    failed.append(error)
            for problem in failed:
                errors.show(problem)
            if not failed:
                st.rerun()
