"""Fixtures of the model tests: a text model that counts, small data for each kind of feedback."""

from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.registry import MODELS
from recsys_core.schema.contracts import Progress, Resources
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import FloatArray
from tests.factories import make_dataset


class CountingEncoder:
    """A text model whose vectors are letter counts; remembers every text it was given."""

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.seen: list[str] = []

    def encode(self, texts: list[str], report: Progress) -> FloatArray:
        self.seen.extend(texts)
        out = np.zeros((len(texts), 27), dtype=np.float32)
        for row, text in enumerate(texts):
            for letter in text.lower():
                out[row, ord(letter) - 96 if "a" <= letter <= "z" else 0] += 1
        report(1.0, "Read")
        return out / np.linalg.norm(out, axis=1, keepdims=True)


@pytest.fixture
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def resources(tmp_path: Path, encoder: CountingEncoder) -> Resources:
    return Resources(vector_folder=tmp_path / "vectors", encoder=encoder, models=MODELS)


@pytest.fixture
def rated_dataset(rng: np.random.Generator) -> Dataset:
    """Sixty customers who gave distinct histories of one to five stars to 25 of 30 products."""
    generosity = rng.normal(0, 0.7, 60)
    quality = rng.normal(3.2, 0.8, 25)
    events = []
    for user in range(60):
        for item in rng.choice(25, size=int(rng.integers(3, 16)), replace=False):
            stars = round(quality[item] + generosity[user] + rng.normal(0, 0.8))
            events.append((user, int(item), float(min(5, max(1, stars))), user * 100 + int(item)))
    return make_dataset(events, 60, 30, kind="explicit")
