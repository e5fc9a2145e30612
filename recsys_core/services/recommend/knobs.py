"""The knobs of the lists as people name them: on the command line and in links."""

from collections.abc import Mapping

from recsys_core.models.settings import parse_settings
from recsys_core.schema.rerank_config import Treatment


def treatment_from(settings: Mapping[str, object]) -> Treatment:
    """A treatment from name=value settings; `InputError` says what is allowed."""
    return parse_settings(Treatment, settings, "The list")
