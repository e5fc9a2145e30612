import numpy as np
import pytest

from recsys_core.models.tfidf import mostly_unspaced, terms, tfidf_vectors


def test_words_and_pairs_of_characters() -> None:
    assert terms("Rye-Bread 500g") == ["rye", "bread", "500g"]
    assert terms("红葡萄酒 750ml") == ["红", "葡", "萄", "酒", "红葡", "葡萄", "萄酒", "750ml"]
    assert terms("  ,.;") == []


@pytest.mark.parametrize("sublinear", [True, False])
def test_weights_follow_the_formula(sublinear: bool) -> None:
    vectors = tfidf_vectors(["milk milk bread", "milk", "wine"], sublinear).toarray()
    # In the order of the alphabet: bread, milk, wine.
    milk = (1 + np.log(2) if sublinear else 2) * (1 + np.log(4 / 3))
    bread = 1 + np.log(4 / 2)
    expected = np.array([bread, milk, 0]) / np.hypot(bread, milk)
    np.testing.assert_allclose(vectors[0], expected, atol=1e-6)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)


def test_a_text_without_a_word_has_no_vector() -> None:
    assert tfidf_vectors(["milk", "", "!"])[1:].nnz == 0
    assert tfidf_vectors(["", "?"]).shape == (2, 1)


def test_tells_the_scripts_apart() -> None:
    assert mostly_unspaced(["红葡萄酒 750ml", "全麦面包"])
    assert not mostly_unspaced(["Red wine 红", "rye bread"])
    assert not mostly_unspaced(["123", ""])
