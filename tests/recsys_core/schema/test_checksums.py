from pathlib import Path

import pytest

from recsys_core.schema.checksums import FILE, DamagedError, seal, verify


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.json").write_text("{}")
    (tmp_path / "weights.npy").write_bytes(bytes(range(256)) * 5000)
    seal(tmp_path)
    return tmp_path


def test_a_folder_as_it_was_written_passes(folder: Path) -> None:
    verify(folder)


def test_one_flipped_bit_is_noticed_by_name(folder: Path) -> None:
    path = folder / "weights.npy"
    content = bytearray(path.read_bytes())
    content[1_200_000] ^= 1
    path.write_bytes(content)
    with pytest.raises(DamagedError, match=r"weights\.npy"):
        verify(folder)


@pytest.mark.parametrize("name", ["model.json", "weights.npy"])
def test_a_file_that_is_gone_is_noticed(folder: Path, name: str) -> None:
    (folder / name).unlink()
    with pytest.raises(DamagedError, match=name):
        verify(folder)


@pytest.mark.parametrize("content", ["", "[1]", '{"model.json": "x"}', '{"model.json"'])
def test_damaged_checksums_are_damage(folder: Path, content: str) -> None:
    (folder / FILE).write_text(content)
    with pytest.raises(DamagedError):
        verify(folder)


def test_a_folder_of_an_earlier_version_passes(folder: Path) -> None:
    (folder / FILE).unlink()
    verify(folder)
