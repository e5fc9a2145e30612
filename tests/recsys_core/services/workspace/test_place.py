from pathlib import Path

from recsys_core.services.workspace.place import place
from recsys_core.services.workspace.workspace import open_workspace


def test_the_files_of_the_folder_are_counted(tmp_path: Path) -> None:
    with open_workspace(tmp_path / "workspace") as ws:
        before = place(ws)
        (ws.path / "runs" / "note.txt").write_bytes(b"x" * 1000)
        (ws.path / "elsewhere").symlink_to(tmp_path)
        after = place(ws)
    assert after.files == before.files + 1
    assert after.size == before.size + 1000
    assert after.form >= 16
