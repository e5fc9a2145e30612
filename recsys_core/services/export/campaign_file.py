"""An audience as the file an e-mail tool takes: who, which arm, and what to show each of them.

Column names are those the tools' own help pages ask for. A text is cut to what the narrowest of
them keeps, 255 bytes (Mailchimp's text fields), at the end of a character.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

import pandas as pd

from recsys_core.ingestion.formula import PHONE, neutralise
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.csv_lines import csv_writer
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.campaigns.audience.kept import KeptAudience
from recsys_core.services.campaigns.barred import CONTROL, barred
from recsys_core.services.evaluation.model_in_use import IN_USE
from recsys_core.services.export import messages as m
from recsys_core.services.export.people import enough, smallest_group
from recsys_core.services.export.wide import Extras, products_shown
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source, blocks
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.audiences import MAILED
from recsys_core.storage.output import write_whole
from recsys_core.wording.messages import say

Tool = Literal["plain", "klaviyo", "mailchimp", "hubspot", "brevo"]
EMAIL: dict[Tool, str] = {
    "plain": "email",
    "klaviyo": "Email",
    "mailchimp": "Email Address",
    "hubspot": "Email",
    "brevo": "EMAIL",
}
TOOLS: tuple[Tool, ...] = tuple(EMAIL)
FIELDS = ("id", Columns.Title, Columns.Price, "url", Columns.Reason)
"""Of each product, as `ShownProduct` has them."""
MOST_BYTES = 255
LARGEST = 50 * 10**6
"""Bytes of a file: Klaviyo takes no larger one, the others take as much or more."""


@dataclass(frozen=True)
class CampaignFile:
    """tool: whose names the columns have.  email: the fact of the customer list that is the e-mail;
    "" for none.  k: products for each customer, 0 for none.  model: whose lists.  link: an address
    with `{item}` in it; "" for none.  held_out: also write who is kept back, with the arm.
    """

    tool: Tool = "plain"
    email: str = ""
    k: int = 3
    model: str = IN_USE
    link: str = ""
    held_out: bool = False


class NotInFile(NamedTuple):
    """barred: said no, unsubscribed or bounced since, or have the e-mail of somebody who did or who
    is kept back.  without_email.  shared: have the e-mail of another one in the file.  control: of
    the control group, who may be reached otherwise.  absent: no longer in the data.
    """

    barred: int = 0
    without_email: int = 0
    shared: int = 0
    control: int = 0
    absent: int = 0


@dataclass(frozen=True)
class CampaignFiles:
    """paths: one, or several where one would be too large.  rows: customers in them.  left_out: for
    what reason how many were.  cut: texts that were shortened.
    """

    paths: tuple[Path, ...]
    rows: int
    left_out: NotInFile
    cut: int

    @property
    def sentence(self) -> str:
        """What was written and what was not."""
        told = say(m.CAMPAIGN_WRITTEN, n=self.rows, files=len(self.paths))
        for message, n in (
            (m.AND_BARRED, self.left_out.barred),
            (m.AND_CONTROL, self.left_out.control),
            (m.AND_ABSENT, self.left_out.absent),
            (m.AND_WITHOUT_EMAIL, self.left_out.without_email),
            (m.AND_SHARED, self.left_out.shared),
        ):
            told = say(message, told=told, n=n) if n else told
        return say(m.AND_CUT, told=told, n=self.cut, most=MOST_BYTES) if self.cut else told


@needs(Role.ANALYST)
@audited("export", told=lambda done: {"rows": done.rows}, what="audience")
def write_campaign(
    ws: Workspace,
    kept: KeptAudience,
    out: Path,
    how: CampaignFile | None = None,
    report: Progress = silent,
) -> CampaignFiles:
    """Write those who are written to, as .csv in UTF-8; larger than 50 MB in parts, each with its
    header. Nobody who is held out is in it, unless asked for beside a column `arm`.

    Raises `InputError` for another ending, fewer customers than the smallest group, a fact that is
    no e-mail.
    """
    how = how or CampaignFile()
    if out.suffix.lower() != ".csv":
        raise InputError(say(m.NOT_A_CSV, name=out.name))
    frame, left_out = campaign_table(ws, kept, how, report)
    paths, cut = write_parts(out, frame)
    return CampaignFiles(paths, len(frame), left_out, cut)


def write_parts(out: Path, frame: pd.DataFrame) -> tuple[tuple[Path, ...], int]:
    """Write a table for e-mail tools, its texts cut in place to what they keep: the files, several
    where one would be too large, and how many texts were cut.
    """
    cut = _shorten(frame)
    lines = _lines(frame)
    header = next(lines)
    parts, size = [[header]], len(header)
    for line in lines:
        if size + len(line) > LARGEST:
            parts.append([header])
            size = len(header)
        parts[-1].append(line)
        size += len(line)
    paths = [out] if len(parts) == 1 else [
        out.with_stem(f"{out.stem}-{place}") for place in range(1, len(parts) + 1)
    ]  # fmt: skip
    if len(paths) > 1 and (there := [path for path in paths if path.exists()]):
        raise InputError(say(m.PART_THERE, name=there[0].name))
    for path, part in zip(paths, parts, strict=True):
        write_whole(path, b"".join(part))
    return tuple(paths), cut


@needs(Role.ANALYST)
def campaign_table(
    ws: Workspace, kept: KeptAudience, how: CampaignFile, report: Progress = silent
) -> tuple[pd.DataFrame, NotInFile]:
    """The rows, and who is left out: whoever must not be reached by now, has no e-mail, or shares
    it. Columns are the e-mail, `user_id`, `campaign`, `arm`, `rank`, `buyer`, then `rec_1_id`,
    `rec_1_title`, `rec_1_price`, `rec_1_url`, `rec_1_reason`, `rec_2_id` …; for Brevo in capitals.
    """
    members = kept.members if how.held_out else kept.mailed
    held = () if how.held_out else kept.members.loc[kept.members["arm"] != MAILED, Columns.User]
    rows = members[[Columns.User, "arm", "rank", "buyer"]].copy()
    rows.insert(1, "campaign", kept.record.name)
    out, left_out = reachable(ws, rows, how, tuple(held))
    if how.k:
        source = Source.of(ws, how.model, ListSettings(how.k))
        users = list(out[Columns.User])
        out = pd.concat([out, product_columns(ws, users, source, how.link, report)], axis=1)
    if how.tool == "brevo":
        out = out.rename(columns=str.upper)
    return out, left_out


@needs(Role.ANALYST)
def reachable(
    ws: Workspace, rows: pd.DataFrame, how: CampaignFile, held: Sequence[str] = ()
) -> tuple[pd.DataFrame, NotInFile]:
    """Those of the rows (user_id and whatever else) who may be reached by now, behind their e-mail
    where one is asked for; and who is left out. held: whose addresses get nothing either.
    `InputError` too for a link that cannot be used.
    """
    Extras(link=how.link)
    present = set(customer_state(ws).overview[Columns.User])
    reasons = barred(ws)
    closed_to = set().union(*reasons.values())
    gone = rows[Columns.User].isin(closed_to)
    control = reasons.pop(CONTROL).difference(*reasons.values())
    aside = int(rows[Columns.User].isin(control).sum())
    here = rows[Columns.User].isin(present)
    out = rows[here & ~gone].reset_index(drop=True)
    absent = int((~here & ~gone).sum())
    left_out = NotInFile(int(gone.sum()) - aside, control=aside, absent=absent)
    enough(len(out), smallest_group(ws))
    if not how.email:
        return out, left_out
    facts = customer_state(ws).attributes
    if not any(how.email in known for known in facts.values()):
        raise InputError(say(m.NO_EMAIL_COLUMN, name=repr(how.email)))
    users = list(out[Columns.User])
    closed = {_address(facts, user, how.email).lower() for user in (*closed_to, *held)}
    closed |= {user.lower() for user in closed_to}
    mails = pd.Series([_address(facts, user, how.email) for user in users], dtype=object)
    own = mails.str.lower()
    mail = own.str.contains("@").to_numpy(dtype=bool)
    refused = mail & own.isin(closed).to_numpy()
    twice = mail & ~refused & own.duplicated().to_numpy()
    left_out = NotInFile(
        left_out.barred + int(refused.sum()), int((~mail).sum()), int(twice.sum()), aside, absent
    )
    out.insert(0, EMAIL[how.tool], mails)
    out = out[mail & ~refused & ~twice].reset_index(drop=True)
    enough(len(out), smallest_group(ws))
    return out, left_out


def _address(facts: dict[str, dict[str, str]], user: str, email: str) -> str:
    return facts.get(user, {}).get(email, "").strip()


@needs(Role.ANALYST)
def product_columns(
    ws: Workspace, users: Sequence[str], source: Source, link: str, report: Progress = silent
) -> pd.DataFrame:
    """`rec_1_id`, `rec_1_title` … of each customer's list; empty cells for whoever has none."""
    k = source.settings.k
    rows, empty = {}, [""] * (len(FIELDS) * k)
    # Whoever came after the model was trained has no list yet, and empty cells.
    inside = set(source.data.users[Columns.User])
    known = [user for user in users if user in inside]
    if known:
        for block in blocks(ws, source, source.codes(known), report, reasons=True):
            for user, shown in products_shown(block, source, link):
                cells = [cell for one in shown for cell in one]
                rows[user] = [*cells, *empty[len(cells) :]]
    names = [f"rec_{place}_{name}" for place in range(1, k + 1) for name in FIELDS]
    return pd.DataFrame([rows.get(user, empty) for user in users], columns=names)


def _shorten(frame: pd.DataFrame) -> int:
    """Cut titles and reasons in place to what every tool keeps; how many were."""
    cut = 0
    for name in frame.columns[frame.columns.str.match(r"rec_\d+_(title|reason)", case=False)]:
        short = [shortened(str(cell)) for cell in frame[name]]
        cut += sum(one != str(cell) for one, cell in zip(short, frame[name], strict=True))
        frame[name] = short
    return cut


def shortened(text: str) -> str:
    """At most `MOST_BYTES` bytes of UTF-8, whole characters, with … where something is missing."""
    if len(text.encode()) <= MOST_BYTES:
        return text
    room = MOST_BYTES - len("…".encode())
    return text.encode()[:room].decode(errors="ignore").rstrip() + "…"


def _lines(frame: pd.DataFrame) -> Iterator[bytes]:
    """The header and every row as CSV."""
    rows = [list(frame.columns), *frame.astype(object).itertuples(index=False, name=None)]
    for row in rows:
        out = io.StringIO()
        cells = [neutralise(str(cell), keep=PHONE) for cell in row]
        csv_writer(out).writerow(cells)
        yield out.getvalue().encode()
