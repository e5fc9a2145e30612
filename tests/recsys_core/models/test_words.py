import numpy as np

from recsys_core.models.words import word_vectors


def test_texts_with_shared_words_are_near_each_other() -> None:
    kinds = ["greek yoghurt", "red wine", "rye bread", "hand soap"]
    texts = [f"{kind} {size} g" for kind in kinds for size in range(100, 140)]
    vectors = word_vectors(texts)
    assert vectors.shape == (160, 64)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    nearness = vectors @ vectors.T
    assert nearness[0, 1:40].mean() > nearness[0, 40:].mean() + 0.3


def test_chinese_needs_no_spaces() -> None:
    vectors = word_vectors(["红葡萄酒", "白葡萄酒", "全麦面包"])
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_equal_texts_get_equal_vectors_and_empty_ones_none() -> None:
    vectors = word_vectors(["Milk 1L", "", "milk 1l ", "bread"])
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert not vectors[1].any()


def test_no_text_at_all() -> None:
    assert not word_vectors(["", " "]).any()
    assert word_vectors([]).shape[0] == 0


def test_the_same_seed_gives_the_same_vectors() -> None:
    texts = [f"product number {n} of kind {n % 7}" for n in range(300)]
    np.testing.assert_array_equal(word_vectors(texts, 3), word_vectors(texts, 3))


def test_one_letter_is_a_text() -> None:
    assert np.isfinite(word_vectors(["a", "b", "?"])).all()
