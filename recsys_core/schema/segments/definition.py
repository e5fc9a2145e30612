"""A segment: all, any or none of some conditions, of which some may be groups of their own."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field, model_validator

from recsys_core.schema.config import BaseConfig, setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.segments.registry import AnyCondition, Conditions
from recsys_core.schema.types import BoolArray
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say

Match = Literal["all", "any", "none"]
MOST = 50
"""Conditions a segment or a group may have."""


def combine(match: Match, masks: Sequence[BoolArray]) -> BoolArray:
    """(n,) of whom all, any or none of the masks (n,) hold; there is at least one."""
    if match == "all":
        return np.asarray(np.logical_and.reduce(masks))
    found: BoolArray = np.asarray(np.logical_or.reduce(masks))
    return found if match == "any" else ~found


class _Matching(BaseConfig):
    """Base of a segment and of a group within it."""

    match: Match = setting("all", "Which hold", words=m.MATCHES)
    """All of the conditions, any of them, or none."""
    conditions: tuple[Any, ...] = ()

    @model_validator(mode="after")
    def _some(self) -> "_Matching":
        if not self.conditions:
            raise ValueError(say(m.NO_CONDITIONS))
        if len(self.conditions) > MOST:
            raise ValueError(say(m.TOO_MANY, most=MOST))
        return self

    def mask(self, facts: CustomerFacts) -> BoolArray:
        """(n,) who is in it."""
        return combine(self.match, [one.mask(facts) for one in self.conditions])


class ConditionGroup(_Matching):
    """A group of conditions within a segment, with a match of its own."""

    title: ClassVar[str] = m.GROUP_KIND
    kind: Literal["group"] = "group"
    conditions: tuple[AnyCondition, ...] = Field((), title="Conditions")

    def clause(self, words: Words) -> str:
        """What follows on "Customers who"."""
        clauses = [one.clause(words) for one in self.conditions]
        listed = and_list(clauses) if self.match == "all" else or_list(clauses)
        return say(m.GROUPED[self.match], what=listed)

    def plain(self) -> dict[str, Any]:
        """As in files, without what is as usual."""
        return {"kind": self.kind, **_plain(self)}


class SegmentDefinition(_Matching):
    """A segment as it is stored and written in files."""

    conditions: tuple[Annotated[Conditions | ConditionGroup, Field(discriminator="kind")], ...] = (
        Field((), title="Conditions")
    )

    def sentence(self, words: Words) -> str:
        """As in "Customers who bought “Milk” at least 3 times and are overdue."."""
        clauses = [one.clause(words) for one in self.conditions]
        listed = and_list(clauses) if self.match == "all" else or_list(clauses)
        return say(m.WHO[self.match], what=listed)

    def each(self) -> Iterator[Condition]:
        """Every condition, those of groups too."""
        for one in self.conditions:
            if isinstance(one, ConditionGroup):
                yield from one.conditions
            else:
                yield one

    def plain(self) -> dict[str, Any]:
        """As in files, without what is as usual."""
        return _plain(self)


def _plain(of: _Matching) -> dict[str, Any]:
    conditions = [
        one.plain()
        if isinstance(one, ConditionGroup)
        else {"kind": one.kind, **one.model_dump(mode="json", exclude_defaults=True)}
        for one in of.conditions
    ]
    return {"match": of.match, "conditions": conditions}
