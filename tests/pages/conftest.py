"""Pages are driven through app.py, each test on a workspace of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    """The empty workspace that pages opened in this test work on."""
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setattr(guard, "_seen", True)
    opened = guard.opened(str(tmp_path / "workspace"))
    yield opened
    guard.opened.clear()


@pytest.fixture
def app(workspace: Workspace) -> AppTest:
    """The app before its first run."""
    return AppTest.from_file(ROOT / "app.py", default_timeout=20)


@pytest.fixture
def orders(workspace: Workspace, tmp_path: Path) -> str:
    """Forty purchases of eight customers over five weeks are in; the import's id."""
    lines = ["customer,product,date,quantity"]
    for n in range(40):
        day = f"2023-{4 + n // 28:02d}-{1 + n % 28:02d}"
        lines.append(f"c{n % 8},p{(n * n) % 5 if n % 3 else n % 5},{day},1")
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(lines))
    return import_files(workspace, "interactions", [file]).import_id
