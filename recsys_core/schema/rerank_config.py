"""What happens to a model's candidates before they are shown: every knob in one place."""

from typing import Any, Literal, cast

from pydantic import Field

from recsys_core.schema.config import BaseConfig
from recsys_core.schema.rules import Rule


class RerankConfig(BaseConfig):
    """The knobs between a model's scores and a list. The defaults leave the model's own order.

    They act in this order: rules that take products off, then what moves candidates (damping,
    novelty, price, recency, boosts and temperature), then the choice of the list (diversity,
    calibration, caps, pins, exploration), then filling up.
    """

    diversity: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Diversity",
        description="0 keeps the model's own order; 1 looks only for products unlike each other.",
        json_schema_extra={"group": "view"},
    )
    diversity_by: Literal["mmr", "dpp"] = Field(
        default="mmr",
        title="Kind of diversity",
        description="mmr: each product unlike the ones above it. dpp: the list as a whole is as "
        "varied as can be.",
        json_schema_extra={
            "advanced": True,
            "words": {"mmr": "Place by place (MMR)", "dpp": "The list as a whole (DPP)"},
        },
    )
    calibration: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Own mix of categories",
        description="Towards the mix of categories the customer has bought so far.",
        json_schema_extra={"group": "strength"},
    )
    novelty: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Novelty",
        description="Brings up products few customers know yet.",
        json_schema_extra={"group": "view"},
    )
    damping: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Bestsellers down",
        description="Takes from every product what it owes to being a bestseller.",
        json_schema_extra={"group": "view"},
    )
    price: float = Field(
        default=0.0,
        ge=-1.0,
        le=1.0,
        title="Price",
        description="Left: cheaper products first. Right: dearer products first.",
        json_schema_extra={"group": "view"},
    )
    recency: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Newness",
        description="Brings up products that came into the shop lately.",
        json_schema_extra={"group": "strength"},
    )
    temperature: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Chance",
        description="0: the same list every time. Above: neighbours on the list change places by "
        "chance, with the seed below.",
        json_schema_extra={"group": "chance", "advanced": True},
    )
    exploration: float = Field(
        default=0.0,
        ge=0.0,
        le=1.0,
        title="Places to explore with",
        description="Share of the places given to candidates drawn by lot, to learn how customers "
        "like what the model would not show.",
        json_schema_extra={"group": "chance", "advanced": True},
    )
    category_cap: int | None = Field(
        default=None,
        ge=1,
        le=100,
        title="Most products of a category",
        description="No more than this many of one category on a list. Empty: no limit.",
        json_schema_extra={"group": "cap"},
    )
    brand_cap: int | None = Field(
        default=None,
        ge=1,
        le=100,
        title="Most products of a brand",
        description="No more than this many of one brand on a list. Empty: no limit.",
        json_schema_extra={"group": "cap"},
    )
    mix: str = Field(
        default="",
        title="Mix with",
        description="Name of a second model whose candidates are blended in. Empty: none.",
    )
    mix_share: float = Field(
        default=0.5,
        ge=0.0,
        le=1.0,
        title="Weight of the second model",
        description="0: only the first model counts, 1: only the second.",
    )
    fill: bool = Field(
        default=False,
        title="Fill up with bestsellers",
        description="Places left empty are filled with bestsellers, which are marked as such.",
    )
    seed: int = Field(
        default=42,
        ge=0,
        le=2**31 - 1,
        title="Random seed",
        description="The same seed gives the same lists.",
        json_schema_extra={"advanced": True},
    )
    rules: tuple[Rule, ...] = Field(
        default=(),
        title="Business rules",
        description="Rules in force for these lists.",
        json_schema_extra={"elsewhere": True},
    )

    def changes(self) -> dict[str, Any]:
        """The fields that differ from the defaults, JSON-ready."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def idle(self) -> bool:
        """Whether nothing is changed: the model's own order, whatever kind or seed is set."""
        silent = {"diversity_by", "seed", "mix_share"}
        return not (self.changes().keys() - silent)


Group = Literal["view", "strength", "cap", "chance"]
"""Where a knob stands on screen: always in view, or among the strengths, limits or kinds of chance
behind a button. A knob without a group has a widget of its own.
"""


def knobs(*groups: Group) -> tuple[str, ...]:
    """The names of the knobs of these groups, in the order in which they are declared."""
    found = []
    for name, field in RerankConfig.model_fields.items():
        extra = cast(dict[str, Any], field.json_schema_extra or {})
        if extra.get("group") in groups:
            found.append(name)
    return tuple(found)


NO_RERANKING = RerankConfig()
"""The model's own order."""
