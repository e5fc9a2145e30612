from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.export.complete_file import complete_file


def write(out: Path, text: str, error: Exception | None = None) -> None:
    with complete_file(out) as place:
        place.write_text(text, encoding="utf-8")
        assert not out.exists() or out.read_text(encoding="utf-8") != text
        if error:
            raise error


def test_a_file_appears_when_it_is_complete(tmp_path: Path):
    out = tmp_path / "lists.csv"
    write(out, "a")
    assert out.read_text(encoding="utf-8") == "a"
    assert list(tmp_path.iterdir()) == [out]


def test_what_goes_wrong_leaves_the_file_before_and_nothing_beside_it(tmp_path: Path):
    out = tmp_path / "lists.csv"
    write(out, "before")
    with pytest.raises(ZeroDivisionError):
        write(out, "half", ZeroDivisionError())
    assert out.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path):
    with pytest.raises(InputError, match=r"There is no folder .*nowhere\. Create it"):
        write(tmp_path / "nowhere" / "lists.csv", "a")


def test_a_disk_that_refuses_is_a_sentence(tmp_path: Path):
    with pytest.raises(InputError, match=r"cannot be written\. Choose another place\."):
        write(tmp_path / "lists.csv", "a", OSError("No space left on device"))
