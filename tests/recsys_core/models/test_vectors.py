from pathlib import Path

import numpy as np

from recsys_core.models.registry import create
from recsys_core.models.vectors import item_vectors
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Resources, silent
from recsys_core.schema.dataset import Dataset
from tests.recsys_core.models.conftest import CountingEncoder


def test_words_until_a_training_has_stored_sentences(
    planted_dataset: Dataset, resources: Resources, encoder: CountingEncoder
) -> None:
    before = item_vectors(planted_dataset, resources)
    assert before.source == "words: TF-IDF"
    assert before.values.shape[0] == planted_dataset.n_items
    assert not encoder.seen
    create("content", {}, resources).fit(planted_dataset, silent)
    encoder.seen.clear()
    after = item_vectors(planted_dataset, resources)
    assert after.source == "text: letters"
    assert not encoder.seen
    np.testing.assert_allclose(np.linalg.norm(after.values, axis=1), 1, atol=1e-5)


def test_finds_what_another_text_model_has_stored(
    planted_dataset: Dataset, resources: Resources
) -> None:
    create("content", {}, resources).fit(planted_dataset, silent)
    found = item_vectors(planted_dataset, Resources(vector_folder=resources.vector_folder))
    assert found.source == "text: letters"


def test_one_new_product_falls_back_to_words(
    planted_dataset: Dataset, resources: Resources
) -> None:
    create("content", {}, resources).fit(planted_dataset, silent)
    planted_dataset.items.loc[3, Columns.Text] = "something new"
    assert item_vectors(planted_dataset, resources).source == "words: TF-IDF"


def test_nothing_kept_means_words(planted_dataset: Dataset, tmp_path: Path) -> None:
    for resources in (Resources(), Resources(vector_folder=tmp_path / "none")):
        assert item_vectors(planted_dataset, resources).source == "words: TF-IDF"
