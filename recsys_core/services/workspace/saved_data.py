"""The arrays of a data set on disk, for worker processes to read."""

import shutil
from pathlib import Path
from uuid import uuid4

from recsys_core.schema.dataset import Dataset
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.workspace import messages as m
from recsys_core.wording.messages import say

ERASED = "erased"
"""Marks saved data of which customers were erased: models may read it, nobody learns from it."""


def load_data(folder: Path) -> Dataset | None:
    """The saved dataset, or None where there is none or it cannot be read (it is then rebuilt)."""
    if not (folder / "dataset.json").is_file() or (folder / ERASED).is_file():
        return None
    try:
        return Dataset.load(folder)
    except NotReadyError:
        shutil.rmtree(folder, ignore_errors=True)
        return None


def save_data(data: Dataset, folder: Path) -> None:
    """Write under a temporary name and rename, so that a half-written folder is never read."""
    temporary = folder.with_name(f".{folder.name}-{uuid4().hex[:8]}")
    try:
        data.save(temporary)
        if folder.exists():
            shutil.rmtree(folder)
        temporary.rename(folder)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        raise InputError(say(m.DATA_NOT_WRITTEN, folder=folder.parent)) from error
