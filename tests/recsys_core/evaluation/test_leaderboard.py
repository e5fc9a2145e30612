import json
from pathlib import Path

import numpy as np
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.leaderboard import Leaderboard, build, load, load_customers, save
from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.runner import ModelEvaluation, evaluate_model
from recsys_core.evaluation.splits import Split, make_splits
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.statistics.significance import holm, randomisation_test, wilcoxon_test
from tests.factories import make_dataset
from tests.recsys_core.evaluation.standins import Average, Bestsellers, Chance, Neighbours, card

CONFIG = EvaluationConfig(k=5)


def measured(
    models: list[Recommender], split: Split, config: EvaluationConfig
) -> list[ModelEvaluation]:
    for model in models:
        model.fit(split.train, silent)
    return [evaluate_model(model, split, None, config) for model in models]


def board_of(
    data: Dataset, models: list[Recommender], config: EvaluationConfig = CONFIG
) -> Leaderboard:
    splits = make_splits(data, config)
    return build([measured(models, split, config) for split in splits], splits, config)


@pytest.fixture
def board(planted_dataset: Dataset) -> Leaderboard:
    return board_of(planted_dataset, [Bestsellers(), Chance(), Neighbours()])


def test_rows(board: Leaderboard, planted_dataset: Dataset) -> None:
    absent = {"RMSE", "MAE", "Margin", "NDCGAgain", "NDCGNew", "NewHits", "Spent"}
    labels = [m.label(5) for m in METRICS.values() if m.name not in absent]
    for model in ("popularity", "random", "neighbours"):
        assert [row.metric for row in board.rows if row.model == model] == labels
    for row in board.rows:
        assert row.low <= row.value <= row.high
        assert row.k == (5 if "@" in row.metric else None)
        assert 0 < row.n <= planted_dataset.n_users
    assert board.value("popularity", "UserCoverage").value == 1


def test_every_figure_of_a_sampled_metric_has_an_interval(board: Leaderboard) -> None:
    for label in ("NDCG@5", "Recall@5", "Coverage@5", "Gini@5", "Novelty@5"):
        row = board.value("neighbours", label)
        assert row.high - row.low > 0


def test_tests_put_the_better_model_first(board: Leaderboard) -> None:
    assert len(board.tests) == 3
    for test in board.tests:
        a, b = (board.value(model, test.metric).value for model in (test.a, test.b))
        assert test.metric == "NDCG@5"
        assert test.difference == pytest.approx(a - b)
        assert test.difference >= 0


def test_p_values_are_adjusted_for_the_number_of_pairs(planted_dataset: Dataset) -> None:
    """Among six lots of equal worth the closest call is multiplied by the 15 pairs there are."""

    class Lot(Chance):
        def __init__(self, number: int) -> None:
            super().__init__(ModelConfig(seed=number))
            self.card = card(f"lot-{number}", f"Lot {number}")

    board = board_of(planted_dataset, [Lot(number) for number in range(6)])
    values = {model: c.per_user["NDCG@5"] for model, c in board.customers.items()}
    differences = np.column_stack([values[t.a] - values[t.b] for t in board.tests])
    raw = randomisation_test(differences, seed=1)
    closest = int(np.argmin(raw))
    assert len(raw) == 15
    assert board.tests[closest].p_adjusted == pytest.approx(min(1, 15 * raw[closest]), rel=0.15)
    assert raw[closest] < 0.3


def test_wilcoxon_decides_if_asked_for(planted_dataset: Dataset) -> None:
    config = CONFIG.model_copy(update={"pair_test": "wilcoxon"})
    board = board_of(planted_dataset, [Bestsellers(), Chance(), Neighbours()], config)
    values = {model: c.per_user["NDCG@5"] for model, c in board.customers.items()}
    differences = np.column_stack([values[t.a] - values[t.b] for t in board.tests])
    np.testing.assert_allclose(
        [t.p_adjusted for t in board.tests], holm(wilcoxon_test(differences))
    )
    assert board.leader == "neighbours"
    assert "Wilcoxon" in board.protocol["test"]


def test_a_planted_taste_is_found(board: Leaderboard) -> None:
    assert board.leader == "neighbours"
    assert board.sentence.startswith("Neighbours leads (NDCG@5 0.")
    assert board.times_popularity is not None
    assert board.times_popularity > 1.2


def test_protocol_says_how_it_was_measured(board: Leaderboard) -> None:
    protocol = board.protocol
    assert protocol["split"] == "time"
    assert protocol["titles"]["neighbours"] == "Neighbours"
    assert protocol["customers"] == board.value("random", "NDCG@5").n
    assert protocol["sentence"] == protocol["splits"][0]["sentence"]
    assert {"k", "seed", "new_items_only", "test_share"} <= set(protocol)


def test_the_same_seed_gives_the_same_board(planted_dataset: Dataset, board: Leaderboard) -> None:
    again = board_of(planted_dataset, [Bestsellers(), Chance(), Neighbours()])
    assert again == board


def without_signal(seed: int) -> Dataset:
    """Everybody draws from the same uneven shelf: nothing personal to be found."""
    rng = np.random.default_rng(seed)
    appeal = 1 / np.arange(1, 61)
    appeal /= appeal.sum()
    events = [
        (user, int(item), 1.0, 86_400 * day)
        for user in range(150)
        for day, item in enumerate(rng.choice(60, 20, p=appeal))
    ]
    return make_dataset(events, 150, 60)


@pytest.mark.parametrize("seed", range(5))
def test_without_signal_nothing_is_called_better(seed: int) -> None:
    class OtherSeed(Chance):
        card = card("chance", "Another lot")

    models = [Bestsellers(), Chance(), Neighbours(), OtherSeed(ModelConfig(seed=seed))]
    board = board_of(without_signal(seed), models)
    assert board.leader is None
    assert board.times_popularity is None
    assert "no model could be shown to be better than showing everybody" in board.sentence
    assert "would be missed more than one time in five" in board.sentence


def test_rounds_count_each_customer_once(planted_dataset: Dataset) -> None:
    config = EvaluationConfig(split="random", folds=3, k=5)
    splits = make_splits(planted_dataset, config)
    rounds = [measured([Bestsellers(), Neighbours()], split, config) for split in splits]
    board = build(rounds, splits, config)
    row, figures = board.value("neighbours", "NDCG@5"), board.customers["neighbours"]
    assert row.n == len(figures.users) == len(np.unique(np.concatenate([s.users for s in splits])))
    user = int(figures.users[3])
    own = [
        one.per_user["NDCG@5"][one.users == user][0]
        for one in (r[1] for r in rounds)
        if user in one.users
    ]
    assert figures.per_user["NDCG@5"][3] == pytest.approx(np.mean(own))
    coverage = [r[1].overall["Coverage@5"] for r in rounds]
    assert board.value("neighbours", "Coverage@5").value == pytest.approx(np.mean(coverage))
    assert board.protocol["folds"] == len(board.protocol["splits"]) == len(figures.lists) == 3


def test_rating_errors_only_for_models_that_rate(rng: np.random.Generator) -> None:
    events = [
        (user, int(item), float(1 + item % 5), day)
        for user in range(40)
        for day, item in enumerate(rng.permutation(12)[:9])
    ]
    data = make_dataset(events, 40, 12, kind="explicit")
    config = EvaluationConfig(split="per-user-time", k=3)
    board = board_of(data, [Bestsellers(), Average()], config)
    assert {row.model for row in board.rows if row.metric == "RMSE"} == {"average"}
    row = board.value("average", "MAE")
    assert (row.k, row.value, row.n) == (None, 0, 40)


def test_one_model(planted_dataset: Dataset) -> None:
    board = board_of(planted_dataset, [Bestsellers()])
    assert board.tests == ()
    assert "choose a model to compare" in board.sentence


def test_nothing_measured() -> None:
    with pytest.raises(InputError, match="choose at least one"):
        build([], [], CONFIG)


def test_different_customers_are_not_compared(planted_dataset: Dataset) -> None:
    split = make_splits(planted_dataset, CONFIG)[0]
    other = make_splits(planted_dataset, EvaluationConfig(k=5, max_users=20))[0]
    one, another = measured([Bestsellers()], split, CONFIG), measured([Chance()], other, CONFIG)
    with pytest.raises(InputError, match="different customers"):
        build([one + another], [split], CONFIG)


def test_a_figure_that_was_not_measured(board: Leaderboard) -> None:
    with pytest.raises(NotFoundError, match="measure the model first"):
        board.value("als", "NDCG@5")


def test_json_holds_the_promised_keys(board: Leaderboard) -> None:
    content = json.loads(json.dumps(board.to_dict(), allow_nan=False))
    assert set(content) >= {"protocol", "rows", "tests", "sentence"}
    assert set(content["rows"][0]) == {"model", "metric", "k", "value", "low", "high", "n"}
    assert set(content["tests"][0]) == {"a", "b", "metric", "difference", "p_adjusted", "missed"}


def test_saved_and_read_again(board: Leaderboard, tmp_path: Path) -> None:
    save(board, tmp_path / "evaluation")
    read = load(tmp_path / "evaluation")
    assert read == board
    assert read.customers == {}
    customers = load_customers(tmp_path / "evaluation")
    assert set(customers) == set(board.customers)
    for model, figures in board.customers.items():
        np.testing.assert_array_equal(customers[model].users, figures.users)
        assert set(customers[model].per_user) == set(figures.per_user)
        for label, values in figures.per_user.items():
            np.testing.assert_array_equal(customers[model].per_user[label], values)
        np.testing.assert_array_equal(customers[model].lists[0][1], figures.lists[0][1])


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="measure the models again"):
        load(tmp_path)
