"""What pages say about metrics, models and the latest measurement."""

from dataclasses import dataclass, fields

from recsys_core.models.registry import MODELS
from recsys_core.schema.contracts import ModelCard
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.services.workspace import messages as m
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import Unit

DECIDING = "NDCG"
BASELINE = "popularity"
SHARES = frozenset(
    {"HitRate", "Coverage", "UserCoverage", "Popularity", "LongTail", "FullLists", "Filler"}
)
FAMILIES = ("accuracy", "variety", "reach", "money", "rating")


@dataclass(frozen=True)
class MetricInfo:
    """A metric as people meet it. `long_form` spells out the abbreviation in the title, if any."""

    name: str
    title: str
    long_form: str
    meaning: str
    family: str
    higher_is_better: bool
    cut_off: bool

    @property
    def short(self) -> str:
        """The title without what stands in brackets: "Ranking quality"."""
        return without_brackets(self.title)

    @property
    def direction(self) -> str:
        """Which way is good, in words."""
        return say(m.HIGHER_IS_BETTER if self.higher_is_better else m.LOWER_IS_BETTER)

    @property
    def unit(self) -> Unit:
        """What its figures are written as."""
        return unit_of(self.name, self.family)

    def label(self, k: int) -> str:
        """As in the figures: `NDCG@10`."""
        return f"{self.name}@{k}" if self.cut_off else self.name


def metric_info() -> list[MetricInfo]:
    """Every metric, in the order in which screens show them."""
    from recsys_core.evaluation.metrics.registry import METRICS

    return [
        MetricInfo(**{field.name: getattr(metric, field.name) for field in fields(MetricInfo)})
        for metric in METRICS.values()
    ]


def model_card(name: str) -> ModelCard | None:
    """What is said about a model; None for one this version does not know."""
    return MODELS[name].card if name in MODELS else None


def model_title(name: str) -> str:
    """A model's name on screen; an unknown one's own name."""
    card = model_card(name)
    return card.title if card else name


def short_title(name: str) -> str:
    """`model_title` without what stands in brackets, for charts and tables: "EASE"."""
    return without_brackets(model_title(name))


def is_reference(name: str) -> bool:
    """Whether a model is only there to be compared with."""
    return name in REFERENCES


def without_brackets(text: str) -> str:
    """`EASE (products that go together)` -> `EASE`."""
    return text.split(" (", maxsplit=1)[0].strip() or text


def unit_of(metric: str, family: str) -> Unit:
    """What a metric's figures are written as."""
    if family == "money":
        return "money"
    return "share" if metric in SHARES else "number"
