import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.registry import (
    MODELS,
    create,
    load_model,
    save_model,
    trainable,
)
from recsys_core.schema.contracts import Resources, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.evaluation import REFERENCES


def test_the_models_of_this_version_are_there_under_their_names() -> None:
    assert {"popularity", "ease", "surprise-svd", "surprise-knn-item", "content"} <= set(MODELS)
    assert all(name == model.card.name for name, model in MODELS.items())


def test_the_reference_is_not_offered_for_training() -> None:
    assert set(trainable()) == set(MODELS) - REFERENCES
    assert "random" in REFERENCES


def test_an_unknown_model_is_told_the_known_ones() -> None:
    with pytest.raises(InputError, match=r"no model 'eas'.*popularity.*ease"):
        create("eas", {})


def test_settings_may_be_typed_as_text() -> None:
    model = create(
        "surprise-svd",
        {"n_factors": " 20 ", "biased": "false", "lr_all": "0.01", "reg_bu": "none", "seed": "7"},
    )
    assert model.config.model_dump(include={"n_factors", "biased", "lr_all", "reg_bu", "seed"}) == {
        "n_factors": 20,
        "biased": False,
        "lr_all": 0.01,
        "reg_bu": None,
        "seed": 7,
    }


@pytest.mark.parametrize(
    ("name", "settings", "sentence"),
    [
        (
            "ease",
            {"lamda": 3},
            "has no setting 'lamda'. Its settings are: exact_products, "
            "neighbours, ratings, regularization, seed.",
        ),
        ("surprise-svd", {"n_factors": "0"}, "must be a whole number from 1 to 500; '0' is not."),
        ("surprise-svd", {"n_factors": "many"}, "must be a whole number from 1 to 500; 'many'"),
        ("surprise-svd", {"lr_all": 0}, "must be a number above 0 and at most 1; 0 is not."),
        ("surprise-svd", {"biased": "perhaps"}, "must be true or false; 'perhaps' is not."),
        ("ease", {"regularization": -1}, "a number above 0 and at most 1,000,000, or empty; -1"),
        (
            "surprise-knn-item",
            {"similarity": "jaccard"},
            "must be one of cosine, msd, pearson, pearson_baseline; 'jaccard' is not.",
        ),
    ],
)
def test_unusable_settings_are_refused_in_words(
    name: str, settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(InputError) as refused:
        create(name, settings)
    assert sentence in str(refused.value)


def test_the_model_file_says_what_made_it(tiny_dataset: Dataset, tmp_path: Path) -> None:
    model = create("ease", {"regularization": "3"})
    model.fit(tiny_dataset, silent)
    save_model(model, tmp_path)
    about = json.loads((tmp_path / "model.json").read_text())
    assert about["name"] == "ease"
    assert about["config"]["regularization"] == 3.0
    assert about["libraries"]["numpy"] == np.__version__


def test_loading_hands_the_resources_on(tiny_dataset: Dataset, tmp_path: Path) -> None:
    model = create("popularity", {})
    model.fit(tiny_dataset, silent)
    save_model(model, tmp_path / "run")
    resources = Resources(vector_folder=tmp_path / "vectors")
    assert load_model(tmp_path / "run", resources).resources is resources


def test_a_missing_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="train it again"):
        load_model(tmp_path / "gone")


def saved(tmp_path: Path, data: Dataset, name: str) -> Path:
    model = create(name, {})
    model.fit(data, silent)
    save_model(model, tmp_path / name)
    return tmp_path / name


@pytest.mark.parametrize("name", ["ease", "surprise-svd", "popularity"])
@pytest.mark.parametrize("damage", ["cut", "gone", "empty"])
def test_a_damaged_model_is_explained(
    name: str, damage: str, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    folder = saved(tmp_path, tiny_dataset, name)
    for path in folder.iterdir():
        if path.name != "model.json":
            content = path.read_bytes()
            if damage == "gone":
                path.unlink()
            else:
                path.write_bytes(content[: len(content) // 2] if damage == "cut" else b"")
    with pytest.raises(NotReadyError, match="train it again"):
        load_model(folder)


@pytest.mark.parametrize(
    "about",
    ["", "[]", "{}", '{"name": "retired", "config": {}}', '{"name": "ease", "config": {"x": 1}}'],
)
def test_a_model_of_another_version_is_explained(
    about: str, tiny_dataset: Dataset, tmp_path: Path
) -> None:
    folder = saved(tmp_path, tiny_dataset, "ease")
    (folder / "model.json").write_text(about)
    with pytest.raises(NotReadyError, match="another version"):
        load_model(folder)


def test_an_interrupted_save_leaves_no_model(
    tiny_dataset: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **arrays: object) -> None:
        raise OSError("disk full")

    model = create("popularity", {})
    model.fit(tiny_dataset, silent)
    monkeypatch.setattr("recsys_core.models.popularity.save_arrays", fail)
    with pytest.raises(OSError, match="disk full"):
        save_model(model, tmp_path / "run")
    with pytest.raises(NotFoundError):
        load_model(tmp_path / "run")


def test_listing_the_models_loads_no_heavy_library() -> None:
    """The app lists models in a process that must start quickly."""
    script = (
        "import sys; from recsys_core.models.registry import MODELS; list(MODELS.values()); "
        "print([m for m in ('torch', 'sentence_transformers', 'surprise', 'sklearn') "
        "if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_list_needs_no_model_but_its_own() -> None:
    script = (
        "import sys; import recsys_core.services.recommend.recommend; "
        "print([m for m in sys.modules if m.startswith(('filelock', 'recsys_core.evaluation.')) "
        "or getattr(sys.modules[m], 'Recommender', None) and m.startswith('recsys_core.models.') "
        "and m != 'recsys_core.models.registry'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
