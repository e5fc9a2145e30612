"""What the best model reaches, in three figures, beside the bestsellers."""

from pages.kit import layout
from pages.kit.layout import Figure
from pages.parts.evaluation import messages as m
from pages.parts.evaluation.what_if_words import value
from recsys_core.services.evaluation import findings
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.workspace.names import BASELINE, DECIDING, MetricInfo, short_title
from recsys_core.wording.messages import say

SHOWN = (findings.HITS, DECIDING, "Coverage")


def show(found: Measurement, metrics: list[MetricInfo]) -> None:
    """A strip of figures; nothing where only models to compare with were measured."""
    model, infos = findings.first_model(found.board), {one.name: one for one in metrics}
    if tiles := [_tile(found, infos[name], model) for name in SHOWN if model and name in infos]:
        layout.figures(tiles, key="leading")


def _tile(found: Measurement, metric: MetricInfo, model: str) -> Figure:
    label = metric.label(int(found.board.protocol["k"]))
    values = {row.model: row.value for row in found.board.rows if row.metric == label}
    message = m.OF_MODEL_AND_BASE if BASELINE in values else m.OF_MODEL
    base = value(metric.name, values.get(BASELINE, 0.0))
    name = say(message, metric=metric.short, model=short_title(model), base=base)
    return Figure(name, value(metric.name, values[model]), say(metric.meaning))
