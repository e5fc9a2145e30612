"""Fixtures of common use."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recsys_core.schema.dataset import Dataset
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.wording.amounts import AmountStyle, write_as
from tests.factories import make_dataset

# Some tests take constants from it before pytest takes its fixtures.
pytest.register_assert_rewrite("tests.pages.market")

COSTLY = ("market_folder", "measured_folder", "tuned_folder", "served_folder", "shop_folder")
"""Workspaces with trained models."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share a costly workspace go to one worker, and so do those of one file, so that
    what they need is made once. All that drive the browser go to one as well, which mostly waits.
    """
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            names = getattr(item, "fixturenames", ())
            shared = next((f for f in COSTLY if f in names), str(item.path))
            if item.get_closest_marker("e2e"):
                shared = "browser"
            item.add_marker(pytest.mark.xdist_group(shared))


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def tiny_dataset() -> Dataset:
    """Five customers, six products: two tastes (0-2 and 3-5) and one customer between them."""
    day = 86_400
    events = [
        (0, 0, 1, 1 * day), (0, 1, 2, 2 * day), (0, 2, 1, 9 * day),
        (1, 0, 1, 1 * day), (1, 1, 1, 3 * day), (1, 2, 3, 8 * day),
        (2, 3, 1, 2 * day), (2, 4, 1, 4 * day), (2, 5, 1, 9 * day),
        (3, 3, 2, 1 * day), (3, 4, 1, 5 * day),
        (4, 0, 1, 2 * day), (4, 3, 1, 6 * day),
    ]  # fmt: skip
    return make_dataset(events, 5, 6)


@pytest.fixture
def planted_dataset(rng: np.random.Generator) -> Dataset:
    """200 customers of four tastes, 80 products; nine of ten events follow the taste."""
    events = []
    for user in range(200):
        taste = user % 4
        for n in range(15):
            group = taste if rng.random() < 0.9 else int(rng.integers(4))
            item = group * 20 + int(min(rng.geometric(0.12) - 1, 19))
            events.append((user, item, 1.0, int(1_600_000_000 + n * 86_400 + rng.integers(80_000))))
    categories = [f"Category {i // 20}" for i in range(80)]
    words = ["yoghurt", "wine", "bread", "soap"]
    titles = [f"{words[i // 20]} kind {i}" for i in range(80)]
    return make_dataset(events, 200, 80, categories=categories, titles=titles)


@pytest.fixture(autouse=True)
def plain_amounts() -> Iterator[None]:
    """What one test chose for writing money is not for the next."""
    yield
    write_as(AmountStyle())


@pytest.fixture
def ws(tmp_path: Path) -> Iterator[Workspace]:
    """An empty workspace."""
    with open_workspace(tmp_path / "workspace") as opened:
        yield opened
