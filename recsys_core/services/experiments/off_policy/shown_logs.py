"""Logs of what was shown, from a file or from the exposures of the workspace."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from recsys_core.ingestion.no_value import no_number_sql
from recsys_core.ingestion.number_proof import number_styles
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.campaigns.uplift.arm_files import NO, YES
from recsys_core.services.data.first_rows import SAMPLE_ROWS, cells, guess_roles
from recsys_core.services.experiments.off_policy import messages as m
from recsys_core.services.experiments.off_policy.log_columns import (
    ColumnValues,
    LogColumns,
    columns_seen,
    find_columns,
)
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import off_policy_queries
from recsys_core.wording.messages import say

_TABLE = "shown_log"
_COLUMNS = ("item", "user", "position")
MOST_OTHERS, MOST_WORDS = 50, 1_000
"""Further columns that are kept of a file, and different words one of them may have."""
_exposures: PerWorkspace[int, "ShownLog"] = PerWorkspace("what was shown", most=1)


@dataclass(frozen=True)
class ShownLog:
    """One row each time something was shown and it is known what came of it. name: of the file, ""
    for the workspace.  item, position, user: codes with their names, "" where not known.
    reward: 0 or 1, or an amount; None where no column says it.  propensity: NaN where not known.
    dropped: rows without an item, an outcome or a position where others have them.  chanceless:
    rewards of rows that lack nothing but a chance, where others have one: left out too.  others:
    further columns of the file: numbers, or few different words.
    """

    name: str
    columns: LogColumns
    item: pd.Categorical
    position: pd.Categorical
    user: pd.Categorical
    reward: FloatArray | None
    propensity: FloatArray
    dropped: int
    chanceless: FloatArray
    others: pd.DataFrame = field(default_factory=pd.DataFrame)

    @property
    def rows(self) -> int:
        return len(self.item)

    @cached_property
    def digest(self) -> int:
        """Of what it holds; the same for the same log."""
        parts = [self.item.codes, self.position.codes, self.user.codes, self.propensity]
        parts += [] if self.reward is None else [self.reward]
        if len(self.others.columns):
            parts.append(pd.util.hash_pandas_object(self.others, index=False).to_numpy())
        names = tuple(tuple(one.categories) for one in (self.item, self.position, self.user))
        return hash(
            (
                self.name,
                self.columns,
                names,
                tuple(self.others),
                *(part.tobytes() for part in map(np.asarray, parts)),
            )
        )

    @property
    def knows_chances(self) -> bool:
        """Whether every row says how likely what was shown was."""
        return bool(len(self.propensity)) and not np.isnan(self.propensity).any()


def read_log(
    path: Path, asked: LogColumns | None = None, name: str | None = None, *, outcome: bool = True
) -> ShownLog:
    """Any table an import reads. asked: columns by name; the others are found.  name: how to call
    the file.  outcome: whether a column must say what came of it. `InputError` otherwise.
    """
    asked, file = asked or LogColumns(), name or path.name
    with prepared([path]) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, _TABLE)
        labels = list(staged.dialect.labels)
        if not labels or not staged.rows:
            raise InputError(say(m.EMPTY_LOG, file=file))
        head = cells(cursor, staged, SAMPLE_ROWS)
        guessed = {
            one.role: one.name for one in guess_roles(staged, head, "exposures").columns if one.role
        }
        styles = number_styles(cursor, _TABLE, {f"c{at}": f"c{at}" for at in range(len(labels))})
        seen = columns_seen(cursor, _TABLE, labels, styles)
        found = find_columns(file, seen, asked, guessed, outcome_needed=outcome)
        asked_for = []
        for role in _COLUMNS:
            label = getattr(found, role)
            cell = f"c{labels.index(label)}" if label else "''"
            asked_for.append(f"trim(coalesce({cell}, '')) AS {role}")
        for role in ("clicked", "propensity"):
            label = getattr(found, role)
            cell = f"c{labels.index(label)}" if label else "''"
            number = styles[cell].sql(cell) if label else "NULL::DOUBLE"
            asked_for.append(f"{number} AS {role}")
            asked_for.append(
                f"CASE WHEN {no_number_sql(cell)} THEN '' ELSE lower(trim({cell})) END "
                f"AS {role}_word"
            )
        others = _others(labels, seen, found)
        for at, label in enumerate(others):
            cell = f"c{labels.index(label)}"
            text = f"trim(coalesce({cell}, ''))"
            asked_for.append(
                f"{styles[cell].sql(cell) if seen[label].is_number else text} AS o{at}"
            )
        whole = "WHERE NOT damaged" if staged.damaged else ""
        for role in _COLUMNS:
            kind = f"CREATE TYPE {role}_name AS ENUM (SELECT DISTINCT {role} FROM few ORDER BY 1)"
            if role == _COLUMNS[0]:
                cursor.execute(
                    f"CREATE TABLE few AS SELECT {', '.join(asked_for)} FROM {_TABLE} {whole}"
                )
            cursor.execute(kind)
        named = ", ".join(f"{role}::{role}_name AS {role}" for role in _COLUMNS)
        further = "".join(f", o{at}" for at in range(len(others)))
        words = "" if not found.clicked or seen[found.clicked].is_number else ", clicked_word"
        frame = cursor.execute(f"SELECT {named}, clicked, propensity{words}{further} FROM few").df()
    reward = None
    if found.clicked:
        reward = _outcomes(file, found.clicked, frame)
    names = {f"o{at}": label for at, label in enumerate(others)}
    return _kept(file, found, frame, reward, frame[list(names)].rename(columns=names))


@needs(Role.VIEWER)
def exposures_log(ws: Workspace) -> ShownLog:
    """What the workspace knows to have been shown, kept until the data changes; `NotReadyError`
    where nothing says whether it was clicked.
    """
    return _exposures.get(ws, ws.data_version(), lambda: _read_exposures(ws))


def _read_exposures(ws: Workspace) -> ShownLog:
    with ws.db.read() as cursor:
        frame = off_policy_queries.shown(cursor)
    if frame.empty:
        raise NotReadyError(say(m.NOTHING_SHOWN))
    if len(frame) == 1:
        raise NotReadyError(say(m.ONE_SHOWN))
    for role in _COLUMNS:
        frame[role] = frame[role].astype("category")
    known = LogColumns("item_id", "clicked", "propensity", "position", "user_id")
    return _kept("", known, frame, frame["clicked"].to_numpy(dtype=float))


def _others(labels: list[str], seen: Mapping[str, ColumnValues], found: LogColumns) -> list[str]:
    """Further columns that may be a context, `MOST_OTHERS` at the most."""
    used = {found.item, found.user, found.position, found.clicked, found.propensity}
    return [
        one
        for one in labels
        if one not in used and (seen[one].is_number or 2 <= seen[one].different <= MOST_WORDS)
    ][:MOST_OTHERS]


def _kept(
    file: str,
    found: LogColumns,
    frame: pd.DataFrame,
    reward: FloatArray | None,
    others: pd.DataFrame | None = None,
) -> ShownLog:
    """The rows that say what is needed."""
    known = (frame["item"] != "").to_numpy(dtype=bool, copy=True)
    if reward is not None:
        known &= np.isfinite(reward)
    if found.position:
        placed = (frame["position"] != "").to_numpy(dtype=bool)
        known &= placed | (not placed.any())
    propensity = frame["propensity"].to_numpy(dtype=float)
    dropped, without = int((~known).sum()), np.zeros(len(known), dtype=bool)
    if found.propensity and not np.isnan(propensity).all():
        without = known & ~((propensity > 0) & (propensity <= 1))
        known &= ~without
    if known.sum() < 2:
        raise InputError(say(m.NO_LOG_ROWS, file=file))
    item, position, user = (
        pd.Categorical(frame[role][known]).remove_unused_categories()
        for role in ("item", "position", "user")
    )
    return ShownLog(
        file,
        found,
        item,
        _plain_numbers(position),
        user,
        None if reward is None else reward[known],
        propensity[known],
        dropped,
        np.full(int(without.sum()), np.nan) if reward is None else reward[without],
        pd.DataFrame() if others is None else others[known].reset_index(drop=True),
    )


def _plain_numbers(names: pd.Categorical) -> pd.Categorical:
    """1, 1.0 and 01 are one position; in the order of the numbers."""
    numbers = pd.to_numeric(pd.Series(names.categories, dtype=object), errors="coerce")
    if numbers.isna().any() or not len(numbers):
        return names
    values = numbers.to_numpy(dtype=float)[names.codes]
    codes, levels = pd.factorize(values, sort=True)
    return pd.Categorical.from_codes(codes, [f"{one:g}" for one in levels])


def _outcomes(file: str, column: str, frame: pd.DataFrame) -> FloatArray:
    """Numbers, or yes and no; an empty cell is no where the others say nothing but yes."""
    if "clicked_word" not in frame:
        numbers = frame["clicked"].to_numpy(dtype=float)
        if not (numbers[~np.isnan(numbers)] != 1).any():
            numbers = np.nan_to_num(numbers, nan=0.0)
        return np.asarray(numbers)
    words = frame["clicked_word"]
    known = words.map(dict.fromkeys(YES, 1.0) | dict.fromkeys(NO, 0.0) | {"1": 1.0, "0": 0.0})
    strange = known.isna() & (words != "")
    if strange.any():
        example = words[strange].iloc[0]
        raise InputError(say(m.NO_OUTCOME, file=file, column=column, example=example))
    if not (known == 0).any():
        known = known.fillna(0.0)
    return np.asarray(known.to_numpy(dtype=float))
