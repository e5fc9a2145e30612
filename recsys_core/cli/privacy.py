"""Persons and their data: erased, handed over, looked for in what models give away."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command, add_output, opened
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.workspace.workspace import Workspace


def run_erase(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Forget a person or a list of them; or say who was forgotten, or let one back in."""
    from recsys_core.services.privacy.certificate import certificate_page
    from recsys_core.services.privacy.erasing import erase_persons
    from recsys_core.services.privacy.lists import let_back_in, persons_of_file

    with opened(path, output) as ws:
        if asked.lift is not None:
            let_back_in(ws, asked.lift)
            output.result({"lifted": asked.lift}, say(m.LIFTED, person=asked.lift))
            return
        if asked.list:
            _list(ws, output)
            return
        ids = persons_of_file(ws, asked.users) if asked.users else [asked.user]
        done = erase_persons(ws, ids, output.progress, again=asked.retrain)
    if asked.certificate is not None:
        from recsys_core.storage.output import write_whole

        kept = done.certificate
        text = json.dumps(kept.to_json(), indent=1, ensure_ascii=False).encode()
        html = asked.certificate.suffix.lower() == ".html"
        write_whole(asked.certificate, certificate_page(kept) if html else text)
    output.result(done.to_json(), "\n".join(done.sentences))


def _list(ws: "Workspace", output: Output) -> None:
    from recsys_core.services.privacy.certificate import certificates, is_genuine
    from recsys_core.services.privacy.lists import erased_persons

    found = [(one, is_genuine(ws, one)) for one in certificates(ws)]
    document = {
        "erased": erased_persons(ws),
        "certificates": [one.to_json() | {"genuine": genuine} for one, genuine in found],
    }
    rows = [[one.number, one.at, one.persons, one.by, genuine] for one, genuine in found]
    output.result(document, table(m.CERTIFICATE_COLUMNS, rows) if rows else say(m.NOBODY_ERASED))


def _erase_arguments(parser: argparse.ArgumentParser) -> None:
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--user", metavar="ID", help="the person to erase")
    who.add_argument("--users", type=Path, metavar="FILE", help="a file that names up to 10,000")
    who.add_argument("--lift", metavar="ID", help="let a person's rows in again from now on")
    who.add_argument("--list", action="store_true", help="the certificates there are")
    parser.add_argument(
        "--retrain", action="store_true", help="queue the training of models that are deleted"
    )
    add_output(parser, "--certificate", (".json", ".html"), "where to write the certificate, too")


def run_access(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Everything known of a person, as one file."""
    from recsys_core.services.privacy.access import write_access

    with opened(path, output) as ws:
        found = write_access(ws, asked.user, asked.out, output.progress)
    tables = [[name, len(frame)] for name, frame in found.frames.items()]
    listed = table(m.KNOWN_COLUMNS, tables)
    output.result(found.to_json() | {"file": str(asked.out)}, listed)


def _access_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--user", required=True, metavar="ID", help="the person")
    add_output(parser, "--out", (".zip",), "where to write it", required=True)


def run_membership(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Whether models give away who they were trained on."""
    from recsys_core.services.privacy.membership import membership, quick_models
    from recsys_core.services.training.queue import config_class

    with opened(path, output) as ws:
        for name in asked.models:
            config_class(name)
        found = membership(ws, asked.models or quick_models(ws), output.progress)
    output.result(found.to_json(), "\n".join(found.sentences))


def _membership_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "models", nargs="*", metavar="MODEL", help="default: those trained that take no minutes"
    )


COMMANDS = (
    Command(
        "membership",
        "whether models give away who they were trained on",
        run_membership,
        _membership_arguments,
    ),
    Command("access", "everything known of a person, as a file", run_access, _access_arguments),
    Command("erase", "forget persons everywhere, with a certificate", run_erase, _erase_arguments),
)
