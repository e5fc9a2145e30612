"""Who asks, and what they may do at this moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum

from recsys_core.schema.errors import InputError
from recsys_core.services.access import messages as m
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

LOCAL = "local"
"""The issuer of accounts that are kept here."""
MACHINE = "machine"
"""The issuer of whoever sits at the machine."""


class Role(IntEnum):
    """Each may what those before it may: look; import, train, save and export; erase; and give
    roles, back up and choose for everybody.
    """

    VIEWER = 1
    ANALYST = 2
    STEWARD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """As it is said and stored."""
        return self.name.lower()

    @property
    def title(self) -> str:
        """As it is shown."""
        return say(_TITLES[self])


_TITLES = {
    Role.VIEWER: m.VIEWER,
    Role.ANALYST: m.ANALYST,
    Role.STEWARD: m.STEWARD,
    Role.ADMIN: m.ADMIN,
}


def role_called(word: str) -> Role:
    """The role of a name; `InputError` where there is none."""
    try:
        return Role[word.strip().upper()]
    except KeyError:
        roles = or_list([role.word for role in Role])
        raise InputError(say(m.NO_SUCH_ROLE, role=repr(word), roles=roles)) from None


def _nothing(_workspace: str) -> None:
    return None


def _everything(_workspace: str) -> Role:
    return Role.ADMIN


@dataclass(frozen=True)
class Actor:
    """A person. Two are one where issuer and subject are, whatever they are called.

    rights: workspace -> the role at this moment; asked anew whenever something is done.
    """

    issuer: str
    subject: str
    name: str = field(compare=False)
    rights: Callable[[str], Role | None] = field(default=_nothing, compare=False, repr=False)

    def role(self, workspace: str = "") -> Role | None:
        """What they may do in a workspace ("": that of the house); None for nothing at all."""
        return self.rights(workspace)


OPERATOR = Actor(MACHINE, "operator", m.AT_THE_MACHINE, _everything)
"""Whoever sits at the machine: the command line, and a server that only this machine reaches."""
NOBODY = Actor("", "", "")
"""Whoever is not known."""
