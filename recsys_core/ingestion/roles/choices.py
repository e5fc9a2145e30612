"""What an analyst can say a column is."""

from typing import NamedTuple

from recsys_core.ingestion.roles.registry import uses_in
from recsys_core.wording.messages import say


class RoleChoice(NamedTuple):
    """A role as a choice for a column of one kind of table: its name in the mapping, on screen,
    and what it means.
    """

    name: str
    title: str
    meaning: str
    required: bool


def choices(kind: str) -> list[RoleChoice]:
    """The roles of a kind of table in the order of the screen."""
    found = sorted(uses_in(kind), key=lambda pair: pair[1].place)
    return [
        RoleChoice(role.name, say(use.title or role.title), say(use.meaning), use.required)
        for role, use in found
    ]
