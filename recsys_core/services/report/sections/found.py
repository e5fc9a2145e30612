"""What the sections of a report are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.services.evaluation.latest import Measurement
from recsys_core.services.report.blocks import Section
from recsys_core.services.workspace.names import DECIDING, MetricInfo
from recsys_core.services.workspace.workspace import Workspace

MISSING = (NotReadyError, NotFoundError, InputError)
"""What a section that cannot be made is told by: it is then left out."""


@dataclass(frozen=True)
class Found:
    """What a report is about. frame: as of `latest.figures`; metrics: those measured."""

    ws: Workspace
    measurement: Measurement
    frame: pd.DataFrame
    metrics: list[MetricInfo]
    card: dict[str, Any]
    noun: str

    @property
    def k(self) -> int:
        return int(self.measurement.board.protocol["k"])

    @property
    def split(self) -> dict[str, Any]:
        """What the first round held back."""
        first: dict[str, Any] = self.measurement.board.protocol["splits"][0]
        return first

    @property
    def deciding(self) -> MetricInfo:
        return next((m for m in self.metrics if m.name == DECIDING), self.metrics[0])

    def rows(self, metric: MetricInfo) -> pd.DataFrame:
        """One metric of all models, best first."""
        rows = self.frame[self.frame[Columns.Metric] == metric.label(self.k)]
        return rows.dropna(subset=[Columns.Value]).sort_values(
            Columns.Value, ascending=not metric.higher_is_better, kind="stable"
        )


SectionFunction = Callable[[Found], Section | None]
