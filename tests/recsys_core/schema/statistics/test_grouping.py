import numpy as np

from recsys_core.schema.statistics.grouping import MOST, in_groups
from recsys_core.schema.statistics.significance import randomisation_test


def test_few_customers_stay_as_they_are() -> None:
    values = np.ones((MOST, 1))
    assert in_groups(values, seed=1) is values


def test_groups_hold_every_customer_once(rng: np.random.Generator) -> None:
    values = rng.normal(size=(3 * MOST + 5, 2))
    grouped = in_groups(values, seed=1)
    assert grouped.shape == (MOST, 2)
    np.testing.assert_allclose(grouped.sum(axis=0), values.sum(axis=0))
    sizes = in_groups(np.ones((3 * MOST + 5, 1)), seed=1)
    assert set(np.unique(sizes)) == {3, 4}


def test_p_values_follow_the_size_of_the_difference(rng: np.random.Generator) -> None:
    noise = rng.normal(size=2 * MOST)
    noise -= noise.mean()
    # Standard errors of the mean: 1 / 128. Differences of 0, 2 and 4 of them.
    columns = noise[:, None] + np.array([0, 2, 4]) / 128
    p = randomisation_test(columns, seed=1, samples=2000)
    np.testing.assert_allclose(p, [1, 0.0455, 0.0005], atol=0.012)
