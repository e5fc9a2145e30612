"""What a kind of rule declares and answers; everything else about rules asks it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from recsys_core.schema.config import bounds
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.types import CSR, BoolArray
from recsys_core.wording.messages import say


class Setting(NamedTuple):
    """A field of the rule that a kind goes by, as the form asks for it.

    usual: where the form begins.  percent: a share, asked for in percent.
    """

    field: str
    label: str
    usual: float | None = None
    help: str = ""
    percent: bool = False

    def shown(self, value: float | None) -> float | None:
        """A value of the field as the form shows it."""
        return round(100 * value) if self.percent and value is not None else value

    def bounds(self) -> tuple[float | None, float | None]:
        """The lowest and the highest value of the field, as `schema.config.bounds`."""
        return bounds(RuleFields.model_fields[self.field])


class About(NamedTuple):
    """The products a rule is about, as one of them and as several are called in a sentence."""

    one: str
    many: str


@dataclass(frozen=True)
class KnownRule:
    """A rule with what it is about (n_items,), takes off (n_items,) and is for (n,), at its place
    among the rules (from 0).
    """

    number: int
    rule: RuleFields
    kind: "RuleKind"
    products: BoolArray
    off: BoolArray
    rows: BoolArray


class RuleKind(ABC):
    """A kind of rule. Add yours as a module with one subclass and a line in the registry.

    Methods are given rules of this kind only. The defaults do nothing to a list.
    """

    name: ClassVar[str]
    """As stored and in files: "price-range"."""
    title: ClassVar[str]
    """On screen: "Show only at certain prices"."""
    about_some: ClassVar[bool] = False
    """Whether it makes no sense for all products."""
    settings: ClassVar[tuple[Setting, ...]] = ()
    is_filter: ClassVar[bool] = False
    """Whether it takes products off the lists, which nothing brings back."""
    with_group: ClassVar[str] = m.SHOWN_TO_GROUP
    """How its sentence goes on where the rule is for a group of customers."""
    without_effect: ClassVar[str] = ""
    """What is said where another rule takes off all `name` is about; "" where that is no matter."""

    def problem(self, rule: RuleFields) -> str:
        """What is missing for a rule of this kind, in a sentence; "" for nothing."""
        return say(m.WHICH_PRODUCTS) if self.about_some and rule.by == "all" else ""

    @abstractmethod
    def sentence(self, rule: RuleFields, about: About) -> str:
        """What the rule does, without for whom, when and the full stop."""

    def takes_off(self, rule: RuleFields, products: BoolArray, facts: ItemFacts) -> BoolArray:
        """(n_items,) what it takes off the list of everybody it is for, `products` (n_items,)
        being what it is about. Comparisons with an unknown stock, price or margin (NaN) are False:
        unknown passes.
        """
        return np.zeros(facts.n_items, dtype=bool)

    def takes_off_own(
        self, rule: RuleFields, products: BoolArray, rows: BoolArray, context: ListContext
    ) -> CSR | None:
        """(n, n_items) what it takes off beyond that, customer by customer, for the customers
        `rows` (n,); None for nothing.
        """
        return None

    def moves(self, rule: RuleFields) -> tuple[float, float] | None:
        """How strongly it moves products (0 to 1), and towards which relevance; None for a kind
        that leaves the order alone.
        """
        return None

    def place(self, rule: RuleFields) -> int | None:
        """The place it reserves for the best of its products, from 1; None for none."""
        return None

    def limit(self, rule: RuleFields) -> int | None:
        """How many of its products a list may hold; None for any number."""
        return None

    def floor(self, rule: RuleFields) -> int | None:
        """How many of its products a list holds at least; None for any number."""
        return None

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        """Why it can do nothing in this workspace, in a sentence; "" where it can. dated: whether
        purchases carry dates.
        """
        return ""

    def contradicts(self, own: KnownRule, other: KnownRule) -> str:
        """What is wrong with a rule of this kind beside another rule of any kind, in a sentence;
        "" where they get on.
        """
        idle = self.without_effect and own.products.any() and other.off.any()
        if not idle or not other.off[own.products].all():
            return ""
        return say(self.without_effect, name=own.rule.name, other=other.rule.name)

    def crowded(
        self, own: KnownRule, others: list[KnownRule]
    ) -> tuple[list[KnownRule], str] | None:
        """What is wrong with several others at once: those that are in it, and a sentence."""
        return None
