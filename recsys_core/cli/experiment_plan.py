"""How many customers an experiment takes."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli.output import Output
from recsys_core.cli.shared import opened

if TYPE_CHECKING:
    from recsys_core.services.experiments.planning.request import PlanRequest

OUTCOMES = ("rate", "money", "count", "ratio")
FORMULAS = ("arcsine", "unpooled", "pooled")


def run_plan(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Customers an arm and days, with what they rest on."""
    from recsys_core.services.experiments.planning import words
    from recsys_core.services.experiments.planning.plan import plan_experiment, simulate

    shares = None if asked.shares is None else tuple(asked.shares)
    request = plan_request(asked, asked.arms or len(shares or (1, 1)), asked.share, shares)
    with opened(path, output) as ws:
        plan = plan_experiment(ws, request)
        trials = simulate(plan, output.progress)
    document = words.plan_json(plan, trials)
    output.result(document, "\n".join([document["sentence"], *document["sentences"]]))


def plan_request(
    asked: argparse.Namespace, arms: int, share: float, shares: tuple[float, ...] | None
) -> "PlanRequest":
    """What the options of `shared_arguments` say."""
    from recsys_core.services.experiments.planning.request import PlanRequest

    return PlanRequest(
        asked.outcome, asked.effect, asked.power, asked.alpha, arms, share,
        asked.window, "all" if asked.everybody else "come", asked.formula, asked.segment,
        asked.baseline, asked.deviation, asked.weekly, shares,
    )  # fmt: skip


def plan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--effect",
        type=float,
        default=0.1,
        metavar="SHARE",
        help="smallest difference worth having, as a share of the baseline (0.1)",
    )
    parser.add_argument("--arms", type=int, metavar="N", help="with the control (2)")
    parser.add_argument(
        "--shares",
        type=float,
        nargs="+",
        metavar="SHARE",
        help="of each arm, the control first (equal ones)",
    )
    parser.add_argument(
        "--share", type=float, default=1.0, metavar="SHARE", help="of customers who take part (1)"
    )
    parser.add_argument("--segment", metavar="NAME", help="only customers of this group")
    shared_arguments(parser)


def shared_arguments(parser: argparse.ArgumentParser) -> None:
    """What a plan says beside who takes part, for `experiment plan` and `experiment assign`."""
    parser.add_argument(
        "--outcome", choices=OUTCOMES, default="rate", help="what is compared (rate)"
    )
    parser.add_argument(
        "--power", type=float, default=0.8, metavar="POWER", help="chance to find it (0.8)"
    )
    parser.add_argument(
        "--alpha", type=float, default=0.05, metavar="ALPHA", help="false alarms allowed (0.05)"
    )
    parser.add_argument(
        "--window", type=int, default=28, metavar="DAYS", help="counted of each customer (28)"
    )
    parser.add_argument(
        "--everybody", action="store_true", help="all at once, not as customers come"
    )
    parser.add_argument(
        "--formula", choices=FORMULAS, default="arcsine", help="of a rate (arcsine)"
    )
    parser.add_argument(
        "--baseline", type=float, metavar="FIGURE", help="instead of that of the data"
    )
    parser.add_argument(
        "--deviation", type=float, metavar="FIGURE", help="its standard deviation, but for a rate"
    )
    parser.add_argument(
        "--weekly", type=float, metavar="N", help="customers who come in a week, instead"
    )
