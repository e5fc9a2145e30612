"""Business boosts and buries: moves what a rule speaks of towards the top or the bottom."""

import numpy as np

from recsys_core.reranking.matching import applies_to, products_matched
from recsys_core.reranking.moving import Reorder
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.rules import Rule
from recsys_core.schema.types import FloatArray

ACTIONS = ("boost", "bury")
_HAIR = 1e-6
"""Puts what is boosted all the way before the model's best, and the other way round."""


def stage(rule: Rule, context: ListContext) -> Reorder:
    """Products spoken of get worth (1 - s) * relevance + s * 1 (boost) or s * 0 (bury), with s the
    rule's strength; all others keep their relevance.
    """
    products, rows = products_matched(rule, context.facts), applies_to(rule, context)
    goal = np.float32(1 + _HAIR if rule.action == "boost" else -_HAIR)
    s = np.float32(rule.strength)

    def worth(candidates: Recommendations, base: FloatArray) -> FloatArray:
        hit = np.take(products, candidates.items, mode="clip") & rows[:, None]
        return np.where(hit, (1 - s) * base + s * goal, base)

    return Reorder(worth)
