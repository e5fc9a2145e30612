"""A rule that leaves little of the catalogue fills as many places in what-if as on the page."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recsys_core.reranking.rerank import Reranked
from recsys_core.schema.evaluation import YARDSTICKS
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait, evaluations
from recsys_core.services.recommend.lists import ListSettings, make_lists
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.workspace.runs import fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace, open_workspace

CATEGORIES, PRODUCTS, CUSTOMERS = 50, 1000, 120
ONE_OF_FIFTY = Rule(name="Only these", action="include", by="category", values=("Category 7",))


@pytest.fixture(scope="module")
def wide_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """1,000 products in 50 categories, all bought by somebody; EASE trained and measured."""
    folder = tmp_path_factory.mktemp("wide")
    _write(folder)
    with open_workspace(folder / "workspace") as ws:
        for kind, name in (("interactions", "purchases"), ("items", "products")):
            import_files(ws, kind, [folder / f"{name}.csv"])
        train_and_wait(ws, "ease")
        evaluate_and_wait(ws, ["ease"])
        yield ws


def _write(folder: Path) -> None:
    rng = np.random.default_rng(3)
    products = [f"P{i:04d},No. {i},Category {i % CATEGORIES}" for i in range(PRODUCTS)]
    header = "product_id,title,category"
    (folder / "products.csv").write_text("\n".join([header, *products]), encoding="utf-8")
    rows = [
        f"C{user:03d},P{item:04d},2025-{1 + visit:02d}-{1 + user % 28:02d}"
        for user in range(CUSTOMERS)
        for visit in range(10)
        for item in rng.choice(PRODUCTS, 12, replace=False)
    ]
    header = "customer_id,product_id,date"
    (folder / "purchases.csv").write_text("\n".join([header, *rows]), encoding="utf-8")


def what_if_lists(ws: Workspace, **knobs: object) -> Reranked:
    config = RerankConfig.model_validate({"rules": (ONE_OF_FIFTY,), **knobs})
    sample = what_if_sample(ws, CUSTOMERS)
    return sample.lists(Choice("ease", ListSettings(rerank_config=config)))


def filled(items: np.ndarray) -> float:
    return float((items != EMPTY).sum(axis=1).mean())


def page_places(ws: Workspace) -> float:
    model, data = fitted(ws, trained_model(ws, "ease"))
    users = np.arange(data.n_users)
    context = list_context(ws, data, users, data.histories(users), [ONE_OF_FIFTY])
    settings = ListSettings(rerank_config=RerankConfig(rules=(ONE_OF_FIFTY,)))
    return filled(make_lists(model, "ease", context, settings).final.items)


def test_as_many_places_are_filled_in_what_if_as_on_the_page(wide_shop: Workspace) -> None:
    sample = what_if_sample(wide_shop, CUSTOMERS)
    shown = what_if_lists(wide_shop).final.items
    assert page_places(wide_shop) == filled(shown) == 10.0
    assert set(sample.facts.categories[shown].ravel()) == {"Category 7"}
    had = sample.histories.toarray() > 0
    assert not np.take_along_axis(had, shown, axis=1).any()


def test_two_models_blend_below_their_shortlists_too(wide_shop: Workspace) -> None:
    assert filled(what_if_lists(wide_shop, mix="popularity").final.items) == 10.0


def test_an_older_evaluation_has_the_shortlists_only(wide_shop: Workspace, tmp_path: Path) -> None:
    shutil.copytree(wide_shop.path, tmp_path / "older")
    with open_workspace(tmp_path / "older") as ws:
        shutil.rmtree(evaluations(ws)[0].folder / "evaluation" / "models")
        assert not what_if_sample(ws, CUSTOMERS).reaches_deeper("ease")
        assert filled(what_if_lists(ws).final.items) < 6


def test_only_the_newest_evaluation_keeps_its_models(wide_shop: Workspace, tmp_path: Path) -> None:
    shutil.copytree(wide_shop.path, tmp_path / "again")
    with open_workspace(tmp_path / "again") as ws:
        evaluate_and_wait(ws, ["popularity"])
        newest, older = (one.folder / "evaluation" / "models" for one in evaluations(ws))
        assert {one.name for one in newest.iterdir()} == YARDSTICKS
        assert not older.exists()
