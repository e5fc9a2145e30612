"""Business boosts and buries: moves what a rule speaks of towards the top or the bottom."""

import numpy as np

from recsys_core.reranking.moving import Reorder
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.matching import applies_to, products_matched
from recsys_core.schema.types import FloatArray


def stage(rule: Rule, context: ListContext) -> Reorder | None:
    """Products spoken of get worth (1 - s) * relevance + s * goal, with s the rule's strength and
    goal about 1 (boost) or 0 (bury); all others keep their relevance. None for a rule that moves
    nothing.
    """
    strength, towards = rule.kind.moves(rule) or (0.0, 0.0)
    if not strength:
        return None
    products, rows = products_matched(rule, context.facts), applies_to(rule, context)
    s, goal = np.float32(strength), np.float32(towards)

    def worth(candidates: Recommendations, base: FloatArray) -> FloatArray:
        hit = np.take(products, candidates.items, mode="clip") & rows[:, None]
        return np.where(hit, (1 - s) * base + s * goal, base)

    return Reorder(worth)
