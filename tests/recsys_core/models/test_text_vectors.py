from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.text_vectors import ABOUT_FILE, TextVectorStore
from recsys_core.schema.checksums import ASIDE, dismiss
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import CancelledError
from tests.recsys_core.models.conftest import CountingEncoder


def test_an_unchanged_text_is_never_encoded_twice(tmp_path: Path, encoder: CountingEncoder) -> None:
    first, fresh = TextVectorStore(tmp_path).vectors(["milk", "bread", "milk"], encoder, silent)
    assert sorted(encoder.seen) == ["bread", "milk"]
    assert fresh.all()
    again, fresh = TextVectorStore(tmp_path).vectors(["bread", "wine", "milk"], encoder, silent)
    assert encoder.seen[2:] == ["wine"]
    assert fresh.tolist() == [False, True, False]
    np.testing.assert_array_equal(again[0], first[1])
    np.testing.assert_array_equal(again[2], first[0])


def test_vectors_of_two_text_models_are_kept_apart(tmp_path: Path) -> None:
    store = TextVectorStore(tmp_path)
    one, other = CountingEncoder("org/model"), CountingEncoder("org-model")
    store.vectors(["milk"], one, silent)
    store.vectors(["milk"], other, silent)
    assert other.seen == ["milk"]
    assert sorted(store.encoders()) == ["org-model", "org/model"]


def test_an_empty_text_has_no_vector(tmp_path: Path, encoder: CountingEncoder) -> None:
    vectors, _ = TextVectorStore(tmp_path).vectors(["", "milk", "  "], encoder, silent)
    assert encoder.seen == ["milk"]
    assert not vectors[[0, 2]].any()
    assert np.linalg.norm(vectors[1]) == pytest.approx(1)


def test_only_empty_texts_need_no_text_model(tmp_path: Path, encoder: CountingEncoder) -> None:
    vectors, _ = TextVectorStore(tmp_path).vectors(["", ""], encoder, silent)
    assert vectors.shape[0] == 2
    assert not vectors.any()
    assert not encoder.seen


def test_a_cancelled_run_keeps_the_finished_chunks(
    tmp_path: Path, encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys_core.models.text_vectors.CHUNK", 2)
    texts = ["ale", "bun", "cod", "dill", "egg"]

    def cancel(fraction: float, message: str = "") -> None:
        if fraction > 0.5:
            raise CancelledError("Cancelled.")

    with pytest.raises(CancelledError):
        TextVectorStore(tmp_path).vectors(texts, encoder, cancel)
    encoder.seen.clear()
    TextVectorStore(tmp_path).vectors(texts, encoder, silent)
    assert encoder.seen == ["cod", "dill", "egg"]
    assert not list(tmp_path.rglob("*.part"))


def test_progress_covers_all_chunks(
    encoder: CountingEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recsys_core.models.text_vectors.CHUNK", 2)
    seen: list[float] = []
    store = TextVectorStore(None)
    store.vectors(["a", "b", "c", "d"], encoder, lambda fraction, message="": seen.append(fraction))
    assert seen == [0.5, 1.0]


def test_lookup_never_encodes(tmp_path: Path, encoder: CountingEncoder) -> None:
    store = TextVectorStore(tmp_path)
    assert store.lookup(["milk"], encoder.name) is None
    store.vectors(["milk", "bread"], encoder, silent)
    found = store.lookup(["bread", "", "milk"], encoder.name)
    assert found is not None
    assert found.any(axis=1).tolist() == [True, False, True]
    assert store.lookup(["bread", "wine"], encoder.name) is None


def test_without_a_folder_nothing_is_kept(encoder: CountingEncoder) -> None:
    store = TextVectorStore(None)
    store.vectors(["milk"], encoder, silent)
    assert store.encoders() == []
    assert store.lookup(["milk"], encoder.name) is None


def test_half_a_shard_is_not_seen(tmp_path: Path, encoder: CountingEncoder) -> None:
    """A process killed while writing leaves a draft, which is not a shard."""
    store = TextVectorStore(tmp_path)
    store.vectors(["milk"], encoder, silent)
    shard = next(tmp_path.rglob("*.npz"))
    (shard.parent / "half.part").write_bytes(shard.read_bytes()[:40])
    assert store.lookup(["milk"], encoder.name) is not None


DAMAGES: dict[str, Callable[[Path], object]] = {
    "gone": Path.unlink,
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "another kind": lambda path: path.write_text("[1]"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_shard_is_named_until_that_was_read(
    damage: Callable[[Path], object], tmp_path: Path, encoder: CountingEncoder
) -> None:
    store = TextVectorStore(tmp_path)
    store.vectors(["milk"], encoder, silent)
    store.vectors(["bread"], encoder, silent)
    shard = next(tmp_path.rglob("*.npz"))
    damage(shard)
    assert store.lookup(["milk", "bread"], encoder.name) is None
    assert [path.name for path in store.damaged()] == [f"{shard.name}{ASIDE}"]
    encoder.seen.clear()
    store.vectors(["milk", "bread"], encoder, silent)
    assert len(encoder.seen) == 1
    assert store.lookup(["milk", "bread"], encoder.name) is not None
    dismiss(store.damaged())
    assert store.damaged() == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_the_name_of_a_known_text_model_may_be_damaged(
    damage: Callable[[Path], object], tmp_path: Path, encoder: CountingEncoder
) -> None:
    store = TextVectorStore(tmp_path)
    store.vectors(["milk"], encoder, silent)
    damage(next(tmp_path.rglob(ABOUT_FILE)))
    assert store.lookup(["milk"], encoder.name) is not None
    assert store.encoders([encoder.name]) == [encoder.name]
    assert store.damaged() == []


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_vectors_of_an_unknown_text_model_are_set_aside(
    damage: Callable[[Path], object], tmp_path: Path, encoder: CountingEncoder
) -> None:
    store = TextVectorStore(tmp_path)
    store.vectors(["milk"], encoder, silent)
    about = next(tmp_path.rglob(ABOUT_FILE))
    damage(about)
    assert store.encoders() == []
    assert [path.name for path in store.damaged()] == [f"{about.parent.name}{ASIDE}"]
    dismiss(store.damaged())
    assert list(tmp_path.iterdir()) == []


class Broken:
    name = "broken"

    def encode(self, texts: list[str], report: Progress) -> np.ndarray:
        raise CancelledError("Cancelled.")


def test_a_failed_encoding_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(CancelledError):
        TextVectorStore(tmp_path).vectors(["milk"], Broken(), silent)
    assert list(tmp_path.iterdir()) == []
