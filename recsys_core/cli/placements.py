"""Named placements: kept, compared, planned, written to files."""

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.cli.what_if import add_knobs, add_scenario, list_choice
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.recommend.placements.plan import PlannedFor

SHOWS = ("products", "categories", "brands")
TOOLS = ("plain", "klaviyo", "mailchimp", "hubspot", "brevo")
SENDS = ("none", "once", "daily", "weekly")


def run_placements(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Save, rename or delete one, compare two, plan, or list them all."""
    with opened(path, output) as ws:
        if asked.compare:
            document, text = _compared(ws, asked, output)
        elif asked.customer:
            document, text = _of_customer(ws, asked)
        elif asked.plan or asked.schedule or asked.cancel:
            document, text = _planned(ws, asked)
        elif asked.lists_of:
            document, text = _written(ws, asked, output)
        elif asked.export is not None:
            raise InputError(say(m.WHAT_TO_WRITE))
        else:
            _changed(ws, asked)
            document, text = _listed(ws)
    output.result(document, text)


def _changed(ws: Workspace, asked: argparse.Namespace) -> None:
    from recsys_core.services.recommend.placements.placement import (
        NewPlacement,
        delete_placement,
        rename_placement,
        save_placement,
    )
    from recsys_core.services.recommend.scenarios import Choice, choice_of

    if asked.save:
        wanted = list_choice(ws, asked)
        if asked.scenario is None:
            seen = asked.include_seen
            named = choice_of(ws, wanted.model, wanted.settings.k, None, seen)
            wanted = Choice(named.model, wanted.settings)
        new = NewPlacement(
            asked.save, wanted, asked.channel or "", asked.shows, asked.spot, asked.rules
        )
        save_placement(ws, new, asked.replace)
    if asked.rename:
        rename_placement(ws, *asked.rename)
    if asked.delete:
        delete_placement(ws, asked.delete)


def _listed(ws: Workspace) -> tuple[Any, str]:
    from recsys_core.services.recommend.placements.placement import placements
    from recsys_core.services.recommend.placements.words import described, remarks

    found = [(one, described(one), remarks(ws, one)) for one in placements(ws)]
    document = [one.to_json() | {"sentence": what, "remarks": said} for one, what, said in found]
    text = table(m.PLACEMENT_COLUMNS, [[one.name, what] for one, what, _ in found])
    said = [sentence for *_, every in found for sentence in every]
    return document, "\n".join([text, *said]) if found else say(m.NO_PLACEMENTS)


def _compared(ws: Workspace, asked: argparse.Namespace, output: Output) -> tuple[Any, str]:
    from dataclasses import asdict

    from recsys_core.services.recommend.placements.compare import compare_placements
    from recsys_core.services.recommend.placements.placement import placement
    from recsys_core.services.what_if.placement_figures import measured_kinds, measured_pair

    a, b = (placement(ws, name) for name in asked.compare)
    found = compare_placements(ws, a, b, asked.segment, asked.sample, output.progress)
    figures = (
        [measured_pair(ws, a, b)]
        if a.shows == "products"
        else [measured_kinds(ws, one) for one in (a, b)]
    )
    said = [one if isinstance(one, str) else one.sentence for one in figures]
    document = asdict(found) | {
        "sentences": found.sentences,
        "measured": [None if isinstance(one, str) else one.to_json() for one in figures],
        "measured_sentences": said,
    }
    return document, "\n".join([*found.sentences, *said])


def _of_customer(ws: Workspace, asked: argparse.Namespace) -> tuple[Any, str]:
    from recsys_core.services.recommend.placements.placement import placements
    from recsys_core.services.recommend.placements.shown import shown_to
    from recsys_core.services.recommend.placements.words import no_lists

    lists = {
        one.name: [entry._asdict() for entry in shown_to(ws, one, asked.customer)]
        for one in placements(ws)
        if not no_lists(ws, one)
    }
    rows = [
        [name, entry["rank"], entry["title"], entry["number"], entry["reason"]]
        for name, every in lists.items()
        for entry in every
    ]
    return {"user": asked.customer, "lists": lists}, table(m.SHOWN_COLUMNS, rows)


def _planned(ws: Workspace, asked: argparse.Namespace) -> tuple[Any, str]:
    from recsys_core.services.export.placements import write_plan
    from recsys_core.services.recommend.placements.conflicts import checked_plan
    from recsys_core.services.recommend.placements.plan import (
        NewLine,
        add_to_plan,
        set_weekly_cap,
        take_from_plan,
        weekly_cap,
    )

    if asked.cancel:
        take_from_plan(ws, asked.cancel)
    if asked.weekly_cap is not None:
        set_weekly_cap(ws, asked.weekly_cap)
    if asked.schedule:
        if asked.starts is None:
            raise InputError(say(m.NAME_THE_DAYS))
        starts = _day(asked.starts)
        ends = starts if asked.ends is None else _day(asked.ends)
        whom = _whom(asked)
        new = NewLine(asked.schedule, starts, ends, whom, asked.sends, asked.channel or "")
        add_to_plan(ws, new)
    found = checked_plan(ws)
    if asked.export is not None:
        write_plan(ws, asked.export)
    pairs = zip(found.lines, found.reached, strict=True)
    document = {
        "plan": [line.to_json() | {"customers": reached} for line, reached in pairs],
        "conflicts": [one.to_json() for one in found.conflicts],
        "weekly_cap": weekly_cap(ws),
        "sentence": found.sentence,
    }
    names = ("line", "placement", "channel", "starts", "ends", "group", "sends", "customers")
    rows = [[row[name] for name in names] for row in document["plan"]]  # type: ignore[attr-defined]
    said = [one.sentence for one in found.conflicts]
    listed = [table(m.PLAN_COLUMNS, rows), ""] if rows else []
    return document, "\n".join([*listed, found.sentence, *said])


def _written(ws: Workspace, asked: argparse.Namespace, output: Output) -> tuple[Any, str]:
    from recsys_core.services.export.campaign_file import CampaignFile
    from recsys_core.services.export.placements import write_placement
    from recsys_core.services.recommend.placements.placement import placement

    if asked.export is None:
        raise InputError(say(m.NAME_THE_FILE))
    one, how = placement(ws, asked.lists_of), CampaignFile(asked.tool, asked.email, link=asked.link)
    found = write_placement(ws, one, asked.export, how, _whom(asked), output.progress)
    document = {
        "placement": one.name,
        "rows": found.rows,
        "files": [str(path) for path in found.paths],
        "left_out": found.left_out._asdict(),
        "cut": found.cut,
    }
    return document, found.sentence


def _whom(asked: argparse.Namespace) -> "PlannedFor":
    from recsys_core.services.recommend.placements.plan import EVERYBODY, PlannedFor

    if asked.segment and asked.audience:
        raise InputError(say(m.ONE_GROUP))
    if asked.segment:
        return PlannedFor("segment", asked.segment)
    return PlannedFor("audience", asked.audience) if asked.audience else EVERYBODY


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(say(m.NO_DAY, day=repr(text))) from None


def _arguments(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--list", action="store_true", help="all of them (also without options)")
    what.add_argument("--save", metavar="NAME", help="keep one under this name")
    what.add_argument("--rename", nargs=2, metavar=("NAME", "NEW"), help="what is planned stays")
    what.add_argument("--delete", metavar="NAME", help="forget one and what is planned of it")
    what.add_argument("--compare", nargs=2, metavar=("A", "B"), help="what both show")
    what.add_argument("--customer", metavar="ID", help="what each of them shows this customer")
    what.add_argument("--plan", action="store_true", help="the plan and its conflicts")
    what.add_argument("--schedule", metavar="NAME", help="put one into the plan")
    what.add_argument("--cancel", metavar="LINE", help="take a line out of the plan")
    what.add_argument("--lists-of", metavar="NAME", help="write what one shows, with --export")
    add_output(parser, "--export", (".csv", ".ics"), "the lists of one, or with --plan the plan")
    parser.add_argument("--replace", action="store_true", help="even if the name is taken")
    _list_arguments(parser)
    _plan_arguments(parser)
    _file_arguments(parser)


def _list_arguments(parser: argparse.ArgumentParser) -> None:
    add_scenario(parser)
    parser.add_argument("--model", default="", metavar="M", help="default: the one in use")
    parser.add_argument("-k", type=int, default=None, help="slots: how many are shown (10)")
    parser.add_argument("--include-seen", action="store_true")
    add_knobs(parser)
    parser.add_argument(
        "--rules", action="store_true", help="the business rules act, as they are on the day"
    )
    parser.add_argument("--shows", choices=SHOWS, default="products", help="what is recommended")
    parser.add_argument("--channel", metavar="TEXT", help="such as e-mail, website, app, print")
    parser.add_argument("--spot", default="", metavar="TEXT", help="where in the channel")
    parser.add_argument("--sample", type=int, default=500, metavar="N", help="customers (500)")


def _plan_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", metavar="DAY", help="first day, such as 2026-11-30")
    parser.add_argument("--ends", metavar="DAY", help="last day (default: the first)")
    parser.add_argument("--segment", metavar="NAME", help="for a group of customers")
    parser.add_argument("--audience", metavar="NAME", help="for an audience that was kept")
    parser.add_argument("--sends", choices=SENDS, default="none", help="messages to each customer")
    parser.add_argument(
        "--weekly-cap", type=int, metavar="N", help="messages within seven days, kept; 0: no cap"
    )


def _file_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--for", dest="tool", choices=TOOLS, default="plain", help="whose column names"
    )
    parser.add_argument("--email", default="", metavar="FACT", help="the fact that is the e-mail")
    parser.add_argument(
        "--link", default="", metavar="ADDRESS", help="a link for each product, with {item} in it"
    )


COMMANDS = (
    Command("placements", "named lists for a slot, and their plan", run_placements, _arguments),
)
