from pathlib import Path

import numpy as np
import pytest

from recsys_core.models.bert import BertEncoder
from recsys_core.models.encoder import SentenceTransformerEncoder, installed_model
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import NotReadyError

TEXTS = ["gluten-free snacks for kids", "", "crème brûlée 红酒", "more words than are read " * 90]


def test_vectors_are_those_of_sentence_transformers() -> None:
    ours = BertEncoder(installed_model())
    theirs = SentenceTransformerEncoder().encode(TEXTS, silent)
    found = np.array([ours.encode(text) for text in TEXTS])
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, theirs, atol=1e-6)


def test_a_folder_without_a_model_is_explained(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="could not be loaded"):
        BertEncoder(tmp_path)
