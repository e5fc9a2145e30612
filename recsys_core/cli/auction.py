"""Auctions for a slot, simulated."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, opened


def run_auction(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What a bid would have bought, or the order of banners in a slot."""
    from recsys_core.services.campaigns.auctions import simulation as s

    if asked.slot is not None:
        frame = s.rank_slot(asked.slot, asked.reserve)
        listed = table(m.SLOT_COLUMNS, frame.to_numpy(dtype=object).tolist())
        document = {"ranked": frame.to_dict("records"), "sentence": s.slot_sentence(frame)}
        output.result(document, f"{s.slot_sentence(frame)}\n\n{listed}")
        return
    choices = s.AuctionChoices(
        budget=asked.budget,
        bid=asked.bid,
        reserve=asked.reserve,
        paced=not asked.at_once,
        value=asked.value,
        auctions=asked.auctions,
        click=asked.click,
        conversion=asked.conversion,
        rivalry=asked.rivalry,
        seed=asked.seed,
    )
    with opened(path, output) as ws:
        told = s.simulate(ws, choices, asked.file)
    rows = [
        [one.bidding.bid, one.bidding.budget, one.spend, one.wins, one.cost_per_click, one.returned]
        for one in (*told.bids, *told.budgets)
    ]
    said = "\n".join(s.simulation_sentences(told))
    output.result(s.simulation_json(told), f"{said}\n\n{table(m.REPLAY_COLUMNS, rows)}")


def _auction_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--budget", type=float, default=100.0, metavar="B", help="to be spent at the most (100)"
    )
    parser.add_argument(
        "--bid", type=float, metavar="B", help="for a conversion (what a conversion brings)"
    )
    parser.add_argument(
        "--reserve", type=float, default=0.0, metavar="R", help="least paid for being shown (0)"
    )
    parser.add_argument(
        "--at-once", action="store_true", help="spend as soon as possible instead of evenly"
    )
    parser.add_argument(
        "--value", type=float, metavar="V", help="what a conversion brings (an average order)"
    )
    parser.add_argument(
        "--auctions", type=int, default=20_000, metavar="N", help="how many are drawn (20000)"
    )
    parser.add_argument(
        "--click", type=float, default=0.02, metavar="P", help="mean chance of a click (0.02)"
    )
    parser.add_argument(
        "--conversion", type=float, default=0.05, metavar="P", help="and of a conversion (0.05)"
    )
    parser.add_argument(
        "--rivalry", type=float, default=1.0, metavar="R", help="bids of others over worth (1)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="of what is drawn (0)")
    parser.add_argument(
        "--file", type=Path, metavar="FILE", help="auctions: price, click, conversion, value"
    )
    parser.add_argument(
        "--slot", type=Path, metavar="FILE", help="rank name, bid, click, conversion instead"
    )


COMMANDS = (
    Command("auction", "what a bid would have bought, simulated", run_auction, _auction_arguments),
)
