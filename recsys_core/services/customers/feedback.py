"""Thumbs up, thumbs down and "never this", kept for each customer.

At once, on the customer's next list:  up: the product counts in the history as if bought once just
now (so its relatives rise), but it stays on offer, for it was not bought.  down: it comes after
everything else the model has to offer.  never: it is on no list, neither as filler nor pinned.

In the next training (unless the data settings say otherwise): see `feedback_training`.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Literal, get_args

import numpy as np
import pandas as pd
import scipy.sparse as sp

from recsys_core.schema.columns import Columns
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.histories import NO_TIME, Histories, Past, history_row, past_of, stack
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.types import CSR, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers import messages as m
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.erasing import erase_removed
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import feedback as table
from recsys_core.wording.messages import say

Verdict = Literal["up", "down", "never"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
_ByUser = Mapping[str, Mapping[str, Verdict]]
_kept: PerWorkspace[int, _ByUser] = PerWorkspace("feedback", most=1)


@needs(Role.ANALYST)
def give_feedback(ws: Workspace, user: str, item: str, verdict: str) -> None:
    """Keep a verdict; an earlier one of the same customer and product is replaced.

    Raises `NotFoundError` for an unknown customer or product, `InputError` for another verdict.
    """
    if verdict not in VERDICTS:
        verdicts = ", ".join(VERDICTS)
        raise InputError(say(m.UNKNOWN_VERDICT, verdicts=verdicts, given=repr(verdict)))
    data = ws.dataset()
    data.user_code(user)
    data.item_code(item)
    with changing(ws, "feedback", user) as cursor:
        table.put_feedback(cursor, user, item, verdict, datetime.now(UTC).replace(tzinfo=None))
    ws.feedback_version += 1


@needs(Role.ANALYST)
def remove_feedback(ws: Workspace, user: str, item: str | None = None) -> int:
    """Take one verdict back, or all of a customer's; returns how many there were."""
    with changing(ws, "feedback", user) as cursor:
        removed = table.remove_feedback(cursor, user, item)
    ws.feedback_version += 1
    return removed


@needs(Role.VIEWER)
def list_vanished(ws: Workspace) -> pd.DataFrame:
    """user_id, item_id, verdict, created_at of customers who are no longer in the data."""
    with ws.db.read() as cursor:
        rows = table.list_vanished(cursor)
    return pd.DataFrame(rows, columns=[Columns.User, Columns.Item, "verdict", "created_at"])


@needs(Role.ANALYST)
def remove_vanished(ws: Workspace) -> int:
    """Remove those verdicts; returns how many there were."""
    with ws.db.write() as cursor:
        removed = table.remove_vanished(cursor)
    ws.feedback_version += 1
    erase_removed(ws)
    return removed


@needs(Role.VIEWER)
def list_feedback(ws: Workspace, user: str | None = None) -> pd.DataFrame:
    """user_id, item_id, title, verdict, created_at; latest first."""
    with ws.db.read() as cursor:
        rows = table.list_feedback(cursor)
    columns = [Columns.User, Columns.Item, "verdict", "created_at"]
    frame = pd.DataFrame(rows, columns=columns)
    if user is not None:
        frame = frame[frame[Columns.User] == user].reset_index(drop=True)
    titles: dict[str, str] = {}
    if len(frame):
        texts = ws.dataset().item_texts
        titles = dict(zip(texts[Columns.Item], texts[Columns.Title], strict=True))
    frame.insert(2, Columns.Title, [titles.get(item, "") for item in frame[Columns.Item]])
    return frame


@needs(Role.VIEWER)
def count_feedback(ws: Workspace) -> dict[str, int]:
    """How many verdicts of each kind there are."""
    found = Counter(v for items in _all(ws).values() for v in items.values())
    return {verdict: found[verdict] for verdict in VERDICTS}


@needs(Role.VIEWER)
def feedback_of(ws: Workspace, user: str) -> Mapping[str, Verdict]:
    """One customer's verdicts by product."""
    return _all(ws).get(user, {})


@needs(Role.VIEWER)
def feedback_stamp(ws: Workspace) -> int:
    """Changes whenever the verdicts do: for whoever keeps lists or reasons."""
    return ws.feedback_version


@needs(Role.VIEWER)
def with_likes(ws: Workspace, user: str | None, history: Histories, data: Dataset) -> Histories:
    """(1, n_items) the history with what the customer liked, as if bought once just now."""
    liked = _codes(ws, user, data, "up")
    if not liked:
        return history
    past = {one.item: one for one in past_of(history)}
    usual = float(np.mean(history.data)) if data.kind == "explicit" and history.nnz else 1.0
    if data.kind == "explicit":
        usual = max(usual, data.rating_scale[1])
    now = max([one.last for one in past.values()] + [data.span[1] if data.span else NO_TIME])
    for code in liked:
        had = past.get(code)
        if had is None:
            past[code] = Past(code, usual, now, now, 1)
        else:
            value = usual if data.kind == "explicit" else had.value + 1.0
            past[code] = had.again(value, now)
    return history_row(past.values(), data.n_items)


@needs(Role.VIEWER)
def liked_by_all(ws: Workspace, users: IntArray, histories: Histories, data: Dataset) -> Histories:
    """`with_likes` for a block of customers; the same object where nobody liked anything."""
    ids = data.users[Columns.User].to_numpy(dtype=object)[users]
    if not any("up" in feedback_of(ws, user).values() for user in ids):
        return histories
    rows = [with_likes(ws, user, histories.row(at), data) for at, user in enumerate(ids)]
    whole = stack(rows)
    return whole if isinstance(whole, Histories) else Histories.of(whole, None)


@needs(Role.VIEWER)
def apply_feedback(
    ws: Workspace, data: Dataset, context: ListContext, had: CSR, users: list[str | None]
) -> ListContext:
    """The context with what its customers really have, and what they do not want."""
    kinds = {kind: _cells(ws, data, users, kind) for kind in ("down", "never")}
    if had is context.histories and not any(one is not None for one in kinds.values()):
        return context
    return replace(context, had=had, never=kinds["never"], down=kinds["down"])


def _cells(ws: Workspace, data: Dataset, users: list[str | None], verdict: Verdict) -> CSR | None:
    """(len(users), n_items) csr of the pairs with a verdict, None where there is none."""
    cells = [(row, code) for row, u in enumerate(users) for code in _codes(ws, u, data, verdict)]
    if not cells:
        return None
    row, column = np.array(cells).T
    ones = np.ones(len(cells), dtype=np.float32)
    return sp.csr_matrix((ones, (row, column)), shape=(len(users), data.n_items))


def _codes(ws: Workspace, user: str | None, data: Dataset, verdict: Verdict) -> list[int]:
    if user is None:
        return []
    found = [item for item, given in feedback_of(ws, user).items() if given == verdict]
    return [data.item_code(item) for item in found if data.has_item(item)]


def _all(ws: Workspace) -> _ByUser:
    """The verdicts by customer and product, read once; only this process writes them."""
    return _kept.get(ws, ws.feedback_version, lambda: _read(ws))


def _read(ws: Workspace) -> _ByUser:
    with ws.db.read() as cursor:
        rows = table.list_feedback(cursor)
    by_user: dict[str, dict[str, Verdict]] = {}
    for user, item, verdict, _ in rows:
        if verdict in VERDICTS:
            by_user.setdefault(user, {})[item] = verdict
    return by_user
