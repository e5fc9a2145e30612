"""What happens to a model's candidates before they are shown: every knob in one place."""

from typing import Any, Literal, cast

from recsys_core.schema.config import BaseConfig, setting
from recsys_core.schema.rules import Rule


def _share(title: str, default: float = 0.0, **extra: Any) -> Any:
    """The field of a knob from 0 to 1."""
    return setting(default, title, ge=0.0, le=1.0, **extra)


def _cap(title: str) -> Any:
    """The field of a limit from 1 to 100, or none."""
    return setting(None, title, ge=1, le=100, group="cap")


class RerankConfig(BaseConfig):
    """The knobs between a model's scores and a list. The defaults leave the model's own order.

    They act in this order: rules that take products off, then what moves candidates (damping,
    novelty, price, recency, boosts and temperature), then the choice of the list (diversity,
    calibration, caps, pins, exploration), then filling up.
    """

    diversity: float = _share("Diversity", group="view")
    """0 keeps the model's own order; 1 looks only for products unlike each other."""
    diversity_by: Literal["mmr", "dpp"] = setting(
        "mmr",
        "Kind of diversity",
        advanced=True,
        words={"mmr": "Place by place (MMR)", "dpp": "The list as a whole (DPP)"},
    )
    """mmr: each product unlike the ones above it. dpp: the list as a whole is as varied as can
    be."""
    calibration: float = _share("Own mix of categories", group="strength")
    """Towards the mix of categories the customer has bought so far."""
    novelty: float = _share("Novelty", group="view")
    """Brings up products few customers know yet."""
    damping: float = _share("Bestsellers down", group="view")
    """Takes from every product what it owes to being a bestseller."""
    price: float = setting(0.0, "Price", ge=-1.0, le=1.0, group="view")
    """Left: cheaper products first. Right: dearer products first."""
    recency: float = _share("Newness", group="strength")
    """Brings up products that came into the shop lately."""
    temperature: float = _share("Chance", group="chance", advanced=True)
    """0: the same list every time. Above: neighbours on the list change places by chance, with the
    seed below."""
    exploration: float = _share("Places to explore with", group="chance", advanced=True)
    """Share of the places given to candidates drawn by lot, to learn how customers like what the
    model would not show."""
    category_cap: int | None = _cap("Most products of a category")
    """No more than this many of one category on a list. Empty: no limit."""
    brand_cap: int | None = _cap("Most products of a brand")
    """No more than this many of one brand on a list. Empty: no limit."""
    bought_cap: int | None = _cap("Most products bought before")
    """No more than this many products the customer had before: the other places are kept for new
    ones. Empty: no limit."""
    new_cap: int | None = _cap("Most new products")
    """No more than this many products the customer never had: the other places are kept for bought
    ones, where these may come back. Empty: no limit."""
    mix: str = setting("", "Mix with")
    """Name of a second model whose candidates are blended in. Empty: none."""
    mix_share: float = _share("Weight of the second model", default=0.5)
    """0: only the first model counts, 1: only the second."""
    fill: bool = setting(False, "Fill up with bestsellers")
    """Places left empty are filled with bestsellers, which are marked as such."""
    seed: int = setting(42, "Random seed", ge=0, le=2**31 - 1, advanced=True)
    """The same seed gives the same lists."""
    rules: tuple[Rule, ...] = setting((), "Business rules", elsewhere=True)
    """Rules in force for these lists."""

    def changes(self) -> dict[str, Any]:
        """The fields that differ from the defaults, JSON-ready."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @property
    def parted(self) -> bool:
        """Whether places are kept for bought or for new products."""
        return self.bought_cap is not None or self.new_cap is not None

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
