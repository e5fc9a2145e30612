"""How a fit came along: one figure per pass over the data."""

from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray


@dataclass
class LearningCurve:
    """Points (pass, value) of one figure, in words a chart can carry.

    A model that has one keeps it as `learning_curve`; the list is empty before `fit` and saved
    with the model.
    """

    title: str
    higher_is_better: bool
    points: list[tuple[int, float]] = field(default_factory=list)

    def add(self, step: int, value: float) -> None:
        self.points.append((step, float(value)))

    def parts(self) -> dict[str, NDArray[Any]]:
        """Arrays for `save_arrays`."""
        return {"learning_curve": np.array(self.points, dtype=np.float64).reshape(-1, 2)}

    def join(self, arrays: dict[str, NDArray[Any]]) -> Self:
        """Take over the points that `parts` wrote."""
        self.points = [(int(step), float(value)) for step, value in arrays["learning_curve"]]
        return self
