"""The products are shown only while there is stock."""

import numpy as np

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, RuleKind
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say

IN_STOCK = "Show {many} only while they are in stock"
NO_STOCK_KNOWN = "“{name}” changes nothing: of no product it is known how many are in stock. Bring it in with the product list."


class InStock(RuleKind):
    """Takes off what has run out."""

    name, title = "in-stock", "Show only while in stock"
    is_filter = True

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(IN_STOCK, many=about.many)

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return products & (facts.stock <= 0)

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        return say(NO_STOCK_KNOWN, name=rule.name) if np.isnan(facts.stock).all() else ""
