import numpy as np
import pytest

from recsys_core.evaluation.slices import Cells
from recsys_core.evaluation.slices_tests import cell_tests
from recsys_core.schema.statistics.significance import holm


def table(parts: dict[str, np.ndarray], models: tuple[str, ...] = ("popularity", "x")) -> Cells:
    return Cells("kind", "M", models, tuple(parts), tuple(parts.values()))


def planted(rng: np.random.Generator, n: int, lift: float) -> np.ndarray:
    base = rng.random(n)
    return np.column_stack([base, base + rng.normal(lift, 0.2, n)])


def test_a_difference_in_one_slice_is_found_there_and_nowhere_else() -> None:
    rng = np.random.default_rng(1)
    cells = table({"even": planted(rng, 300, 0.0), "ahead": planted(rng, 300, 0.1)})
    even, ahead = cell_tests([cells], "popularity", 1)
    assert ahead.real
    assert ahead.difference == pytest.approx(0.1, abs=0.03)
    assert ahead.p_adjusted == pytest.approx(2 / 10_001)
    assert not even.real


def test_the_correction_is_over_all_cells_of_all_tables() -> None:
    rng = np.random.default_rng(2)
    tables = [
        table({f"s{s}": planted(rng, 100, 0.03) for s in range(4)}, ("popularity", "x"))
        for _ in range(3)
    ]
    found = cell_tests(tables, "popularity", 1)
    assert len(found) == 12
    np.testing.assert_allclose(
        [one.p_adjusted for one in found], holm(np.array([one.p for one in found]))
    )


def test_few_customers_are_not_tested_and_do_not_count() -> None:
    rng = np.random.default_rng(3)
    cells = table({"few": planted(rng, 29, 1.0), "many": planted(rng, 100, 0.0)})
    (only,) = cell_tests([cells], "popularity", 1)
    assert only.slice == "many"
    assert only.p == only.p_adjusted


def test_without_the_baseline_nothing_is_tested() -> None:
    rng = np.random.default_rng(3)
    assert cell_tests([table({"a": planted(rng, 100, 1)}, ("y", "x"))], "popularity", 1) == []


def test_enough_flips_for_any_number_of_cells() -> None:
    rng = np.random.default_rng(5)
    models = ("popularity", *(f"m{n}" for n in range(30)))
    base = rng.random((40, 1))
    part = np.hstack([base, np.repeat(base, 30, axis=1)])
    part[:, 1] += rng.normal(0.5, 0.1, 40)
    found = cell_tests([table({f"s{s}": part for s in range(10)}, models)], "popularity", 1)
    assert len(found) == 300
    assert all(one.real == (one.model == "m0") for one in found)
