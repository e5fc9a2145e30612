"""What is wrong with a set of rules."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class RuleFinding:
    """One thing to look at, said in a sentence.

    kind: unknown (a name that is not there), conflict (rules that contradict each other), empty
    (every list of somebody would be empty).  rules: places in the list of rules, from 0.
    """

    kind: Literal["unknown", "conflict", "empty"]
    rules: tuple[int, ...]
    sentence: str
