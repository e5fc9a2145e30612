"""The best of the products stands at a place of its own, even if it was no candidate."""

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, KnownRule, RuleKind, Setting
from recsys_core.wording.messages import say


class Pin(RuleKind):
    """Reserves a place for the best candidate the rule is about."""

    name = "pin"
    title = "Put at a fixed place"
    about_some = True
    settings = (Setting("place", "At place", 1),)
    with_group = m.DONE_FOR_GROUP
    without_effect = m.PIN_WITHOUT_EFFECT

    def sentence(self, rule: RuleFields, about: About) -> str:
        single = rule.by == "product" and len(rule.values) == 1
        return say(m.PINNED if single else m.BEST_PINNED, place=rule.place, **about._asdict())

    def place(self, rule: RuleFields) -> int:
        return rule.place

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        place = other.kind.place(other.rule)
        if place == own.rule.place and own.number < other.number:
            return say(m.SAME_PLACE, name=own.rule.name, other=other.rule.name, place=place)
        return super().contradicts(own, other)
