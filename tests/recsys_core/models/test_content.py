import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.content import Content, ContentConfig
from recsys_core.models.registry import create
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Resources, silent
from recsys_core.schema.dataset import Dataset
from tests.factories import make_dataset
from tests.recsys_core.models.conftest import CountingEncoder


@pytest.mark.parametrize("similarity", ["cosine", "dot"])
def test_the_score_is_nearness_to_the_taste(
    planted_dataset: Dataset, resources: Resources, similarity: str
) -> None:
    model = Content(ContentConfig(similarity=similarity), resources)
    model.fit(planted_dataset, silent)
    row = sp.csr_matrix(([3.0, 1.0], ([0, 0], [2, 45])), shape=(1, 80), dtype=np.float32)
    taste = np.log(4) * model.vectors[2] + np.log(2) * model.vectors[45]
    divisor = np.linalg.norm(taste) if similarity == "cosine" else np.log(8)
    np.testing.assert_allclose(model.score(row)[0], model.vectors @ taste / divisor, atol=2e-6)


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
    model = create("content", {"vectors": "words"}, Resources(encoder=encoder))
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
