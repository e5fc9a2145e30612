"""Every model by name; making, saving and loading them."""

import json
from collections import UserDict
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, cast

from recsys_core.models import messages as m
from recsys_core.models.settings import parse_settings
from recsys_core.schema.checksums import UNREADABLE, seal, verify
from recsys_core.schema.contracts import Recommender, Resources
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.evaluation import REFERENCES
from recsys_core.wording.messages import say


class _Models(UserDict[str, Any]):
    """Classes by name; the module of one is imported when it is first asked for."""

    def __getitem__(self, name: str) -> type[Recommender]:
        place = self.data[name]
        if isinstance(place, str):
            module, _, kind = place.rpartition(".")
            self.data[name] = getattr(import_module(f"recsys_core.models.{module}"), kind)
        return cast(type[Recommender], self.data[name])


MODELS: MutableMapping[str, type[Recommender]] = _Models(
    {
        "auto": "auto.model.Auto",
        "popularity": "popularity.PopularityModel",
        "trending": "trending.Trending",
        "buy-again": "buy_again.BuyAgain",
        "next-basket": "next_basket.NextBasket",
        "ease": "ease.Ease",
        "item-knn": "item_knn.ItemKnn",
        "user-knn": "user_knn.UserKnn",
        "als": "als.Als",
        "bpr": "bpr.Bpr",
        "content": "content.Content",
        "two-tower": "two_tower.TwoTower",
        "sequence": "sequence.Sequence",
        "hybrid": "hybrid.Hybrid",
        "surprise-svd": "surprise_svd.SurpriseSvd",
        "surprise-svdpp": "surprise_svdpp.SurpriseSvdpp",
        "surprise-nmf": "surprise_nmf.SurpriseNmf",
        "surprise-knn-item": "surprise_knn.SurpriseKnnItem",
        "surprise-knn-user": "surprise_knn_user.SurpriseKnnUser",
        "surprise-slopeone": "surprise_slopeone.SurpriseSlopeOne",
        "surprise-coclustering": "surprise_coclustering.SurpriseCoClustering",
        "surprise-baseline": "surprise_baseline.SurpriseBaseline",
        "bestsellers-7": "recent_bestsellers.LastWeek",
        "bestsellers-28": "recent_bestsellers.LastFourWeeks",
        "random": "random_order.RandomOrder",
    }
)
"""In the order in which they are shown."""

MODEL_FILE = "model.json"
PARTS = "parts"
LIBRARIES = (
    "numpy",
    "scipy",
    "implicit",
    "scikit-surprise",
    "scikit-learn",
    "sentence-transformers",
    "torch",
    "optuna",
)


def trainable() -> dict[str, type[Recommender]]:
    """The models an analyst may train: all but the references."""
    return {name: model for name, model in MODELS.items() if name not in REFERENCES}


def model_class(name: str) -> type[Recommender]:
    """The class of a model; `InputError` naming the known ones otherwise."""
    try:
        return MODELS[name]
    except KeyError:
        raise InputError(say(m.UNKNOWN_MODEL, model=name, models=", ".join(trainable()))) from None


def full_settings(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Settings with the defaults filled in; as they are for a model this version does not know."""
    known = MODELS[name].Config().model_dump(mode="json") if name in MODELS else {}
    return {**known, **given}


def create(
    name: str, settings: Mapping[str, object], resources: Resources | None = None
) -> Recommender:
    """An unfitted model. Values may be text; `InputError` in plain words for unknown names and
    values out of range.
    """
    model = model_class(name)
    config = parse_settings(model.Config, settings, say(m.THE_MODEL, model=name))
    return model(config, replace(resources or Resources(), models=MODELS))


def save_model(model: Recommender, folder: Path) -> None:
    """Write a fitted model: its state files, then `model.json`, which makes the folder a model."""
    folder.mkdir(parents=True, exist_ok=True)
    model.save(folder)
    for name, part in model.parts.items():
        save_model(part, folder / PARTS / name)
    about = {
        "name": model.card.name,
        "config": model.config.model_dump(mode="json"),
        "libraries": {name: found for name in LIBRARIES if (found := _version(name))},
    }
    draft = folder / f"{MODEL_FILE}.part"
    draft.write_text(json.dumps(about, indent=1), encoding="utf-8")
    draft.replace(folder / MODEL_FILE)
    seal(folder)


def load_model(folder: Path, resources: Resources | None = None) -> Recommender:
    """Read what `save_model` wrote.

    `NotFoundError` if there is none (training was cut short, or it was deleted), `NotReadyError`
    if it is damaged or from a version that knew other models or settings.
    """
    if not (folder / MODEL_FILE).is_file():
        raise NotFoundError(say(m.TRAINING_GONE))
    try:
        verify(folder)
        about = json.loads((folder / MODEL_FILE).read_text(encoding="utf-8"))
        kind = MODELS[about["name"]]
        model = kind.load(folder, kind.Config(**about["config"]))
        names = model.part_names
        model.parts = {name: load_model(folder / PARTS / name, resources) for name in names}
    except UNREADABLE as problem:
        raise NotReadyError(say(m.TRAINING_DAMAGED)) from problem
    model.resources = resources or Resources()
    return model


def _version(library: str) -> str | None:
    try:
        return version(library)
    except PackageNotFoundError:
        return None
