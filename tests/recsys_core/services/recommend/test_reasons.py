import numpy as np

from recsys_core.explanations.evidence import explain_list
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.services.recommend.reasons import low_ratings, reasons_for
from tests.factories import make_dataset

N_USERS, N_ITEMS = 60, 20
TITLES = [f"Film {n}" for n in range(N_ITEMS)]


def rated(taste: float):
    """Films 0 to 9 are good by `1 - taste`; by `taste` each half of the customers likes the even
    or the odd ones. Everybody rated a random half.
    """
    rng = np.random.default_rng(3)
    events = []
    for user in range(N_USERS):
        for item in rng.permutation(N_ITEMS)[: N_ITEMS // 2].tolist():
            good, liked = 1 if item < 10 else -1, 1 if (user + item) % 2 else -1
            events.append((user, item, 3 + 2 * ((1 - taste) * good + taste * liked), 0))
    return make_dataset(events, N_USERS, N_ITEMS, kind="explicit", titles=TITLES)


def lines(taste: float) -> list[str]:
    """The reason of the best unrated film of each customer by SVD."""
    data = rated(taste)
    model = create("surprise-svd", {"n_factors": 4, "n_epochs": 200, "lr_all": 0.02}, None)
    model.fit(data, silent)
    found = []
    for user in range(N_USERS):
        history = data.histories(np.array([user]))
        scores = model.score(history)[0]
        scores[history.indices] = -np.inf
        found += reasons_for(explain_list(model, history, [int(scores.argmax())]), data, history)
    return found


def test_what_everybody_likes_is_said_to_do_well_with_everybody() -> None:
    assert all(line.startswith("Mostly because it does well") for line in lines(taste=0.0))


def test_what_only_taste_explains_is_not_said_to_do_well_with_everybody() -> None:
    assert not any(line.startswith("Mostly") for line in lines(taste=1.0))


def test_low_is_below_the_middle_of_the_scale() -> None:
    data = make_dataset([(0, item, item + 1, 0) for item in range(5)], 1, 5, kind="explicit")
    assert low_ratings(data.histories(np.array([0])), data) == {0: 1.0, 1: 2.0}
    assert low_ratings(None, data) == {}
    bought = make_dataset([(0, 0, 1, 0)], 1, 5)
    assert low_ratings(bought.histories(np.array([0])), bought) == {}
