"""Rows that a test of the browser is: the same test, run here for its verdict."""

import subprocess
import sys

from hardening.scoring import ROOT, Outcome

SCRIPTS = "tests/e2e/test_hostile_texts.py"


def scripts(share: float) -> Outcome:
    """Every page, part, drawer and dialog with texts that are script or address."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", SCRIPTS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if "skipped" in done.stdout or done.returncode not in (0, 1):
        return Outcome("no browser on this machine", False)
    ran = "0 run, 0 outside requests" if done.returncode == 0 else done.stdout[-300:]
    return Outcome(f"all pages, drawers and dialogs: {ran}".replace("\n", " "), not done.returncode)
