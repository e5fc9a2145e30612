"""The products are not shown to who bought them in the last days."""

import numpy as np
import scipy.sparse as sp

from recsys_core.schema.histories import NO_TIME, Moments, rows_of
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.list_context import ListContext
from recsys_core.schema.rules import messages as m
from recsys_core.schema.rules.fields import RuleFields
from recsys_core.schema.rules.kind import About, RuleKind, Setting
from recsys_core.schema.types import CSR, BoolArray
from recsys_core.wording.dates import SECONDS_PER_DAY
from recsys_core.wording.messages import say


class BoughtWithin(RuleKind):
    """Takes off what each customer bought lately."""

    name = "bought-within"
    title = "Do not show if bought lately"
    settings = (Setting("days", "In the last … days", 30),)
    is_filter = True

    def sentence(self, rule: RuleFields, about: About) -> str:
        return say(m.NOT_AGAIN, n=rule.days, one=about.one)

    def takes_off_own(
        self, rule: RuleFields, products: BoolArray, rows: BoolArray, context: ListContext
    ) -> CSR | None:
        """None where purchases have no dates."""
        histories = context.owned
        moments: Moments | None = getattr(histories, "moments", None)
        if moments is None or context.now == NO_TIME:
            return None
        row = rows_of(histories)
        late = (moments.last != NO_TIME) & (
            moments.last > context.now - rule.days * SECONDS_PER_DAY
        )
        late &= rows[row] & products[histories.indices]
        cells = (row[late], histories.indices[late])
        return sp.csr_matrix((np.ones(len(cells[0]), np.float32), cells), shape=histories.shape)

    def idle_here(self, rule: RuleFields, facts: ItemFacts, dated: bool) -> str:
        return "" if dated else say(m.NO_DATES, name=rule.name)
