"""`python -m hardening [--row NAME] [--share 0.1] [--dry]`: run rows, write the scorecard."""

import argparse
import time

from hardening.registry import ROWS
from hardening.scoring import Outcome, line, write


def main() -> int:
    """0 when every row that ran holds."""
    parser = argparse.ArgumentParser(prog="hardening", description=__doc__)
    parser.add_argument("--row", default="", choices=["", *(row.name for row in ROWS)])
    parser.add_argument("--share", type=float, default=1.0, help="share of the cases to run")
    parser.add_argument("--dry", action="store_true", help="leave docs/security.md as it is")
    asked = parser.parse_args()
    outcomes: dict[str, Outcome] = {}
    for row in ROWS:
        if row.measure is None or asked.row not in ("", row.name):
            continue
        began = time.monotonic()
        outcomes[row.name] = row.measure(asked.share)
        print(line(row, outcomes[row.name]), f"({time.monotonic() - began:.0f} s)", flush=True)
    # A share of the cases is no measurement.
    if not asked.dry and asked.share >= 1:
        write(ROWS, outcomes)
    return 0 if all(one.good for one in outcomes.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
