"""The settings of `auto`."""

from recsys_core.schema.config import ModelConfig, setting


class AutoConfig(ModelConfig):
    """What `auto` chooses for, and how long it may search."""

    minutes: float = setting(5.0, "Minutes to search", ge=0.1, le=240.0)
    """How long to try models and settings before the best is trained on everything. More time tries
    more settings; the first minutes bring most."""
    may_come_back: bool = setting(False, "Bought products may come back")
    """Off: it chooses what is best at products new to the customer. On: what is best at the next
    visit, bought before or not, as groceries are."""
