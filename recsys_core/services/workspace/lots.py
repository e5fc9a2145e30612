"""The key that lots are drawn under, and the customers whom all campaigns leave alone."""

import secrets
from collections.abc import Sequence

import numpy as np

from recsys_core.schema.errors import InputError
from recsys_core.schema.lots import held_out
from recsys_core.schema.types import BoolArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage.imports import known_customers
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share as written_share

MOST_CONTROL = 0.5
CONTROL_LOT = "\0control group"
"""The name of its lot, which no campaign and no experiment can have."""

_control: PerWorkspace[int, frozenset[str]] = PerWorkspace("the control group", most=1)


@needs(Role.VIEWER)
def lot_key(ws: Workspace) -> bytes:
    """What the lots of a workspace are drawn under, made once."""
    with ws.db.read() as cursor:
        found = meta.lot_key(cursor)
    if found is None:
        found = secrets.token_hex(32)
        with ws.db.write() as cursor:
            found = meta.keep_lot_key(cursor, found)
    return found.encode()


@needs(Role.VIEWER)
def control_share(ws: Workspace) -> float:
    """The share of customers in the global control group; 0 where there is none."""
    with ws.db.read() as cursor:
        return meta.control_group(cursor)


@needs(Role.ANALYST)
def set_control_share(ws: Workspace, share: float) -> None:
    """From now on; 0 ends it. A larger share keeps those who are in. `InputError` outside 0 to
    `MOST_CONTROL`.
    """
    if not 0 <= share <= MOST_CONTROL:
        raise InputError(say(m.CONTROL_SHARE, most=written_share(MOST_CONTROL)))
    with changing(ws, "control") as cursor:
        meta.keep_control_group(cursor, share)


@needs(Role.VIEWER)
def in_control(ws: Workspace, users: Sequence[str]) -> BoolArray:
    """(n,) which of these customers all campaigns leave alone: drawn by lot, known or not."""
    return held_out(lot_key(ws), CONTROL_LOT, users, control_share(ws))


@needs(Role.VIEWER)
def control_group(ws: Workspace) -> frozenset[str]:
    """Everybody known who is in it."""

    def draw() -> frozenset[str]:
        with ws.db.read() as cursor:
            users = sorted(known_customers(cursor))
        return frozenset(np.array(users, dtype=object)[in_control(ws, users)])

    return _control.get(ws, ws.data_version(), draw) if control_share(ws) else frozenset()
