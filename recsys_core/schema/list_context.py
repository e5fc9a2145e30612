"""What lists are made for: the customers, the products, and what must not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from recsys_core.schema.histories import NO_TIME
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.schema.types import CSR, BoolArray, IntArray


@dataclass(frozen=True)
class ListContext:
    """The n customers lists are made for, and all that a list depends on beside its candidates.

    facts: the products.  users: (n,) customer codes, -1 for a made-up visitor.  histories:
    (n, n_items) what they have, with moments where known.  now: seconds since 1970, the moment the
    lists are for, `NO_TIME` where the data has no dates.  groups: by name ("Segment: Loyal"), (n,)
    who belongs to it; holds at least every group a rule names.  barred: (n, n_items) what may not
    be brought in as filler or pin (bought already), None for nothing.

    From feedback, None where there is none.  had: (n, n_items) what they really have, where the
    histories hold what they liked as well.  never, down: (n, n_items) products that may be on no
    list, and products that come after all others.
    """

    facts: ItemFacts
    users: IntArray
    histories: CSR
    now: int = NO_TIME
    groups: Mapping[str, BoolArray] = field(default_factory=dict)
    barred: CSR | None = None
    had: CSR | None = None
    never: CSR | None = None
    down: CSR | None = None

    def __len__(self) -> int:
        return len(self.users)

    @property
    def owned(self) -> CSR:
        """What they really have."""
        return self.histories if self.had is None else self.had
