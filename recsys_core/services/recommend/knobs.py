"""The knobs of the lists as people name them: on the command line and in links."""

from collections.abc import Mapping

from recsys_core.models.settings import parse_settings
from recsys_core.schema.rerank_config import RerankConfig


def parse_rerank_config(settings: Mapping[str, object]) -> RerankConfig:
    """Re-ranking settings from name=value settings; `InputError` says what is allowed."""
    return parse_settings(RerankConfig, settings, "The list")
