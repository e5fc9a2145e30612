"""An analyst's own hold-out: pairs of customer and product that nobody trained on."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError
from recsys_core.services.data.preview import preview_file, write_preview
from recsys_core.services.evaluation import messages as m
from recsys_core.wording.messages import say


def read_pairs(path: Path) -> pd.DataFrame:
    """The distinct pairs (user_id, item_id as text) in a file of any export's shape.

    Raises `InputError` when no column looks like customers or none looks like products.
    """
    columns = preview_file(path).columns
    found = {column.role: column.name for column in columns if column.role}
    for role, message in m.NO_COLUMN.items():
        if role not in found:
            raise InputError(say(message, file=path.name))
    with TemporaryDirectory() as folder:
        table = Path(folder) / "pairs.csv"
        write_preview(path, table)
        frame = pd.read_csv(
            table, dtype=str, keep_default_na=False, usecols=[found["user"], found["item"]]
        )
    frame = frame.rename(columns={found["user"]: Columns.User, found["item"]: Columns.Item})
    frame = frame[[Columns.User, Columns.Item]]
    return frame[(frame != "").all(axis=1)].drop_duplicates(ignore_index=True)
