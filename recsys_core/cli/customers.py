"""What is known about one customer."""

import argparse
from pathlib import Path

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened


def run_profile(asked: argparse.Namespace, path: Path, output: Output) -> None:
    from recsys_core.services.customers.one_customer.contacts import more_json
    from recsys_core.services.customers.profiles import customer_profile, profile_json

    with opened(path, output) as ws:
        profile = customer_profile(ws, asked.user)
        document = profile_json(profile)
        if output.json:
            document |= more_json(ws, profile, output.progress)
    tastes = [[t["category"], t["share"], t["lift"]] for t in document["tastes"][:10]]
    text = f"{profile.sentence}\n\n{table(m.TASTE_COLUMNS, tastes)}"
    output.result(document, text)


def run_customers(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Customers of whom all of a text holds, the most active first."""
    from recsys_core.services.customers.finding import SEARCH_COLUMNS, find_customers

    with opened(path, output) as ws:
        frame, said = find_customers(ws, " ".join(asked.find))
    shown = frame[SEARCH_COLUMNS].head(asked.limit).astype(object)
    rows = shown.where(shown.notna(), None).to_dict("records")
    listed = table(SEARCH_COLUMNS, [list(row.values()) for row in rows])
    output.result({"found": len(frame), "sentence": said, "customers": rows}, f"{said}\n{listed}")


def _customers_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--find", nargs="+", default=[], metavar="WORD", help="words and facts")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="how many to list (50)")


def run_value(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """What every customer is worth, tried on the workspace's own later part."""
    from recsys_core.profiles.value.worth import Terms
    from recsys_core.services.customers.worth import (
        customer_worth,
        worth_json,
        worth_sentence,
        write_worth,
    )

    terms = Terms(margin=asked.margin, discount=asked.discount)
    with opened(path, output) as ws:
        worth = customer_worth(ws, asked.horizon, terms, output.progress)
    if asked.out is not None:
        write_worth(worth, asked.out)
    groups = [row for best in worth.models.tried[:1] for row in best.by_frequency()]
    rows = [[row.group, row.customers, row.expected, row.actual] for row in groups]
    listed = table(m.TRIAL_COLUMNS, rows) if rows else ""
    output.result(worth_json(worth), f"{worth_sentence(worth)}\n\n{listed}".rstrip())


def _value_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--horizon", type=int, default=365, metavar="DAYS", help="how far ahead (365)"
    )
    parser.add_argument(
        "--margin", type=float, default=1.0, metavar="M", help="kept of each order (1)"
    )
    parser.add_argument("--discount", type=float, default=0.1, metavar="D", help="a year (0.1)")
    add_output(parser, "--out", (".csv",), "where to write every customer's value")


def run_timing(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """When customers come next, tried on the workspace's own latest days."""
    from recsys_core.services.customers.timing.coming import (
        coming_json,
        coming_sentence,
        customers_coming,
        write_coming,
    )

    with opened(path, output) as ws:
        coming = customers_coming(ws, asked.horizon, output.progress)
    if asked.out is not None:
        write_coming(coming, asked.out)
    groups = coming.trial.by_tenth() if coming.trial is not None else ()
    rows = [[one.customers, one.expected, one.actual, one.low, one.high] for one in groups]
    listed = table(m.STAYED_COLUMNS, rows) if rows else ""
    output.result(coming_json(coming), f"{coming_sentence(coming)}\n\n{listed}".rstrip())


def run_cohorts(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Retention by the month of the first order."""
    from recsys_core.services.customers.over_time.cohorts import cohorts_json, customer_cohorts

    with opened(path, output) as ws:
        cohorts = customer_cohorts(ws)
    document = cohorts_json(cohorts)
    names = ("cohort", "month", "customers", "share", "low", "high", "revenue")
    rows = [[row[name] for name in names] for row in document["rows"] if row["complete"]]
    listed = table(m.COHORT_COLUMNS, rows) if rows else ""
    said = "\n\n".join(part for part in (cohorts.sentence, cohorts.caution, listed) if part)
    output.result(document, said)


def _timing_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--horizon", type=int, default=30, metavar="DAYS", help="how far ahead (30)"
    )
    add_output(parser, "--out", (".csv",), "where to write when every customer is expected")


def _profile_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID")


COMMANDS = (
    Command(
        "customers",
        "find customers by their number and by what is known of them",
        run_customers,
        _customers_arguments,
    ),
    Command("value", "what customers are worth", run_value, _value_arguments),
    Command("cohorts", "who orders again, month by month", run_cohorts),
    Command("timing", "when customers come next", run_timing, _timing_arguments),
    Command("profile", "what is known about one customer", run_profile, _profile_arguments),
)
