"""Recognise the customers a model was fitted to by what they have."""

from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from recsys_core.models.histories import row_digests
from recsys_core.schema.types import CSR, IntArray


class TrainedRows:
    """The training customer whose history equals a given one.

    A score is asked for a history, not for a customer. Models with fitted customer factors find
    them again by a hash of the products and weights; should two customers share one history, the
    first one's are used.
    """

    def __init__(self, codes: dict[bytes, int] | None = None) -> None:
        self._codes = codes or {}

    @classmethod
    def of(cls, matrix: CSR) -> Self:
        """The rows of a training matrix, numbered from 0."""
        codes: dict[bytes, int] = {}
        for user, digest in enumerate(row_digests(matrix)):
            codes.setdefault(digest, user)
        return cls(codes)

    def codes(self, rows: CSR) -> IntArray:
        """(n,) row of the training matrix that equals each row, -1 where there is none."""
        return np.array([self._codes.get(d, -1) for d in row_digests(rows)], dtype=np.int64)

    def parts(self) -> dict[str, NDArray[Any]]:
        """Arrays for `save_arrays`."""
        digests = sorted(self._codes, key=self._codes.__getitem__)
        return {
            "digests": np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 16),
            "codes": np.array([self._codes[d] for d in digests], dtype=np.int32),
        }

    @classmethod
    def join(cls, arrays: dict[str, NDArray[Any]]) -> Self:
        """What `parts` took apart."""
        keys = (digest.tobytes() for digest in arrays["digests"])
        return cls(dict(zip(keys, arrays["codes"].tolist(), strict=True)))
