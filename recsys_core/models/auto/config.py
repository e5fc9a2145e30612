"""The settings of `auto`."""

from pydantic import Field

from recsys_core.schema.config import ModelConfig


class AutoConfig(ModelConfig):
    """How long `auto` may search."""

    minutes: float = Field(
        default=5.0,
        ge=0.1,
        le=240.0,
        title="Minutes to search",
        description="How long to try models and settings before the best is trained on everything. "
        "More time tries more settings; the first minutes bring most.",
    )
