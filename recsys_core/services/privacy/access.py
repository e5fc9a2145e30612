"""Everything known of one person, as a file for them: tables, and a page to read."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd

from recsys_core.jobs.worker import part
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import NotFoundError, TastelabError
from recsys_core.schema.sql import identifier
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.customers.one_customer.contacts import segments_of, worth_of
from recsys_core.services.customers.profiles import customer_profile
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.certificate import page, table
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.workspace.bookmarks import bookmarks
from recsys_core.services.workspace.frame_file import csv_bytes
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.storyboard import storyboard
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import persons
from recsys_core.storage.output import write_whole
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money

SHOWN = 200
"""Rows of a table that the page shows; the file beside it has all of them."""
LISTED = 10
"""Products of each model's list."""
PAGE = "everything-known.html"
_SETS = {
    "segment_members": "segments",
    "audience_members": "audiences",
    "assignments": "experiments",
}
"""Tables of members -> where the set has its name."""


@dataclass(frozen=True)
class AboutPerson:
    """What is known of a person. frames: name of the table -> rows.  sentences: what was worked
    out of them, in words.
    """

    user: str
    frames: dict[str, pd.DataFrame]
    sentences: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables together."""
        return sum(map(len, self.frames.values()))

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `access`."""
        return {"tables": {name: len(one) for name, one in self.frames.items()}, "rows": self.rows}


@needs(Role.STEWARD)
@audited("access", told=lambda found: {"customer": found.user, "rows": found.rows})
def known_of(ws: Workspace, user: str, report: Progress = silent) -> AboutPerson:
    """Everything the workspace holds of a person, and what models say of them now.

    Rows of nobody else: of refused lines those whose own customer it is, of sets the person's
    membership. Raises `NotFoundError` where nothing is known.
    """
    report(0.0, say(m.COLLECTING))
    frames = _tables(ws, user)
    frames["pages"] = _pages(ws, user)
    report(0.2, say(m.ASKING_MODELS))
    frames["lists"] = _lists(ws, user)
    frames = {name: frame for name, frame in frames.items() if len(frame)}
    if not frames:
        raise NotFoundError(say(m.NOBODY_KNOWN, n=1, person=user))
    sentences = tuple(_sentences(ws, user, part(report, 0.5, 1.0)))
    return AboutPerson(user, frames, sentences)


def _tables(ws: Workspace, user: str) -> dict[str, pd.DataFrame]:
    """The person's rows of every table that names customers, products with their titles."""
    found = {}
    with ws.db.read() as cursor:
        persons.ask_for(cursor, [user])
        for name in persons.naming_tables(cursor):
            columns = [row[0] for row in cursor.execute(f"DESCRIBE {identifier(name)}").fetchall()]
            named = _SETS.get(name)
            title, join = "", ""
            if named:
                title, join = ", s.name AS of", f"LEFT JOIN {named} s USING (set_id)"
            elif "item_id" in columns:
                title, join = ", c.title", "LEFT JOIN catalogue c USING (item_id)"
            order = " ORDER BY t.ts" if "ts" in columns else ""
            found[name] = cursor.execute(
                f"SELECT t.*{title} FROM {identifier(name)} t {join} WHERE t.user_id = ?{order}",
                [user],
            ).df()
        found[persons.REFUSED] = persons.refused_lines(cursor)
    return found


def _pages(ws: Workspace, user: str) -> pd.DataFrame:
    """Bookmarks and states of the storyboard that show this person: what, name, address."""
    asked = Persons({user}, {user} if persons.is_telling(user) else set())
    rows = [("bookmark", name, address) for name, address in bookmarks(ws).items()]
    rows += [("storyboard", one.line, one.address) for one in storyboard(ws)]
    return pd.DataFrame(
        [row for row in rows if asked.in_address(row[2])], columns=["kind", "name", "address"]
    )


def _lists(ws: Workspace, user: str) -> pd.DataFrame:
    """What each trained model would show them now, with its reasons; empty without a model."""
    parts = []
    for name in trained_models(ws):
        try:
            made = recommend(ws, RecommendRequest(user=user, model=name, k=LISTED, explain=True))
        except TastelabError:
            continue
        rows = [(name, i.rank, i.item_id, i.title, i.score, i.reason) for i in made.items]
        parts.append(rows)
    columns = ["model", "rank", Columns.Item, Columns.Title, "score", "reason"]
    return pd.DataFrame([row for rows in parts for row in rows], columns=columns)


def _sentences(ws: Workspace, user: str, report: Progress) -> Iterator[str]:
    """What was worked out of the person; what the data does not say is left out."""
    try:
        yield customer_profile(ws, user).sentence
        worth = worth_of(ws, user, progress=report)
    except TastelabError:
        return
    if worth is not None and worth.get("value") is not None:
        yield say(m.EXPECTED_VALUE, value=money(worth["value"]))
    for name in segments_of(ws, user):
        yield say(m.IN_SEGMENT, segment=name)


def access_file(known: AboutPerson) -> bytes:
    """A ZIP: a CSV a table, which no spreadsheet runs, and a page without outside references."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(PAGE, _page(known))
        for name, frame in known.frames.items():
            archive.writestr(f"{name}.csv", csv_bytes(frame))
    return content.getvalue()


@needs(Role.STEWARD)
def write_access(ws: Workspace, user: str, out: Path, report: Progress = silent) -> AboutPerson:
    """Write `access_file` of a person."""
    found = known_of(ws, user, report)
    write_whole(out, access_file(found))
    return found


def _page(known: AboutPerson) -> bytes:
    title = say(m.KNOWN_TITLE, person=known.user)
    parts = [f"<h1>{escape(title)}</h1>", f"<p>{escape(say(m.KNOWN_LEAD))}</p>"]
    parts += [f"<p>{escape(sentence)}</p>" for sentence in known.sentences]
    for name, frame in known.frames.items():
        about = m.KNOWN_TABLES.get(name)
        heading = say(about) if about else name
        parts.append(f"<h2>{escape(heading)} ({count(len(frame))})</h2>")
        if name == "lists":
            frame = frame.assign(model=frame["model"].map(short_title))
        shown = frame.head(SHOWN).drop(columns=["set_id", "import_id"], errors="ignore")
        shown = shown.loc[:, shown.notna().any()].drop(columns=Columns.User, errors="ignore")
        cells = shown.astype(object).where(shown.notna(), "").astype(str)
        parts.append(table(list(cells.columns), cells.to_numpy().tolist()))
        if len(frame) > SHOWN:
            file = f"{name}.csv"
            parts.append(f"<p>{escape(say(m.REST_IN_FILE, n=SHOWN, file=file))}</p>")
    return page(title, parts)
