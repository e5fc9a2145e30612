"""What a business rule says: what marketing wants on the lists whatever the model thinks."""

from datetime import date
from typing import Literal

from pydantic import Field

from recsys_core.schema.config import BaseConfig

By = Literal["all", "product", "category", "brand", "attribute"]

EVERYBODY = ""


class RuleFields(BaseConfig):
    """Everything a rule can say, as it is stored and written in files, in this order. Each kind
    goes by some of the fields; the others keep what they hold.
    """

    name: str = Field(
        min_length=1,
        max_length=120,
        title="Name",
        description="What the rule is called in tables, reasons and files.",
    )
    action: str = Field(title="What happens", description="What the rule does.")
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

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (
            self.enabled
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
        )
