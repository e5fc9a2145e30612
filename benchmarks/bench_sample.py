"""The sample loaded, and two models trained on it, within their budgets.

python benchmarks/bench_sample.py      Complete Journey in a workspace of its own, by command line

Budgets on two cores: the sample in 30 s; `ease` and `surprise-svd` in 60 s each, over the products
bought by at least 20 households.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
BUDGETS = {"sample complete-journey": 30, "train ease": 60, "train surprise-svd": 60}


def seconds(command: str, workspace: Path) -> float:
    """What the command itself reports."""
    done = subprocess.run(
        [sys.executable, "-m", "recsys_core", "--json", "--workspace", workspace, *command.split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout)["seconds"])


def main() -> None:
    """One line a step; exit 1 when one is over its budget."""
    over = False
    with TemporaryDirectory() as folder:
        for command, budget in BUDGETS.items():
            took = seconds(command, Path(folder) / "workspace")
            over = over or took > budget
            print(f"{command:<26}{took:7.1f} s   budget {budget} s   {took / budget:5.2f}")
    sys.exit(over)


if __name__ == "__main__":
    main()
