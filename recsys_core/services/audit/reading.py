"""Looking something up in the audit log, and handing it over as a file."""

import csv
import io
import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from recsys_core.ingestion.formula import neutralise
from recsys_core.schema.errors import InputError
from recsys_core.services.audit import messages as m
from recsys_core.services.audit.recording import AuditPlace, damage_sentence, pseudonym
from recsys_core.storage import audit_log
from recsys_core.storage.audit_log import AuditEntry
from recsys_core.storage.output import write_whole
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count


def audit_entries(place: AuditPlace, search: str = "", since: str = "") -> list[AuditEntry]:
    """The entries, latest first, in whose columns `search` stands: a word, a name, or a customer,
    whose HMAC is what an entry holds.

    since: the first day (2026-11-30) or moment, UTC; "" for all. `InputError` where it is none.
    """
    if since:
        try:
            date.fromisoformat(since[:10])
        except ValueError as error:
            raise InputError(say(m.SINCE_IS_A_DAY, day=repr(since))) from error
    try:
        found = audit_log.read(place.path, since)
    except sqlite3.Error as error:
        raise InputError(say(m.LOG_NOT_READ, why=error)) from error
    if not search.strip():
        return found
    sought = {search.strip().casefold(), pseudonym(place.path, search.strip())}
    return [one for one in found if any(word in _searched(one) for word in sought)]


def audit_rows(entries: Sequence[AuditEntry]) -> list[dict[str, Any]]:
    """A row an entry: n, at, who, action, outcome, details."""
    return [
        {
            "n": one.n,
            "at": one.at,
            "who": one.who,
            "action": one.action,
            "outcome": one.outcome,
            "details": dict(one.details),
        }
        for one in entries
    ]


def in_words(entry: AuditEntry) -> tuple[str, str, str]:
    """Action, outcome and details of an entry as a person reads them."""
    details = and_list(f"{name.replace('_', ' ')} {_cell(v)}" for name, v in entry.details.items())
    action = m.ACTIONS.get(entry.action, entry.action)
    return say(action), say(m.OUTCOMES.get(entry.outcome, entry.outcome)), details


def audit_csv(entries: Sequence[AuditEntry]) -> bytes:
    """The entries as a table for a spreadsheet; a cell that would be a formula is neutralised."""
    text = io.StringIO()
    written = csv.writer(text)
    written.writerow([say(name) for name in m.COLUMNS])
    for one in entries:
        cells = (one.at, one.who, one.action, one.outcome, json.dumps(dict(one.details)))
        written.writerow([one.n, *(neutralise(cell) for cell in cells)])
    return text.getvalue().encode("utf-8-sig")


def write_audit(entries: Sequence[AuditEntry], out: Path) -> None:
    """`audit_csv` to a file; one ending in .json holds `audit_rows`."""
    if out.suffix.lower() == ".json":
        content = json.dumps(audit_rows(entries), ensure_ascii=False, indent=1).encode()
    else:
        content = audit_csv(entries)
    write_whole(out, content)


def verify_whole(place: AuditPlace) -> str:
    """Recompute every entry: the sentence that all is well, with the hash of the last one to keep
    elsewhere. Raises `InputError` with what is broken.
    """
    try:
        found = audit_log.verify(place.path)
    except sqlite3.Error as error:
        raise InputError(say(m.LOG_NOT_READ, why=error)) from error
    if found:
        raise InputError(" ".join(damage_sentence(one) for one in found))
    number, sealed = audit_log.head(place.path)
    return say(m.LOG_SOUND, n=number, hash=sealed) if number else say(m.NO_LOG_YET)


def _searched(entry: AuditEntry) -> str:
    action, outcome, details = in_words(entry)
    texts = (entry.at, entry.who, entry.action, action, outcome, details)
    return "\n".join([*texts, json.dumps(dict(entry.details))]).casefold()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_cell(one) for one in value)
    if isinstance(value, bool):
        return say(m.YES if value else m.NO)
    return count(value) if isinstance(value, int) else str(value)
