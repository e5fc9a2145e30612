"""The base of every configuration class."""

from pydantic import BaseModel, ConfigDict, Field


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


class DataSettings(BaseConfig):
    """Which part of the workspace a model sees. Travels with every model trained from it."""

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
