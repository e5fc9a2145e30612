"""The products move up, a share of the way to the top."""

from typing import ClassVar

import numpy as np

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share

HAIR = 1e-6
"""Puts what is boosted all the way before the model's best, and the other way round."""


class Boost(RuleKind):
    """Gives products worth (1 - s) * relevance + s * goal, with s the strength."""

    name = "boost"
    title = "Move up"
    about_some = True
    settings = (Setting("strength", "How strongly (%)", 0.3, m.STRENGTH_HELP, percent=True),)
    with_group = m.DONE_FOR_GROUP
    goal: ClassVar[float] = 1 + HAIR
    words: ClassVar[str] = m.MOVED_UP
    without_effect = m.BOOST_WITHOUT_EFFECT

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(self.words, many=about.many, share=share(rule.strength))

    def moves(self, rule: RuleFields) -> tuple[float, float]:
        return rule.strength, self.goal

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        against = other.kind.moves(other.rule)
        if against is not None and self.goal > 0 > against[1]:
            both = int(np.count_nonzero(own.products & other.products))
            if both:
                return say(m.UP_AND_DOWN, n=both, name=own.rule.name, other=other.rule.name)
        return super().contradicts(own, other)
