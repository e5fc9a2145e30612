"""At most so many of the products are on a list."""

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.schema.types import BoolArray
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say


class CapRule(RuleKind):
    """Limits how many of the rule's products a list holds; 0 shows none."""

    name = "cap"
    title = "Limit how many on a list"
    settings = (Setting("limit", "At most", 2),)

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.AT_MOST if rule.limit else m.NOT_SHOWN, n=rule.limit, **about._asdict())

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return super().takes_off(rule, products, facts) if rule.limit else products

    def limit(self, rule: RuleFields) -> int:
        return rule.limit

    def crowded(
        self, own: KnownRule, others: list[KnownRule]
    ) -> tuple[list[KnownRule], str] | None:
        pins = [
            one
            for one in others
            if one.kind.place(one.rule) is not None
            and one.products.any()
            and own.products[one.products].all()
        ]
        if not 0 < own.rule.limit < len(pins):
            return None
        names = and_list(say(m.NAME, name=one.rule.name) for one in pins)
        fields = {"name": own.rule.name, "limit": own.rule.limit, "n": len(pins), "names": names}
        return pins, say(m.TOO_MANY_PINS, **fields)
