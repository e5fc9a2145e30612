import numpy as np
import pandas as pd

from recsys_core.models.attributes import Attributes, learn_attributes


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "town": ["Rome", "Rome", "Oslo", "Rome", "Oslo", "Oslo", "", "Bonn"],
            "card": [f"no. {n}" for n in range(8)],
            "club": ["yes"] * 8,
        }
    )


def test_common_values_get_a_place_and_the_rest_none() -> None:
    learned = learn_attributes(frame(), ["town", "card", "club"])
    assert [column.name for column in learned.columns] == ["town"]
    np.testing.assert_array_equal(
        learned.encode(frame()),
        [[0, 1], [0, 1], [1, 0], [0, 1], [1, 0], [1, 0], [0, 0], [0, 0]],
    )


def test_numbers_are_cut_into_bins_of_equal_size() -> None:
    ages = pd.DataFrame({"age": [str(age) for age in range(20, 80)]})
    encoded = learn_attributes(ages, ["age"]).encode(ages)
    assert encoded.shape == (60, 6)
    np.testing.assert_array_equal(encoded.sum(axis=0), [10] * 6)


def test_what_is_unknown_counts_for_nothing() -> None:
    learned = learn_attributes(frame(), ["town"])
    strange = pd.DataFrame({"age": ["30"], "city": ["Rome"]})
    np.testing.assert_array_equal(learned.encode(strange), [[0, 0]])
    numbers = learn_attributes(pd.DataFrame({"price": np.arange(50.0)}), ["price"])
    np.testing.assert_array_equal(numbers.encode(pd.DataFrame({"price": [np.nan]})), [[0] * 6])


def test_survives_json() -> None:
    learned = learn_attributes(
        pd.DataFrame({"town": ["Rome"] * 3 + ["Oslo"] * 27, "age": np.arange(30)}),
        ["town", "age"],
    )
    assert Attributes.from_json(learned.to_json()) == learned
