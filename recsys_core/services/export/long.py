"""Lists for everybody, written block by block so that memory stays flat."""

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.ingestion.formula import neutralise, restore
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.csv_lines import LineFeeds, csv_writer
from recsys_core.schema.errors import InputError
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import BoolArray, IntArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.customers.group_choice import NamedGroup, group_users
from recsys_core.services.evaluation.model_in_use import IN_USE
from recsys_core.services.export import messages as m
from recsys_core.services.export.people import enough, smallest_group, with_control
from recsys_core.services.export.spreadsheet import sheet_writer
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import ListBlock, Source, blocks
from recsys_core.services.recommend.recommend import FILLER
from recsys_core.services.workspace.lots import control_group
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say

SCENARIO, MADE_AT = "scenario", "made_at"
EXPORT_SCHEMA = pa.schema(
    [
        (Columns.User, pa.string()),
        (Columns.Rank, pa.int32()),
        (Columns.Item, pa.string()),
        (Columns.Title, pa.string()),
        (Columns.Score, pa.float64()),
        (Columns.Reason, pa.string()),
        (Columns.Source, pa.string()),
        (Columns.Model, pa.string()),
        (SCENARIO, pa.string()),
        (MADE_AT, pa.string()),
    ]
)
Write = Callable[[pd.DataFrame], None]
Whom = Sequence[str] | NamedGroup | None
TEXT_COLUMNS = [f.name for f in EXPORT_SCHEMA if f.type == pa.string()]


class ExportChoice(NamedTuple):
    """A list on the page that everybody could get. scenario: its name where it has one."""

    title: str
    model: str
    settings: ListSettings
    scenario: str | None = None


@dataclass(frozen=True)
class ExportResult:
    """The account of an export: lines written, customers with a list, seconds it took; of the
    control group that all campaigns leave alone, who is left out of a file to send by, and who is
    inside of any other.
    """

    rows: int
    users: int
    seconds: float
    control: int = 0
    control_inside: int = 0

    def said(self, told: str) -> str:
        """What was written, and what is to be known of the control group."""
        told = with_control(told, self.control_inside)
        return say(m.AND_CONTROL, told=told, n=self.control) if self.control else told

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `export`."""
        return asdict(self)


def read_customers(path: Path) -> list[str]:
    """Customer numbers from a text file, one a line, in the order of their first appearance.

    A number with quotation marks or line ends in it may be quoted as in a CSV file; what an export
    put before a number that looks like a formula is taken away.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            lines = [row[0] for row in csv.reader(stream, delimiter="\x1f") if row]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(say(m.CANNOT_READ_CUSTOMERS, path=path)) from error
    numbers = list(dict.fromkeys(restore(line.strip()) for line in lines if line.strip()))
    if numbers and numbers[0].lower() == Columns.User:
        numbers = numbers[1:]
    if not numbers:
        raise InputError(say(m.NAMES_NO_CUSTOMER, path=path))
    return numbers


@needs(Role.VIEWER)
def codes_of(ws: Workspace, source: Source, users: Whom) -> IntArray:
    """Codes of the customers named, of all of them when None; of a group those whom the model
    knows, `InputError` where it knows none or fewer than a group has at least.
    """
    if not isinstance(users, NamedGroup):
        return source.codes(users)
    found = [user for user in group_users(ws, users.name) if source.data.has_user(user)]
    if not found:
        raise InputError(say(m.NOBODY_HAS_A_LIST, group=users.name))
    enough(len(found), smallest_group(ws))
    return source.codes(found)


@needs(Role.VIEWER)
def of_control(ws: Workspace, source: Source, codes: IntArray) -> BoolArray:
    """(n,) who of them is in the control group that all campaigns leave alone."""
    control = control_group(ws)
    users = source.data.users[Columns.User].to_numpy()[codes]
    return np.array([user in control for user in users], dtype=bool)


@needs(Role.ANALYST)
def export_folder(ws: Workspace) -> Path:
    """Where files made for the pages lie until the next one of the same name."""
    folder = ws.path / "exports"
    folder.mkdir(exist_ok=True)
    return folder


@needs(Role.ANALYST)
@audited("export", told=lambda done: {"rows": done.rows, "customers": done.users}, what="lists")
def export_lists(
    ws: Workspace,
    out: Path,
    model: str = IN_USE,
    settings: ListSettings | None = None,
    users: Whom = None,
    report: Progress = silent,
    scenario: str | None = None,
) -> ExportResult:
    """Write the lists of all customers, of `users` or of a group, as .csv, .parquet or .xlsx, with
    reasons.

    The file appears only when it is complete. Cells of a CSV that a spreadsheet would run as a
    formula are made harmless. `scenario` names how the lists were made; None describes it.
    Raises `InputError` for another file type or an unknown customer.
    """
    begun = time.perf_counter()
    source = Source.of(ws, model, settings or ListSettings(), scenario)
    codes = codes_of(ws, source, users)
    rows = 0
    with list_writer(out) as write:
        for block in blocks(ws, source, codes, report, reasons=True):
            frame = _frame(block, source)
            write(frame)
            rows += len(frame)
    inside = int(of_control(ws, source, codes).sum())
    seconds = round(time.perf_counter() - begun, 3)
    return ExportResult(rows, len(codes), seconds, control_inside=inside)


def _frame(block: ListBlock, source: Source) -> pd.DataFrame:
    lists, data = block.lists.final, source.data
    frame = lists.to_frame(data)
    codes: IntArray = lists.items[lists.items != EMPTY]
    filler = block.lists.filler[lists.items != EMPTY]
    frame[Columns.Source] = np.where(filler, FILLER, lists.source)
    frame[Columns.Title] = data.item_texts[Columns.Title][codes]
    frame[Columns.Reason] = block.reasons
    frame[Columns.Model] = source.trained.model
    frame[SCENARIO], frame[MADE_AT] = source.scenario, source.made_at
    return frame[EXPORT_SCHEMA.names]


@contextmanager
def list_writer(out: Path) -> Iterator[Write]:
    """What writes frames to `out`, as CSV, Parquet or Excel by its ending; `InputError` for another
    and for more lines than a sheet has.
    """
    kind = {".csv": _csv, ".parquet": _parquet, ".xlsx": sheet_writer}.get(out.suffix.lower())
    if kind is None:
        raise InputError(say(m.UNKNOWN_FILE_TYPE, name=out.name))
    with complete_file(out) as temporary, kind(temporary) as write:
        yield write


@contextmanager
def _csv(path: Path) -> Iterator[Write]:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv_writer(file).writerow(EXPORT_SCHEMA.names)

        def write(frame: pd.DataFrame) -> None:
            safe = frame.assign(**{name: frame[name].map(neutralise) for name in TEXT_COLUMNS})
            safe.to_csv(LineFeeds(file), index=False, header=False, lineterminator="\r\n")

        yield write


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    with pq.ParquetWriter(path, EXPORT_SCHEMA) as writer:
        yield lambda frame: writer.write_table(
            pa.Table.from_pandas(frame, schema=EXPORT_SCHEMA, preserve_index=False)
        )
