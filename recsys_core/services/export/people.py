"""A group of customers handed over: chosen columns, and numbers or e-mails as they may be told."""

import hashlib
import hmac
import io
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited, recording
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.export import messages as m
from recsys_core.services.export.spreadsheet import xlsx_bytes
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.lots import control_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.storage.output import DATABASE, write_whole
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

Ids = Literal["plain", "keyed", "email"]
IDS: tuple[Ids, ...] = ("plain", "keyed", "email")
ENDINGS = (".csv", ".parquet", ".xlsx")
KEYED, EMAIL = "customer_key", "Email"
"""Column names of hashed numbers, and of hashed e-mails as ad platforms expect them."""
KEY_VARIABLE = "TASTELAB_ID_KEY"
LEAST_KEY = 16
"""Characters of a key; a shorter one can be found by trying."""
LEAST_GROUP = 10
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class HandOver:
    """What a file about people holds.

    columns: names out of `hand_over_columns`, in this order behind the number.  ids: how a customer
    is named: the number, the number under a key (HMAC-SHA-256, 64 hexadecimal digits), or SHA-256
    of the e-mail, trimmed and in lower case.  key: the file with the key; None takes it from the
    environment (`KEY_VARIABLE`).  email: the fact of the customer list that holds the e-mail.
    """

    columns: Sequence[str] = ()
    ids: Ids = "plain"
    key: Path | None = None
    email: str = ""


@dataclass(frozen=True)
class HandedOver:
    """The account of a file: rows; customers left out for lack of an e-mail; e-mails that several
    customers share, of which one row each was written; of the control group that all campaigns
    leave alone, who is left out of a file to send by, and who is inside of any other.
    """

    rows: int
    without_email: int = 0
    shared_emails: int = 0
    control: int = 0
    control_inside: int = 0

    @property
    def sentence(self) -> str:
        """What was written and what was not."""
        told = with_control(say(m.HANDED_OVER, n=self.rows), self.control_inside)
        if self.control:
            told = say(m.AND_CONTROL, told=told, n=self.control)
        if self.without_email:
            told = say(m.AND_WITHOUT_EMAIL, told=told, n=self.without_email)
        return say(m.AND_SHARED, told=told, n=self.shared_emails) if self.shared_emails else told


@needs(Role.VIEWER)
def hand_over_columns(ws: Workspace) -> list[str]:
    """What a file may say of a customer: figures of `customer_overview`, facts of the list."""
    frame = customer_overview(ws)
    figures = [
        name
        for name in frame
        if name not in (Columns.User, C.Label) and bool(frame[name].notna().any())
    ]
    facts = customer_state(ws).fact_names
    return [*figures, *(name for name in facts if name not in frame)]


@needs(Role.ANALYST)
def people(
    ws: Workspace, users: Sequence[str], how: HandOver, extra: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, HandedOver]:
    """The table of a file about `users`, in their order. extra: further columns, row by row. Hashed
    e-mails are there to be sent to, so the control group is left out of them.

    Raises `InputError` for an unknown column, a missing key or e-mail, and for fewer customers than
    `smallest_group`, before and after those without an e-mail are left out.
    """
    least = smallest_group(ws)
    enough(len(users), least)
    known = hand_over_columns(ws)
    unknown = [name for name in how.columns if name not in known]
    if unknown:
        raise InputError(say(m.NO_SUCH_FIGURE, name=unknown[0], names=and_list(known)))
    overview = customer_overview(ws).set_index(Columns.User).reindex(list(users))
    facts = [customer_state(ws).attributes.get(user, {}) for user in users]
    out = pd.DataFrame({Columns.User: list(users)}, dtype=object)
    for name in how.columns:
        said = [known.get(name) for known in facts]
        out[name] = overview[name].to_numpy() if name in overview else said
    if extra is not None:
        out = pd.concat([out, extra.reset_index(drop=True)], axis=1)
    control = np.array([user in control_group(ws) for user in users], dtype=bool)
    inside = HandedOver(len(out), control_inside=int(control.sum()))
    if how.ids == "plain":
        return out, inside
    if how.ids == "keyed":
        key = _key(ws, how.key)
        named = [hmac.new(key, user.encode(), hashlib.sha256).hexdigest() for user in users]
        out[Columns.User] = named
        return out.rename(columns={Columns.User: KEYED}), inside
    if how.email not in {name for each in facts for name in each}:
        raise InputError(say(m.NO_EMAIL_COLUMN, name=repr(how.email)))
    mails = [known.get(how.email, "").strip().lower() for known in facts]
    has = np.array(["@" in mail for mail in mails])
    out[Columns.User] = [hashlib.sha256(mail.encode()).hexdigest() for mail in mails]
    # Whoever shares an address with one of the control group would be reached through it.
    closed = set(out.loc[control & has, Columns.User])
    aside = control | (has & out[Columns.User].isin(closed).to_numpy())
    once = out[has & ~aside].drop_duplicates(Columns.User)
    enough(len(once), least)
    shared = int((has & ~aside).sum()) - len(once)
    account = HandedOver(len(once), int((~has & ~aside).sum()), shared, int(aside.sum()))
    return once.rename(columns={Columns.User: EMAIL}).reset_index(drop=True), account


def with_control(told: str, n: int) -> str:
    """What was written, and how many of the control group are inside."""
    return say(m.CONTROL_INSIDE, told=told, n=n) if n else told


def people_bytes(frame: pd.DataFrame, ending: str) -> bytes:
    """A table as a file's content by its ending, one of `ENDINGS`. Text stays text; a CSV with
    numbers as they are begins with the mark that spreadsheets need, one for programs does not.
    """
    if ending == ".xlsx":
        return xlsx_bytes(frame)
    if ending == ".parquet":
        out = io.BytesIO()
        frame.to_parquet(out, index=False)
        return out.getvalue()
    content = csv_bytes(frame)
    return content if Columns.User in frame else content.removeprefix(_BOM)


@needs(Role.ANALYST)
def people_file(ws: Workspace, frame: pd.DataFrame, ending: str) -> bytes:
    """`people_bytes` of what somebody takes along, written down in the audit log."""
    with recording(ws, "export", what="customers", rows=len(frame)):
        return people_bytes(frame, ending)


@needs(Role.ANALYST)
@audited("export", told=lambda done: {"rows": done.rows}, what="customers")
def hand_over(
    ws: Workspace,
    users: Sequence[str],
    out: Path,
    how: HandOver,
    extra: pd.DataFrame | None = None,
) -> HandedOver:
    """Write a file about `users`, whole or not at all; see `people`. `InputError` for an ending
    that is none of `ENDINGS`.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(say(m.NO_PEOPLE_FILE, name=repr(out.name), endings=or_list(ENDINGS)))
    frame, account = people(ws, users, how, extra)
    write_whole(out, people_bytes(frame, ending))
    return account


def write_frame(out: Path, frame: pd.DataFrame) -> int:
    """A table without people of this workspace as CSV, such as numbers nobody has; how many."""
    write_whole(out, csv_bytes(frame))
    return len(frame)


@needs(Role.ANALYST)
@audited("export", what="key")
def new_key(ws: Workspace, out: Path) -> None:
    """Make a key by lot and write it where nobody else may read it (rights 0600).

    Raises `InputError` within a workspace, which is copied and backed up with the customers, and
    where a file is there already: another key gives every customer another name.
    """
    _outside(ws, out)
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise InputError(say(m.KEY_THERE, path=out)) from None
    except OSError as error:
        raise InputError(say(m.KEY_UNWRITTEN, path=out, why=error.strerror)) from error
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32) + "\n")


@needs(Role.VIEWER)
def smallest_group(ws: Workspace) -> int:
    """Fewer customers than this are not handed over."""
    with ws.db.read() as cursor:
        return meta.smallest_group(cursor) or LEAST_GROUP


@needs(Role.STEWARD)
@audited("setting", what="smallest-group")
def set_smallest_group(ws: Workspace, least: int) -> None:
    """From now on; `InputError` below 1."""
    if least < 1:
        raise InputError(say(m.A_GROUP))
    with ws.db.write() as cursor:
        meta.keep_smallest_group(cursor, least)


def enough(n: int, least: int) -> None:
    """`InputError` for a group of fewer than `least`."""
    if n < least:
        raise InputError(say(m.TOO_SMALL_A_GROUP, n=n, least=least))


def _key(ws: Workspace, path: Path | None) -> bytes:
    if path is None:
        found = os.environ.get(KEY_VARIABLE, "")
        if not found:
            raise InputError(say(m.NO_KEY, variable=KEY_VARIABLE))
    else:
        _outside(ws, path)
        try:
            found = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(say(m.KEY_UNREAD, path=path)) from error
    if len(found.strip()) < LEAST_KEY:
        raise InputError(say(m.SHORT_KEY, least=LEAST_KEY))
    return found.strip().encode()


def _outside(ws: Workspace, path: Path) -> None:
    folders = path.resolve().parents
    if ws.path.resolve() in folders or any((one / DATABASE).is_file() for one in folders):
        raise InputError(say(m.KEY_INSIDE, path=path))
