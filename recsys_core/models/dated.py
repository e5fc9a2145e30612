"""Rows with their moments, for the models that ask when as well as what."""

from recsys_core.models.histories import require_width
from recsys_core.schema.histories import Moments, moments_of
from recsys_core.schema.types import CSR


def dated_rows(histories: CSR, n_items: int) -> tuple[CSR, Moments | None]:
    """`require_width`, and the moments aligned with the rows' entries (None where unknown)."""
    moments = moments_of(histories) if histories.has_sorted_indices else None
    return require_width(histories, n_items), moments
