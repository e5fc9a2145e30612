"""What a placement shows a group of customers as the file an e-mail tool takes; the plan as a table
or a calendar.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.customers.group_choice import group_users
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.export import messages as m
from recsys_core.services.export.campaign_file import (
    FIELDS,
    CampaignFile,
    CampaignFiles,
    NotInFile,
    reachable,
    write_parts,
)
from recsys_core.services.export.wide import products_shown
from recsys_core.services.recommend.many import Source
from recsys_core.services.recommend.placements.conflicts import checked_plan
from recsys_core.services.recommend.placements.placement import Placement
from recsys_core.services.recommend.placements.plan import EVERYBODY, PlanLine, PlannedFor
from recsys_core.services.recommend.placements.shown import ShownBlock, shown_blocks, source_of
from recsys_core.services.recommend.placements.words import described
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.audiences import MAILED
from recsys_core.storage.output import write_whole
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

ENDINGS = (".csv", ".ics")
PLACEMENT = "placement"
FOLD = 75
"""Bytes of a line of a calendar."""
WEEKLY = "RRULE:FREQ=WEEKLY;UNTIL="
DAILY = "RRULE:FREQ=DAILY;UNTIL="


@needs(Role.ANALYST)
@audited("export", told=lambda done: {"rows": done.rows}, what="placement")
def write_placement(
    ws: Workspace,
    one: Placement,
    out: Path,
    how: CampaignFile | None = None,
    whom: PlannedFor = EVERYBODY,
    report: Progress = silent,
) -> CampaignFiles:
    """Write what it shows everybody, a segment or those an audience writes to, as .csv: files and
    who is left out as `write_campaign`. The number of products is the placement's.

    Raises as `write_campaign`, `NotReadyError` where the placement has no lists, `NotFoundError`
    for a group nobody knows.
    """
    if out.suffix.lower() != ".csv":
        raise InputError(say(m.NOT_A_CSV, name=out.name))
    frame, left_out = placement_table(ws, one, how or CampaignFile(), whom, report)
    paths, cut = write_parts(out, frame)
    return CampaignFiles(paths, len(frame), left_out, cut)


@needs(Role.ANALYST)
def placement_table(
    ws: Workspace, one: Placement, how: CampaignFile, whom: PlannedFor, report: Progress = silent
) -> tuple[pd.DataFrame, NotInFile]:
    """The rows, and who is left out. Columns are the e-mail, `user_id`, `placement`, `arm` (of an
    audience), then `rec_1_id`, `rec_1_title`, `rec_1_price`, `rec_1_url`, `rec_1_reason` and so on;
    of a category or brand only the title is filled. For Brevo in capitals.
    """
    source = source_of(ws, one)
    members, held = _members(ws, one, whom)
    frame, left_out = reachable(ws, members, how, held)
    users = list(frame[Columns.User])
    known = set(source.data.users[Columns.User])
    codes = source.codes([user for user in users if user in known])
    empty = [""] * (len(FIELDS) * one.slots)
    lists = {}
    for block in shown_blocks(ws, one, source, codes, report, reasons=True):
        for user, cells in _cells(one, block, source, how.link):
            lists[user] = [*cells, *empty[len(cells) :]]
    names = [f"rec_{place}_{name}" for place in range(1, one.slots + 1) for name in FIELDS]
    shown = pd.DataFrame([lists.get(user, empty) for user in users], columns=names)
    frame = pd.concat([frame.reset_index(drop=True), shown], axis=1)
    return frame.rename(columns=str.upper) if how.tool == "brevo" else frame, left_out


@needs(Role.ANALYST)
@audited("export", told=lambda lines: {"rows": lines}, what="plan")
def write_plan(ws: Workspace, out: Path) -> int:
    """Write the plan as .csv or as a calendar (.ics); how many lines it has. `InputError` for
    another ending and where nothing is planned.
    """
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise InputError(say(m.NO_PLAN_FILE, endings=or_list(ENDINGS), name=repr(out.name)))
    checked = checked_plan(ws)
    if not checked.lines:
        raise InputError(say(m.NOTHING_PLANNED))
    write_whole(out, plan_bytes(checked.lines, checked.reached, ending))
    return len(checked.lines)


def plan_bytes(lines: Sequence[PlanLine], reached: Sequence[int | None], ending: str) -> bytes:
    """The plan as a file's content by its ending, one of `ENDINGS`. reached: customers of each."""
    if ending == ".ics":
        return plan_ics(lines, datetime.now(UTC))
    rows = [
        line.to_json() | {"customers": "" if n is None else n}
        for line, n in zip(lines, reached, strict=True)
    ]
    return csv_bytes(pd.DataFrame(rows))


def plan_ics(lines: Sequence[PlanLine], now: datetime) -> bytes:
    """The plan as a calendar (RFC 5545): a list that is there for whoever comes is an event of all
    its days; messages are one on each day they go out. now: when it is written, in universal time.
    """
    said = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Tastelab//placements//EN"]
    for line in lines:
        end = line.ends if line.sends == "none" else line.starts
        spot = line.placement.spot
        message = m.SUMMARY_SPOT if spot else m.SUMMARY
        summary = say(message, name=line.placement.name, channel=line.channel, spot=spot)
        about = say(m.ABOUT_LINE, whom=line.whom.words, how=described(line.placement))
        rule = {"weekly": [WEEKLY], "daily": [DAILY]}.get(line.sends, [])
        said += [
            "BEGIN:VEVENT",
            f"UID:{line.line_id}@tastelab",
            f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{line.starts:%Y%m%d}",
            # The day after the last one.
            f"DTEND;VALUE=DATE:{end + timedelta(days=1):%Y%m%d}",
            *(f"{text}{line.ends:%Y%m%d}" for text in rule),
            f"SUMMARY:{_escaped(summary)}",
            f"DESCRIPTION:{_escaped(about)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    said.append("END:VCALENDAR")
    return b"".join(_folded(text) for text in said)


def _members(ws: Workspace, one: Placement, whom: PlannedFor) -> tuple[pd.DataFrame, Sequence[str]]:
    """Whom the file is about, and whom an audience keeps back."""
    if whom.whom == "audience":
        kept = kept_audience(ws, whom.name)
        mailed = kept.mailed
        rows = pd.DataFrame({Columns.User: mailed[Columns.User], PLACEMENT: one.name})
        back = kept.members["arm"] != MAILED
        return rows.assign(arm=mailed["arm"]), list(kept.members.loc[back, Columns.User])
    users = (
        list(customer_overview(ws)[Columns.User])
        if whom.whom == "everybody"
        else group_users(ws, whom.name)
    )
    return pd.DataFrame({Columns.User: users, PLACEMENT: one.name}), ()


def _cells(
    one: Placement, block: ShownBlock, source: Source, link: str
) -> Iterator[tuple[str, list[str]]]:
    """Each customer's cells, in the order of `FIELDS` place by place."""
    if one.shows == "products":
        for user, shown in products_shown(block.block, source, link):
            yield user, [cell for product in shown for cell in product]
        return
    for user, names in zip(block.users, block.ids, strict=True):
        cells = [["", name, "", "", ""] for name in names if name]
        yield str(user), [cell for entry in cells for cell in entry]


def _escaped(text: str) -> str:
    """A text of a calendar: its own signs and line ends are written with a backslash."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return "\\n".join(text.splitlines())


def _folded(text: str) -> bytes:
    """A line cut at `FOLD` bytes, between characters; what follows begins with a space."""
    parts, part = [], b""
    for sign in text:
        if len(part) + len(sign.encode()) > FOLD:
            parts.append(part)
            part = b" "
        part += sign.encode()
    return b"\r\n".join([*parts, part]) + b"\r\n"
