"""Names that people give to found groups and themes, kept in the workspace.

A name belongs to what the group is called by itself: where other data makes another group of it,
the given name waits until there is such a group again.
"""

from collections.abc import Sequence

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.groups import messages as m
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import meta
from recsys_core.wording.messages import say

LONGEST = 80


@needs(Role.VIEWER)
def kept_names(ws: Workspace, kind: str, automatic: Sequence[str]) -> tuple[str, ...]:
    """The names as shown: given ones where there are, and the automatic ones (different all)."""
    with ws.db.read() as cursor:
        given = meta.group_names(cursor)
    names = list(automatic)
    for place, name in enumerate(automatic):
        wanted = given.get(_key(kind, name), name)
        # A name given to one group may have become the automatic one of another since.
        names[place] = wanted if wanted not in names[:place] + names[place + 1 :] else name
    return tuple(names)


@needs(Role.ANALYST)
def rename(ws: Workspace, kind: str, automatic: Sequence[str], group: int, name: str) -> None:
    """Call group number `group` (from 0) `name`; "" gives the automatic name back.

    `NotFoundError` without such a group, `InputError` for a name too long or taken.
    """
    if not 0 <= group < len(automatic):
        raise NotFoundError(say(m.NO_SUCH_GROUP, number=group + 1, n=len(automatic)))
    wanted = " ".join(name.split())
    if len(wanted) > LONGEST:
        raise InputError(say(m.NAME_LONG, most=LONGEST))
    shown = kept_names(ws, kind, automatic)
    others = {*shown[:group], *shown[group + 1 :], *automatic[:group], *automatic[group + 1 :]}
    if wanted in others:
        raise InputError(say(m.NAME_TAKEN, name=wanted))
    key = _key(kind, automatic[group])
    with changing(ws, "names") as cursor:
        kept = meta.group_names(cursor)
        kept.pop(key, None)
        own = {key: wanted} if wanted and wanted != automatic[group] else {}
        meta.keep_group_names(cursor, kept | own)


def _key(kind: str, automatic: str) -> str:
    return f"{kind}: {automatic}"
