"""Every kind of business rule: add yours with one line."""

from recsys_core.schema.rules.at_least import AtLeast
from recsys_core.schema.rules.boost import Boost
from recsys_core.schema.rules.bought_within import BoughtWithin
from recsys_core.schema.rules.bury import Bury
from recsys_core.schema.rules.cap import CapRule
from recsys_core.schema.rules.exclude import Exclude
from recsys_core.schema.rules.in_stock import InStock
from recsys_core.schema.rules.include import Include
from recsys_core.schema.rules.kind import RuleKind
from recsys_core.schema.rules.margin_floor import MarginFloor
from recsys_core.schema.rules.pin import Pin
from recsys_core.schema.rules.price_range import PriceRange

RULE_KINDS: dict[str, RuleKind] = {
    one.name: one
    for one in (
        Exclude(),
        Include(),
        Boost(),
        Bury(),
        Pin(),
        CapRule(),
        AtLeast(),
        InStock(),
        PriceRange(),
        MarginFloor(),
        BoughtWithin(),
    )
}
"""In the order in which they are offered."""
