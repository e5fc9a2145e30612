import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.privacy import erasing
from recsys_core.services.workspace.erasing import is_erasing
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage import meta

ROOT = Path(__file__).resolve().parents[3]
HOLD = """
import sys
from pathlib import Path
from recsys_core.services.workspace.workspace import open_workspace
with open_workspace(Path(sys.argv[1])):
    print("open", flush=True)
    sys.stdin.read()
"""


def test_a_workspace_open_elsewhere_is_said_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path))
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert holder.stdout.readline() == "open\n"
        app = AppTest.from_file(ROOT / "app.py", default_timeout=20).run()
        assert not app.exception
        assert app.title[0].value == "This workspace cannot be opened"
        assert app.error[0].value.replace("\\", "").endswith(".")
        assert [b.label for b in app.button] == ["Try again"]
    finally:
        holder.communicate("")
    try:
        app.button[0].click()
        app.run()
        assert not app.error
    finally:
        guard.opened.clear()


@pytest.mark.usefixtures("workspace")
def test_the_first_run_of_a_server_begins_again_in_app(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(guard, "_seen", False)
    app.run()
    assert not app.exception
    assert app.title[0].value == "Where am I, and what next?"
    assert guard._seen


def test_an_erasure_that_cannot_be_ended_yet_keeps_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_workspace(tmp_path / "pending") as ws, ws.db.write() as cursor:
        meta.keep_erasing(cursor, {"number": "erasure-000001"})

    def no_room(_: Workspace) -> None:
        raise NotReadyError("no room")

    monkeypatch.setattr(erasing, "finish_erasing", no_room)
    found = guard.opened(str(tmp_path / "pending"))
    assert is_erasing(found), "still to be done"
    guard.opened.clear(str(tmp_path / "pending"))
    found.close()
