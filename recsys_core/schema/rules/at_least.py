"""At least so many of the products are on a list."""

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.wording.messages import say


class AtLeast(RuleKind):
    """Keeps places for the rule's products, which the model then gives to the best of them."""

    name = "at-least"
    title = "Show at least so many on a list"
    about_some = True
    settings = (Setting("limit", "At least", 2),)
    without_effect = m.FLOOR_WITHOUT_EFFECT

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.AT_LEAST, n=rule.limit, **about._asdict())

    def problem(self, rule: RuleFields) -> str:
        return say(m.FLOOR_OF_NONE) if rule.limit < 1 else super().problem(rule)

    def floor(self, rule: RuleFields) -> int:
        return rule.limit

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        limit = other.kind.limit(other.rule)
        inside = own.products.any() and other.products[own.products].all()
        if limit is not None and inside and 0 < limit < own.rule.limit:
            fields = {"name": own.rule.name, "other": other.rule.name, "floor": own.rule.limit}
            return say(m.FLOOR_ABOVE_CAP, limit=limit, **fields)
        return super().contradicts(own, other)
