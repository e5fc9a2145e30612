from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.content import Content, ContentConfig
from recsys_core.models.registry import create, load_model, save_model
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Resources, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.histories import without
from tests.factories import make_dataset
from tests.recsys_core.models.conftest import CountingEncoder


def test_the_score_is_nearness_to_the_taste(planted_dataset: Dataset, resources: Resources) -> None:
    model = Content(ContentConfig(), resources)
    model.fit(planted_dataset, silent)
    row = sp.csr_matrix(([3.0, 1.0], ([0, 0], [2, 45])), shape=(1, 80), dtype=np.float32)
    taste = np.log(4) * model.vectors[2] + np.log(2) * model.vectors[45]
    np.testing.assert_allclose(model.score(row)[0], model.vectors @ taste / model.usual, atol=2e-6)


def test_a_reason_taken_away_lowers_the_score_by_what_it_brought(
    planted_dataset: Dataset, resources: Resources
) -> None:
    model = Content(ContentConfig(), resources)
    model.fit(planted_dataset, silent)
    history = planted_dataset.histories(np.array([0]))
    item = int(model.score(history)[0].argmax())
    brought = model.contributions(history, item)
    assert brought is not None
    top = int(np.argmax(brought))
    left = model.score(without(history, [history.indices[top]]))[0, item]
    assert model.score(history)[0, item] - left == pytest.approx(brought[top], abs=1e-5)


def test_settings_of_an_earlier_version_are_read() -> None:
    assert ContentConfig.model_validate({"similarity": "dot"}) == ContentConfig()


def test_training_again_encodes_only_what_changed(
    planted_dataset: Dataset, resources: Resources, encoder: CountingEncoder
) -> None:
    create("content", {}, resources).fit(planted_dataset, silent)
    encoder.seen.clear()
    planted_dataset.items.loc[7, Columns.Text] = "renamed"
    create("content", {}, resources).fit(planted_dataset, silent)
    assert encoder.seen == ["renamed"]


def test_a_disliked_product_counts_little(resources: Resources) -> None:
    data = make_dataset(
        [(0, 0, 5, 0), (0, 1, 1, 0)], 1, 4, kind="explicit", titles=["aaa", "zzz", "aaaa", "zzzz"],
        categories=[""] * 4,
    )  # fmt: skip
    model = create("content", {}, resources)
    model.fit(data, silent)
    scores = model.score(data.histories())[0]
    assert scores[2] > scores[3] + 0.5


def test_words_need_no_text_model(planted_dataset: Dataset, encoder: CountingEncoder) -> None:
    model = create("content", {"vectors": "tfidf"}, Resources(encoder=encoder))
    model.fit(planted_dataset, silent)
    assert not encoder.seen
    assert np.isfinite(model.score(planted_dataset.histories())).all()


def test_a_product_without_text_is_not_recommended_for_its_text(
    planted_dataset: Dataset, resources: Resources
) -> None:
    planted_dataset.items.loc[7, Columns.Text] = ""
    model = create("content", {}, resources)
    model.fit(planted_dataset, silent)
    assert model.score(planted_dataset.histories())[:, 7].max() <= 1e-6


def test_needs_texts() -> None:
    data = make_dataset([(0, 0, 1, 0)], 1, 8, titles=[""] * 8, categories=[""] * 8)
    data.items[Columns.Text] = ["milk", "bread", "", " ", "", "", "", ""]
    assert Content.readiness(data).reason.startswith(
        "Needs at least 5 products with a title or description; you have 2."
    )


def test_by_words_the_score_is_nearness_to_the_taste(planted_dataset: Dataset) -> None:
    model = Content(ContentConfig(vectors="tfidf"))
    model.fit(planted_dataset, silent)
    row = sp.csr_matrix(([3.0, 1.0], ([0, 0], [2, 45])), shape=(1, 80), dtype=np.float32)
    vectors = model.vectors.toarray()
    taste = np.log(4) * vectors[2] + np.log(2) * vectors[45]
    expected = vectors @ taste / model.usual
    np.testing.assert_allclose(model.score(row)[0], expected, atol=2e-6)
    for item in range(80):
        total = model.contributions(row, item).sum() + model.base(item)
        assert total == pytest.approx(model.score(row)[0, item], abs=1e-5)


def test_words_are_the_same_from_disk(planted_dataset: Dataset, tmp_path: Path) -> None:
    model = create("content", {"vectors": "tfidf", "title_weight": 2})
    model.fit(planted_dataset, silent)
    save_model(model, tmp_path)
    histories = planted_dataset.histories()
    np.testing.assert_array_equal(load_model(tmp_path).score(histories), model.score(histories))


def wines() -> Dataset:
    """0 is like 1 by title and like 2 by category."""
    return make_dataset(
        [(0, 0, 1.0, 0)], 1, 6,
        titles=["red wine", "red wine", "cheese", "soap", "bread", "salt"],
        categories=["drinks", "gifts", "drinks", "house", "bakery", "spice"],
    )  # fmt: skip


@pytest.mark.parametrize("vectors", ["tfidf", "sentence"])
def test_the_weights_of_the_parts_decide(vectors: str, resources: Resources) -> None:
    nearest = {}
    for part in ("title", "category"):
        weights = {f"{name}_weight": 0.1 for name in ("title", "category", "description")}
        settings = {"vectors": vectors, **weights, f"{part}_weight": 5.0}
        model = create("content", settings, resources)
        model.fit(wines(), silent)
        scores = model.score(wines().histories())[0]
        nearest[part] = int(np.argmax(scores[1:])) + 1
    assert nearest == {"title": 1, "category": 2}


def test_some_part_must_count() -> None:
    nothing = {f"{name}_weight": 0 for name in ("title", "category", "description")}
    with pytest.raises(InputError, match="do not go together"):
        create("content", nothing)


def test_chinese_is_compared_by_characters_without_being_asked() -> None:
    """The installed text model reads English only."""
    data = make_dataset(
        [(0, 0, 1.0, 0)], 1, 5, categories=[""] * 5,
        titles=["红葡萄酒", "白葡萄酒", "全麦面包", "洗手皂", "酸奶"],
    )  # fmt: skip
    model = create("content", {})
    model.fit(data, silent)
    scores = model.score(data.histories())[0]
    assert scores[1] > 0.2
    assert (scores[1] > scores[2:] + 0.2).all()


def test_settings_of_earlier_versions_are_understood() -> None:
    assert ContentConfig(vectors="words").vectors == "tfidf"
    assert ContentConfig(vectors="sentences").vectors == "sentence"
