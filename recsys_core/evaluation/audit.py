"""Reasons to distrust figures, each looked for and told in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

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


def in_order(findings: Sequence[Finding]) -> list[Finding]:
    """The gravest first, otherwise as they came."""
    return sorted(findings, key=lambda one: ORDER.index(one.severity))


def verdict(findings: Sequence[Finding]) -> str:
    """All checks in one sentence."""
    stops = [one for one in findings if one.severity == "stop"]
    looks = [one for one in findings if one.severity == "look"]
    n = len(findings)
    if stops:
        which = "1 check says" if len(stops) == 1 else f"{len(stops)} checks say"
        return f"Do not use these figures yet: {which} that something is wrong."
    if looks:
        which = "1 of them asks" if len(looks) == 1 else f"{len(looks)} of them ask"
        return f"{n} checks found no reason to throw these figures away; {which} for a second look."
    return f"All {n} checks passed: nothing was found that speaks against these figures."


def percent(share: float) -> str:
    """`71 %`, `0.4 %`."""
    value = 100 * share
    return f"{value:.1f} %" if 0 < value < 1 else f"{value:.0f} %"
