"""The products move down, a share of the way to the bottom."""

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.boost import HAIR, Boost


class Bury(Boost):
    """`Boost` the other way round."""

    name = "bury"
    title = "Move down"
    goal = -HAIR
    words = m.MOVED_DOWN
    without_effect = m.BURY_WITHOUT_EFFECT
