"""Nothing but the products is shown."""

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class Include(RuleKind):
    """Takes off everything the rule is not about."""

    name = "include"
    title = "Show only"
    about_some = is_filter = True

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.SHOWN_ONLY, many=about.many)

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return ~products

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        names = {"name": own.rule.name, "other": other.rule.name}
        if other.kind is self:
            some = own.products.any() and other.products.any()
            apart = some and not (own.products & other.products).any()
            return say(m.NOTHING_TOGETHER, **names) if apart else ""
        none = other.off.any() and other.off[own.products].all()
        return say(m.ALL_TAKEN_OFF, **names) if none else ""
