"""Tables as a file that spreadsheets open as it is and never run."""

import pandas as pd

from recsys_core.ingestion.formula import neutralise


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
    text: str = safe.to_csv(index=False, lineterminator="\n")
    return text.encode("utf-8-sig")


def _harmless(value: object) -> object:
    return neutralise(value) if isinstance(value, str) else value
