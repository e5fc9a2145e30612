"""What a rule can speak of in this workspace: the choices of the builder."""

from dataclasses import dataclass

import numpy as np

from recsys_core.schema.item_facts import ItemFacts
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.rule_groups import rule_group_names
from recsys_core.services.workspace.item_facts import facts_for
from recsys_core.services.workspace.workspace import Workspace

MOST = 3000
"""Names offered to choose from; others can be typed."""


@dataclass(frozen=True)
class RuleChoices:
    """What a rule can name, most sold products first.

    products: number -> title.  attributes: name of a fact -> its values.  groups: of customers.
    """

    products: dict[str, str]
    categories: tuple[str, ...]
    brands: tuple[str, ...]
    attributes: dict[str, tuple[str, ...]]
    groups: tuple[str, ...]


@needs(Role.VIEWER)
def rule_choices(ws: Workspace) -> RuleChoices:
    """Read off today's data; nothing to choose from in an empty workspace."""
    if ws.is_empty():
        return RuleChoices({}, (), (), {}, ())
    facts = facts_for(ws, ws.dataset())
    return RuleChoices(
        products={facts.ids[i]: facts.titles[i] or facts.ids[i] for i in facts.bestsellers[:MOST]},
        categories=_by_sales(facts.categories, facts),
        brands=_by_sales(facts.brands, facts),
        attributes={
            name: _by_sales(values, facts) for name, values in sorted(facts.attributes.items())
        },
        groups=tuple(rule_group_names(ws)),
    )


def _by_sales(names: np.ndarray, facts: ItemFacts) -> tuple[str, ...]:
    ordered = dict.fromkeys(names[facts.bestsellers])
    return tuple(name for name in ordered if name)[:MOST]
