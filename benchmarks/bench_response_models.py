"""Who answers campaigns: every model on the later campaigns of the Complete Journey.

    python benchmarks/bench_response_models.py [--quick]     without the networks
    python benchmarks/bench_response_models.py --planted     what only a pair of facts says
    python benchmarks/bench_response_models.py --clicks      the sample's displays and mailers

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
from scipy.special import expit

from recsys_core.campaigns.response.calibration import calibrate
from recsys_core.campaigns.response.measures import Forecast, log_loss
from recsys_core.campaigns.response.registry import LOGISTIC, RESPONSE_MODELS
from recsys_core.campaigns.response.rows import NUMBERS, ResponseRows
from recsys_core.campaigns.response.trial import (
    KnownAnswers,
    ResponseTrial,
    fit_calibrated,
    try_models,
)
from recsys_core.campaigns.response.verdict import judge
from recsys_core.schema.contracts import silent
from recsys_core.services.campaigns.response.clicking import split_clicks
from recsys_core.services.campaigns.response.gather import ResponseData, ready_data, split_by_time
from recsys_core.services.campaigns.response.scores import (
    NextCampaign,
    response_scorer,
    response_scores,
)
from recsys_core.services.data.displays import load_displays
from recsys_core.services.data.samples import load_sample
from recsys_core.services.workspace.workspace import Workspace, open_workspace

ROWS = 4000
CUT = pd.Timestamp("2017-10-04")
CUTS = ("2017-06-28", "2017-08-08", "2017-09-04", "2017-10-04", "2017-10-30", "2017-11-15")


def models(data: ResponseData, names: list[str]) -> None:
    split = split_by_time(data, CUT)
    trials = try_models(split.known, split.later, names, 0)
    print(f"{len(split.known.rows):,} sendings learnt from, {trials[0].rows:,} tried on")
    told(trials)


def told(trials: list[ResponseTrial]) -> None:
    for one in trials:
        told = "  ".join(
            f"{name} {figure.value:.4f} ({figure.low:.3f} to {figure.high:.3f})"
            for name, figure in one.figures.items()
        )
        shift = one.calibration.shift
        print(f"{one.model:16} {told}  {one.expected:.0f} for {one.actual}, shift {shift:.2f}")
    print(judge(trials))


def planted(seed: int) -> KnownAnswers:
    """Who answers hangs on a pair of facts, each of which says nothing alone."""
    rng = np.random.default_rng(seed)
    fields, numbers = rng.integers(1, 6, (ROWS, 3)), rng.normal(size=(ROWS, len(NUMBERS)))
    odds = 0.5 * numbers[:, 0] - 1.5 + np.where((fields[:, 0] + fields[:, 1]) % 2, 1, -1)
    rows = ResponseRows(numbers, fields, np.zeros((ROWS, 1), int), np.zeros((ROWS, 1), int))
    each = np.arange(ROWS)
    return KnownAnswers(rows, rng.random(ROWS) < expit(odds), each, each >= ROWS * 9 // 10)


def clicks(ws: Workspace, names: list[str]) -> None:
    """What was shown and bought: gathered, then every model."""
    begun = time.perf_counter()
    report = load_displays(ws)
    loaded = time.perf_counter()
    split = split_clicks(ws)
    print(f"{report.rows_read:,} exposures drawn in {loaded - begun:.0f} s, gathered in "
          f"{time.perf_counter() - loaded:.0f} s; kept back from {split.cut:%Y-%m-%d}")  # fmt: skip
    told(try_models(split.known, split.later, names, 0))


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
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--clicks", action="store_true")
    asked = parser.parse_args()
    wanted = [name for name, kind in RESPONSE_MODELS.items() if not (asked.quick and kind.deep)]
    if asked.planted:
        for seed in (1, 11, 21):
            told(try_models(planted(seed), planted(seed + 1), wanted, 0))
        sys.exit()
    with tempfile.TemporaryDirectory() as folder, open_workspace(Path(folder) / "ws") as ws:
        load_sample(ws, "complete-journey")
        if asked.clicks:
            clicks(ws, wanted)
            sys.exit()
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
