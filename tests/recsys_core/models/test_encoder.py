from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.encoder import SentenceTransformerEncoder, encoder_name
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import NotReadyError

TITLES = [
    "whole milk", "skimmed milk", "soy milk drink", "vanilla yoghurt", "cheddar cheese",
    "red wine bottle", "white wine bottle", "sparkling wine", "craft beer", "apple cider",
    "rye bread loaf", "wheat bread loaf", "bread rolls", "butter croissant", "bagels",
    "hand soap", "dish soap", "laundry detergent", "shampoo", "toothpaste",
]  # fmt: skip


def test_the_installed_model_puts_like_beside_like() -> None:
    """The real text model, offline."""
    seen: list[float] = []
    encoder = SentenceTransformerEncoder()
    vectors = encoder.encode(TITLES, lambda fraction, message="": seen.append(fraction))
    assert encoder.name == "all-MiniLM-L6-v2"
    assert vectors.shape == (20, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    nearness = vectors @ vectors.T - 2 * np.eye(20)
    nearest = nearness.argmax(axis=1)
    assert nearest[0] in (1, 2)
    assert nearest[5] in (6, 7)
    assert nearest[11] in (10, 12)
    assert seen == [0.0, 1.0]
    assert encoder.encode([], silent).shape == (0, 384)


def test_a_folder_without_a_model_is_explained(tmp_path: Path) -> None:
    encoder = SentenceTransformerEncoder(str(tmp_path))
    with pytest.raises(NotReadyError, match="could not be loaded"):
        encoder.encode(["milk"], silent)


def test_two_folders_of_one_name_are_two_models(tmp_path: Path) -> None:
    for parent in ("a", "b"):
        (tmp_path / parent / "model").mkdir(parents=True)
    names = {encoder_name(str(tmp_path / parent / "model")) for parent in ("a", "b")}
    assert len(names) == 2
    assert all(name.startswith("model@") for name in names)
    assert encoder_name("org/model") == "org/model"
