import gc
from io import BytesIO
from pathlib import Path

import pytest

from pages.kit import uploads
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace


class File(BytesIO):
    def __init__(self, name: str, content: bytes) -> None:
        super().__init__(content)
        self.name = name


def test_copies_go_when_nobody_holds_them(workspace: Workspace) -> None:
    session = {"files": uploads.keep(workspace, [File("a.csv", b"1"), File("a.csv", b"2")])}
    paths = list(session["files"])
    assert [path.read_bytes() for path in paths] == [b"1", b"2"]
    held_by_an_import = session["files"]
    session.clear()
    gc.collect()
    assert all(path.exists() for path in paths)
    del held_by_an_import
    gc.collect()
    assert not any(path.exists() for path in paths)
    assert not paths[0].parent.exists()


def test_copies_are_bounded_in_all(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100)
    kept = uploads.keep(workspace, [File("a.csv", b"x" * 60)])
    with pytest.raises(InputError, match="Too many large files"):
        uploads.keep(workspace, [File("b.csv", b"x" * 60)])
    uploads.forget(workspace, kept)
    kept = uploads.keep(workspace, [File("b.csv", b"x" * 60)])
    assert kept[0].stat().st_size == 60


def test_a_name_leads_nowhere_else(workspace: Workspace) -> None:
    kept = uploads.keep(workspace, [File("../../x.csv", b""), File("..\\y.csv", b"")])
    assert [Path(path).name for path in kept] == ["x.csv", "y.csv"]
    assert len({path.parent for path in kept}) == 1


def test_one_that_is_read_leaves_no_copy(workspace: Workspace) -> None:
    def reader(path: Path, name: str) -> tuple[str, bytes]:
        if not path.stat().st_size:
            raise InputError("nothing in it")
        return name, path.read_bytes()

    assert uploads.read(workspace, File("a.csv", b"1"), reader) == ("a.csv", b"1")
    with pytest.raises(InputError):
        uploads.read(workspace, File("b.csv", b""), reader)
    assert not list((workspace.path / "uploads").iterdir())
