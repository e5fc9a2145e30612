"""The base of every configuration class."""

import json
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic.fields import FieldInfo

from recsys_core.schema import messages as m
from recsys_core.wording.messages import say


def bounds(field: FieldInfo) -> tuple[float | None, float | None]:
    """The lowest and the highest value a field takes, None for no end; whole numbers for a field of
    whole numbers.
    """
    kind = int if field.annotation is int else float
    ends: list[float | None] = []
    for name in ("ge", "le"):
        found = [getattr(one, name) for one in field.metadata if hasattr(one, name)]
        ends.append(kind(found[0]) if found else None)
    return ends[0], ends[1]


class BaseConfig(BaseModel):
    """Validated, immutable settings; forms, the command line and run cards are generated from the
    fields.

    Every field has a `title` (the label on screen), a `description` that a marketer understands,
    and bounds where there are any. `json_schema_extra={"advanced": True}` puts a field behind
    "More settings" in the form.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class ModelConfig(BaseConfig):
    """Base of the configuration of every recommender."""

    seed: int = Field(
        default=42,
        ge=0,
        le=2**31 - 1,
        title="Random seed",
        description="The same seed on the same data gives the same lists.",
        json_schema_extra={"advanced": True},
    )


def _weight(default: float, title: str, description: str) -> Any:
    """The field of one kind of event."""
    return Field(
        default=default,
        ge=0.0,
        le=100.0,
        title=title,
        description=description,
        json_schema_extra={"elsewhere": True},
    )


class DataSettings(BaseConfig):
    """Which part of the workspace a model sees, and how much each row counts. Travels with every
    model trained from it.

    The defaults leave nothing out and weigh every purchase 1. Fields marked `elsewhere` have no
    widget in generated forms: the Data page sets them beside the finding they belong to.
    """

    min_item_users: int | None = Field(
        default=None,
        ge=1,
        title="Fewest customers per product",
        description="Products bought by fewer customers are left out. Empty: the smallest of "
        "1, 2, 3, 5, 10, 20, 50 … that leaves a catalogue the models can hold.",
    )
    max_items: int = Field(
        default=12_000,
        ge=10,
        title="Largest catalogue",
        description="How many products the automatic choice above may leave.",
        json_schema_extra={"advanced": True},
    )
    min_user_items: int = Field(
        default=1,
        ge=1,
        title="Fewest products per customer",
        description="Customers with fewer different products are left out of training "
        "(they still get lists).",
    )
    core: bool = Field(
        default=False,
        title="Repeat until both hold",
        description="Leaving customers out can bring a product below its limit, and the other way "
        "round. On: products and customers are left out in turn until all that stay meet both.",
        json_schema_extra={"elsewhere": True},
    )
    max_events_per_user: int | None = Field(
        default=None,
        ge=1,
        title="Most purchases per customer",
        description="Of a customer with more, only the latest count, so that a few very large "
        "accounts do not decide what goes with what. Empty: all count.",
        json_schema_extra={"elsewhere": True},
    )
    since: date | None = Field(
        default=None,
        title="From this day",
        description="Earlier rows do not count, nor do rows without a date. Empty: from the start.",
        json_schema_extra={"elsewhere": True},
    )
    until: date | None = Field(
        default=None,
        title="Up to this day",
        description="Later rows do not count, nor do rows without a date. Empty: to the end.",
        json_schema_extra={"elsewhere": True},
    )
    last_months: int | None = Field(
        default=None,
        ge=1,
        le=240,
        title="Only the last months",
        description="Only rows of so many months before the latest row count; the window moves on "
        "as newer data is imported. Empty: all months.",
        json_schema_extra={"elsewhere": True},
    )
    popularity_damping: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Damping of bestsellers",
        description="0: every purchase weighs the same. Above: a purchase of a product with fewer "
        "customers weighs more, by (customers of the bestseller / customers of the product) to "
        "this power. Ratings are never changed, and models that ask only whether something was "
        "bought do not notice.",
        json_schema_extra={"elsewhere": True},
    )
    excluded_items: tuple[str, ...] = Field(
        default=(),
        title="Products left out",
        description="Numbers of products that are none (postage, fees, gift cards, samples): "
        "nothing is learned from them and they are never recommended.",
        json_schema_extra={"elsewhere": True},
    )
    excluded_users: tuple[str, ...] = Field(
        default=(),
        title="Customers left out",
        description="Numbers of customers that nothing should be learned from (programs, "
        "resellers, test accounts). They stay on the customer list.",
        json_schema_extra={"elsewhere": True},
    )
    feedback: bool = Field(
        default=True,
        title="Learn from feedback",
        description="On: a thumb up counts as one more purchase in the next training, and what a "
        "customer did not like or never wants is left out of their past.",
        json_schema_extra={"elsewhere": True},
    )
    weight_view: float = _weight(1.0, "A look at a product", m.VIEW_COUNTS)
    weight_click: float = _weight(1.0, "A click", m.CLICK_COUNTS)
    weight_cart: float = _weight(3.0, "Into the cart", m.CART_COUNTS)
    weight_purchase: float = _weight(5.0, "A purchase", m.PURCHASE_COUNTS)
    weight_return: float = Field(
        default=-5.0,
        ge=-100.0,
        le=0.0,
        title="A return",
        description="How much a return takes off, counted by the share of the units that came "
        "back. Used where a workspace holds several kinds of events; with purchases alone a "
        "product that came back entirely does not count, and any other counts in full.",
        json_schema_extra={"elsewhere": True},
    )

    @field_validator("excluded_items", "excluded_users", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        """Ids once each, in order; text may be a JSON list or ids with commas between."""
        if isinstance(value, str):
            text = value.strip()
            value = json.loads(text) if text.startswith("[") else text.split(",")
        if isinstance(value, list | tuple | set | frozenset):
            ids = {str(one).strip() for one in value}
            return tuple(sorted(one for one in ids if one))
        return value

    @model_validator(mode="after")
    def _window_runs_forward(self) -> "DataSettings":
        if self.since and self.until and self.until < self.since:
            raise ValueError(say(m.WINDOW_CROSSED))
        return self

    def changes(self) -> dict[str, Any]:
        """The fields that differ from the defaults, JSON-ready."""
        return self.model_dump(mode="json", exclude_defaults=True)
