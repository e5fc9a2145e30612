"""A rule as a sentence anybody can check."""

from collections.abc import Mapping

from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import EVERYBODY
from recsys_core.schema.rules.kind import About
from recsys_core.schema.rules.rule import Rule
from recsys_core.wording.dates import full_day
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

SHOWN = 4
"""More names than this are counted, not listed."""


def sentence(rule: Rule, titles: Mapping[str, str] | None = None) -> str:
    """What the rule does, for whom and when.

    As in "Show no product of category “Wine” to customers of “Segment: Loyal” until 3 May 2026."

    titles: product number -> title, to name products by; missing ones are named by their number.
    """
    what = rule.kind.sentence(rule, about(rule, titles or {}))
    if rule.segment != EVERYBODY:
        what = say(rule.kind.with_group, what=what, group=rule.segment)
    return say(m.SENTENCE, what=_dated(rule, what))


def about(rule: Rule, titles: Mapping[str, str]) -> About:
    """The products of a rule in words: "products of brand “Acme” or “Best”"."""
    many = len(rule.values) > SHOWN
    names = [titles.get(one) or one if rule.by == "product" else one for one in rule.values]
    fields = {
        "n": len(names),
        "fact": rule.attribute,
        "names": "" if many else or_list(say(m.NAME, name=name) for name in names),
    }
    forms = (m.ABOUT_MANY if many and rule.by != "all" else m.ABOUT)[rule.by]
    return About(*(say(form, **fields) for form in forms))


def _dated(rule: Rule, what: str) -> str:
    if rule.start and rule.end:
        return say(m.FROM_TO, what=what, start=full_day(rule.start), end=full_day(rule.end))
    if rule.start:
        return say(m.FROM_ON, what=what, start=full_day(rule.start))
    return say(m.UNTIL, what=what, end=full_day(rule.end)) if rule.end else what
