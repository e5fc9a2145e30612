"""Policies that learn while they show, simulated or replayed on a log."""

import argparse
from dataclasses import asdict
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.schema.errors import InputError
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

OF_SIMULATIONS = ("rounds", "test", "sessions")
OF_LOGS = ("item", "click", "propensity", "position")
"""Options that say nothing where a log is replayed, or rates are given."""


def run_bandit(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What learning costs against an A/B test, or what learners earn on the rows of a log."""
    from recsys_core.services.experiments.bandits import playing as p
    from recsys_core.services.experiments.bandits import told as t
    from recsys_core.services.experiments.bandits.contexts import contexts_of
    from recsys_core.services.experiments.bandits.learned import read_state
    from recsys_core.services.experiments.off_policy.log_columns import LogColumns
    from recsys_core.services.experiments.off_policy.shown_logs import exposures_log, read_log

    _check(asked)
    start = None if asked.start is None else read_state(asked.start)
    rounds = asked.rounds or p.USUAL.rounds
    choices = p.BanditChoices(rounds, asked.runs, asked.test, asked.seed, start)
    told: p.SimulatedBandits | p.ReplayedBandits
    if asked.rates:
        told = p.simulate_rates(asked.rates, choices, output.progress)
    else:
        if asked.file is not None:
            columns = LogColumns(
                asked.item or "", asked.click or "", asked.propensity or "", asked.position or ""
            )
            log = read_log(asked.file, columns)
        else:
            with opened(path, output) as ws:
                log = exposures_log(ws)
        if not asked.replay:
            told = p.simulate_log(log, choices, output.progress)
        elif not asked.context:
            told = p.replay_log(log, choices, output.progress)
        else:
            with opened(path, output) as ws:
                contexts = contexts_of(
                    ws, log, asked.context, None if start is None else start.scales
                )
            told = p.replay_log(log, choices, output.progress, contexts)
    if asked.state is not None:
        p.write_state(told, asked.state)
    if isinstance(told, p.ReplayedBandits):
        said, document = t.replayed_sentences(told), t.replayed_json(told)
        frame = t.replayed_frame(told)
        listed = table(m.REPLAYED_COLUMNS, frame.to_numpy(dtype=object).tolist())
    else:
        said, document = t.simulated_sentences(told), t.simulated_json(told)
        if asked.sessions is not None:
            orders = p.session_orders(told, asked.sessions)
            said.append(t.session_sentence(orders, asked.sessions))
            document |= {"sessions": asdict(orders), "sentences": said}
        frame = t.simulated_frame(told)
        listed = table(m.SIMULATED_COLUMNS, frame.to_numpy(dtype=object).tolist())
    output.result(document, "\n".join(said) + f"\n\n{listed}")


def _check(asked: argparse.Namespace) -> None:
    """`InputError` with the options that would otherwise be passed over."""
    if asked.rates and (asked.replay or asked.file is not None):
        raise InputError(say(m.RATES_OR_A_LOG))
    if asked.context and not asked.replay:
        raise InputError(say(m.CONTEXT_OF_A_REPLAY))
    for here, others, message in (
        (asked.replay, OF_SIMULATIONS, m.ONLY_SIMULATED),
        (asked.rates, OF_LOGS, m.ONLY_OF_A_LOG),
    ):
        given = [f"--{one}" for one in others if getattr(asked, one) is not None]
        if here and given:
            raise InputError(say(message, options=and_list(given)))


def _bandit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file",
        type=Path,
        nargs="?",
        metavar="FILE",
        help="a log to learn rates from or to replay (the exposures of the workspace)",
    )
    parser.add_argument(
        "--rates",
        type=float,
        nargs="+",
        metavar="R",
        help="simulate arms with these rates of clicks instead",
    )
    parser.add_argument("--replay", action="store_true", help="replay the log row by row")
    parser.add_argument("--rounds", type=int, metavar="N", help="of a simulation (5000)")
    parser.add_argument(
        "--runs", type=int, default=30, metavar="N", help="independent repetitions (30)"
    )
    parser.add_argument(
        "--test", type=int, metavar="N", help="rounds of the A/B test compared with (half)"
    )
    parser.add_argument(
        "--sessions",
        type=int,
        metavar="N",
        help="learn an order within sessions too, on made-up customers of a simulator",
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of what is drawn (0)")
    parser.add_argument("--item", metavar="COLUMN", help="the column of what was shown")
    parser.add_argument("--click", metavar="COLUMN", help="the column of whether it was clicked")
    parser.add_argument(
        "--propensity", metavar="COLUMN", help="the column of how likely it was to be shown"
    )
    parser.add_argument(
        "--position", metavar="COLUMN", help="the column of where, or of another context"
    )
    parser.add_argument(
        "--context",
        nargs="+",
        default=[],
        metavar="NAME",
        help="columns of the file or facts of customers for linear policies, in a replay",
    )
    parser.add_argument(
        "--from",
        dest="start",
        type=Path,
        metavar="FILE",
        help="go on from what every learner knew, as --state wrote it",
    )
    add_output(parser, "--state", [".json"], "write what every learner knows at the end")


COMMANDS = (
    Command("bandit", "policies that learn while they show", run_bandit, _bandit_arguments),
)
