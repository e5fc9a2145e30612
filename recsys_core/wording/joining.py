"""Names in a row."""

from collections.abc import Iterable

from recsys_core.wording.messages import say

AND = ("{first} and {last}", ", ")
OR = ("{first} or {last}", ", ")


def and_list(names: Iterable[str]) -> str:
    """`A`, `A and B`, `A, B and C`; "" for none."""
    return _joined(list(names), *AND)


def or_list(names: Iterable[str]) -> str:
    """`A`, `A or B`, `A, B or C`; "" for none."""
    return _joined(list(names), *OR)


def _joined(names: list[str], pair: str, comma: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return say(pair, first=comma.join(names[:-1]), last=names[-1])
