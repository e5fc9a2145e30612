"""Auctions for a slot, simulated."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_pairs, opened, pairs
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    import pandas as pd


def run_auction(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What a bid would have bought, or the order of banners in a slot."""
    from recsys_core.services.campaigns.auctions import simulation as s
    from recsys_core.services.campaigns.auctions.log_columns import read_auctions
    from recsys_core.services.campaigns.auctions.slots import rank_shown, rank_slot

    chosen = pairs(asked.map, "--map")
    if asked.slot is not None:
        log = read_auctions(asked.slot, chosen=chosen)
        _ranked(rank_slot(log, asked.reserve, asked.place or "", asked.value), output)
        return
    if asked.place is not None and asked.file is None:
        if not asked.place.isdecimal():
            raise InputError(say(m.PLACE_IS_A_NUMBER, place=asked.place))
        with opened(path, output) as ws:
            value = s.usual_value(ws, asked.value)
            _ranked(rank_shown(ws, int(asked.place), value, asked.reserve), output)
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
        slot=asked.place or "",
        seed=asked.seed,
    )
    with opened(path, output) as ws:
        file = None if asked.file is None else read_auctions(asked.file, chosen=chosen)
        told = s.simulate(ws, choices, file)
    rows = [
        [one.bidding.bid, one.bidding.budget, one.spend, one.wins, one.cost_per_click, one.returned]
        for one in (*told.bids, *told.budgets)
    ]
    said = "\n".join([*s.simulation_sentences(told), *s.caveats(told)])
    output.result(s.simulation_json(told), f"{said}\n\n{table(m.REPLAY_COLUMNS, rows)}")


def _ranked(frame: "pd.DataFrame", output: Output) -> None:
    from recsys_core.services.campaigns.auctions.slots import slot_sentence

    known = frame.astype(object).where(frame.notna(), None)
    listed = table(m.SLOT_COLUMNS, known.to_numpy(dtype=object).tolist())
    sentence = slot_sentence(frame)
    output.result(
        {"ranked": known.to_dict("records"), "sentence": sentence}, f"{sentence}\n\n{listed}"
    )


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
        "--file", type=Path, metavar="FILE", help="logged auctions, columns by any name"
    )
    parser.add_argument(
        "--slot", type=Path, metavar="FILE", help="rank its banners or products instead"
    )
    parser.add_argument(
        "--place", metavar="SLOT", help="of a file's slots, or rank what was shown in it"
    )
    add_pairs(parser, "--map", "ROLE=COLUMN", "map", "what stands in which column, may be repeated")


COMMANDS = (
    Command("auction", "what a bid would have bought, simulated", run_auction, _auction_arguments),
)
