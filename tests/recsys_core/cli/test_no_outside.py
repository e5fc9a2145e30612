"""Training, measuring and a report ask no other machine for anything."""

import os
import subprocess
import sys
from pathlib import Path

from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.watch import outside, watching
from tests.factories import import_shop, write_shop

ROOT = Path(__file__).resolve().parents[3]
WORK = """
import socket, sys
from recsys_core.cli.main import main
socket.socket().connect_ex(("127.0.0.1", 9))  # so that the watch is seen to see
for call in (["train", "item-knn"], ["evaluate", "item-knn"], ["report", "--out", sys.argv[1]]):
    assert main(call) == 0, call
"""


def test_a_training_a_measurement_and_a_report(tmp_path: Path) -> None:
    write_shop(tmp_path, customers=20)
    with open_workspace(tmp_path / "workspace") as ws:
        import_shop(ws, tmp_path)
    watch, report = tmp_path / "watch", tmp_path / "report.html"
    given = {**os.environ, "TASTELAB_WORKSPACE": str(tmp_path / "workspace"), **watching(watch)}
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(report)],
        cwd=ROOT,
        env=given,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert report.stat().st_size > 10_000
    assert outside(watch) == set()
