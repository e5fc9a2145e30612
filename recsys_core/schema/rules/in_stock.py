"""The products are shown only while there is stock."""

import numpy as np

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, RuleKind
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class InStock(RuleKind):
    """Takes off what has run out."""

    name = "in-stock"
    title = "Show only while in stock"
    is_filter = True

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.IN_STOCK, many=about.many)

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return products & (facts.stock <= 0)

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        return say(m.NO_STOCK_KNOWN, name=rule.name) if np.isnan(facts.stock).all() else ""
