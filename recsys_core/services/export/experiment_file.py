"""An experiment as the file an e-mail tool takes: who has which arm, and what that arm is shown."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.experiments.planning.assignment import ExperimentArm, KeptExperiment
from recsys_core.services.export import messages as m
from recsys_core.services.export.campaign_file import (
    CampaignFile,
    CampaignFiles,
    NotInFile,
    product_columns,
    reachable,
    write_parts,
)
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source
from recsys_core.services.recommend.scenarios import scenario
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say


@needs(Role.ANALYST)
@audited("export", told=lambda done: {"rows": done.rows}, what="experiment")
def write_experiment(
    ws: Workspace,
    kept: KeptExperiment,
    out: Path,
    how: CampaignFile | None = None,
    report: Progress = silent,
) -> CampaignFiles:
    """Write everybody with their arm as .csv; see `write_campaign` for what is refused."""
    if out.suffix.lower() != ".csv":
        raise InputError(say(m.NOT_A_CSV, name=out.name))
    frame, left_out = experiment_table(ws, kept, how or CampaignFile(), report)
    paths, cut = write_parts(out, frame)
    return CampaignFiles(paths, len(frame), left_out, cut)


@needs(Role.ANALYST)
def experiment_table(
    ws: Workspace, kept: KeptExperiment, how: CampaignFile, report: Progress = silent
) -> tuple[pd.DataFrame, NotInFile]:
    """The e-mail, `user_id`, `experiment`, `arm`; where an arm is an offer, `offer_id`; where one
    is a model or a scenario, the products of its lists; empty for the others.
    """
    rows = kept.dealt[[Columns.User, "arm"]].copy()
    rows.insert(1, "experiment", kept.record.name)
    out, left_out = reachable(ws, rows, how)
    offers = {one.name: one.value for one in kept.arms if one.kind == "offer"}
    if offers:
        out["offer_id"] = out["arm"].map(offers).fillna("")
    listed = [one for one in kept.arms if one.kind in ("model", "scenario")]
    if listed and how.k:
        parts = [_products(ws, out, one, how, report) for one in listed]
        out = out.join(pd.concat(parts).reindex(out.index).fillna(""))
    if how.tool == "brevo":
        out = out.rename(columns=str.upper)
    return out, left_out


def _products(
    ws: Workspace, out: pd.DataFrame, arm: ExperimentArm, how: CampaignFile, report: Progress
) -> pd.DataFrame:
    """The lists of those of an arm, by their rows."""
    model, settings, name = arm.value, ListSettings(how.k), None
    if arm.kind == "scenario":
        found = scenario(ws, arm.value)
        model, name = found.choice.model, found.name
        settings = replace(found.choice.settings, k=how.k)
    own = out.index[out["arm"] == arm.name]
    users = list(out.loc[own, Columns.User])
    source = Source.of(ws, model, settings, name)
    frame = product_columns(ws, users, source, how.link, report)
    return frame.set_index(own)
