"""What was lost or set aside stands on every page until somebody has read it."""

import shutil
from pathlib import Path

import duckdb
import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import errors, guard
from recsys_core.services.evaluation.queue import evaluations

pytest_plugins = ["tests.recsys_core.services.served"]
ROOT = Path(__file__).resolve().parents[2]
PAGES = (
    "overview",
    "data",
    "customers",
    "models",
    "recommendations",
    "evaluation",
    "campaigns",
    "experiments",
    "settings",
)


@pytest.fixture
def app(served_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on a workspace with half a leaderboard."""
    copy = tmp_path / "workspace"
    shutil.copytree(served_folder, copy)
    monkeypatch.setenv(guard.VARIABLE, str(copy))
    monkeypatch.setattr(guard, "_seen", True)
    guard.opened.clear()
    ws = guard.opened(str(copy))
    board = copy / "runs" / evaluations(ws)[0].job_id / "evaluation" / "leaderboard.json"
    guard.opened.clear()
    board.write_bytes(board.read_bytes()[:500])
    return AppTest.from_file(ROOT / "app.py", default_timeout=60)


def texts(app: AppTest) -> str:
    return " ".join(str(one.value) for one in app.text)


def test_half_a_leaderboard_is_said_on_every_page_until_it_was_read(app: AppTest) -> None:
    app.run()
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert "was set aside. Its file leaderboard.json is damaged" in texts(app)
    app.button(key="dismiss-warnings").click().run()
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert "was set aside" not in texts(app)
    guard.opened.clear()


def test_a_folder_that_vanished_is_said_and_found_again(app: AppTest, tmp_path: Path) -> None:
    app.run()
    shutil.move(tmp_path / "workspace", tmp_path / "elsewhere")
    for page in PAGES:
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        assert [one.value for one in app.title] == ["This workspace cannot be opened"]
        assert "is no longer there" in app.error[0].value
    assert not (tmp_path / "workspace").exists(), "nothing is made anew in its place"
    shutil.copytree(tmp_path / "elsewhere", tmp_path / "workspace")
    app.run()
    assert not app.exception
    assert not app.error
    guard.opened.clear()


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(28, "No space left on device"), "There is no room left on the disk."),
        (PermissionError(13, "Permission denied", "/w/x"), "may not write or read /w/x."),
        (FileNotFoundError(2, "No such file", "/w/x"), "/w/x is no longer there."),
        (OSError(5, "Input/output error", "/w/x"), "The disk refused /w/x (Input/output error)."),
        (duckdb.IOException("Could not write file: No space left on device"), "There is no room"),
        (duckdb.OutOfMemoryException("failed to allocate"), "There is not enough memory"),
        (duckdb.InternalException("odd\nstack"), "refused this: odd What was saved"),
    ],
)
def test_a_refusal_of_the_disk_or_the_database_is_a_sentence(error: Exception, sentence: str):
    assert isinstance(error, errors.EXPECTED)
    assert sentence in errors.words(error)
    assert "\n" not in errors.words(error)
