"""Who may log in, and what they may do; works while the server runs."""

import argparse
import getpass
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output, table
from recsys_core.cli.shared import Command
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from recsys_core.services.access.house import House
    from recsys_core.services.access.members import Member

LIST, ADD, ROLE, REMOVE, PASSWORD, SIGN_OUT = ACTIONS = (
    *("list", "add", "role", "remove", "password", "sign-out"),
)


def run_users(asked: argparse.Namespace, path: Path, output: Output) -> None:
    """Do what is asked with somebody, then list everybody."""
    from recsys_core.services.access.actor import OPERATOR
    from recsys_core.services.access.house import House
    from recsys_core.services.access.members import members, waiting

    house = House(path.expanduser().resolve()).acting(OPERATOR)
    try:
        if asked.what != LIST:
            _act(house, asked)
        found = [*members(house), *waiting(house)]
    finally:
        house.close()
    document = [_plain(one) for one in found]
    rows = [
        [one["who"], one["login"] or one["issuer"], one["role"] or say(m.WAITS), one["last_seen"]]
        for one in document
    ]
    output.result(document, table(m.USER_COLUMNS, rows) if rows else say(m.NO_USERS))


def _act(house: "House", asked: argparse.Namespace) -> None:
    from recsys_core.services.access import accounts, members, sessions
    from recsys_core.services.access.actor import role_called

    if asked.what in (ADD, ROLE):
        if asked.role is None:
            raise InputError(say(m.NAME_ROLE))
        role = role_called(asked.role)
    if asked.what == ADD and asked.login:
        accounts.add_account(house, asked.login, _new_password(), role, asked.name or "")
        return
    if asked.what == ADD and asked.issuer and asked.subject:
        members.set_role(house, asked.issuer, asked.subject, role, asked.name or "")
        return
    one = members.find_member(
        house,
        login=asked.login or "",
        email=asked.email or "",
        issuer=asked.issuer or "",
        subject=asked.subject or "",
    )
    if asked.what in (ADD, ROLE):
        members.set_role(house, one.issuer, one.subject, role)
    elif asked.what == REMOVE:
        members.remove(house, one.issuer, one.subject)
    elif asked.what == PASSWORD:
        accounts.reset_password(house, one.subject, _new_password())
    else:
        sessions.close_all(house, house.person(one.issuer, one.subject, one.name))


def _new_password() -> str:
    """Asked twice on a terminal, else the first line of standard input; never an argument, which
    every user of the machine could read.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(say(m.NEW_PASSWORD))
    if getpass.getpass(say(m.NEW_PASSWORD_AGAIN)) != first:
        raise InputError(say(m.NOT_THE_SAME))
    return first


def _plain(one: "Member") -> dict[str, Any]:
    seen = one.last_seen
    return {
        "who": one.name,
        "issuer": one.issuer,
        "subject": one.subject,
        "role": None if one.role is None else one.role.word,
        "last_seen": None if seen is None else f"{datetime.fromtimestamp(seen, UTC):%FT%TZ}",
        "login": one.login,
        "email": one.email or None,
        "added_by": one.added_by,
    }


def _users_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        choices=ACTIONS,
        default=LIST,
        help="list everybody (the default), let somebody in, give another role, take somebody out,"
        " set a new password, or log somebody out everywhere",
    )
    parser.add_argument(
        "--login",
        metavar="NAME",
        help="the name of an account kept here; its password is asked for, or read from standard"
        " input",
    )
    parser.add_argument("--issuer", metavar="URL", help="the provider that vouches for somebody")
    parser.add_argument("--subject", metavar="ID", help="what the provider knows them by")
    parser.add_argument("--email", help="of somebody who has logged in at the provider")
    parser.add_argument("--role", help="viewer, analyst, steward or admin")
    parser.add_argument("--name", help="for add: how they are called on screen")


COMMANDS = (Command("users", "who may log in, and what they may do", run_users, _users_arguments),)
