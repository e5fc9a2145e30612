"""Price: cheaper or dearer products first."""

from recsys_core.reranking import messages as m
from recsys_core.reranking.moving import Move, percentile
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import FloatArray

NAME = "price"
LABEL = m.PRICED


def feature(facts: ItemFacts, dearer: bool) -> FloatArray:
    """(n_items,) share of the catalogue that is cheaper (dearer), NaN where the price is unknown.

    Ranks instead of amounts: one very dear product does not make all others look alike.
    """
    share = percentile(facts.prices)
    return share if dearer else 1 - share


def stage(facts: ItemFacts, weight: float) -> Move:
    """Moves candidates by |weight|: above 0 towards dearer, below towards cheaper products."""
    return Move(feature(facts, weight > 0), abs(weight))
