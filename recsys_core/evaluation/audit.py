"""Reasons to distrust figures, each looked for and told in a sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from recsys_core.evaluation import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

Severity = Literal["fine", "look", "stop"]
ORDER: tuple[Severity, ...] = ("stop", "look", "fine")


@dataclass(frozen=True)
class Finding:
    """One check: how grave, what was found, what to do, and the figures behind it.

    fine: nothing found.  look: the figures stand, with what the sentence says in mind.  stop: do
    not use them before the action is done.  title: what was checked, in a few words.
    """

    check: str
    title: str
    severity: Severity
    sentence: str
    action: str = ""
    figures: dict[str, Any] = field(default_factory=dict)


class Check(NamedTuple):
    """What is looked for: its key, and the message with its name."""

    name: str
    title: str

    def found(
        self,
        severity: Severity,
        sentence: str,
        figures: Mapping[str, Any] | None = None,
        action: str = "",
    ) -> Finding:
        """What came of it; `action` is a message."""
        title, todo = say(self.title), say(action) if action else ""
        return Finding(self.name, title, severity, sentence, todo, dict(figures or {}))


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The gravest first, otherwise as they came."""
    return sorted(findings, key=lambda one: ORDER.index(one.severity))


def verdict(findings: Sequence[Finding]) -> str:
    """All checks in one sentence."""
    severities = [one.severity for one in findings]
    if "stop" in severities:
        return say(m.STOPS, n=severities.count("stop"))
    if "look" in severities:
        return say(m.LOOKS, checks=len(findings), n=severities.count("look"))
    return say(m.ALL_PASSED, n=len(findings))


def named(figures: Iterable[tuple[str, str]]) -> str:
    """Models with a figure each, in a row: `Nearest (71 %) and Blend (80 %)`."""
    return and_list(say(m.NAMED_FIGURE, name=name, figure=text) for name, text in figures)
