"""Who answers campaigns: every model on the later campaigns of the Complete Journey.

    python benchmarks/bench_response_models.py [--quick]     without the networks

Campaigns that had ended by 4 October 2017 are learnt from, those that began on it or later tried
on: 2,421 sendings, 297 answered. Asked: AUC 0.826, average precision 0.472, log loss 0.294,
calibration error 0.03 at most, 0.9 to 1.1 expected for each that came. Then how far the correction
by the latest campaigns helps, on campaigns from six days on.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import numpy as np
import pandas as pd

from recsys_core.campaigns.response.calibration import calibrate
from recsys_core.campaigns.response.measures import Forecast, log_loss
from recsys_core.campaigns.response.registry import LOGISTIC, RESPONSE_MODELS
from recsys_core.campaigns.response.trial import fit_calibrated, try_models
from recsys_core.campaigns.response.verdict import judge
from recsys_core.schema.contracts import silent
from recsys_core.services.campaigns.response.gather import ResponseData, ready_data, split_by_time
from recsys_core.services.campaigns.response.scores import (
    NextCampaign,
    response_scorer,
    response_scores,
)
from recsys_core.services.data.samples import load_sample
from recsys_core.services.workspace.workspace import open_workspace

CUT = pd.Timestamp("2017-10-04")
CUTS = ("2017-06-28", "2017-08-08", "2017-09-04", "2017-10-04", "2017-10-30", "2017-11-15")


def models(data: ResponseData, names: list[str]) -> None:
    split = split_by_time(data, CUT)
    trials = try_models(split.known, split.later, names, 0)
    print(f"{len(split.known.rows):,} sendings learnt from, {trials[0].rows:,} tried on")
    for one in trials:
        told = "  ".join(
            f"{name} {figure.value:.4f} ({figure.low:.3f} to {figure.high:.3f})"
            for name, figure in one.figures.items()
        )
        shift = one.calibration.shift
        print(f"{one.model:16} {told}  {one.expected:.0f} for {one.actual}, shift {shift:.2f}")
    print(judge(trials))


def corrections(data: ResponseData) -> None:
    for cut in CUTS:
        split = split_by_time(data, pd.Timestamp(cut))
        known, later = split.known, split.later
        earlier, newest = known.take(~known.latest), known.take(known.latest)
        for name in (LOGISTIC, "boosted"):
            fitted = fit_calibrated(name, known, 0)
            without = RESPONSE_MODELS[name].make()
            without.fit(earlier.rows, earlier.answered, 0, silent)
            correction = calibrate(without.chance(newest.rows), newest.answered)
            ways = {
                "on all, as fitted": fitted.model.chance(later.rows),
                "on all, set right": fitted.chance(later.rows),
                "without the latest, set right": correction.apply(without.chance(later.rows)),
            }
            for way, chance in ways.items():
                said = Forecast(chance, later.answered, later.customer)
                lost = float(log_loss(said, np.ones((1, len(chance))))[0])
                ratio = chance.sum() / later.answered.sum()
                print(f"from {cut} {name:9} {way:30} log loss {lost:.4f}, {ratio:.2f} expected")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    quick = parser.parse_args().quick
    wanted = [name for name, kind in RESPONSE_MODELS.items() if not (quick and kind.deep)]
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "ws") as ws:
        load_sample(ws, "complete-journey")
        begun = time.perf_counter()
        found = ready_data(ws)
        print(f"gathered in {time.perf_counter() - begun:.1f} s")
        models(found, wanted)
        corrections(found)
        begun = time.perf_counter()
        response_scorer(ws)
        fitted = time.perf_counter()
        frame = response_scores(ws, NextCampaign(campaign="18", type="Type A"))
        print(
            f"a model to score with in {fitted - begun:.1f} s, {len(frame):,} customers scored in "
            f"{time.perf_counter() - fitted:.1f} s: {frame['probability'].sum():.0f} answers"
        )
