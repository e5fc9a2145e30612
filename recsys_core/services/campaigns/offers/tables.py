"""Tables that are brought along for one question: chances, terms of offers, bids."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd

from recsys_core.ingestion.formula import restore
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.offers import messages as m
from recsys_core.wording.joining import and_list
from recsys_core.wording.messages import say

_TABLE = "brought"
NAMES: Mapping[str, tuple[str, ...]] = {
    "user_id": ("user_id", "user", "customer", "customer_id", "household_id"),
    "offer_id": ("offer_id", "offer", "coupon", "coupon_id"),
    "probability": ("probability", "p", "chance", "p_redeem"),
}
"""What a column may be called; a name that is not here is its own."""


def brought(
    path: Path, texts: Sequence[str], numbers: Sequence[str], optional: Sequence[str] = ()
) -> pd.DataFrame:
    """The columns of a file that are asked for, whatever its encoding and delimiter; optional ones
    where there are. Numbers are written with a point. An empty cell is missing.

    Raises `InputError` for a column that is missing and a number that is none.
    """
    with prepared([path]) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, _TABLE)
        names = [name.strip().casefold() for name in staged.dialect.names]
        frame = cursor.execute(
            f"SELECT {', '.join(f'c{at}' for at in range(len(names)))} FROM {_TABLE}"
        ).df()
    frame.columns = pd.Index(names)
    found = {}
    for name in (*texts, *numbers, *optional):
        column = next((one for one in NAMES.get(name, (name,)) if one in names), None)
        if column is None and name not in optional:
            wanted = and_list([*texts, *numbers])
            raise InputError(say(m.COLUMN_MISSING, file=path.name, column=name, columns=wanted))
        if column is None:
            continue
        cells = frame[column].fillna("").astype(str).str.strip()
        found[name] = cells.map(restore) if name in texts else _numbers(cells, path.name, name)
    return pd.DataFrame(found)


def _numbers(cells: pd.Series, file: str, column: str) -> pd.Series:
    read = pd.to_numeric(cells.where(cells != "", None), errors="coerce").astype(float)
    wrong = cells[(cells != "") & read.isna()]
    if len(wrong):
        raise InputError(
            say(m.NO_NUMBER, file=file, column=column, text=repr(wrong.iloc[0]), n=len(wrong))
        )
    return read
