import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from recsys_core.services.access.opened import close_houses, has_house, house_at


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "house"
    close_houses()


def test_a_house_is_made_once_and_known_from_then_on(folder: Path) -> None:
    assert not has_house(folder)
    assert house_at(folder) is house_at(folder)
    assert has_house(folder)


def test_another_file_in_its_place_is_opened_anew(folder: Path, tmp_path: Path) -> None:
    first = house_at(folder)
    # Kept beside it, or its number might be given to the next file at once.
    shutil.move(folder, tmp_path / "aside")
    assert house_at(folder) is first
    assert not folder.exists()
    folder.mkdir()
    assert house_at(folder) is not first


def test_one_house_is_open_at_a_time(folder: Path, tmp_path: Path) -> None:
    first = house_at(folder)
    house_at(tmp_path / "another")
    assert house_at(folder) is not first
