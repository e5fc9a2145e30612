"""Who gets which arm of an experiment, and the file of it."""

import argparse
from pathlib import Path

from recsys_core.cli.audience import TOOLS
from recsys_core.cli.experiment_plan import plan_request, shared_arguments
from recsys_core.cli.output import Output
from recsys_core.cli.shared import add_output, day_of, opened


def run_assign(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Deal out, or say again what was dealt."""
    from recsys_core.services.experiments.planning.assignment import (
        AssignRequest,
        arms_of,
        assign,
        kept_experiment,
        remove_experiment,
    )
    from recsys_core.services.experiments.planning.plan import plan_experiment
    from recsys_core.services.export.campaign_file import CampaignFile
    from recsys_core.services.export.experiment_file import write_experiment

    with opened(path, output) as ws:
        if asked.delete:
            kept = kept_experiment(ws, asked.name)
            remove_experiment(ws, asked.name)
        elif asked.arm:
            arms = arms_of(asked.arm, asked.shares)
            plan = None
            if asked.effect is not None:
                shares = None if asked.shares is None else tuple(asked.shares)
                plan = plan_experiment(ws, plan_request(asked, len(arms), asked.part, shares))
            starts = None if asked.on is None else day_of(asked.on)
            request = AssignRequest(
                asked.name, arms, asked.part, asked.stratify, asked.segment, plan, starts
            )
            kept = assign(ws, request)
        else:
            kept = kept_experiment(ws, asked.name)
        document, said = kept.to_json(), [kept.sentence, *kept.left_out]
        if asked.out is not None:
            how = CampaignFile(asked.tool, asked.email, asked.k, link=asked.link)
            written = write_experiment(ws, kept, asked.out, how, output.progress)
            said.append(written.sentence)
            files = [str(one) for one in written.paths]
            document |= {"written": written.rows, "files": files}
    output.result(document, "\n".join(said))


def assign_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="of the experiment")
    parser.add_argument(
        "--arm",
        action="append",
        default=[],
        metavar="ARM",
        help="NAME, NAME=model:M, NAME=scenario:S or NAME=offer:O; the control first",
    )
    parser.add_argument(
        "--shares", type=float, nargs="+", metavar="SHARE", help="of each arm (equal ones)"
    )
    parser.add_argument(
        "--part", type=float, default=1.0, metavar="SHARE", help="of customers who take part (1)"
    )
    parser.add_argument("--stratify", action="store_true", help="each segment by itself")
    parser.add_argument("--segment", metavar="NAME", help="only customers of this group")
    parser.add_argument(
        "--effect",
        type=float,
        metavar="SHARE",
        help="keep a plan with it: smallest difference worth having, a share of the baseline",
    )
    shared_arguments(parser)
    parser.add_argument(
        "--on", metavar="DAY", help="the first day that counts (default: the day after the data)"
    )
    parser.add_argument("--delete", action="store_true", help="forget this one")
    add_output(parser, "--out", (".csv",), "who has which arm, with its lists")
    parser.add_argument(
        "--for", dest="tool", choices=TOOLS, default="plain", help="whose column names"
    )
    parser.add_argument("--email", default="", metavar="FACT", help="the fact that is the e-mail")
    parser.add_argument("-k", type=int, default=3, help="products for each customer (3)")
    parser.add_argument(
        "--link", default="", metavar="ADDRESS", help="a link for each product, with {item} in it"
    )
