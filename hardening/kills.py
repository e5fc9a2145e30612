"""Imports killed with -9 at any moment: the next start finds them whole or absent."""

import json
import subprocess
import sys
import tempfile

from hardening.scoring import Outcome, cases

ROUNDS = 200
PARTS = ("tables", "imports", "version")


def measure(share: float) -> Outcome:
    """Runs the driver of the short form with more rounds."""
    rounds = cases(ROUNDS, share)
    with tempfile.TemporaryDirectory() as folder:
        driver = "tests.recsys_core.services.data.kill_driver"
        command = [sys.executable, "-m", driver, folder, str(rounds), "18"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    before, whole = found["before"], found["whole"]
    torn = lost = arrived = 0
    for one in found["found"]:
        is_whole = all(one[part] == whole[part] for part in PARTS)
        absent = all(one[part] == before[part] for part in PARTS)
        torn += not is_whole and not absent
        lost += one["acknowledged"] and not is_whole
        arrived += is_whole
    return Outcome(
        f"{rounds} killed ({arrived} arrived whole): {lost} lost, {torn} torn",
        lost == torn == 0,
    )
