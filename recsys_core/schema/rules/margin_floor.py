"""The products are shown only from a margin on."""

import numpy as np

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, RuleKind, Setting
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class MarginFloor(RuleKind):
    """Takes off what earns less."""

    name = "margin-floor"
    title = "Show only from a margin on"
    settings = (Setting("low", "Lowest margin"),)
    is_filter = True

    def problem(self, rule: RuleFields) -> str:
        return say(m.NO_MARGIN) if rule.low is None else ""

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.FROM_MARGIN, many=about.many, low=f"{rule.low:,g}")

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return products & (facts.margins < (rule.low or 0.0))

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        return say(m.NO_MARGINS_KNOWN, name=rule.name) if np.isnan(facts.margins).all() else ""
