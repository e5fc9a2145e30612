"""Data with a known answer: what follows what, tastes, and no signal at all."""

import numpy as np
import pytest

from recsys_core.schema.dataset import NO_TIME, Dataset
from tests.factories import make_dataset

DAY = 86_400
USERS, ITEMS = 240, 40


def chains(dated: bool = True) -> Dataset:
    """Every customer walks from a start through the products in order, now and then elsewhere."""
    rng = np.random.default_rng(3)
    events = []
    for user in range(USERS):
        item = int(rng.integers(ITEMS))
        for step in range(15):
            when = 1_600_000_000 + user * 100 + step * DAY if dated else NO_TIME
            events.append((user, item, 1.0, when))
            item = (item + 1) % ITEMS if rng.random() < 0.85 else int(rng.integers(ITEMS))
    return make_dataset(events, USERS, ITEMS)


@pytest.fixture(scope="session")
def walks() -> Dataset:
    return chains()


@pytest.fixture(scope="session")
def undated() -> Dataset:
    return chains(dated=False)


@pytest.fixture(scope="session")
def noise() -> Dataset:
    """Popular and rare products, but who takes which is chance."""
    rng = np.random.default_rng(4)
    chance = 1 / (np.arange(ITEMS) + 3)
    drawn = rng.choice(ITEMS, USERS * 12, p=chance / chance.sum())
    events = [
        (n // 12, int(item), 1.0, 1_600_000_000 + int(rng.integers(90 * DAY)))
        for n, item in enumerate(drawn)
    ]
    return make_dataset(events, USERS, ITEMS)
