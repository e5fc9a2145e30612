from pathlib import Path

import pytest

from recsys_core.schema.errors import InputError
from recsys_core.storage.output import DATABASE, check_output, complete_file


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
    with pytest.raises(InputError, match=r"cannot be written \(No space left on device\)\. Choose"):
        write(tmp_path / "lists.csv", "a", OSError(28, "No space left on device"))


def test_another_ending_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"'lists\.txt' does not end in \.csv or \.parquet"):
        check_output(tmp_path / "lists.txt", (".csv", ".parquet"))


def test_what_is_there_is_replaced_only_when_asked(tmp_path: Path):
    out = tmp_path / "lists.csv"
    check_output(out, (".csv",))
    write(out, "before")
    with pytest.raises(InputError, match=r"is there already.*--force"):
        check_output(out, (".csv",))
    check_output(out, (".csv",), replace=True)


def test_the_folder_of_a_workspace_takes_no_file_however_deep_or_linked(tmp_path: Path):
    workspace = tmp_path / "workspace"
    (workspace / "runs" / "one").mkdir(parents=True)
    (workspace / DATABASE).touch()
    link = tmp_path / "link"
    link.symlink_to(workspace / "runs")
    for place in (workspace, workspace / "runs" / "one", link):
        for replace in (False, True):
            with pytest.raises(InputError, match="lies in the folder of a workspace"):
                check_output(place / "lists.csv", (".csv",), replace=replace)
    check_output(tmp_path / "lists.csv", (".csv",))


def test_a_folder_or_a_device_is_no_file(tmp_path: Path):
    (tmp_path / "lists.csv").mkdir()
    with pytest.raises(InputError, match="is not a file"):
        check_output(tmp_path / "lists.csv", (".csv",), replace=True)
