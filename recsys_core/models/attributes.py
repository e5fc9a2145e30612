"""What is known about customers or products as numbers: one place per value."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from recsys_core.schema.types import BoolArray, FloatArray

MOST_VALUES = 64
LEAST_ROWS = 3
"""A value that fewer rows have is not told from others."""
BINS = 6
NUMERIC_SHARE = 0.9


@dataclass(frozen=True)
class AttributeColumn:
    """One attribute: its `values`, or the `edges` between the bins of a number."""

    name: str
    values: tuple[str, ...] = ()
    edges: tuple[float, ...] = ()

    @property
    def width(self) -> int:
        return len(self.values) if self.values else len(self.edges) + 1

    def encode(self, frame: pd.DataFrame) -> FloatArray:
        """(n, width) float32 with a 1 at the value or bin; a zero row where unknown."""
        out = np.zeros((len(frame), self.width), dtype=np.float32)
        if self.name not in frame.columns:
            return out
        if self.values:
            place = {value: number for number, value in enumerate(self.values)}
            found = np.array([place.get(text, -1) for text in _texts(frame[self.name])], dtype=int)
        else:
            numbers = _numbers(frame[self.name])
            found = np.searchsorted(np.array(self.edges), numbers, side="right")
            found = np.where(np.isnan(numbers), -1, found)
        known: BoolArray = found >= 0
        out[np.flatnonzero(known), found[known]] = 1.0
        return out


@dataclass(frozen=True)
class Attributes:
    """How the columns of a frame become numbers; made by `learn_attributes`."""

    columns: tuple[AttributeColumn, ...] = ()

    @property
    def width(self) -> int:
        return sum(column.width for column in self.columns)

    def encode(self, frame: pd.DataFrame) -> FloatArray:
        """(len(frame), width) float32; columns the frame lacks and unknown values are zero."""
        blocks = [column.encode(frame) for column in self.columns]
        return np.hstack(blocks) if blocks else np.zeros((len(frame), 0), dtype=np.float32)

    def to_json(self) -> str:
        return json.dumps([[one.name, list(one.values), list(one.edges)] for one in self.columns])

    @classmethod
    def from_json(cls, text: str) -> "Attributes":
        columns = json.loads(text)
        return cls(tuple(AttributeColumn(name, tuple(v), tuple(e)) for name, v, e in columns))


def learn_attributes(frame: pd.DataFrame, names: Sequence[str]) -> Attributes:
    """Encodings of the columns `names`.

    A column of which nine in ten filled cells are numbers, with more than twelve different ones, is
    cut into six bins of equal size; any other keeps its commonest values, at most 64, as far as
    three rows have them. Columns that say nothing (one value, or a different one in every row)
    are left out.
    """
    columns = []
    for name in names:
        texts = pd.Series(_texts(frame[name]))
        filled = texts[texts != ""]
        counts = filled.value_counts()
        if not len(counts):
            continue
        numbers = _numbers(frame[name])
        known = numbers[~np.isnan(numbers)]
        if len(counts) > 2 * BINS and len(known) >= NUMERIC_SHARE * len(filled):
            edges = np.unique(np.quantile(known, np.arange(1, BINS) / BINS))
            columns.append(AttributeColumn(name, edges=tuple(float(edge) for edge in edges)))
            continue
        common = counts[counts >= LEAST_ROWS]
        # Equal counts in the order of the alphabet, so that row order decides nothing.
        ranked = sorted(common.index, key=lambda value: (-int(common[value]), value))
        if ranked and (len(counts) > 1 or len(filled) < len(texts)):
            columns.append(AttributeColumn(name, values=tuple(ranked[:MOST_VALUES])))
    return Attributes(tuple(columns))


def _texts(column: pd.Series) -> list[str]:
    return ["" if value is None or value != value else str(value).strip() for value in column]


def _numbers(column: pd.Series) -> FloatArray:
    return np.asarray(pd.to_numeric(column, errors="coerce"), dtype=np.float64)
