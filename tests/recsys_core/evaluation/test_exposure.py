import numpy as np
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.exposure import RIGHT, exposure, exposure_cells, exposure_shares
from recsys_core.evaluation.slices_products import POPULARITY_BANDS, ProductGroups, groups_of_fact
from recsys_core.evaluation.splits import make_splits
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.ranking import top_k
from recsys_core.schema.recommendations import EMPTY


def test_shares_by_hand() -> None:
    items = np.array([[0, 1, 2], [2, EMPTY, EMPTY], [EMPTY, EMPTY, EMPTY]])
    inside = np.array([True, False, True])
    every = 1 + 1 / np.log2(3) + 1 / 2
    expected = [(1 + 1 / 2) / every, 1.0, np.nan]
    np.testing.assert_allclose(exposure_shares(items, inside), expected)


def parts(data: Dataset) -> ProductGroups:
    labels = np.where(np.arange(data.n_items) % 3 == 0, "own", "others").astype(object)
    found = groups_of_fact("brand", "Brand", labels, data.item_counts)
    assert found is not None
    return found


def test_groups_share_everything_out_and_right_answers_are_counted(
    planted_dataset: Dataset,
) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="leave-last-basket", k=5))
    lists, _ = top_k(np.random.default_rng(3).random((len(split.users), 80)), 5)
    for groups in (parts(planted_dataset), POPULARITY_BANDS):
        cells = exposure_cells({"x": [(split.users, lists)]}, [split], groups, 5)
        assert cells.models == (RIGHT, "x")
        np.testing.assert_allclose(np.sum(cells.values, axis=0), 1.0)
        codes = groups.of(split)
        for row in (0, 7):
            truth = split.test[split.users[row]].indices
            assert cells.values[0][row, 0] == pytest.approx(np.mean(codes[truth] == 0))


def test_a_model_that_shows_one_group_only_is_told_and_chance_is_not(
    planted_dataset: Dataset,
) -> None:
    (split,) = make_splits(planted_dataset, EvaluationConfig(split="leave-last-basket", k=5))
    groups = parts(planted_dataset)
    scores = np.random.default_rng(3).random((len(split.users), 80))
    own = groups.codes == groups.names.index("own")
    lists = {
        "one": [(split.users, top_k(np.where(own, scores, -1.0), 5)[0])],
        "right": [(split.users, _right(split))],
    }
    found = exposure(lists, [split], groups, 5, seed=1)
    assert found.catalogue.sum() == pytest.approx(1.0)
    real = {(test.model, test.slice): test for test in found.tests if test.real}
    assert set(real) == {("one", "own"), ("one", "others")}
    assert real["one", "own"].difference > 0 > real["one", "others"].difference


def _right(split) -> np.ndarray:
    """Lists of the right answers themselves, in random order of places."""
    rng, out = np.random.default_rng(5), np.full((len(split.users), 5), EMPTY)
    for row, user in enumerate(split.users):
        items = rng.permutation(split.test[user].indices)[:5]
        out[row, : len(items)] = items
    return out


def test_a_fact_has_its_largest_groups_by_name() -> None:
    labels = np.array([f"b{n % 12:02d}" for n in range(48)] + ["", ""], dtype=object)
    counts = np.array([n % 12 for n in range(48)] + [3, 0])
    groups = groups_of_fact("brand", "Brand", labels, counts)
    assert groups is not None
    named = [f"b{n:02d}" for n in range(11, 3, -1)]
    assert groups.names == (*named, "4 others", "Not known")
    assert (groups.codes[:48] == np.minimum(11 - np.arange(48) % 12, 8)).all()
    assert (groups.codes[48:] == 9).all()
    nine = groups_of_fact("brand", "Brand", labels[:9], counts[:9])
    assert nine is not None
    assert len(nine.names) == 9, "one group left over keeps its name"
    assert groups_of_fact("brand", "Brand", np.array(["a", "a", ""], dtype=object), counts) is None
