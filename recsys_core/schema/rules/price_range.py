"""The products are shown only at certain prices."""

import numpy as np

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class PriceRange(RuleKind):
    """Takes off what costs less or more."""

    name = "price-range"
    title = "Show only at certain prices"
    settings = (Setting("low", "Lowest price"), Setting("high", "Highest price"))
    is_filter = True

    def problem(self, rule: RuleFields) -> str:
        return say(m.NO_PRICE) if rule.low is None and rule.high is None else ""

    def sentence(self, rule: RuleFields, about: About) -> str:
        frame = (
            m.PRICE_OR_LESS
            if rule.low is None
            else m.PRICE_OR_MORE
            if rule.high is None
            else m.PRICE_FROM_TO
        )
        low, high = (f"{end or 0:,g}" for end in (rule.low, rule.high))
        return say(frame, many=about.many, low=low, high=high)

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        low, high = _ends(rule)
        return products & ((facts.prices < low) | (facts.prices > high))

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        return say(m.NO_PRICES_KNOWN, name=rule.name) if np.isnan(facts.prices).all() else ""

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        if other.kind is not self or not (own.products & other.products).any():
            return ""
        lows, highs = zip(_ends(own.rule), _ends(other.rule), strict=True)
        low, high = max(*lows, 0.0), min(highs)
        if low <= high:
            return ""
        names = {"name": own.rule.name, "other": other.rule.name}
        return say(m.NO_PRICE_LEFT, **names, low=f"{low:,g}", high=f"{high:,g}")


def _ends(rule: RuleFields) -> tuple[float, float]:
    return (
        -np.inf if rule.low is None else rule.low,
        np.inf if rule.high is None else rule.high,
    )
