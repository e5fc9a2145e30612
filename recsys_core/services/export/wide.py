"""A hand-over file for e-mail tools: one row a customer, `item_1` … `item_k` beside each other."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import numpy as np

from recsys_core.ingestion.formula import PHONE, neutralise
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.csv_lines import csv_writer
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.evaluation.model_in_use import IN_USE
from recsys_core.services.export import messages as m
from recsys_core.services.export.long import ExportResult, Whom, codes_of, of_control
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import ListBlock, Source, blocks
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say

PLACE = "{item}"


@dataclass(frozen=True)
class Extras:
    """What stands beside numbers and titles. link: an address with `{item}` where the product's
    number belongs; empty for none.
    """

    prices: bool = False
    reasons: bool = False
    link: str = ""

    def __post_init__(self) -> None:
        if not self.link:
            return
        if PLACE not in self.link or not self.link.startswith(("http://", "https://")):
            raise InputError(say(m.UNUSABLE_LINK, link=self.link, place=PLACE))


NO_EXTRAS = Extras()


class ShownProduct(NamedTuple):
    """A product on a list, as a file tells of it; "" for what is not known or not asked for."""

    item: str
    title: str
    price: str
    link: str
    reason: str


@needs(Role.ANALYST)
@audited(
    "export",
    told=lambda done: {"rows": done.rows, "customers": done.users},
    what="lists-wide",
)
def export_wide(
    ws: Workspace,
    out: Path,
    model: str = IN_USE,
    settings: ListSettings | None = None,
    users: Whom = None,
    report: Progress = silent,
    extras: Extras = NO_EXTRAS,
) -> ExportResult:
    """Write a .csv (UTF-8, no mark at its beginning) with a row for every customer: `user_id`,
    `item_1` … `item_k`, `title_1` … `title_k`, and what `extras` switches on.

    It is there to be sent by, so the control group that all campaigns leave alone is not in it.
    A place that stayed empty is an empty cell; a telephone number keeps its +. The file appears
    only when it is complete. Raises `InputError` for another file type or an unknown customer.
    """
    begun = time.perf_counter()
    if out.suffix.lower() != ".csv":
        raise InputError(say(m.NOT_A_CSV, name=out.name))
    settings = settings or ListSettings()
    source = Source.of(ws, model, settings)
    codes = codes_of(ws, source, users)
    control = of_control(ws, source, codes)
    codes = codes[~control]
    with (
        complete_file(out) as temporary,
        temporary.open("w", newline="", encoding="utf-8") as file,
    ):
        writer = csv_writer(file)
        writer.writerow(header(settings.k, extras))
        for block in blocks(ws, source, codes, report, reasons=extras.reasons):
            writer.writerows(_rows(block, source, extras))
    seconds = round(time.perf_counter() - begun, 3)
    return ExportResult(len(codes), len(codes), seconds, int(control.sum()))


def header(k: int, extras: Extras = NO_EXTRAS) -> list[str]:
    """The names of the columns."""
    names = ["item", Columns.Title]
    names += [Columns.Price] * extras.prices + [Columns.Reason] * extras.reasons
    names += ["link"] * bool(extras.link)
    return [Columns.User, *(f"{name}_{place}" for name in names for place in range(1, k + 1))]


def products_shown(
    block: ListBlock, source: Source, link: str = ""
) -> Iterator[tuple[str, list[ShownProduct]]]:
    """The number of every customer of a block and the products on the list. link: an address with
    `{item}` in it, "" for none.
    """
    lists, data = block.lists.final, source.data
    ids, titles = data.item_texts[Columns.Item], data.item_texts[Columns.Title]
    prices = data.items[Columns.Price].to_numpy(dtype=np.float64)
    users = data.users[Columns.User].to_numpy(dtype=object)
    reasons = iter(block.reasons)
    for user, items in zip(lists.users, lists.items, strict=True):
        shown = [
            ShownProduct(
                ids[code],
                titles[code],
                "" if np.isnan(prices[code]) else f"{prices[code]:.2f}",
                link.replace(PLACE, quote(ids[code], safe="")),
                next(reasons, ""),
            )
            for code in items
            if code != EMPTY
        ]
        yield str(users[user]), shown


def _rows(block: ListBlock, source: Source, extras: Extras) -> Iterator[list[str]]:
    """The rows of a block, in the order of `header`."""
    wanted = {
        "item": True,
        "title": True,
        "price": extras.prices,
        "reason": extras.reasons,
        "link": bool(extras.link),
    }
    for user, shown in products_shown(block, source, extras.link):
        missing = [""] * (source.settings.k - len(shown))
        cells = [user]
        for name in (name for name, there in wanted.items() if there):
            cells += [*(getattr(one, name) for one in shown), *missing]
        yield [neutralise(cell, keep=PHONE) for cell in cells]
