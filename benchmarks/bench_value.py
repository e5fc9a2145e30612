"""What customers are worth, on CDNOW: the published figures, and the trial of every model.

    python benchmarks/bench_value.py [FOLDER]     with CDNOW_sample.txt and CDNOW_master.txt

The first 39 weeks are learnt from, the 39 after it tried on. Published, of the sample of a tenth:
BG/NBD r 0.243, alpha 4.414, a 0.793, b 2.426, log likelihood -9582.4; Gamma-Gamma p 6.25, q 3.74,
v 15.44; on all customers BG/NBD expects 0.857 of the orders that came.
"""

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import pandas as pd

from recsys_core.profiles.value.fitting import fit_values
from recsys_core.profiles.value.gamma_gamma import NAMES
from recsys_core.profiles.value.worth import tell_worth

FILES = {
    "CDNOW_sample.txt": ["of", "user_id", "day", "cds", "spend"],
    "CDNOW_master.txt": ["user_id", "day", "cds", "spend"],
}


def orders(path: Path) -> pd.DataFrame:
    """user_id, day, spend; one row a customer and day."""
    lines = [line.split() for line in path.read_text().splitlines()]
    rows = [line for line in lines if line and all(cell[0].isdigit() for cell in line)]
    frame = pd.DataFrame(rows, columns=FILES[path.name])
    frame["day"] = pd.to_datetime(frame["day"])
    frame["spend"] = frame["spend"].astype(float)
    return frame.groupby(["user_id", "day"], as_index=False)["spend"].sum()


def tell(path: Path) -> None:
    begun = time.perf_counter()
    frame = orders(path)
    models = fit_values(frame, frame["day"].max())
    worth = tell_worth(models)
    took = time.perf_counter() - begun
    print(f"{path.name}: {len(worth.customers):,} customers, {took:.1f} s {models.refused}")
    for one in models.tried:
        pairs = zip(one.model.names, one.fitted.parameters, strict=True)
        given = ", ".join(f"{name} {value:.4f}" for name, value in pairs)
        print(
            f"  {one.model.name:11} {given}; "
            f"log likelihood {one.fitted.log_likelihood:.1f}; later: "
            f"{one.ratio:.3f} expected for each that came, off by {one.mae:.3f} "
            f"(rate so far {one.naive_mae:.3f}), log likelihood {one.log_likelihood:.1f}"
        )
    if models.repeat_amounts.before is not None:
        pairs = zip(NAMES, models.repeat_amounts.before.parameters, strict=True)
        print("  Gamma-Gamma " + ", ".join(f"{name} {value:.3f}" for name, value in pairs))
    for of, amounts in (("repeat", models.repeat_amounts), ("in use", models.amounts)):
        if (trial := amounts.trial) is not None:
            print(
                f"  amounts ({of}): {len(trial.actual):,} customers, {trial.ratio:.3f} expected "
                f"for each that came, off by {trial.mae:.2f} (own mean so far {trial.own_mae:.2f}, "
                f"mean of all {trial.shop_mae:.2f})"
            )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("data/external/cdnow"))
    folder = parser.parse_args().folder
    for file in FILES:
        if (folder / file).is_file():
            tell(folder / file)
        else:
            print(f"{folder / file} is not there: nothing measured on it.")
