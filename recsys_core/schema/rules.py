"""Business rules: what marketing wants on the lists whatever the model says."""

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from recsys_core.schema.config import BaseConfig

Action = Literal[
    "exclude",
    "include",
    "boost",
    "bury",
    "pin",
    "cap",
    "in-stock",
    "price-range",
    "margin-floor",
    "bought-within",
]
By = Literal["all", "product", "category", "brand", "attribute"]

EVERYBODY = ""


class Rule(BaseConfig):
    """One rule. `by`, `attribute` and `values` say which products it speaks of; the action says
    what happens to them; `segment` and the dates say for whom and when.

    Filters (exclude, include, in-stock, price-range, margin-floor, bought-within) take products off
    the lists: `include` leaves only the products spoken of; in-stock, price-range and margin-floor
    take off those spoken of that fail the test, and let unknown stock, price or margin pass;
    bought-within takes off what the customer bought in the last `days`. boost and bury move
    products by `strength` (share of the way to the top or the bottom). pin puts the best candidate
    spoken of at `place`. cap lets at most `limit` of the products spoken of on a list.
    """

    name: str = Field(
        min_length=1,
        max_length=120,
        title="Name",
        description="What the rule is called in tables, reasons and files.",
    )
    action: Action = Field(title="What happens", description="What the rule does.")
    by: By = Field(
        default="all",
        title="Which products",
        description="All products, or those of some numbers, categories, brands or facts.",
    )
    attribute: str = Field(
        default="",
        title="Fact",
        description="Name of the fact of the product list, where products are chosen by one.",
    )
    values: tuple[str, ...] = Field(
        default=(),
        title="Products, categories, brands or values",
        description="Any of these; letters count as written in the product list.",
    )
    strength: float = Field(
        default=0.3,
        ge=0.0,
        le=1.0,
        title="How strongly",
        description="0 changes nothing, 1 moves the products to the very top or bottom.",
    )
    place: int = Field(
        default=1, ge=1, le=100, title="Place", description="Where the product is pinned."
    )
    limit: int = Field(
        default=1, ge=0, le=100, title="At most", description="How many of them a list may hold."
    )
    low: float | None = Field(
        default=None, ge=0, title="From", description="Lowest price or margin allowed."
    )
    high: float | None = Field(
        default=None, ge=0, title="Up to", description="Highest price allowed."
    )
    days: int = Field(
        default=30,
        ge=1,
        le=3650,
        title="Days",
        description="Products the customer bought in the last days are left out.",
    )
    segment: str = Field(
        default=EVERYBODY,
        title="For whom",
        description="A group of customers, as in “Segment: Loyal”. Empty: everybody.",
    )
    start: date | None = Field(
        default=None, title="From this day", description="Empty: from now on."
    )
    end: date | None = Field(
        default=None, title="Up to this day", description="Empty: for good. The day itself counts."
    )
    enabled: bool = Field(
        default=True, title="In force", description="Off: kept, but without effect."
    )

    @model_validator(mode="after")
    def _complete(self) -> "Rule":
        if self.by != "all" and not self.values:
            raise ValueError("Name at least one product, category, brand or value.")
        if self.by == "attribute" and not self.attribute:
            raise ValueError("Name the fact of the product list to choose by.")
        if self.by == "all" and self.action in ("exclude", "include", "boost", "bury", "pin"):
            raise ValueError("Say which products the rule is about.")
        if self.action == "price-range" and self.low is None and self.high is None:
            raise ValueError("Give a lowest or a highest price.")
        if self.action == "margin-floor" and self.low is None:
            raise ValueError("Give the lowest margin.")
        if self.low is not None and self.high is not None and self.high < self.low:
            raise ValueError("The highest price lies below the lowest; exchange them.")
        if self.start and self.end and self.end < self.start:
            raise ValueError("The rule ends before it begins; exchange the two days.")
        return self

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (
            self.enabled
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
        )
