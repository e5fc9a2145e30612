"""Names of groups and themes: what sets them apart, no two the same."""

from math import log

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA

from recsys_core.profiles.clusters.naming import differences, names_of, unique_name
from recsys_core.profiles.clusters.principal import neighbour_map, principal
from recsys_core.profiles.clusters.themes import class_words, theme_names


def test_differences_are_standardised_means():
    features = pd.DataFrame({"visits": [1.0, 3.0, 5.0, 7.0], "spend": [2.0, 2.0, 2.0, 2.0]})
    apart = differences(features, np.array([0, 0, 1, 1]))
    assert apart["visits"].tolist() == pytest.approx([-2 / np.sqrt(5), 2 / np.sqrt(5)])
    assert apart["spend"].tolist() == [0, 0]


def test_a_name_says_the_largest_differences_one_of_a_kind():
    apart = pd.DataFrame(
        {
            "visits": [1.5, -0.2],
            "interval_days": [-1.4, 0.1],
            "spend": [-0.9, 0.1],
            "category: Dairy": [2.0, 0.0],
            "category: Beer": [-1.9, 0.0],
        }
    )
    assert names_of(apart) == ["More Dairy, come often, spend little", "Like everybody"]


def test_names_are_unique():
    apart = pd.DataFrame({"visits": [1.0, 1.0, 1.0], "spend": [0.8, 0.8, 0.8]})
    names = names_of(apart)
    assert names == [
        "Come often, spend much",
        "Come often, spend much (2)",
        "Come often, spend much (3)",
    ]
    assert unique_name("a", ["a", "a (2)"]) == "a (3)"
    more = pd.DataFrame({"visits": [4.0, 4.0], "spend": [3.0, 3.0], "tier": [2.0, 2.0]})
    four = more.assign(recency_days=[0.9, -0.9])
    assert names_of(four)[1].endswith(", here lately")


def test_class_words_are_those_worked_out_by_hand():
    texts = ["Milk milk bread", "milk cheese", "Beer 0.5 l", "beer wine bread"]
    weights = class_words(texts, np.array([0, 0, 1, 1]))
    # Words of two letters or more: milk x3, bread, cheese | beer x2, wine, bread; A = 9 / 2.
    assert weights.loc["milk"].tolist() == pytest.approx([3 * log(1 + 4.5 / 3), 0])
    assert weights.loc["beer"].tolist() == pytest.approx([0, 2 * log(1 + 4.5 / 2)])
    assert weights.loc["bread"].tolist() == pytest.approx([log(1 + 4.5 / 2)] * 2)
    assert "l" not in weights.index
    assert theme_names(weights, "no words") == ["milk, cheese, bread", "beer, wine, bread"]


def test_a_theme_s_name_repeats_no_stem_and_no_name():
    weights = class_words(["cake cakes cake tea", "cake cakes cake tea", "1"], np.array([0, 1, 2]))
    assert theme_names(weights, "no words") == ["cake, tea", "cake, tea (2)", "no words"]


def test_principal_components_are_those_of_scikit_learn(rng):
    values = rng.normal(size=(50, 4)) @ rng.normal(size=(4, 4))
    scores, shares = principal(values, 2)
    fitted = PCA(2).fit(values)
    assert np.abs(scores) == pytest.approx(np.abs(fitted.transform(values)))
    assert shares == pytest.approx(fitted.explained_variance_ratio_)
    assert principal(np.ones((5, 2)), 2)[1].tolist() == [0, 0]


def test_neighbours_stand_together_on_the_map(rng):
    values = np.vstack([rng.normal(size=(60, 3)), rng.normal(size=(60, 3)) + 12])
    told = []
    at = neighbour_map(values, progress=lambda done, _="": told.append(done))
    assert told == [0, 0.25, 0.5, 0.75]
    first, second = at[:60], at[60:]
    between = np.linalg.norm(first.mean(axis=0) - second.mean(axis=0))
    assert between > 2 * first.std()
    near = np.linalg.norm(at[:, None] - at[None], axis=2)
    np.fill_diagonal(near, np.inf)
    assert ((near.argmin(axis=1) < 60) == (np.arange(120) < 60)).all()
    assert neighbour_map(values[:8, :1]).shape == (8, 2)
