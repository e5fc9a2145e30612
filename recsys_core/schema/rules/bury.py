"""The products move down, a share of the way to the bottom."""

from recsys_core.schema.rules.boost import HAIR, Boost

DOWN = "Move {many} down, {share} of the way to the bottom"


class Bury(Boost):
    """`Boost` the other way round."""

    name, title = "bury", "Move down"
    goal = -HAIR
    words = DOWN
    without_effect = (
        "“{name}” moves down products that “{other}” takes off the lists, so it has no effect."
    )
