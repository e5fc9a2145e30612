"""Rules that speak of what is not there: unknown categories, brands, products, facts, groups."""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from recsys_core.reranking import messages as m
from recsys_core.reranking.rule_findings import RuleFinding
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.rules import EVERYBODY, Rule
from recsys_core.schema.rules.matching import names_of
from recsys_core.wording.messages import say

NAMED = 3
"""More unknown names than this are counted, not listed."""


def unknown_names(
    rules: Sequence[Rule], facts: ItemFacts, groups: Sequence[str], dated: bool
) -> list[RuleFinding]:
    """What the rules name and the workspace does not have, each in a sentence.

    groups: every group of customers there is.  dated: whether purchases carry dates.
    """
    return [
        RuleFinding("unknown", (number,), sentence)
        for number, rule in enumerate(rules)
        for sentence in _sentences(rule, facts, groups, dated)
    ]


def _sentences(rule: Rule, facts: ItemFacts, groups: Sequence[str], dated: bool) -> Iterable[str]:
    if rule.by == "attribute" and rule.attribute not in facts.attributes:
        yield _missing("fact", rule.attribute, facts.attributes)
    elif rule.by != "all":
        names = names_of(rule, facts)
        known = set() if names is None else set(names)
        unknown = [value for value in rule.values if value not in known or not value]
        for value in unknown[:NAMED]:
            yield _missing(rule.by, value, known, rule.attribute)
        if len(unknown) > NAMED:
            yield say(m.MORE_UNKNOWN, name=rule.name, n=len(unknown) - NAMED)
    if rule.segment != EVERYBODY and rule.segment not in groups:
        yield _missing("group", rule.segment, groups)
    if idle := rule.kind.idle_here(rule, facts, dated):
        yield idle
    if (rule.start or rule.end) and not dated:
        yield say(m.NEVER_IN_FORCE, name=rule.name)


def _missing(kind: str, value: str, known: Iterable[str], fact: str = "") -> str:
    """Says that there is none of that name and, where one is written much alike, which."""
    lower: dict[str, str] = {}
    for name in sorted(name for name in known if name):
        lower.setdefault(name.lower(), name)
    close = get_close_matches(value.lower(), list(lower), n=1, cutoff=0.6)
    if not close:
        return say(m.NO_SUCH[kind], value=value, fact=fact)
    return say(m.NO_SUCH_BUT[kind], value=value, fact=fact, close=lower[close[0]])
