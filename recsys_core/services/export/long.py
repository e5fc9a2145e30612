"""Lists for everybody, written block by block so that memory stays flat."""

import csv
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from recsys_core.explanations.evidence import explain_list
from recsys_core.ingestion.formula import neutralise, restore
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import Progress, Recommender, silent
from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError
from recsys_core.schema.histories import Histories
from recsys_core.schema.recommendations import EMPTY
from recsys_core.schema.types import IntArray
from recsys_core.services.customers.feedback import apply_feedback, liked_by_all
from recsys_core.services.customers.group_choice import NamedGroup, group_users
from recsys_core.services.customers.rule_groups import list_context
from recsys_core.services.evaluation.model_in_use import IN_USE, named_model
from recsys_core.services.export import messages as m
from recsys_core.services.export.people import enough, smallest_group
from recsys_core.services.export.spreadsheet import sheet_writer
from recsys_core.services.recommend.lists import Lists, ListSettings, make_lists
from recsys_core.services.recommend.reasons import reasons_for
from recsys_core.services.recommend.recommend import FILLER
from recsys_core.services.recommend.scenarios import Choice, in_words
from recsys_core.services.recommend.second_model import partner_of
from recsys_core.services.workspace.runs import TrainedModel, fitted, trained_model
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.output import complete_file
from recsys_core.wording.messages import say

BLOCK_BYTES = 32 * 2**20
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
    """The account of an export: lines written, customers with a list, seconds it took."""

    rows: int
    users: int
    seconds: float

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


@dataclass(frozen=True)
class ListBlock:
    """Some customers' lists with what they were made from. reasons: a line for each filled place,
    in order; empty when they were not asked for.
    """

    lists: Lists
    histories: Histories
    reasons: list[str]


@dataclass(frozen=True)
class Source:
    """What lists for many are made with: the model, the data its codes belong to, and how.

    scenario: the name of the way lists are made, or that way in words.  made_at: ISO, in universal
    time.
    """

    trained: TrainedModel
    model: Recommender
    data: Dataset
    settings: ListSettings
    scenario: str
    made_at: str

    @classmethod
    def of(
        cls, ws: Workspace, model: str, settings: ListSettings, scenario: str | None = None
    ) -> "Source":
        """Load the model; `scenario` None describes the settings."""
        trained = trained_model(ws, named_model(ws, model, settings.include_seen))
        fitted_model, data = fitted(ws, trained)
        words = in_words(Choice(trained.model, settings)) if scenario is None else scenario
        made = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(trained, fitted_model, data, settings, words, made)

    def codes(self, ws: Workspace, users: Whom) -> IntArray:
        """Codes of the customers named, of all of them when None; of a group those whom the model
        knows, `InputError` where it knows none or fewer than a group has at least.
        """
        if users is None:
            return np.arange(self.data.n_users)
        if isinstance(users, NamedGroup):
            found = [user for user in group_users(ws, users.name) if self.data.has_user(user)]
            if not found:
                raise InputError(say(m.NOBODY_HAS_A_LIST, group=users.name))
            enough(len(found), smallest_group(ws))
            users = found
        return np.array([self.data.user_code(user) for user in users])


def blocks(
    ws: Workspace, source: Source, codes: IntArray, report: Progress, *, reasons: bool
) -> Iterator[ListBlock]:
    """The lists of the customers `codes`, so many at a time that memory stays flat."""
    data, settings = source.data, source.settings
    partner = partner_of(ws, settings.rerank_config, data)
    ids = data.users[Columns.User].to_numpy(dtype=object)
    per_block = max(1, BLOCK_BYTES // (4 * max(data.n_items, 1)))
    for start in range(0, len(codes), per_block):
        block = codes[start : start + per_block]
        report(start / len(codes), say(m.CUSTOMERS_SO_FAR, done=start, n=len(codes)))
        bought = data.histories(block)
        histories = liked_by_all(ws, block, bought, data)
        context = list_context(ws, data, block, histories, settings.rerank_config.rules)
        context = apply_feedback(ws, data, context, bought, ids[block].tolist())
        made = make_lists(source.model, source.trained.model, context, settings, partner)
        lines = _reasons(made, source, histories, bought) if reasons else []
        yield ListBlock(made, histories, lines)
    report(1.0, say(m.CUSTOMERS, n=len(codes)))


def export_folder(ws: Workspace) -> Path:
    """Where files made for the pages lie until the next one of the same name."""
    folder = ws.path / "exports"
    folder.mkdir(exist_ok=True)
    return folder


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
    codes = source.codes(ws, users)
    rows = 0
    with list_writer(out) as write:
        for block in blocks(ws, source, codes, report, reasons=True):
            frame = _frame(block, source)
            write(frame)
            rows += len(frame)
    return ExportResult(rows, len(codes), round(time.perf_counter() - begun, 3))


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


def _reasons(made: Lists, source: Source, histories: Histories, bought: Histories) -> list[str]:
    lists, lines = made.final, []
    for row in range(len(lists)):
        filled = np.flatnonzero(lists.items[row] != EMPTY)
        chosen, scores = lists.items[row, filled], lists.scores[row, filled]
        found = explain_list(source.model, histories.row(row), chosen, scores)
        lines += reasons_for(found, source.data, bought.row(row))
    return lines


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
        csv.writer(file).writerow(EXPORT_SCHEMA.names)

        def write(frame: pd.DataFrame) -> None:
            safe = frame.assign(**{name: frame[name].map(neutralise) for name in TEXT_COLUMNS})
            safe.to_csv(file, index=False, header=False, lineterminator="\n")

        yield write


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    with pq.ParquetWriter(path, EXPORT_SCHEMA) as writer:
        yield lambda frame: writer.write_table(
            pa.Table.from_pandas(frame, schema=EXPORT_SCHEMA, preserve_index=False)
        )
