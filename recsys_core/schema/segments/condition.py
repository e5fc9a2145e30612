"""What a kind of condition declares and answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import ClassVar

from pydantic import model_validator

from recsys_core.schema.config import BaseConfig
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

SHOWN = 4
"""More names than this are counted, not listed."""


class Condition(BaseConfig, ABC):
    """One condition on customers. Add yours as a module with one subclass, which declares `kind`
    (as in files), and a line in the registry.
    """

    title: ClassVar[str]
    """On screen: "What they bought"."""
    steady: ClassVar[bool] = True
    """Whether the same data always gives the same answer."""

    @abstractmethod
    def mask(self, facts: CustomerFacts) -> BoolArray:
        """(n,) of whom it holds; `InputError` where the data cannot tell."""

    @abstractmethod
    def clause(self, words: Words) -> str:
        """What follows on "Customers who"."""

    def problem(self) -> str:
        """What is missing, in a sentence; "" for nothing."""
        return ""

    @model_validator(mode="after")
    def _complete(self) -> "Condition":
        if problem := self.problem():
            raise ValueError(problem)
        return self


def quoted(names: Iterable[str]) -> str:
    """`“A” or “B”`; the first few and how many more where they are too many."""
    listed = list(names)
    shown = [say(m.NAME, name=name) for name in listed[:SHOWN]]
    more = [say(m.MORE_NAMES, n=len(listed) - SHOWN)] if len(listed) > SHOWN else []
    return or_list([*shown, *more])
