"""The RFM segment, where customers stand by their own rhythm, and groups that were found."""

from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.config import setting
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.segments import messages as m
from recsys_core.schema.segments.condition import Condition, quoted
from recsys_core.schema.segments.facts import CustomerFacts, Words
from recsys_core.schema.types import BoolArray, StrArray
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say


class OneOf(Condition):
    """Base of conditions that name some of several."""

    values: tuple[str, ...] = setting((), "Any of")
    """Any of these."""

    def problem(self) -> str:
        return "" if self.values else say(m.NO_VALUES)

    def among(self, names: StrArray) -> BoolArray:
        """(n,) whose name is one of the values."""
        return np.asarray(pd.Series(names).isin(list(self.values)).to_numpy(dtype=bool))


class InRfmSegment(OneOf):
    """Champions, At risk and the like."""

    title: ClassVar[str] = m.RFM_KIND
    kind: Literal["rfm"] = "rfm"

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return self.among(facts.named(Columns.Segment))

    def clause(self, words: Words) -> str:
        return say(m.IN_RFM, names=quoted(self.values))


class HasStatus(OneOf):
    """New, active, overdue, lost or unknown."""

    title: ClassVar[str] = m.STATUS_KIND
    kind: Literal["status"] = "status"

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return self.among(facts.named(C.Status))

    def clause(self, words: Words) -> str:
        return say(m.HAVE_STATUS, names=or_list(self.values))


class InCluster(OneOf):
    """A group of a grouping, told by its name: its number may be another's on new data."""

    title: ClassVar[str] = m.CLUSTER_KIND
    steady: ClassVar[bool] = False
    kind: Literal["cluster"] = "cluster"
    by: Literal["rfm", "figures", "tastes"] = setting("rfm", "Grouped by", words=m.CLUSTER_BASES)
    """What customers are compared in."""
    method: Literal["k-means", "mixture"] = setting("k-means", "Method")
    """How groups are cut."""
    number: int = setting(5, "Groups", ge=2, le=8)
    """How many groups everybody is cut into."""

    def mask(self, facts: CustomerFacts) -> BoolArray:
        return facts.grouped(self.by, self.method, self.number, self.values)

    def clause(self, words: Words) -> str:
        return say(
            m.IN_CLUSTER[self.method],
            names=quoted(self.values),
            number=self.number,
            basis=say(m.CLUSTER_BASES[self.by]),
        )
