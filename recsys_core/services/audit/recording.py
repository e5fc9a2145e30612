"""Writing down who did what. Whatever fails here, the action itself goes on, and that is said.

Words of the program (a kind, a model, a number) are kept as they are. All other text, a customer,
a name somebody gave, a file, is kept as its HMAC under the workspace's key only: the log cannot be
erased, so it holds nothing that would have to be.
"""

import hashlib
import hmac
import secrets
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from recsys_core.schema.errors import CancelledError
from recsys_core.services.audit import messages as m
from recsys_core.storage import audit_log
from recsys_core.storage.audit_log import AuditEntry, Damage
from recsys_core.wording.messages import say

P = ParamSpec("P")
R = TypeVar("R")
DONE, FAILED, REFUSED, CANCELLED = "done", "failed", "refused", "cancelled"
MACHINE = "machine"
"""Who issues whoever is at the machine itself, called `OPERATOR`."""
OPERATOR, NOBODY = "operator", "nobody"
KEY = "audit.key"
SHORT = 24
"""Hexadecimal digits of an HMAC that are kept: 96 bits."""
CONSTANT = frozenset(("what", "why"))
"""Details whose text the program itself chose."""
CHECKED = frozenset(("kind", "model", "run", "import_id", "role", "tool"))
"""Details whose text somebody gave: where the action was done it was a word of the program."""
NEWEST = 100_000
"""Entries recomputed when a workspace is opened."""
_waiting: dict[Path, list[AuditEntry]] = defaultdict(list)
_known: dict[Path, tuple[tuple[int, int], list[str]]] = {}
_guard, _making = threading.Lock(), threading.Lock()


class AuditPlace(Protocol):
    """Where something happens: a workspace, or the house of several."""

    @property
    def path(self) -> Path:
        """Its folder."""
        ...


def record(place: AuditPlace, action: str, outcome: str = DONE, **details: Any) -> None:
    """Write down that whoever acts here did this.

    action: a key of `messages.ACTIONS`.  details: numbers, words of the program under the names in
    `CONSTANT` and `CHECKED`, and any other text or list of texts, which is kept as HMAC.
    """
    actor: Any = getattr(place, "actor", None)
    if actor is None or actor.issuer == MACHINE:
        return record_of(place.path, OPERATOR, action, outcome, **details)
    # Two people may have one name.
    details |= {"account": f"{actor.issuer}\n{actor.subject}"}
    record_of(place.path, actor.name or NOBODY, action, outcome, **details)


def record_of(folder: Path, who: str, action: str, outcome: str = DONE, **details: Any) -> None:
    """`record` for somebody by name, as when they log in."""
    with suppress(OSError):
        _key(folder)
        words = CONSTANT | CHECKED if outcome == DONE else CONSTANT
        kept = {name: _kept(folder, value, name in words) for name, value in details.items()}
        with _guard:
            _waiting[folder].append(AuditEntry(_now(), who, action, outcome, kept))
    _write(folder)


@contextmanager
def recording(place: AuditPlace, action: str, **details: Any) -> Iterator[dict[str, Any]]:
    """Write down how the block ended; it may add details to what it is given."""
    found = dict(details)
    try:
        yield found
    except BaseException as error:
        why = type(error).__name__
        ended = CANCELLED if isinstance(error, CancelledError | KeyboardInterrupt) else FAILED
        ended = REFUSED if why == "ForbiddenError" else ended
        record(place, action, ended, why=why, **found)
        raise
    record(place, action, **found)


def audited(
    action: str, told: Callable[[Any], dict[str, Any]] | None = None, **details: Any
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Every call of the function is written down with how it ended. Its first argument is the
    place; told: details of what it returned.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            place = cast(AuditPlace, args[0] if args else kwargs.get("ws") or kwargs["house"])
            with recording(place, action, **details) as found:
                result = function(*args, **kwargs)
                found.update(told(result) if told else {})
            return result

        return call

    return decorate


def pseudonym(folder: Path, text: str) -> str:
    """The HMAC-SHA-256 of a text under the workspace's key, as entries hold it."""
    digest = hmac.new(_key(folder), text.encode(), hashlib.sha256).hexdigest()
    return f"hmac:{digest[:SHORT]}"


def log_warnings(folder: Path) -> list[str]:
    """Sentences about damage of the log that nobody has read, and actions it does not hold yet.

    The first call for a folder verifies the log; later ones look again after an entry came.
    """
    stamp = audit_log.head_stamp(folder)
    known = _known.get(folder)
    if known is None:
        try:
            known = stamp, look_at_log(folder)
        except sqlite3.Error:  # in use, or too many files are open: asked again
            return not_written(folder)
    elif known[0] != stamp:
        known = stamp, unread_damage(folder)
    _known[folder] = known[0], known[1]
    return [*known[1], *not_written(folder)]


def forget_log(folder: Path) -> None:
    """The next `log_warnings` verifies anew."""
    _known.pop(folder, None)


def dismiss_damage(place: AuditPlace) -> None:
    """Somebody has read what is broken: an entry says so, and the sentences go."""
    if unread_damage(place.path):
        record(place, audit_log.DAMAGE_READ)


def look_at_log(folder: Path, newest: int | None = NEWEST) -> list[str]:
    """Verify the log and note in it what is broken; all sentences about damage nobody has read.

    Raises `sqlite3.Error` where it cannot be had at the moment.
    """
    _write(folder)
    found = audit_log.verify(folder, newest)
    with suppress(OSError, sqlite3.Error):
        found = [audit_log.set_aside(folder) if one.kind == "unreadable" else one for one in found]
        if found:
            audit_log.note_damage(folder, found, _now())
        return unread_damage(folder)
    return [damage_sentence(one) for one in found]


def unread_damage(folder: Path) -> list[str]:
    """What was found broken and nobody has said to have read, in sentences."""
    try:
        read = audit_log.read(folder, action=audit_log.DAMAGE_READ)
        noted = audit_log.read(folder, action=audit_log.DAMAGED)
    except (OSError, sqlite3.Error):
        return []
    after = read[0].n if read else 0
    return [damage_sentence(_damage(one)) for one in reversed(noted) if one.n > after]


def not_written(folder: Path) -> list[str]:
    """How many actions wait to be written, in a sentence; an empty list for none."""
    waiting = len(_waiting.get(folder, ()))
    return [say(m.NOT_WRITTEN, n=waiting)] if waiting else []


def damage_sentence(damage: Damage) -> str:
    """What is broken, in a sentence."""
    if damage.kind == "cut":
        return say(m.END_CUT, n=damage.n)
    message = {
        "changed": m.ENTRY_CHANGED,
        "removed": m.ENTRIES_REMOVED,
        "gone": m.LOG_GONE,
        "unreadable": m.LOG_UNREADABLE,
        "unanchored": m.HEAD_GONE,
        "key": m.KEY_GONE,
    }[damage.kind]
    return say(message, number=damage.n, file=damage.file)


def _damage(entry: AuditEntry) -> Damage:
    about = entry.details
    return Damage(str(about["damage"]), int(about["number"]), str(about["file"]))


def _write(folder: Path) -> None:
    """Write what waits; what cannot be written goes on waiting."""
    with _guard, suppress(OSError, sqlite3.Error):
        if waiting := _waiting.get(folder):
            audit_log.append(folder, waiting)
            waiting.clear()


def _kept(folder: Path, value: Any, is_word: bool) -> Any:
    if value is None or isinstance(value, bool | int | float) or (is_word and value == str(value)):
        return value
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_kept(folder, one, is_word) for one in value]
    return pseudonym(folder, str(value))


def _key(folder: Path) -> bytes:
    """The key of this workspace's log, made once."""
    path = folder / KEY
    # Two that find none at the same moment would make two, and call the first one lost.
    with _making:
        with suppress(OSError):
            if found := path.read_bytes().strip():
                return found
        return _new_key(folder, path)


def _new_key(folder: Path, path: Path) -> bytes:
    if (folder / audit_log.FILE).exists():
        with suppress(OSError, sqlite3.Error):
            number = audit_log.head(folder)[0]
            audit_log.note_damage(folder, [Damage("key", number)], _now())
    fresh = secrets.token_hex(32).encode()
    path.touch(mode=0o600)
    path.write_bytes(fresh)
    return fresh


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00")
