"""The settings of `auto`."""

from typing import Literal

from recsys_core.schema.config import ModelConfig, setting


class AutoConfig(ModelConfig):
    """What `auto` chooses for, and how long it may search."""

    minutes: float = setting(5.0, "Minutes to search", ge=0.1, le=240.0)
    """How long to try models and settings before the best is trained on everything. More time tries
    more settings; the first minutes bring most."""
    may_come_back: bool = setting(False, "Bought products may come back")
    """Off: it chooses what is best at products new to the customer. On: what is best at the next
    visit, bought before or not, as groceries are."""
    ratings: Literal["all", "liked"] = setting("all", "Ratings it learns from", advanced=True)
    """all: what was rated at all, high or low, and it chooses what foretells that. liked: only
    ratings in the upper half of the scale, in what it learns, in what it chooses by and in what a
    customer is scored by. Purchases all count."""
