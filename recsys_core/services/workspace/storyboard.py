"""The storyboard: chosen states of pages with a line each, to be walked through in a meeting."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace import messages as m
from recsys_core.services.workspace.changes import changing
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import storyboard as table
from recsys_core.wording.messages import say

PRESENT, STORY = "present", "story"
"""What an address says of presenting: not a part of the state."""
LONGEST_LINE, LONGEST_ADDRESS, MOST = 120, 4000, 50
_PAGE = re.compile(r"[a-z-]*")


@dataclass(frozen=True)
class Scene:
    """A page as it was chosen. address: the page and its choices (`recommendations?k=5`)."""

    line: str
    address: str

    def shown(self, number: int) -> str:
        """The address that opens it for an audience, as number `number` (from 1) of the walk."""
        page, _, choices = self.address.partition("?")
        walk = [*parse_qsl(choices), (PRESENT, "true"), (STORY, str(number))]
        return f"./{page}?{urlencode(walk)}"


@needs(Role.VIEWER)
def storyboard(ws: Workspace) -> list[Scene]:
    """All states in their order."""
    with ws.db.read() as cursor:
        return [Scene(line, address) for address, line in table.read_storyboard(cursor)]


@needs(Role.ANALYST)
def add_state(ws: Workspace, address: str, line: str) -> list[Scene]:
    """Keep a page as it is, last; `address` as the browser shows it, or without the server.

    `InputError` where it is no address of a page, where the line is missing or too long, and
    where there are enough.
    """
    new = Scene(_line(line), state_address(address))
    return _changed(ws, lambda states: [*states, new])


@needs(Role.ANALYST)
def remove_state(ws: Workspace, number: int) -> list[Scene]:
    """Take out state `number` (from 1); `NotFoundError` without one."""
    return _changed(ws, lambda states: [*states[: number - 1], *states[number:]], number)


@needs(Role.ANALYST)
def move_state(ws: Workspace, number: int, to: int) -> list[Scene]:
    """Show state `number` at place `to` (from 1); places beyond the ends count as the ends."""

    def move(states: Sequence[Scene]) -> list[Scene]:
        others = [*states[: number - 1], *states[number:]]
        others.insert(max(to - 1, 0), states[number - 1])
        return others

    return _changed(ws, move, number)


def _changed(
    ws: Workspace, change: Callable[[Sequence[Scene]], list[Scene]], number: int | None = None
) -> list[Scene]:
    states = storyboard(ws)
    if number is not None and not 1 <= number <= len(states):
        raise NotFoundError(say(m.NO_SUCH_STATE, number=str(number), n=len(states)))
    new = change(states)
    if len(new) > MOST:
        raise InputError(say(m.TOO_MANY_STATES, most=MOST))
    with changing(ws, "storyboard") as cursor:
        table.write_storyboard(cursor, [(one.address, one.line) for one in new])
    return new


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_LINE:
        raise InputError(say(m.LINE_OF_STATE, most=LONGEST_LINE))
    return line


def state_address(text: str) -> str:
    """Page and choices of an address, without what it says of presenting; `InputError` where it is
    no address of a page.
    """
    found = urlsplit(text.strip())
    page = found.path.rpartition("/")[2]
    if len(text) > LONGEST_ADDRESS or not _PAGE.fullmatch(page):
        raise InputError(say(m.NO_ADDRESS, address=text[:80]))
    pairs = [pair for pair in parse_qsl(found.query) if pair[0] not in (PRESENT, STORY)]
    return f"{page}?{urlencode(pairs)}" if pairs else page
