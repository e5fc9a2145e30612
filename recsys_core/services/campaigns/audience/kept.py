"""Audiences that are kept: whom to reach, whom the lot keeps back, and what was forecast."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import uuid4

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.lots import held_out
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.audience import messages as m
from recsys_core.services.campaigns.audience.build import Audience
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.lots import lot_key
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audiences
from recsys_core.storage.audiences import HELD_OUT, MAILED, AudienceRecord
from recsys_core.wording.messages import say

LONGEST = 80
COLUMNS = [Columns.User, "arm", "rank", "buyer", "probability"]


@dataclass(frozen=True)
class KeptAudience:
    """A record with its members: user_id, arm (mailed or hold-out), rank, buyer, probability."""

    record: AudienceRecord
    members: pd.DataFrame

    @property
    def mailed(self) -> pd.DataFrame:
        """Those who are written to, the best first."""
        return self.members[self.members["arm"] == MAILED].reset_index(drop=True)

    @property
    def holdout(self) -> int:
        """How many are kept back."""
        return int((self.members["arm"] == HELD_OUT).sum())


@needs(Role.VIEWER)
def with_arms(ws: Workspace, name: str, found: Audience) -> pd.DataFrame:
    """The members of an audience called so, each with its arm; the same for the same name."""
    users = list(found.members[Columns.User])
    back = held_out(lot_key(ws), name, users, found.request.holdout)
    frame = found.members.assign(
        arm=np.where(back, HELD_OUT, MAILED), rank=np.arange(1, len(users) + 1)
    )
    return frame[COLUMNS]


@needs(Role.ANALYST)
def keep_audience(ws: Workspace, name: str, found: Audience) -> KeptAudience:
    """Keep it under a name, with the lot drawn. `InputError` for a name that is taken or too long.

    The lot is drawn by name and customer, so that the same audience made anew keeps back the same
    customers.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST:
        raise InputError(say(m.NAME_LENGTH, most=LONGEST))
    with ws.db.read() as cursor:
        if any(one.name == name for one in audiences.list_audiences(cursor)):
            raise InputError(say(m.NAME_TAKEN, name=name))
    members = with_arms(ws, name, found)
    record = AudienceRecord(
        name,
        uuid4().hex,
        found.request.plain(),
        found.figures(),
        found.request.holdout,
        found.sends.to_pydatetime(),
        ws.fingerprint(),
        datetime.now(UTC).replace(tzinfo=None),
    )
    with changing(ws, "audiences") as cursor:
        audiences.put_audience(cursor, record)
        audiences.put_members(cursor, record.set_id, members)
    return KeptAudience(record, members)


@needs(Role.VIEWER)
def kept_audiences(ws: Workspace) -> list[KeptAudience]:
    """All of them, the newest first."""
    with ws.db.read() as cursor:
        return [
            KeptAudience(one, audiences.members_of(cursor, one.set_id))
            for one in audiences.list_audiences(cursor)
        ]


@needs(Role.VIEWER)
def kept_audience(ws: Workspace, name: str) -> KeptAudience:
    """The one of a name; `NotFoundError` where there is none."""
    with ws.db.read() as cursor:
        for one in audiences.list_audiences(cursor):
            if one.name == name:
                return KeptAudience(one, audiences.members_of(cursor, one.set_id))
    raise NotFoundError(say(m.NO_SUCH_AUDIENCE, name=name))


@needs(Role.ANALYST)
def delete_audience(ws: Workspace, name: str) -> None:
    """Take one out; it can be brought back. `NotFoundError` where there is none."""
    kept_audience(ws, name)
    with changing(ws, "audiences") as cursor:
        audiences.delete_audience(cursor, name)
