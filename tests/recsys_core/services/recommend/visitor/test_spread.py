"""Which products a wish brings up, by hand."""

import json
from dataclasses import replace

import numpy as np

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.item_facts import ItemFacts
from recsys_core.services.recommend.visitor.spread import (
    one_of_each,
    spread,
    wide_enough,
    without_facts,
)
from tests.recsys_core.services.recommend.test_lists import NO_VECTORS

OFF = -np.inf


def test_titles_differ_by_more_than_a_size(tiny_dataset: Dataset) -> None:
    titles = ["Coffee (Own, 39 oz)", "Coffee (Own)", "Coffee (Other)", "Set 12", "Set 13", ""]
    sizes = ["39 oz", "8 oz", "", "12", "", "39 oz"]
    raw = [json.dumps({"size": size} if size else {}) for size in sizes]
    facts = replace(
        ItemFacts.of(tiny_dataset, NO_VECTORS),
        titles=np.array(titles, dtype=object),
        raw_attributes=np.array(raw, dtype=object),
    )
    plain = ["coffee own", "coffee own", "coffee other", "set 12", "set 13", ""]
    assert without_facts(facts).tolist() == plain


def test_of_one_title_the_best_stays() -> None:
    titles = np.array(["a", "b", "a", "c"], dtype=object)
    found = one_of_each(np.array([0.1, 0.5, 0.4, OFF]), titles)
    assert found.tolist() == [OFF, 0.5, 0.4, OFF]


def test_a_word_answered_already_counts_half() -> None:
    typed = np.array([0.9, 0.8, 0.5, 0.3])
    words = np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]])
    own = np.array([0.0, 0.0, 0.0, OFF])
    found = spread(own, typed, words, most=3)
    assert found.tolist() == [0.9, 0.4, 0.5, OFF], "the second product answers the other word"
    assert np.isfinite(spread(own, typed, words, most=2)).tolist() == [True, False, True, False]


def test_without_words_the_order_is_kept() -> None:
    own = np.array([0.2, 0.9, 0.5])
    assert spread(own, np.zeros(3), np.zeros((0, 3)), most=3).tolist() == own.tolist()


def test_a_cap_gives_way_only_where_places_would_stay_empty() -> None:
    assert wide_enough(2, np.array([9, 9, 9, 9, 9]), 10) == 2
    assert wide_enough(2, np.array([9, 9, 1]), 10) == 5
    assert wide_enough(2, np.array([3, 1]), 10) == 3
