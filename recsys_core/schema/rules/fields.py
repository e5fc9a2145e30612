"""What a business rule says: what marketing wants on the lists whatever the model thinks."""

from datetime import date
from typing import Literal

from pydantic import Field

from recsys_core.schema.config import BaseConfig, setting

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
    by: By = setting("all", "Which products")
    """All products, or those of some numbers, categories, brands or facts."""
    attribute: str = setting("", "Fact")
    """Name of the fact of the product list, where products are chosen by one."""
    values: tuple[str, ...] = setting((), "Products, categories, brands or values")
    """Any of these; letters count as written in the product list."""
    strength: float = setting(0.3, "How strongly", ge=0.0, le=1.0)
    """0 changes nothing, 1 moves the products to the very top or bottom."""
    place: int = setting(1, "Place", ge=1, le=100)
    """Where the product is pinned."""
    limit: int = setting(1, "How many", ge=0, le=100)
    """How many of them a list may hold at most, or holds at least."""
    low: float | None = setting(None, "From", ge=0)
    """Lowest price or margin allowed."""
    high: float | None = setting(None, "Up to", ge=0)
    """Highest price allowed."""
    days: int = setting(30, "Days", ge=1, le=3650)
    """Products the customer bought in the last days are left out."""
    segment: str = setting(EVERYBODY, "For whom")
    """A group of customers, as in “Segment: Loyal”. Empty: everybody."""
    start: date | None = setting(None, "From this day")
    """Empty: from now on."""
    end: date | None = setting(None, "Up to this day")
    """Empty: for good. The day itself counts."""
    enabled: bool = setting(True, "In force")
    """Off: kept, but without effect."""

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a day."""
        return (
            self.enabled
            and (self.start is None or self.start <= day)
            and (self.end is None or day <= self.end)
        )
