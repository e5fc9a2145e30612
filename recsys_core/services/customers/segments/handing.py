"""The customers of a segment as a file."""

import csv
from pathlib import Path

import pandas as pd

from recsys_core.ingestion.formula import neutralise
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.workspace_facts import facts_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say


def members_frame(ws: Workspace, name: str) -> pd.DataFrame:
    """user_id of everybody in a kept segment, most active first; raises as `write_members`."""
    facts = facts_of(ws)
    frame = facts.state.overview.loc[facts.members(name), [Columns.User]]
    if frame.empty:
        raise InputError(say(m.NOBODY_TO_HAND_OVER, name=name))
    return frame.reset_index(drop=True)


def write_members(ws: Workspace, name: str, out: Path) -> int:
    """The numbers of a kept segment as a CSV file, most active first; how many.

    `InputError` where nobody is in it, and as `members`.
    """
    frame = members_frame(ws, name)
    frame = frame.assign(**{Columns.User: frame[Columns.User].map(neutralise)})
    with complete_file(out) as temporary:
        frame.to_csv(temporary, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL)
    return len(frame)
