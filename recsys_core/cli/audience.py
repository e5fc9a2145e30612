"""Whom to write to."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, day_of, opened

if TYPE_CHECKING:
    from recsys_core.services.campaigns.audience.request import AudienceRequest
    from recsys_core.services.campaigns.audience.target import TargetKind
    from recsys_core.services.export.campaign_file import CampaignFile

KINDS: tuple["TargetKind", ...] = ("item", "category", "brand", "offer", "campaign")
TOOLS = ("plain", "klaviyo", "mailchimp", "hubspot", "brevo")


def run_audience(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """The best n, kept under a name and written to a file."""
    from recsys_core.services.campaigns.audience import words
    from recsys_core.services.campaigns.audience.build import audience
    from recsys_core.services.campaigns.audience.kept import delete_audience, keep_audience
    from recsys_core.services.export.campaign_file import write_campaign

    request, said = _request(asked), []
    with opened(path, output) as ws:
        found = audience(ws, request, output.progress)
        said += [words.answer(found), *words.remarks(found), *words.tried(found)]
        document = words.audience_json(found)
        if asked.out is not None:
            kept = keep_audience(ws, asked.name or asked.out.stem, found)
            try:
                written = write_campaign(ws, kept, asked.out, _file(asked), output.progress)
            except BaseException:
                delete_audience(ws, kept.record.name)
                raise
            said += [words.dealt(kept), written.sentence]
            files = [str(one) for one in written.paths]
            document |= {
                "mailed": len(kept.mailed),
                "holdout": kept.holdout,
                "written": written.rows,
                "files": files,
            }
    rows = [[reason, n] for reason, n in words.ruled_out(found).items()]
    listed = table(m.EXCLUDED_COLUMNS, rows) if rows else ""
    output.result(document, "\n".join([*said, "", listed]).strip())


def run_audiences(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Those that were kept."""
    from recsys_core.services.campaigns.audience import words
    from recsys_core.services.campaigns.audience.kept import (
        delete_audience,
        kept_audience,
        kept_audiences,
    )
    from recsys_core.services.campaigns.audience.readout import read_out

    with opened(path, output) as ws:
        if asked.read:
            found = read_out(ws, kept_audience(ws, asked.read))
            output.result(found.to_json(), "\n".join(found.sentences))
            return
        if asked.delete:
            delete_audience(ws, asked.delete)
        kept = kept_audiences(ws)
    rows = [words.kept_json(one) for one in kept]
    listed = table(m.AUDIENCE_COLUMNS, [[row[name] for name in words.KEPT] for row in rows])
    output.result(rows, listed if rows else words.none_kept())


def _audience_arguments(parser: argparse.ArgumentParser) -> None:
    target = parser.add_mutually_exclusive_group(required=True)
    for kind in KINDS:
        target.add_argument(
            f"--{kind}", metavar="ID" if kind in ("item", "offer", "campaign") else "NAME"
        )
    parser.add_argument("--size", type=int, required=True, metavar="N", help="how many at most")
    add_output(parser, "--out", (".csv",), "where to write those who are written to")
    parser.add_argument("--name", default="", metavar="NAME", help="of the campaign (the file's)")
    parser.add_argument("--segment", metavar="NAME", help="out of a group of customers")
    parser.add_argument(
        "--no-answer",
        nargs="?",
        const="any",
        metavar="REASON",
        help="out of those who never answered a campaign, with this reason if given",
    )
    parser.add_argument(
        "--buyers", choices=("all", "repeat", "new"), default="all", help="of the products so far"
    )
    parser.add_argument("--days", type=int, default=28, help="within which a purchase counts (28)")
    parser.add_argument(
        "--holdout", type=float, default=0.1, metavar="SHARE", help="kept back at random (0.1)"
    )
    _limit_arguments(parser)
    _money_arguments(parser)
    _file_arguments(parser)


def _limit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--not-contacted", type=int, default=0, metavar="DAYS", help="nor in a campaign within"
    )
    parser.add_argument(
        "--not-bought", type=int, default=0, metavar="DAYS", help="nor bought it within"
    )
    parser.add_argument(
        "--weekly-cap", type=int, default=0, metavar="N", help="messages within a week, at most"
    )
    parser.add_argument(
        "--on", metavar="DAY", help="when it is sent (default: the day after the data)"
    )


def _money_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cost", type=float, metavar="AMOUNT", help="of one message")
    parser.add_argument("--margin", type=float, metavar="SHARE", help="kept of what is spent, 0..1")
    parser.add_argument(
        "--basket", type=float, metavar="AMOUNT", help="a buyer spends (default: from the data)"
    )
    parser.add_argument(
        "--redemption", type=float, default=0.0, metavar="AMOUNT", help="what each buyer costs (0)"
    )


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--for", dest="tool", choices=TOOLS, default="plain", help="whose column names"
    )
    parser.add_argument("--email", default="", metavar="FACT", help="the fact that is the e-mail")
    parser.add_argument("-k", type=int, default=3, help="products for each customer (3)")
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument(
        "--link", default="", metavar="ADDRESS", help="a link for each product, with {item} in it"
    )
    parser.add_argument(
        "--with-holdout", action="store_true", help="write those kept back too, beside their arm"
    )


def _audiences_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--delete", metavar="NAME", help="forget this one")
    parser.add_argument("--read", metavar="NAME", help="what became of this one")


def _request(asked: argparse.Namespace) -> "AudienceRequest":
    from recsys_core.services.campaigns.audience.request import (
        AudienceRequest,
        ContactLimits,
        MessageMoney,
    )

    kind = next(kind for kind in KINDS if getattr(asked, kind) is not None)
    sends = None if asked.on is None else day_of(asked.on)
    limits = ContactLimits(asked.not_contacted, asked.not_bought, asked.weekly_cap, sends)
    money = MessageMoney(asked.cost, asked.margin, asked.basket, asked.redemption)
    return AudienceRequest(
        kind, getattr(asked, kind), asked.size, asked.segment, asked.buyers, asked.days,
        asked.holdout, limits, money, silent=asked.no_answer,
    )  # fmt: skip


def _file(asked: argparse.Namespace) -> "CampaignFile":
    from recsys_core.services.export.campaign_file import CampaignFile

    return CampaignFile(
        asked.tool, asked.email, asked.k, asked.model, asked.link, asked.with_holdout
    )


COMMANDS = (
    Command("audience", "whom to write to", run_audience, _audience_arguments),
    Command("audiences", "audiences that were kept", run_audiences, _audiences_arguments),
)
