from pathlib import Path

import numpy as np
import pytest
import scipy.sparse as sp

from recsys_core.models.auto import parts
from recsys_core.models.auto.confirming import PLAIN, Confirmation, widened
from recsys_core.models.auto.inner import ndcg
from recsys_core.models.auto.model import Auto
from recsys_core.models.auto.parts import Workbench
from recsys_core.models.auto.plan import BlendPlan, add_up
from recsys_core.models.registry import load_model, save_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import CancelledError
from recsys_core.schema.histories import Past, history_row
from recsys_core.schema.ranking import top_k
from tests.factories import make_dataset
from tests.recsys_core.models.auto.conftest import DAY


def fitted(data: Dataset, **settings: object) -> Auto:
    model = Auto(Auto.Config(**settings))
    model.fit(data, silent)
    return model


@pytest.fixture(scope="module")
def walker(walks: Dataset) -> Auto:
    return fitted(walks)


def test_finds_what_follows_what(walker: Auto) -> None:
    past = [Past(item, 1.0, item * DAY, item * DAY, 1) for item in (4, 5, 6)]
    items, _ = top_k(walker.score(history_row(past, 40)), 1, history_row(past, 40))
    assert items[0, 0] == 7
    assert walker.search.shares["following"] > 0.2
    assert sum(walker.search.shares.values()) == pytest.approx(1)


def test_order_matters_to_it(walker: Auto) -> None:
    there = [Past(item, 1.0, item * DAY, item * DAY, 1) for item in (10, 11, 12)]
    back = [Past(item, 1.0, -item * DAY, -item * DAY, 1) for item in (10, 11, 12)]
    last_there = walker.score(history_row(there, 40))[0]
    last_back = walker.score(history_row(back, 40))[0]
    assert last_there[13] > last_back[13]


def test_says_what_it_chose_and_how_sure_it_is(walker: Auto) -> None:
    search = walker.search
    assert search.sentence.startswith("Chosen: ")
    assert search.confirmed["auto"] > 2 * search.confirmed["popularity"]
    assert search.p_value is not None
    assert search.p_value < 0.001
    names = {trial.name for trial in search.trials}
    assert {"popularity", "ease", "following", "cosine", "latent", "user-knn", "blend"} <= names
    assert [trial.at for trial in search.trials] == sorted(trial.at for trial in search.trials)
    assert (
        "(95 % interval over customers, an earlier cut, and how far ahead one looks;"
        in search.sentence
    )
    assert {"chosen", "blended"} <= {trial.verdict for trial in search.trials}


def test_what_is_confirmed_is_what_is_built(
    walks: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    choose = Confirmation.choose

    def watched(confirmation: Confirmation, plans: list[BlendPlan], half: float) -> BlendPlan:
        seen.append((confirmation, [*plans, PLAIN]))
        return choose(confirmation, plans, half)

    monkeypatch.setattr(Confirmation, "choose", watched)
    fitted(walks)
    confirmation, plans = seen[0]
    inner = confirmation.inner
    for plan in plans:
        tuned = inner.train.histories(inner.tune)
        built = add_up(plan, Workbench(inner.train, 1), inner.train, tuned, silent)
        scores = built.score(inner.train.histories(inner.check))
        expected = ndcg(scores, inner, inner.check)
        assert ndcg(confirmation.scored(plan), inner, inner.check) == pytest.approx(expected)
    assert len(plans[0].parts) > 1


def test_the_interval_holds_what_changed_between_two_cuts() -> None:
    low, high = widened((1.8, 2.2), 2.0, [1.9, 1.5])
    assert low < 1.5 < 2.0 < high
    assert low * high == pytest.approx(4.0)
    narrow = widened((1.8, 2.2), 2.0, [2.0, 2.0])
    assert widened((1.8, 2.2), 2.0, [])[0] < narrow[0]
    assert narrow == pytest.approx((2.0 * (1.8 / 2.2) ** 0.5, 2.0 * (2.2 / 1.8) ** 0.5))


def test_without_a_signal_nothing_beats_bestsellers(noise: Dataset) -> None:
    model = fitted(noise)
    assert model.search.sentence.startswith("Nothing that was tried could be shown")
    assert not model.search.shares
    items, _ = top_k(model.score(noise.histories()), 10)
    assert (items == items[0]).all()
    assert noise.item_counts[items[0]].mean() > 1.5 * noise.item_counts.mean()
    assert not model.contributions(noise.histories()[0], 3).any()


def test_shuffling_the_products_takes_the_signal_away(walks: Dataset) -> None:
    from dataclasses import replace

    rng = np.random.default_rng(9)
    model = fitted(replace(walks, item=rng.permutation(walks.item)))
    assert "Nothing that was tried could be shown" in model.search.sentence


def test_works_without_dates(undated: Dataset) -> None:
    model = fitted(undated)
    assert "following" not in {trial.name for trial in model.search.trials}
    assert model.search.confirmed["auto"] > 1.5 * model.search.confirmed["popularity"]


def test_contributions_add_up_to_the_score(walker: Auto, walks: Dataset) -> None:
    for user in (0, 17, 90):
        history = walks.histories()[user]
        scores = walker.score(history)[0]
        for item in range(0, 40, 7):
            total = walker.contributions(history, item).sum() + walker.base(item)
            assert total == pytest.approx(scores[item], abs=1e-5)


def test_a_catalogue_beyond_the_head_is_served(
    undated: Dataset, monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    monkeypatch.setattr(parts, "MOST_DENSE", 25)
    model, rows = fitted(undated), undated.histories()
    assert {"nearest", "ease"} <= {trial.name for trial in model.search.trials}
    assert model.search.confirmed["auto"] > 1.5 * model.search.confirmed["popularity"]
    scores = model.score(rows)
    assert model.fitted.weights is not None
    tail = np.setdiff1d(np.arange(40), model.fitted.weights.head)
    assert len(tail) == 15
    shown, _ = top_k(scores, 10, undated.matrix)
    assert np.isin(shown, tail).any()
    for user in (0, 17):
        history, items = rows[user], np.array([3, 25, 39])
        shares = model.contributions_of(history, items).sum(axis=1)
        total = shares + [model.base(int(item)) for item in items]
        assert total == pytest.approx(scores[user, items], abs=1e-5)
    save_model(model, tmp_path / "a")
    assert np.array_equal(load_model(tmp_path / "a").score(rows), scores)


def test_an_empty_history_gets_bestsellers(undated: Dataset) -> None:
    items, _ = top_k(fitted(undated).score(sp.csr_matrix((1, 40), dtype=np.float32)), 10)
    assert items[0].tolist() == np.argsort(-undated.item_counts, kind="stable")[:10].tolist()


def test_same_seed_same_lists_and_survives_the_disk(walker: Auto, walks: Dataset, tmp_path) -> None:
    again = fitted(walks)
    assert np.allclose(again.score(walks.histories()), walker.score(walks.histories()))
    save_model(walker, tmp_path / "a")
    loaded = load_model(tmp_path / "a")
    assert isinstance(loaded, Auto)
    assert np.array_equal(loaded.score(walks.histories()), walker.score(walks.histories()))
    assert loaded.search == walker.search
    assert loaded.plan == walker.plan


def test_a_short_budget_still_gives_a_model(walks: Dataset) -> None:
    model = fitted(walks, minutes=0.1)
    assert model.search.shares or model.search.sentence.startswith("Nothing")


def test_a_cancel_gets_through(walks: Dataset) -> None:
    calls = []

    def report(fraction: float, message: str = "") -> None:
        calls.append(fraction)
        if len(calls) > 20:
            raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        Auto(Auto.Config()).fit(walks, report)


def test_progress_never_goes_back(walks: Dataset) -> None:
    seen: list[float] = []
    Auto(Auto.Config()).fit(walks, lambda fraction, message="": seen.append(fraction))
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_of_ratings_it_may_learn_from_liked_ones_only(tmp_path: Path) -> None:
    """Customers like even products and rate odd ones low, or the other way round."""
    rng = np.random.default_rng(8)
    events = []
    for user in range(200):
        for at, item in enumerate(rng.choice(20, 12, replace=False)):
            events.append((user, int(item), 5.0 if item % 2 == user % 2 else 1.0, at * DAY))
    data = make_dataset(events, 200, 20, kind="explicit")
    model = fitted(data, minutes=0.2, ratings="liked")
    save_model(model, tmp_path)
    history = history_row([Past(0, 5.0, DAY, DAY, 1), Past(1, 1.0, DAY, DAY, 1)], 20)
    for one in (model, load_model(tmp_path)):
        scores = one.score(history)[0]
        assert scores[2::2].min() > scores[3::2].max()
        assert one.contributions(history, 4)[1] == 0.0
