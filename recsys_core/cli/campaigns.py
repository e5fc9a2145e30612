"""Looking back on campaigns."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened


def run_campaigns(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """All campaigns in a table, or one looked back on."""
    from recsys_core.services.campaigns.past import words
    from recsys_core.services.campaigns.past.by_group import response_by_group
    from recsys_core.services.campaigns.past.handing_over import write_campaigns, write_people
    from recsys_core.services.campaigns.past.looking_back import campaign_review, past_campaigns

    with opened(path, output) as ws:
        found = past_campaigns(ws)
        if asked.campaign is None:
            if asked.out is not None:
                write_campaigns(found, asked.out)
            names = ("name", "start", "targeted", "responded", "rate", "low", "high")
            rows = words.campaigns_json(found)
            listed = table(m.CAMPAIGN_COLUMNS, [[row[name] for name in names] for row in rows])
            output.result(rows, f"{words.campaigns_sentence(found)}\n\n{listed}")
            return
        review = campaign_review(ws, asked.campaign)
        groups = response_by_group(ws, review)
    if asked.out is not None:
        write_people(review, asked.out)
    listed = table(
        m.RESPONSE_COLUMNS,
        [[one.group, one.n, one.responded, one.rate, one.low, one.high] for one in groups.rows],
    )
    told = "\n".join(one for one in words.review_sentences(review, groups, found.until) if one)
    output.result(words.review_json(review, groups, found.until), f"{told}\n\n{listed}")


def run_no_answer(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Who was reached and never answered, as a table, a file or a segment."""
    from recsys_core.services.campaigns.past.looking_back import past_campaigns
    from recsys_core.services.campaigns.silent import words
    from recsys_core.services.campaigns.silent.send_time import send_times
    from recsys_core.services.campaigns.silent.silence import save_silent, silence, silent_users

    with opened(path, output) as ws:
        found, times = silence(ws, output.progress), send_times(ws)
        rows = past_campaigns(ws).rows
        users = silent_users(found, asked.reason, asked.least)
        if asked.save is not None:
            save_silent(ws, asked.save, asked.reason, asked.least, asked.replace)
    if asked.out is not None:
        words.write_silent(found, times, users, asked.out)
    names = dict(zip(rows["campaign_id"], rows["name"], strict=True))
    document = words.silence_json(found, times, names) | {"chosen": len(users)}
    reasons = [
        [words.reason_name(one.reason), words.step_name(one.step), one.customers, one.expected]
        for one in words.reason_rows(found)
    ]
    told = "\n".join(document["sentences"])
    output.result(document, f"{told}\n\n{table(m.REASON_COLUMNS, reasons)}")


def _no_answer_arguments(parser: argparse.ArgumentParser) -> None:
    from recsys_core.campaigns.silent.reasons import REASONS

    parser.add_argument("--reason", choices=REASONS, help="only those with this reason")
    parser.add_argument(
        "--least", type=int, default=1, metavar="N", help="only whom N campaigns reached (1)"
    )
    parser.add_argument("--save", metavar="NAME", help="keep them as a segment of this name")
    parser.add_argument(
        "--replace", action="store_true", help="for --save: instead of one of that name"
    )
    add_output(parser, "--out", (".csv",), "where to write them, with reason and next step")


def _campaigns_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--campaign", metavar="ID", help="one of them, looked back on")
    add_output(
        parser,
        "--out",
        (".csv",),
        "where to write the campaigns, or with --campaign each customer of that one",
    )


COMMANDS = (
    Command("campaigns", "who was reached and who answered", run_campaigns, _campaigns_arguments),
    Command(
        "no-answer",
        "who was reached and never answered, and what next",
        run_no_answer,
        _no_answer_arguments,
    ),
)
