"""Which offer goes to whom."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, add_pairs, opened, pairs
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, money, number


def run_offers(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """The coupons that are expected to earn most within the limits."""
    from recsys_core.services.campaigns.offers import words
    from recsys_core.services.campaigns.offers.chances import chances_from_file, offer_chances
    from recsys_core.services.campaigns.offers.plan import limits_cost, offer_plan, other_ways
    from recsys_core.services.campaigns.offers.terms import OfferChoices, read_terms

    choices = OfferChoices(
        budget=asked.budget,
        margin=asked.margin,
        face_value=asked.face_value,
        handling=asked.handling,
        contact=asked.cost,
        value=asked.value,
        stock=asked.stock,
        per_customer=asked.per_customer,
        total=asked.total,
        least=_counts(asked.at_least, "--at-least"),
        most=_counts(asked.at_most, "--at-most"),
        segment=asked.segment,
    )
    with opened(path, output) as ws:
        if asked.probabilities is None:
            chances = offer_chances(ws, asked.most_offers, asked.campaign)
        else:
            chances = chances_from_file(ws, asked.probabilities)
        own = None if asked.terms is None else read_terms(asked.terms, chances)
        plan = offer_plan(ws, chances, choices, own)
    ways, rows = other_ways(plan), limits_cost(plan)
    words.write_plan(plan, asked.out)
    listed = table(m.LIMIT_COST_COLUMNS, [[words.limit_name(row), money(row.cost)] for row in rows])
    offers = table(
        m.OFFER_COLUMNS,
        [
            [row.offer_id, count(row.coupons), number(row.redeemed)]
            + [money(one) for one in (row.kept, row.face_value, row.handling, row.contact)]
            + [words.subsidy_of(row.subsidy), money(row.profit)]
            for row in words.with_total(plan).itertuples()
        ],
    )
    told = [
        words.plan_sentence(plan),
        words.ways_sentence(ways),
        *words.price_sentences(plan),
        *words.basis_sentences(plan),
    ]
    if off := words.ledger_sentence(plan, rows):
        told.append(off)
    output.result(words.plan_json(plan, ways, rows), "\n".join(told) + f"\n\n{offers}\n\n{listed}")


def _counts(texts: list[str], option: str) -> tuple[tuple[str, int], ...]:
    found = []
    for name, text in pairs(texts, option).items():
        if not text.isdecimal():
            raise InputError(say(m.GROUP_COUNT, option=option, text=repr(text)))
        found.append((name, int(text)))
    return tuple(found)


def _offers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--budget", type=float, required=True, metavar="B", help="what may be spent, as expected"
    )
    parser.add_argument(
        "--cost", type=float, default=0.01, metavar="C", help="of sending one coupon (0.01)"
    )
    parser.add_argument(
        "--face-value", type=float, default=1.0, metavar="F", help="taken off by one coupon (1)"
    )
    parser.add_argument(
        "--handling", type=float, default=0.0, metavar="H", help="of one taken up (0)"
    )
    parser.add_argument(
        "--margin", type=float, default=0.3, metavar="M", help="kept of what is spent (0.3)"
    )
    parser.add_argument(
        "--value", type=float, metavar="V", help="spent when one is taken up (as in the data)"
    )
    parser.add_argument("--stock", type=int, metavar="N", help="coupons of each offer")
    parser.add_argument(
        "--per-customer", type=int, default=1, metavar="N", help="coupons for one customer (1)"
    )
    parser.add_argument("--total", type=int, metavar="N", help="coupons in all")
    parser.add_argument("--segment", metavar="NAME", help="only customers of this group")
    add_pairs(parser, "--at-least", "GROUP=N", "at_least", "coupons that a group gets at the least")
    add_pairs(parser, "--at-most", "GROUP=N", "at_most", "coupons that a group gets at the most")
    parser.add_argument("--campaign", metavar="ID", help="only offers of this campaign")
    parser.add_argument(
        "--most-offers", type=int, default=25, metavar="N", help="offers taken up most (25)"
    )
    parser.add_argument(
        "--probabilities",
        type=Path,
        metavar="FILE",
        help="user_id, offer_id, probability instead of past rates",
    )
    parser.add_argument("--terms", type=Path, metavar="FILE", help="offer_id with terms of its own")
    add_output(parser, "--out", (".csv",), "where to write who gets which offer", required=True)


COMMANDS = (Command("offers", "which offer to whom", run_offers, _offers_arguments),)
