"""The base of every configuration class."""

import json
from collections.abc import Mapping
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


def setting(
    default: Any,
    title: str,
    description: str | None = None,
    *,
    advanced: bool = False,
    elsewhere: bool = False,
    group: str = "",
    words: Mapping[str, str] | None = None,
    **bounds: Any,
) -> Any:
    """A field with its label on screen and pydantic's `bounds` (ge, le, gt, lt, multiple_of).

    `advanced` puts it behind "More settings" in the form, `elsewhere` leaves it out of forms;
    `group`: the knobs it stands with; `words`: what its choices are called.
    """
    marks = {"advanced": advanced, "elsewhere": elsewhere, "group": group, "words": words}
    extra: Any = {name: mark for name, mark in marks.items() if mark}
    return Field(
        default=default, title=title, description=description, json_schema_extra=extra, **bounds
    )


class BaseConfig(BaseModel):
    """Validated, immutable settings; forms, the command line and run cards are generated from the
    fields.

    Every field is a `setting`; the words below it, which a marketer understands, are its
    `description`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        for field in cls.model_fields.values():
            field.description = " ".join((field.description or "").split()) or None


class ModelConfig(BaseConfig):
    """Base of the configuration of every recommender."""

    seed: int = setting(42, "Random seed", ge=0, le=2**31 - 1, advanced=True)
    """The same seed on the same data gives the same lists."""


def _weight(default: float, title: str, description: str) -> Any:
    """The field of one kind of event."""
    return setting(default, title, description, ge=0.0, le=100.0, elsewhere=True)


class DataSettings(BaseConfig):
    """Which part of the workspace a model sees, and how much each row counts. Travels with every
    model trained from it.

    The defaults leave nothing out and weigh every purchase 1. Fields marked `elsewhere` have no
    widget in generated forms: the Data page sets them beside the finding they belong to.
    """

    min_item_users: int | None = setting(None, "Fewest customers per product", ge=1)
    """Products bought by fewer customers are left out. Empty: the smallest of 1, 2, 3, 5, 10, 20,
    50 … that leaves a catalogue the models can hold."""
    max_items: int = setting(12_000, "Largest catalogue", ge=10, advanced=True)
    """How many products the automatic choice above may leave."""
    min_user_items: int = setting(1, "Fewest products per customer", ge=1)
    """Customers with fewer different products are left out of training (they still get lists)."""
    core: bool = setting(False, "Repeat until both hold", elsewhere=True)
    """Leaving customers out can bring a product below its limit, and the other way round. On:
    products and customers are left out in turn until all that stay meet both."""
    max_events_per_user: int | None = setting(
        None, "Most purchases per customer", ge=1, elsewhere=True
    )
    """Of a customer with more, only the latest count, so that a few very large accounts do not
    decide what goes with what. Empty: all count."""
    since: date | None = setting(None, "From this day", elsewhere=True)
    """Earlier rows do not count, nor do rows without a date. Empty: from the start."""
    until: date | None = setting(None, "Up to this day", elsewhere=True)
    """Later rows do not count, nor do rows without a date. Empty: to the end."""
    last_months: int | None = setting(None, "Only the last months", ge=1, le=240, elsewhere=True)
    """Only rows of so many months before the latest row count; the window moves on as newer data is
    imported. Empty: all months."""
    popularity_damping: float = setting(
        0.0, "Damping of bestsellers", ge=0.0, le=1.0, elsewhere=True
    )
    """0: every purchase weighs the same. Above: a purchase of a product with fewer customers weighs
    more, by (customers of the bestseller / customers of the product) to this power. Ratings are
    never changed, and models that ask only whether something was bought do not notice."""
    excluded_items: tuple[str, ...] = setting((), "Products left out", elsewhere=True)
    """Numbers of products that are none (postage, fees, gift cards, samples): nothing is learned
    from them and they are never recommended."""
    excluded_users: tuple[str, ...] = setting((), "Customers left out", elsewhere=True)
    """Numbers of customers that nothing should be learned from (programs, resellers, test
    accounts). They stay on the customer list."""
    feedback: bool = setting(True, "Learn from feedback", elsewhere=True)
    """On: a thumb up counts as one more purchase in the next training, and what a customer did not
    like or never wants is left out of their past."""
    weight_view: float = _weight(1.0, "A look at a product", m.VIEW_COUNTS)
    weight_click: float = _weight(1.0, "A click", m.CLICK_COUNTS)
    weight_cart: float = _weight(3.0, "Into the cart", m.CART_COUNTS)
    weight_purchase: float = _weight(5.0, "A purchase", m.PURCHASE_COUNTS)
    weight_return: float = setting(-5.0, "A return", ge=-100.0, le=0.0, elsewhere=True)
    """How much a return takes off, counted by the share of the units that came back. Used where a
    workspace holds several kinds of events; with purchases alone a product that came back entirely
    does not count, and any other counts in full."""

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
