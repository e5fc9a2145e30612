"""The folder of a workspace: what lies in it, and the form of its database."""

from contextlib import suppress
from typing import NamedTuple

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.migrations import schema_version


class Place(NamedTuple):
    """size: bytes of all files; form: the number of the database's latest migration."""

    files: int
    size: int
    form: int


@needs(Role.VIEWER)
def place(ws: Workspace) -> Place:
    """Files that vanish while they are counted are left out."""
    sizes = []
    for file in ws.path.rglob("*"):
        with suppress(OSError):
            if file.is_file() and not file.is_symlink():
                sizes.append(file.stat().st_size)
    with ws.db.read() as cursor:
        return Place(len(sizes), sum(sizes), schema_version(cursor))
