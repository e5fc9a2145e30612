"""Every model by name; making, saving and loading them."""

import json
from collections.abc import Mapping
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from recsys_core.models import messages as m
from recsys_core.models.als import Als
from recsys_core.models.auto.model import Auto
from recsys_core.models.bpr import Bpr
from recsys_core.models.buy_again import BuyAgain
from recsys_core.models.content import Content
from recsys_core.models.ease import Ease
from recsys_core.models.hybrid import Hybrid
from recsys_core.models.item_knn import ItemKnn
from recsys_core.models.popularity import PopularityModel
from recsys_core.models.random_order import RandomOrder
from recsys_core.models.sequence import Sequence
from recsys_core.models.settings import parse_settings
from recsys_core.models.surprise_baseline import SurpriseBaseline
from recsys_core.models.surprise_coclustering import SurpriseCoClustering
from recsys_core.models.surprise_knn import SurpriseKnnItem
from recsys_core.models.surprise_knn_user import SurpriseKnnUser
from recsys_core.models.surprise_nmf import SurpriseNmf
from recsys_core.models.surprise_slopeone import SurpriseSlopeOne
from recsys_core.models.surprise_svd import SurpriseSvd
from recsys_core.models.surprise_svdpp import SurpriseSvdpp
from recsys_core.models.trending import Trending
from recsys_core.models.two_tower import TwoTower
from recsys_core.models.user_knn import UserKnn
from recsys_core.schema.checksums import UNREADABLE, seal, verify
from recsys_core.schema.contracts import Recommender, Resources
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.wording.messages import say

MODELS: dict[str, type[Recommender]] = {
    model.card.name: model
    for model in (
        Auto,
        PopularityModel,
        Trending,
        BuyAgain,
        Ease,
        ItemKnn,
        UserKnn,
        Als,
        Bpr,
        Content,
        TwoTower,
        Sequence,
        Hybrid,
        SurpriseSvd,
        SurpriseSvdpp,
        SurpriseNmf,
        SurpriseKnnItem,
        SurpriseKnnUser,
        SurpriseSlopeOne,
        SurpriseCoClustering,
        SurpriseBaseline,
        RandomOrder,
    )
}
"""In the order in which they are shown."""

REFERENCES = frozenset({RandomOrder.card.name})
"""Lines of comparison: evaluated beside the others, never offered for training."""

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
