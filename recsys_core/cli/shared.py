"""What several commands need."""

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from recsys_core.cli import messages as m
from recsys_core.cli.output import Output
from recsys_core.jobs.job import Job
from recsys_core.schema.errors import InputError
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.wording.amounts import write_as
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    import pandas as pd

    from recsys_core.services.data.imports import ReadOptions


_PAIR = re.compile(r"[A-Za-z_]\w*=")
"""How a word begins that goes on with a list of `name=value`."""


class Command(NamedTuple):
    """A command: its help, what declares its arguments, and what it does."""

    name: str
    help: str
    run: Callable[[argparse.Namespace, Path, Output], None]
    arguments: Callable[[argparse.ArgumentParser], None] | None = None


class Parser(argparse.ArgumentParser):
    """Help is declared in English beside the option and said in the language in force."""

    def add_argument(self, *names: str, **options: Any) -> argparse.Action:
        if "help" in options and options["help"] is not argparse.SUPPRESS:
            options["help"] = say(options["help"])
        return super().add_argument(*names, **options)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        lists = self.get_default("pairs") or ()
        return super().parse_known_args(each_by_itself(args, lists), namespace)


class OutputFile(NamedTuple):
    """An option that names a file to write, and the endings it may have."""

    option: str
    endings: Sequence[str]


def add_output(
    place: Any,
    option: str,
    endings: Sequence[str],
    help: str,
    parser: argparse.ArgumentParser | None = None,
    *,
    required: bool = False,
) -> None:
    """An option for a file to write, checked before the command begins. parser: the one `place`
    (an exclusive group) belongs to.
    """
    parser = parser or place
    place.add_argument(option, type=Path, metavar=f"FILE{endings[0]}", help=help, required=required)
    outputs = parser.get_default("outputs") or ()
    if not outputs:
        parser.add_argument(
            "--force", action="store_true", help="replace the file if it is there already"
        )
    parser.set_defaults(outputs=(*outputs, OutputFile(option, endings)))


def check_outputs(asked: argparse.Namespace) -> None:
    """Raise `InputError` for a file that must not be written, before any work is done."""
    from recsys_core.storage.output import check_output

    for output in getattr(asked, "outputs", ()):
        out = getattr(asked, output.option.strip("-").replace("-", "_"))
        if out is not None:
            check_output(out, output.endings, replace=asked.force)


@contextmanager
def opened(path: Path, output: Output) -> Iterator[Workspace]:
    """The workspace, closed afterwards; what was lost or set aside is said, on opening or when the
    command meets it.
    """
    from recsys_core.services.workspace.erasing import erase_removed, is_erasing

    with open_workspace(path) as ws:
        if is_erasing(ws):
            from recsys_core.services.privacy.erasing import finish_erasing

            finish_erasing(ws, output.progress)
        erase_removed(ws)
        write_as(ws.amounts())
        known = ws.warnings()
        try:
            for warning in known:
                output.say(warning)
            yield ws
        finally:
            for warning in ws.warnings():
                if warning not in known:
                    output.say(warning)


def day_of(text: str) -> "pd.Timestamp":
    """A day as it is typed; `InputError` for none."""
    import pandas as pd

    try:
        day = pd.Timestamp(text)
        if day is pd.NaT or day.tzinfo is not None:
            raise ValueError(text)
    except ValueError:
        raise InputError(say(m.NO_DAY, day=repr(text))) from None
    return day.normalize()


def each_by_itself(args: Sequence[str] | None, options: Sequence[str]) -> list[str]:
    """The arguments with `--map a=X b=Y` written as `--map a=X --map b=Y`. A word without an equals
    sign, and one that is a file, ends the list.
    """
    out: list[str] = []
    option = ""
    for text in sys.argv[1:] if args is None else args:
        further = _PAIR.match(text) and not Path(text).exists()
        if option and out[-1] != option:
            if further:
                out.append(option)
            else:
                option = ""
        out.append(text)
        if text in options:
            option = text
    return out


def add_pairs(
    parser: argparse.ArgumentParser, option: str, metavar: str, dest: str, help: str
) -> None:
    """An option of one or more `name=value` that may be repeated; `pairs` reads it."""
    parser.set_defaults(pairs=(*(parser.get_default("pairs") or ()), option))
    parser.add_argument(option, action="append", default=[], metavar=metavar, dest=dest, help=help)


def pairs(texts: list[str], option: str, *, empty: bool = False) -> dict[str, str]:
    """`name=value` texts as a dictionary; the value may be missing where `empty` allows that."""
    found = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not (value or empty):
            raise InputError(say(m.AS_PAIRS, option=option, text=repr(text)))
        found[name] = value
    return found


def _rates(given: dict[str, str]) -> dict[str, float] | None:
    """Rates by currency. Raises InputError for what is no number."""
    try:
        return {currency.upper(): float(rate) for currency, rate in given.items()} or None
    except ValueError:
        raise InputError(say(m.NO_RATE)) from None


def read_options(asked: argparse.Namespace, keep_repeated: bool = False) -> "ReadOptions":
    """How files are to be read, as far as the call says so."""
    from recsys_core.services.data.imports import ReadOptions

    return ReadOptions(
        encoding=asked.encoding,
        delimiter=asked.delimiter,
        quote="" if asked.quote == "none" else asked.quote,
        header_line=asked.header_line,
        sheet=asked.sheet,
        date_order=asked.date_order,
        decimal={None: None, "comma": ",", "point": "."}[asked.decimal],
        matrix=None if asked.matrix is None else asked.matrix == "yes",
        missing=asked.missing,
        keep_repeated=keep_repeated,
        answers=pairs(asked.answer, "--answer") or None,
        rates=_rates(pairs(asked.rate, "--rate")),
        join=pairs(getattr(asked, "join", []), "--join") or None,
        campaign=getattr(asked, "campaign", None),
    )


def following(output: Output) -> Callable[[Job], None]:
    """Shows a job's progress on the terminal."""

    def show(job: Job) -> None:
        if job.state == "running":
            output.progress(job.fraction, f"{job.title}  {job.message}")

    return show
