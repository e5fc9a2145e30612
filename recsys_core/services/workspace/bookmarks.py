"""Bookmarks: states of pages under a name, to come back to."""

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.storyboard import LONGEST_LINE, state_address
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.wording.messages import say


@needs(Role.VIEWER)
def bookmarks(ws: Workspace) -> dict[str, str]:
    """Name -> address (page and choices, without the server), by name."""
    with ws.db.read() as cursor:
        kept = meta.bookmarks(cursor)
    return dict(sorted(kept.items(), key=lambda one: one[0].casefold()))


@needs(Role.ANALYST)
def keep_bookmark(ws: Workspace, name: str, address: str) -> None:
    """Keep a page as it is under a name; one of that name is replaced. `InputError` where it is no
    address of a page, and for an empty or overlong name.
    """
    name, address = " ".join(name.split()), state_address(address)
    if not name or len(name) > LONGEST_LINE:
        raise InputError(say(m.NAME_OF_BOOKMARK, most=LONGEST_LINE))
    with changing(ws, "bookmarks") as cursor:
        meta.keep_bookmarks(cursor, meta.bookmarks(cursor) | {name: address})


@needs(Role.ANALYST)
def forget_bookmark(ws: Workspace, name: str) -> None:
    """Forget one; `NotFoundError` where there is none of that name."""
    with changing(ws, "bookmarks") as cursor:
        kept = meta.bookmarks(cursor)
        if kept.pop(name, None) is None:
            raise NotFoundError(say(m.NO_SUCH_BOOKMARK, name=name))
        meta.keep_bookmarks(cursor, kept)
