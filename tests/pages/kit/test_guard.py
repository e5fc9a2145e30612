import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard

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
