"""What the customer list says."""

from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from recsys_core.schema.config import setting
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.between import Between
from recsys_core.schema.segments.condition import quoted
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import given


class HasAttribute(Between):
    """A fact of the customer list is one of some values, or lies between two numbers."""

    title: ClassVar[str] = m.ATTRIBUTE_KIND
    kind: Literal["attribute"] = "attribute"
    fact: str = setting("", "Fact")
    """A column of the customer list."""
    values: tuple[str, ...] = setting((), "Any of")
    """Empty where numbers are asked for."""

    def problem(self) -> str:
        if not self.fact:
            return say(m.NO_FACT)
        if self.values and (self.low is not None or self.high is not None):
            return say(m.VALUES_AND_ENDS)
        return "" if self.values else super().problem()

    def mask(self, facts: CustomerFacts) -> BoolArray:
        found = pd.Series(facts.fact(self.fact))
        if self.values:
            return np.asarray(found.isin(list(self.values)).to_numpy(dtype=bool))
        return self.within(pd.to_numeric(found, errors="coerce").to_numpy(dtype=float))

    def clause(self, words: Words) -> str:
        if self.values:
            return say(m.FACT_IS, fact=self.fact, names=quoted(self.values))
        return say(m.FACT_BETWEEN, fact=self.fact, range=self.range_words(given))
