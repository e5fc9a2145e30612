import pytest

from recsys_core.evaluation.verdict import PairTest, Standing, verdict

POPULARITY = Standing("popularity", "Bestsellers", 0.078, 0.074, 0.082)
RANDOM = Standing("random", "Random order", 0.005, 0.004, 0.006)
EASE = Standing("ease", "EASE", 0.1, 0.097, 0.103)
ALS = Standing("als", "ALS", 0.099, 0.096, 0.102)
SVD = Standing("svd", "SVD", 0.018, 0.016, 0.02)


def pair(a: Standing, b: Standing, p: float) -> PairTest:
    return PairTest(a.model, b.model, "NDCG@10", a.value - b.value, p)


def test_a_leader_and_its_equal() -> None:
    tests = [
        pair(EASE, POPULARITY, 0.001), pair(ALS, POPULARITY, 0.001), pair(EASE, ALS, 0.6),
        pair(SVD, POPULARITY, 0.001), pair(EASE, SVD, 0.001),
    ]  # fmt: skip
    found = verdict([POPULARITY, RANDOM, SVD, ALS, EASE], tests, "NDCG@10", 2000)
    assert found.leader == "ease"
    assert found.sentence == (
        "EASE leads (NDCG@10 0.100, 0.097 to 0.103). ALS cannot be told apart from it. "
        "SVD is worse than the bestsellers, by more than chance would do."
    )


@pytest.mark.parametrize(
    ("value", "p", "said"),
    [
        (0.09, 0.6, "Last week cannot be told apart from it."),
        (0.09, 0.001, "It is better than showing everybody the bestsellers, beyond chance."),
        (0.2, 0.001, "Last week is better than every model, by more than chance would do."),
    ],
)
def test_the_bestsellers_of_the_last_days_lead_nothing_but_are_named(
    value: float, p: float, said: str
) -> None:
    recent = Standing("bestsellers-7", "Last week", value, value, value)
    tests = [pair(EASE, POPULARITY, 0.001), pair(EASE, recent, p)]
    found = verdict([POPULARITY, recent, EASE], tests, "NDCG@10", 2000)
    assert found.leader == "ease"
    assert said in found.sentence
    assert ("every model" in found.sentence) is (value > EASE.value)


@pytest.mark.parametrize("value", [0.09, 0.07])
def test_a_yardstick_that_came_out_higher_is_named(value: float) -> None:
    recent = Standing("bestsellers-28", "Bestsellers of May", value, value, value)
    tests = [pair(EASE, recent, 0.001), pair(EASE, POPULARITY, 0.001)]
    found = verdict([POPULARITY, recent, EASE], tests, "NDCG@10", 2000)
    said = "Bestsellers of May reach 0.0900, those of all the time before 0.0780."
    assert (said in found.sentence) is (value > POPULARITY.value)


def test_two_equals_are_listed() -> None:
    tests = [pair(EASE, POPULARITY, 0.001)]
    found = verdict([POPULARITY, SVD, ALS, EASE], tests, "NDCG@10", 2000)
    assert found.sentence.endswith("SVD and ALS cannot be told apart from it.")


def test_a_leader_with_a_runner_up() -> None:
    tests = [pair(EASE, POPULARITY, 0.001), pair(EASE, ALS, 0.01)]
    found = verdict([POPULARITY, ALS, EASE], tests, "NDCG@10", 2000)
    assert "ALS follows at 0.0990; the difference is not chance." in found.sentence


def test_a_leader_alone() -> None:
    found = verdict([POPULARITY, EASE], [pair(EASE, POPULARITY, 0.001)], "NDCG@10", 2000)
    assert found.leader == "ease"
    assert "better than showing everybody the bestsellers" in found.sentence


@pytest.mark.parametrize("p", [0.05, 0.3])
def test_a_higher_figure_alone_is_not_better(p: float) -> None:
    found = verdict([POPULARITY, EASE], [pair(EASE, POPULARITY, p)], "NDCG@10", 2000)
    assert found.leader is None
    assert found.sentence == (
        "With 2,000 customers, no model could be shown to be better than showing everybody the "
        "bestsellers (NDCG@10 0.0780, 0.0740 to 0.0820)."
    )


def test_worse_beyond_chance_is_not_better() -> None:
    found = verdict([POPULARITY, SVD], [pair(SVD, POPULARITY, 0.001)], "NDCG@10", 2000)
    assert found.leader is None
    assert found.sentence.startswith("With 2,000 customers, no model could be shown to be better")
    assert found.sentence.endswith(
        "SVD is worse than the bestsellers, by more than chance would do."
    )


def test_what_would_have_been_missed_is_said() -> None:
    test = PairTest("ease", "popularity", "NDCG@10", 0.022, 0.3, missed=0.0171)
    found = verdict([POPULARITY, EASE], [test], "NDCG@10", 107)
    assert found.sentence == (
        "With 107 customers, no model could be shown to be better than showing everybody the "
        "bestsellers (NDCG@10 0.0780, 0.0740 to 0.0820); a difference under 22 % of that would be "
        "missed more than one time in five."
    )


def test_whoever_is_worse_is_named_beside_the_leader() -> None:
    tests = [pair(EASE, POPULARITY, 0.001), pair(SVD, POPULARITY, 0.001), pair(EASE, SVD, 0.001)]
    found = verdict([POPULARITY, SVD, EASE], tests, "NDCG@10", 2000)
    assert found.leader == "ease"
    assert found.sentence.endswith(
        "SVD is worse than the bestsellers, by more than chance would do."
    )


def test_a_model_not_shown_to_be_better_does_not_lead_by_its_figure() -> None:
    tests = [pair(ALS, POPULARITY, 0.001), pair(EASE, POPULARITY, 0.2), pair(EASE, ALS, 0.9)]
    found = verdict([POPULARITY, ALS, EASE], tests, "NDCG@10", 2000)
    assert found.leader == "als"
    assert "EASE cannot be told apart from it" in found.sentence


def test_without_popularity_nothing_is_claimed() -> None:
    found = verdict([ALS, EASE], [pair(EASE, ALS, 0.001)], "NDCG@10", 2000)
    assert found.leader is None
    assert "not compared with the bestsellers" in found.sentence


def test_only_the_references() -> None:
    found = verdict([POPULARITY, RANDOM], [pair(POPULARITY, RANDOM, 0.001)], "NDCG@10", 2000)
    assert found.leader is None
    assert "choose a model to compare" in found.sentence


def test_few_customers() -> None:
    found = verdict([POPULARITY, EASE], [pair(EASE, POPULARITY, 0.01)], "NDCG@10", 12)
    assert "Only 12 customers could be tested" in found.sentence
