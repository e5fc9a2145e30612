"""A kind of rule of one's own: one class and one entry of the registry, and nothing else."""

import pytest

from recsys_core.schema.rules import Rule
from recsys_core.schema.rules.kind import RuleKind, Setting
from recsys_core.schema.rules.registry import RULE_KINDS


class DearerThan(RuleKind):
    """Takes off what costs more than `high`: a kind made up for this test."""

    name, title = "dearer-than", "Hide what is dear"
    settings = (Setting("high", "Dearest price", 5.0),)
    is_filter = True

    def problem(self, rule):
        return "" if rule.high is not None else "Say how dear."

    def sentence(self, rule, about):
        return f"Hide {about.many} above {rule.high:g}"

    def takes_off(self, rule, products, facts):
        return products & (facts.prices > rule.high)

    def idle_here(self, rule, facts, dated):
        return "" if facts.n_items > 10**6 else "Too few products to hide any."

    def contradicts(self, own, other):
        return "Hides the hero." if other.kind.place(other.rule) else ""


@pytest.fixture
def dearer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(RULE_KINDS, DearerThan.name, DearerThan())
    return Rule(name="Not dear", action="dearer-than", high=9)
