"""The process that turns typed words into vectors."""

import numpy as np
import pytest

from recsys_core.models.bert import BertEncoder
from recsys_core.models.encoder import DEFAULT_NAME, installed_model
from recsys_core.schema.errors import NotReadyError
from recsys_core.services.recommend.visitor.encoder import begin, encode, stop


def test_a_process_begun_beforehand_answers_with_the_model_s_vectors():
    try:
        begin(DEFAULT_NAME)
        found = encode(DEFAULT_NAME, "snacks\nfor “kids”")
    finally:
        stop()
    wanted = BertEncoder(installed_model()).encode("snacks\nfor “kids”")
    np.testing.assert_allclose(found, wanted, atol=1e-6)


def test_a_text_model_in_a_folder_of_its_own_is_not_begun():
    with pytest.raises(NotReadyError, match="folder of its own"):
        begin("model@0123abcd")
