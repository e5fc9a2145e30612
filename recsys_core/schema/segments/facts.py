"""What conditions may ask of customers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple, Protocol

from recsys_core.schema.types import BoolArray, FloatArray, IntArray, StrArray

By = Literal["all", "product", "category", "brand"]


class Buying(NamedTuple):
    """Purchases of any of some products: `by` names of products, categories (any level of the path,
    or the path down to it) or brands, in the last `days` or from `start` to `end` (both count).

    least: more often than this nobody asks.
    """

    by: By
    values: tuple[str, ...] = ()
    days: int | None = None
    start: date | None = None
    end: date | None = None
    least: int = 1


class CustomerFacts(Protocol):
    """n customers in one order; arrays are (n,) and shared: copy before changing.

    Every question raises `InputError` with one sentence where the data cannot answer it, so that
    what is not known is never taken for nobody.
    """

    @property
    def n(self) -> int:
        """How many customers there are."""

    def figure(self, name: str) -> FloatArray:
        """A figure of `figures.FIGURES`, NaN where it is not known."""

    def named(self, column: str) -> StrArray:
        """The RFM segment or the status of everybody."""

    def grouped(self, by: str, method: str, number: int, names: tuple[str, ...]) -> BoolArray:
        """Who is in one of the named groups when all are grouped into so many; an error where the
        data makes no group of such a name.
        """

    def fact(self, name: str) -> StrArray:
        """What the customer list says, "" where it says nothing."""

    def times(self, what: Buying) -> IntArray:
        """On how many visits they bought that: orders, else days, else lines; counted up to no
        further than `what.least` where that is 1.
        """

    def worth(self, name: str, days: int) -> FloatArray:
        """`alive`, `orders` or `value` expected within so many days; NaN where it is not known."""

    def campaign(self, what: Literal["targeted", "responded"], ids: tuple[str, ...]) -> BoolArray:
        """Whom any of the campaigns reached, or who answered one; none: of all."""

    def judged(self, verdict: str, products: tuple[str, ...]) -> BoolArray:
        """Who gave such a verdict on any of the products; none: on any product."""

    def members(self, name: str) -> BoolArray:
        """Who is in another segment."""


@dataclass(frozen=True)
class Words:
    """What sentences about conditions depend on. activity: what counts as buying in this data;
    titles: of products by their number.
    """

    activity: Literal["purchase", "rating", "visit"] = "purchase"
    titles: Mapping[str, str] = field(default_factory=dict)
