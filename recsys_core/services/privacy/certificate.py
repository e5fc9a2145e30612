"""The certificate of an erasure: what was done and checked, without naming anybody."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from html import escape
from typing import Any

from recsys_core.schema.errors import NotFoundError
from recsys_core.services.access.actor import Role
from recsys_core.services.access.needs import needs
from recsys_core.services.privacy import messages as m
from recsys_core.services.privacy.models import Affected
from recsys_core.services.privacy.remains import Remains
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import suppressed
from recsys_core.storage.output import write_whole
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count

FOLDER = "certificates"
"""In the workspace; in it a file an erasure."""


@dataclass(frozen=True)
class Certificate:
    """One erasure. number: `erasure-000001`.  at: UTC.  digests: HMAC-SHA-256 of each id under the
    workspace's key.  tables, texts: rows removed, and rows of texts rewritten, by table.  models:
    what was done with each.  not_covered: what it cannot speak of.  signature: HMAC-SHA-256 of all
    the rest under the same key.
    """

    number: str
    at: str
    by: str
    persons: int
    tables: dict[str, int]
    texts: dict[str, int]
    models: list[dict[str, str]]
    searched: dict[str, Any]
    not_covered: list[str]
    seconds: float
    digests: list[str]
    signature: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing was found afterwards."""
        return not self.searched["remnants"]

    @property
    def sentence(self) -> str:
        """What was erased, and what the search found."""
        done = say(m.ERASED, n=self.persons, rows=sum(self.tables.values()))
        found, looked = len(self.searched["remnants"]), count(self.searched["size"])
        search = say(m.NOTHING_FOUND, files=self.searched["files"], size=looked)
        return f"{done} {say(m.FOUND_AGAIN, n=found) if found else search}"

    def to_json(self) -> dict[str, Any]:
        """All of it, JSON-ready."""
        return asdict(self)


@needs(Role.STEWARD)
def next_number(ws: Workspace) -> str:
    """The number of the certificate to come."""
    latest = max((one.number for one in certificates(ws)), default="erasure-000000")
    return f"erasure-{int(latest.rpartition('-')[2]) + 1:06d}"


@needs(Role.STEWARD)
def keep_certificate(
    ws: Workspace,
    begun: Mapping[str, Any],
    affected: Sequence[Affected],
    searched: Remains,
    seconds: float,
) -> Certificate:
    """Sign a certificate and keep it in the workspace."""
    made = Certificate(
        number=begun["number"],
        at=begun["at"],
        by=begun["by"],
        persons=len(begun["ids"]),
        tables=dict(begun["tables"]),
        texts=dict(begun["texts"]),
        models=[one.to_json() for one in affected],
        searched=searched.to_json() | {"remnants": list(searched.remnants)},
        not_covered=[say(one) for one in m.NOT_COVERED],
        seconds=seconds,
        digests=list(begun["digests"]),
    )
    content = made.to_json() | {"signature": _signature(ws, made.to_json())}
    (ws.path / FOLDER).mkdir(exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    write_whole(ws.path / FOLDER / f"{made.number}.json", text.encode())
    return Certificate(**content)


@needs(Role.STEWARD)
def certificates(ws: Workspace) -> list[Certificate]:
    """All of them, the newest first; a file that cannot be read is passed over."""
    found = []
    for path in sorted((ws.path / FOLDER).glob("erasure-*.json"), reverse=True):
        try:
            found.append(Certificate(**json.loads(path.read_text(encoding="utf-8"))))
        except (ValueError, TypeError):
            continue
    return found


@needs(Role.STEWARD)
def certificate(ws: Workspace, number: str) -> Certificate:
    """One of them; `NotFoundError` where there is none of that number."""
    for one in certificates(ws):
        if one.number == number:
            return one
    raise NotFoundError(say(m.NO_CERTIFICATE, number=number))


@needs(Role.STEWARD)
def is_genuine(ws: Workspace, found: Certificate) -> bool:
    """Whether it is as this workspace signed it."""
    return hmac.compare_digest(_signature(ws, found.to_json()), found.signature)


def _signature(ws: Workspace, content: Mapping[str, Any]) -> str:
    bare = {name: value for name, value in content.items() if name != "signature"}
    text = json.dumps(bare, sort_keys=True, ensure_ascii=False)
    with ws.db.write() as cursor:
        key = suppressed.erasure_key(cursor)
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def certificate_page(found: Certificate) -> bytes:
    """The certificate as one HTML page without any outside reference."""
    actions = {"exact": m.ACTION_EXACT, "retrain": m.ACTION_DROPPED, "none": m.ACTION_NONE}
    models = [(one["model"], say(actions[one["action"]]), one["sentence"]) for one in found.models]
    searched = found.searched
    looked = say(
        m.SEARCHED,
        files=searched["files"],
        size=searched["size"],
        texts=searched["texts"],
        short=searched["short"],
    )
    parts = [
        f"<h1>{escape(say(m.CERTIFICATE_TITLE, number=found.number))}</h1>",
        _paragraph(found.sentence),
        _paragraph(say(m.DONE_BY, at=found.at, by=found.by)),
        table(m.TABLE_COLUMNS, [(name, count(n)) for name, n in found.tables.items()]),
        table(m.TEXT_COLUMNS, [(name, count(n)) for name, n in found.texts.items()]),
        table(m.MODEL_COLUMNS, models),
        _paragraph(looked),
        *map(_paragraph, searched["remnants"]),
        f"<h2>{escape(say(m.NOT_COVERED_TITLE))}</h2>",
        *map(_paragraph, found.not_covered),
        f"<h2>{escape(say(m.PERSONS_TITLE))}</h2>",
        _paragraph(say(m.WHAT_DIGESTS_ARE)),
        f"<pre>{escape(chr(10).join(found.digests))}</pre>",
        _paragraph(say(m.WHAT_SIGNATURE_PROVES)),
        f"<pre>{escape(found.signature)}</pre>",
    ]
    return page(say(m.CERTIFICATE_TITLE, number=found.number), parts)


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;margin:1rem 0}"
    "th,td{text-align:left;padding:.3rem .8rem;border-bottom:1px solid #ccc;vertical-align:top}"
    "pre{white-space:pre-wrap;overflow-wrap:anywhere;font-size:.8rem}"
)


def page(title: str, parts: Sequence[str]) -> bytes:
    """One HTML document: nothing in it is fetched, nothing in it runs."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        f"{''.join(parts)}</body></html>"
    ).encode()


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table of text; nothing where there are no rows."""
    if not rows:
        return ""
    head = "".join(f"<th>{escape(say(name))}</th>" for name in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"
