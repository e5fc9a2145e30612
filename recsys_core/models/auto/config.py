"""The settings of `auto`."""

from pydantic import Field

from recsys_core.schema.config import ModelConfig


class AutoConfig(ModelConfig):
    """What `auto` chooses for, and how long it may search."""

    minutes: float = Field(
        default=5.0,
        ge=0.1,
        le=240.0,
        title="Minutes to search",
        description="How long to try models and settings before the best is trained on everything. "
        "More time tries more settings; the first minutes bring most.",
    )
    may_come_back: bool = Field(
        default=False,
        title="Bought products may come back",
        description="Off: it chooses what is best at products new to the customer. On: what is "
        "best at the next visit, bought before or not, as groceries are.",
    )
