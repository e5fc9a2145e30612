"""Two lists compared session by session: simulated on an evaluation, or as a file says."""

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from recsys_core.evaluation.candidates import load_candidates, models_with_candidates
from recsys_core.experiments.interleaving.team_draft import (
    CLICK_MODELS,
    Preference,
    compare,
    preference,
)
from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.uplift.arm_files import NO, YES
from recsys_core.services.data.coded_table import CodedColumn, CodedTable, read_coded
from recsys_core.services.evaluation.results import measured
from recsys_core.services.experiments.interleaving import messages as m
from recsys_core.services.workspace.job_folder import EVALUATION_FOLDER
from recsys_core.services.workspace.names import short_title
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import and_list, or_list
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import alike, count

MOST_SESSIONS, LONGEST, SEED = 5_000, 100, 0
READERS = tuple(CLICK_MODELS)


@dataclass(frozen=True)
class SessionColumns:
    """What the columns of a file of sessions are; "" to know one by its name and values. click:
    None where every row is one.
    """

    session: str = ""
    team: str = ""
    click: str | None = ""


@dataclass(frozen=True)
class ListDuel:
    """Two lists by name and how many sessions each won. reader: of the simulation; "" where the
    sessions were real.  left_out: rows without a session or a list.
    """

    first: str
    second: str
    found: Preference
    reader: str = ""
    k: int = 0
    left_out: int = 0

    @property
    def verdict(self) -> str:
        """First or second where the interval of the lead leaves out 0, else untold."""
        return "first" if self.found.low > 0 else "second" if self.found.high < 0 else "untold"


@needs(Role.VIEWER)
def interleavable(ws: Workspace) -> list[str]:
    """The models of the newest evaluation that left lists; `NotReadyError` before any."""
    of = measured(ws)
    kept = set(models_with_candidates(of.job.folder / EVALUATION_FOLDER))
    return [model for model in of.models if model in kept]


@needs(Role.VIEWER)
def simulate_duel(
    ws: Workspace,
    first: str,
    second: str,
    reader: str = "navigational",
    k: int = 10,
    progress: Progress = silent,
) -> ListDuel:
    """Deal the lists of two models, as fitted before the cut of the newest evaluation, to the
    customers it tested (up to 5,000), who want what they bought after it. `InputError` for models
    it did not measure and readers there are not.
    """
    if reader not in CLICK_MODELS:
        raise InputError(say(m.NO_SUCH_READER, name=reader, readers=or_list(READERS)))
    if not 1 <= k <= LONGEST:
        raise InputError(say(m.LIST_LENGTH))
    models = interleavable(ws)
    if first == second or not {first, second} <= set(models):
        raise InputError(say(m.TWO_MODELS, models=and_list(models)))
    progress(0.1, say(m.DEALING_LISTS))
    of = measured(ws)
    folder, split = of.job.folder / EVALUATION_FOLDER, of.splits[0]
    one, other = (load_candidates(folder, model, MOST_SESSIONS) for model in (first, second))
    had = split.train.histories(one.users) if split.new_items_only else None
    lists = [stored.shortlist(had, k)[0] for stored in (one, other)]
    test = split.test[one.users]
    wanted = [set(part.tolist()) for part in np.split(test.indices, test.indptr[1:-1])]
    clicked = compare(lists[0], lists[1], wanted, CLICK_MODELS[reader], k, SEED)
    return ListDuel(short_title(first), short_title(second), preference(clicked), reader, k)


def duel_of_file(
    path: Path, session: str = "", team: str = "", click: str = "", name: str | None = None
) -> ListDuel:
    """The sessions of any table an import reads, as of `duel_of_table`."""
    return duel_of_table(read_coded(path, name), SessionColumns(session, team, click))


def duel_of_table(table: CodedTable, asked: SessionColumns = SessionColumns()) -> ListDuel:
    """Sessions in which two lists were dealt into one: a row each product that was shown, or each
    click. asked: columns by name; the others are known by name and values (`session_columns`).
    Without any of clicks, every row is one. `InputError` for what is not two lists.
    """
    found, file = session_columns(table, asked), table.file
    if not found.session or not found.team:
        raise InputError(say(m.NO_TEAM_COLUMN if found.session else m.NO_SESSION_COLUMN, file=file))
    sessions, teams = (table.columns[one].texts for one in (found.session, found.team))
    ones: FloatArray = np.ones(table.rows)
    column = found.click
    clicked = _clicked(file, column, table.columns[column]) if column else ones
    named = (sessions != "") & (teams != "")
    row, different = pd.factorize(sessions[named])
    names, team = np.unique(teams[named].astype(str), return_inverse=True)
    if len(names) != 2:
        raise InputError(say(m.NOT_TWO_LISTS, column=found.team, file=file, n=len(names)))
    if len(different) < 2:
        raise InputError(say(m.FEW_SESSIONS, file=file))
    counts = np.bincount(2 * row + team, clicked[named], 2 * len(different)).astype(float)
    first, second = (str(one) for one in names)
    left_out = int((~named).sum())
    return ListDuel(first, second, preference(counts.reshape(-1, 2)), left_out=left_out)


def session_columns(table: CodedTable, asked: SessionColumns = SessionColumns()) -> SessionColumns:
    """The columns asked for, and those that look like the others; "" where none does."""
    found = {role: one and table.column(one) for role, one in asdict(asked).items()}
    for role in ("click", "team", "session"):
        if found[role] == "":
            found[role] = _look(role, table, set(found.values()))
    return SessionColumns(**found)


def duel_sentences(told: ListDuel) -> list[str]:
    """Who won first, then how it was found."""
    found, names = told.found, (told.first, told.second)
    lead, low, high = alike(*(100 * one for one in (found.lead, found.low, found.high)))
    if found.high < 0:
        lead, low, high = alike(*(-100 * one for one in (found.lead, found.high, found.low)))
        names = (told.second, told.first)
    wins = {told.first: count(found.first), told.second: count(found.second)}
    figures = {"n": count(found.sessions), "lead": lead, "low": low, "high": high}
    if told.verdict != "untold":
        winner, loser = names
        said = say(
            m.WINS_SESSIONS,
            winner=winner,
            loser=loser,
            wins=wins[winner],
            losses=wins[loser],
            **figures,
        )
    else:
        said = say(
            m.WINNER_NOT_TOLD,
            first=told.first,
            second=told.second,
            wins=wins[told.first],
            losses=wins[told.second],
            **figures,
        )
    tied = say(m.TIED, n=found.ties)
    if not told.reader:
        lost = [say(m.SESSION_ROWS_LEFT_OUT, n=told.left_out)] if told.left_out else []
        return [said, tied, *lost, say(m.ABOUT_LOGGED)]
    about = say(m.ABOUT_SIMULATED, k=told.k, reader=say(m.CLICK_MODEL_TITLES[told.reader]))
    return [say(m.SIMULATED_WINS, finding=said), tied, about]


def duel_json(told: ListDuel) -> dict[str, Any]:
    """The keys of the command line's `interleave`; the value is the lead."""
    found = told.found
    return {
        "estimates": [
            {
                "estimator": "team-draft",
                "value": found.lead,
                "low": found.low,
                "high": found.high,
            }
        ],
        "effective_sample_size": found.sessions,
        "refused": None,
        "first": told.first,
        "second": told.second,
        "wins": [found.first, found.second],
        "ties": found.ties,
        "simulation": bool(told.reader),
        "click_model": told.reader or None,
        "verdict": say(m.DUEL_VERDICTS[told.verdict]),
        "sentences": duel_sentences(told),
    }


def _clicked(file: str, label: str, column: CodedColumn) -> FloatArray:
    """(n,) how often each row was clicked: a number, or yes and no."""
    numbers = column.numbers()
    if numbers is not None:
        return np.asarray(np.nan_to_num(numbers))
    words = [str(one).casefold() for one in column.values]
    known = dict.fromkeys(YES, 1.0) | dict.fromkeys((*NO, ""), 0.0)
    if strange := [one for one in words if one not in known]:
        raise InputError(say(m.NO_CLICKS_IN, column=label, file=file, example=min(strange)))
    return np.array([known[one] for one in words])[column.codes]


def _look(role: str, table: CodedTable, taken: set[str]) -> str:
    names = {
        "click": r"click|klick|clic|conver|bought|purchas",
        "team": r"team|list|ranker|model|algorithm|source|arm|variant|system",
        "session": r"session|query|search|visit|impression|request|user|customer|kunde",
    }
    free = [one for one in table.columns if one not in taken and _fits(role, table.columns[one])]
    named = [one for one in free if re.search(names[role], one, re.IGNORECASE)]
    if named:
        return named[0]
    return free[0] if role == "team" and len(free) == 1 else ""


def _fits(role: str, column: CodedColumn) -> bool:
    values = {str(one).casefold() for one in column.values} - {""}
    if role == "click":
        return bool(values) and values <= {*YES, *NO, "0", "1"}
    return len(values) == 2 if role == "team" else len(values) > 2
