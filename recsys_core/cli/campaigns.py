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
)
