"""The products are not shown."""

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, RuleKind
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say


class Exclude(RuleKind):
    """Takes off what the rule is about."""

    name = "exclude"
    title = "Do not show"
    about_some = is_filter = True

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.NOT_SHOWN, one=about.one)

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        return products
