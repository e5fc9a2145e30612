"""A new model is one module and one line in the registry: everything else follows from them."""

import inspect
from pathlib import Path
from typing import Self

import numpy as np
import pytest
from pydantic import Field

from pages.kit import theme
from pages.parts.models import words
from pages.parts.models.charts.drawings import drawing
from recsys_core.models.histories import require_width
from recsys_core.models.readiness import need_purchases
from recsys_core.models.registry import MODELS, create
from recsys_core.models.state import load_arrays, save_arrays
from recsys_core.schema.config import ModelConfig
from recsys_core.schema.contracts import ModelCard, Progress, Readiness, Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.services.training.queue import config_class, list_models
from recsys_core.services.training.readiness import readiness
from recsys_core.services.training.staleness import without_training
from recsys_core.services.workspace.names import model_title
from recsys_core.services.workspace.workspace import open_workspace
from tests.factories import make_dataset
from tests.recsys_core.models import test_contract as contract
from tests.recsys_core.storage.builders import add, bought

NAME = "heaviest"


class HeaviestConfig(ModelConfig):
    power: float = Field(default=1.0, gt=0, title="Power", description="How much a heavy one wins.")


class Heaviest(Recommender):
    """score(i) = (weight of all purchases of i) ** power."""

    card = ModelCard(
        name=NAME,
        title="Heaviest (sold most)",
        family="baseline",
        summary="Shows what weighs most.",
        trust_when="You need a yardstick.",
        careful_when="You want variety.",
        hue="pink",
        shade=0.1,
        drawing="levels",
        same_for_all=True,
        quick={"power": 2},
    )
    Config = HeaviestConfig
    config: HeaviestConfig
    weight: FloatArray = np.empty(0)

    @classmethod
    def readiness(cls, data: Dataset) -> Readiness:
        return need_purchases(data, 1)

    def fit(self, data: Dataset, report: Progress) -> None:
        report(0.0, "Weighing")
        self.weight = np.asarray(data.matrix.sum(axis=0), dtype=np.float32).ravel()
        report(1.0, "Done")

    def score(self, histories: CSR) -> FloatArray:
        rows = require_width(histories, len(self.weight)).shape[0]
        return np.tile(self.weight**self.config.power, (rows, 1)).astype(np.float32)

    def save(self, folder: Path) -> None:
        save_arrays(folder, weight=self.weight)

    @classmethod
    def load(cls, folder: Path, config: ModelConfig) -> Self:
        model = cls(config)
        model.weight = load_arrays(folder)["weight"]
        return model


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODELS, NAME, Heaviest)


def test_it_is_listed_with_a_form_and_a_readiness(tmp_path: Path) -> None:
    with open_workspace(tmp_path) as ws:
        add(ws.db, "interactions", [bought("u1", "1"), bought("u2", "1")])
        info = {one.name: one for one in list_models(ws)}[NAME]
        judged = {one.model: one for one in readiness(ws)}[NAME]
    assert (info.card.title, info.ready) == ("Heaviest (sold most)", True)
    assert (judged.ready, judged.have) == (True, 2)
    assert config_class(NAME).model_fields["power"].title == "Power"
    assert words.settings(NAME, {"power": 2.0}) == "Power: 2"
    assert model_title(NAME) == Heaviest.card.title
    assert "changes by training again" in without_training(NAME)


def test_it_has_a_colour_and_a_drawing_of_its_own() -> None:
    colours = theme.palette_of("light")
    colour = theme.model_colour(NAME, colours)
    assert colour == theme.mix(colours.series[3], colours.background, 0.1)
    svg, alt = drawing(NAME, colours)
    assert colour in svg
    assert "usual rating" in alt


def test_it_is_part_of_a_hybrid() -> None:
    events = [(user, item, 1.0, 86_400 * item) for user in range(30) for item in range(3)]
    data = make_dataset(events, 30, 3, titles=["a", "b", "c"])
    model = create("hybrid", {"models": NAME, "few_products": 0, "few_customers": 0})
    model.fit(data, silent)
    assert list(model.component_shares(data.histories(np.array([0])), 1)) == [NAME]


def test_the_contract_trains_and_scores_it(tmp_path: Path) -> None:
    data = contract.planted.__wrapped__()
    given = {
        "name": NAME,
        "planted": data,
        "models": {NAME: contract.fitted(NAME, data)},
        "tmp_path": tmp_path,
    }
    tests = [
        test
        for title, test in vars(contract).items()
        if title.startswith("test_") and set(inspect.signature(test).parameters) <= set(given)
    ]
    assert len(tests) > 10
    for test in tests:
        if test is not contract.test_personal_models_find_the_planted_taste:
            test(**{key: given[key] for key in inspect.signature(test).parameters})
