"""How far the data is in, in a sentence."""

from collections.abc import Sequence

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.data import messages as m
from recsys_core.services.data.health.checkup import health
from recsys_core.services.data.imports import list_imports
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import quarantine
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, share

ASIDE = {
    "rows_quarantined": m.ROWS_REFUSED,
    "rows_return": m.ROWS_RETURNED,
    "rows_duplicate": m.ROWS_REPEATED,
}


@needs(Role.VIEWER)
def first_line(ws: Workspace) -> str:
    """What was read, what was set aside, and how long the tail is, over all imports in force."""
    live = list_imports(ws)
    live = live[live["undone_at"].isna()] if not live.empty else live
    if live.empty:
        return say(m.NOT_BEGUN)
    counts = live[["rows_read", *ASIDE]].sum()
    aside = [say(words, n=int(counts[name])) for name, words in ASIDE.items() if counts[name]]
    if counts["rows_quarantined"]:
        aside[0] = with_reason(ws, int(counts["rows_quarantined"]), list(live["import_id"]))
    message = m.SET_ASIDE if aside else m.NOTHING_ASIDE
    read = say(m.ROWS_READ, n=int(counts["rows_read"]))
    return f"{say(message, read=read, aside=', '.join(aside))} {_tail(ws)}".rstrip()


@needs(Role.VIEWER)
def with_reason(ws: Workspace, rows: int, imports: Sequence[str]) -> str:
    """How many rows of these imports were refused, and what for most often."""
    with ws.db.read() as cursor:
        found = quarantine.commonest(cursor, imports)
    if found is None:
        return say(m.ROWS_REFUSED, n=rows)
    reason, most = found
    message = m.ROWS_REFUSED_ALL if most == rows else m.ROWS_REFUSED_MOST
    return say(message, n=rows, reason=reason, most=count(most))


def _tail(ws: Workspace) -> str:
    found = health(ws)
    if not found.items or not found.cold_items:
        return ""
    message = m.SELDOM_SOLD if found.kind == "implicit" else m.SELDOM_RATED
    return say(message, share=share(found.cold_items / found.items))
