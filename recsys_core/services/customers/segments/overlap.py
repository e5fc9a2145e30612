"""Segments laid over one another: who is in both, in one of them, in one and not in another."""

from collections.abc import Sequence
from itertools import product
from typing import NamedTuple

import numpy as np

from recsys_core.schema.errors import InputError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.schema.segments.definition import Match
from recsys_core.schema.segments.inside import InSegment
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.segments import messages as m
from recsys_core.services.customers.segments.workspace_facts import facts_of
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

MOST = 4


class Region(NamedTuple):
    """Customers who are in exactly these of the segments."""

    inside: tuple[str, ...]
    n: int


class Overlap(NamedTuple):
    """Sizes of each segment, of all together, of what all share, and of every part: those in no
    segment are not among the parts.
    """

    sizes: dict[str, int]
    union: int
    intersection: int
    regions: tuple[Region, ...]

    def named(self, region: Region) -> str:
        """What a part is called."""
        names = and_list(say(m.QUOTED, name=name) for name in region.inside)
        return names if len(region.inside) == len(self.sizes) else say(m.ONLY, names=names)


@needs(Role.VIEWER)
def overlap(ws: Workspace, names: Sequence[str]) -> Overlap:
    """Two to four kept segments over one another; raises as `members` does."""
    names = list(dict.fromkeys(names))
    if not 2 <= len(names) <= MOST:
        raise InputError(say(m.HOW_MANY_OVER, most=MOST))
    facts = facts_of(ws)
    masks = np.array([facts.members(name) for name in names])
    regions = []
    for ins in product((True, False), repeat=len(names)):
        if any(ins):
            who = np.all(masks == np.array(ins)[:, None], axis=0)
            inside = tuple(name for name, is_in in zip(names, ins, strict=True) if is_in)
            regions.append(Region(inside, int(who.sum())))
    sizes = {name: int(mask.sum()) for name, mask in zip(names, masks, strict=True)}
    union, shared = int(masks.any(axis=0).sum()), int(masks.all(axis=0).sum())
    return Overlap(sizes, union, shared, tuple(regions))


def together(names: Sequence[str], match: Match) -> SegmentDefinition:
    """The union (any), the intersection (all) or all but the union (none) of kept segments."""
    return SegmentDefinition(
        match=match, conditions=tuple(InSegment(segment=name) for name in names)
    )


def without(name: str, others: Sequence[str]) -> SegmentDefinition:
    """Those of one kept segment who are in none of the others."""
    rest = {"kind": "group", **together(others, "none").plain()}
    inside = {"kind": "segment", "segment": name}
    return SegmentDefinition.model_validate({"match": "all", "conditions": [inside, rest]})
