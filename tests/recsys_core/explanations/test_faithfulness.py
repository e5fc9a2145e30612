import numpy as np
import scipy.sparse as sp

from recsys_core.explanations.evidence import explain
from recsys_core.explanations.faithfulness import Faithfulness, check, sentence
from recsys_core.models.ease import Ease, EaseConfig
from recsys_core.schema.contracts import silent
from tests.factories import make_dataset
from tests.recsys_core.explanations.models import Linear

N = 8
TITLES = ["Greek yoghurt", "Greek yoghurt", "Beer", "Bread", "Milk", "Soap", "Wine", "Tea"]


def model() -> Linear:
    """Past products 0, 1 (yoghurt) speak for 4; 2 and 3 hardly; 5, 6, 7 score 0.5 whatever."""
    weights = np.zeros((N, N))
    weights[0, 4], weights[1, 4], weights[2, 4] = 0.6, 0.3, 0.1
    return Linear(weights, np.array([9, 9, 9, 9, 0, 0.5, 0.5, 0.5]))


def history(*items: int):
    return sp.csr_matrix(
        (np.ones(len(items)), (np.zeros(len(items), int), items)), shape=(1, N), dtype=np.float32
    )


def test_the_cited_purchase_matters_more_than_a_random_one():
    own = history(0, 1, 2, 3)
    evidence = explain(model(), own, 4)
    found = check(model(), own, 4, evidence, seed=3)
    assert found is not None
    assert found.top == (0,)
    assert found.rank_before == 1  # 1.0; the bought products, which score 9, are not counted
    assert found.rank_without_top == 4  # 0.4 is below 0.5, three times
    assert set(found.random) < {1, 2, 3}
    assert found.rank_without_random == 1
    assert found.holds is True


def test_the_same_seed_takes_the_same_purchase():
    own = history(0, 1, 2, 3)
    evidence = explain(model(), own, 4)
    drawn = {seed: check(model(), own, 4, evidence, seed=seed).random for seed in range(12)}
    assert drawn == {seed: check(model(), own, 4, evidence, seed=seed).random for seed in drawn}
    assert len(set(drawn.values())) > 1


def test_by_title_everything_the_reason_cites_goes():
    own = history(0, 1, 2, 3)
    found = check(model(), own, 4, explain(model(), own, 4), titles=TITLES)
    assert found is not None
    assert found.top == (0, 1)
    assert len(found.random) == 2
    assert sentence(found, TITLES) == (
        "Without Greek yoghurt (2 products) it falls from 1 to 4; "
        "without 2 random purchases, it stays at 1."
    )


def test_with_bought_products_on_the_list_they_count():
    own = history(0, 1, 2, 3)
    found = check(model(), own, 4, explain(model(), own, 4), include_bought=True)
    assert found is not None
    assert found.rank_before == 5


def test_a_single_purchase_has_nothing_to_compare_with():
    own = history(0)
    found = check(model(), own, 4, explain(model(), own, 4))
    assert found is not None
    assert found.rank_without_random is None
    assert found.holds is None
    assert sentence(found, TITLES).endswith("there is no other purchase to compare with.")


def test_nothing_to_check_where_nothing_speaks_for_it():
    own = history(3)
    assert check(model(), own, 4, explain(model(), own, 4)) is None


def test_sentences():
    def line(before, top, random):
        return sentence(Faithfulness(4, before, top, random, 0, (0,), (2,)), TITLES)

    assert line(1, 37, 2) == (
        "Without Greek yoghurt it falls from 1 to 37; without a random purchase, to 2."
    )
    assert line(3, 3, 5) == (
        "Without Greek yoghurt it stays at 3; without a random purchase, it goes to 5."
    )
    assert line(3, 2, 3) == (
        "Without Greek yoghurt it rises from 3 to 2; without a random purchase, it stays at 3."
    )


def test_where_products_go_in_pairs_the_partner_is_the_reason_and_it_holds(rng):
    events = []
    for user in range(150):
        pairs = rng.permutation(15)[:4]
        items = [2 * p for p in pairs] + [2 * p + 1 for p in pairs[:3]]
        events += [(user, int(item), 1.0, 0) for item in items]
    data = make_dataset(events, 150, 30)
    ease = Ease(EaseConfig(regularization=5))
    ease.fit(data, silent)
    held = 0
    for user in range(30):
        own = data.histories(np.array([user]))
        alone = next(i for i in own.indices if i % 2 == 0 and i + 1 not in own.indices)
        evidence = explain(ease, own, int(alone) + 1)
        found = check(ease, own, int(alone) + 1, evidence, seed=user)
        assert found is not None
        assert found.top == (alone,)
        held += bool(found.holds)
    assert held >= 28
