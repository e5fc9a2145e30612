"""The best of the products stands at a place of its own, even if it was no candidate."""

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.wording.messages import say

PUT = "Put {one} at place {place}"
PUT_BEST = "Put the best of {many} at place {place}"
SAME_PLACE = "“{name}” and “{other}” both want place {place}: “{name}” stands first and gets it, “{other}” takes the next free place."


class Pin(RuleKind):
    """Reserves a place for the best candidate the rule is about."""

    name, title = "pin", "Put at a fixed place"
    about_some = True
    settings = (Setting("place", "At place", 1),)
    with_group = m.DONE_FOR_GROUP
    without_effect = (
        "“{name}” pins products that “{other}” takes off the lists, so it has no effect."
    )

    def sentence(self, rule: RuleFields, about: About) -> str:
        single = rule.by == "product" and len(rule.values) == 1
        return say(PUT if single else PUT_BEST, place=rule.place, **about._asdict())

    def place(self, rule: RuleFields) -> int:
        return rule.place

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        place = other.kind.place(other.rule)
        if place == own.rule.place and own.number < other.number:
            return say(SAME_PLACE, name=own.rule.name, other=other.rule.name, place=place)
        return super().contradicts(own, other)
