"""A table as a file that every spreadsheet opens and none runs."""

import io
from pathlib import Path

import pandas as pd

from recsys_core.ingestion.formula import neutralise
from recsys_core.schema.csv_lines import LineFeeds
from recsys_core.storage.output import write_whole


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with its mark, so that Excel shows every letter; no index.

    Text a spreadsheet would take for a formula gets a leading apostrophe, in names too; an import
    removes it again.
    """
    safe = frame.copy()
    for name in safe.columns:
        if not pd.api.types.is_numeric_dtype(safe[name]):
            safe[name] = safe[name].map(_harmless, na_action="ignore")
    safe.columns = [neutralise(str(name)) for name in safe.columns]
    text = io.StringIO()
    safe.to_csv(LineFeeds(text), index=False, lineterminator="\r\n")
    return text.getvalue().encode("utf-8-sig")


def write_frame(frame: pd.DataFrame, out: Path) -> int:
    """`csv_bytes` of a table as a file that is there whole or not at all; how many rows."""
    write_whole(out, csv_bytes(frame))
    return len(frame)


def _harmless(value: object) -> object:
    return neutralise(value) if isinstance(value, str) else value
