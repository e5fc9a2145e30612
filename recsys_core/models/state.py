"""Fitted arrays on disk: npz for small ones, npy for one large matrix; never pickle."""

from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from recsys_core.schema.types import CSR, FloatArray

STATE_FILE = "state.npz"


def save_arrays(folder: Path, **arrays: NDArray[Any]) -> None:
    """Write named arrays to `folder/state.npz`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / STATE_FILE).open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def load_arrays(folder: Path) -> dict[str, NDArray[Any]]:
    """Read what `save_arrays` wrote."""
    with np.load(folder / STATE_FILE, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def save_matrix(folder: Path, name: str, matrix: FloatArray) -> None:
    """Write one large matrix to `folder/name.npy`."""
    folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / f"{name}.npy", matrix, allow_pickle=False)


def load_matrix(folder: Path, name: str) -> FloatArray:
    """The matrix, left on disk: rows are read when they are used, so that one customer's list
    does not wait for several hundred megabytes.
    """
    matrix: FloatArray = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    return matrix


def sparse_parts(name: str, matrix: CSR) -> dict[str, NDArray[Any]]:
    """A csr matrix as arrays for `save_arrays`."""
    return {
        f"{name}_data": matrix.data,
        f"{name}_indices": matrix.indices,
        f"{name}_indptr": matrix.indptr,
        f"{name}_shape": np.array(matrix.shape),
    }


def join_sparse(name: str, arrays: dict[str, NDArray[Any]]) -> CSR:
    """The csr matrix that `sparse_parts` took apart."""
    parts = (arrays[f"{name}_data"], arrays[f"{name}_indices"], arrays[f"{name}_indptr"])
    rows, columns = (int(size) for size in arrays[f"{name}_shape"])
    return sp.csr_matrix(parts, shape=(rows, columns))
