import numpy as np
import pytest

from recsys_core.schema.vectors import ItemVectors
from tests.recsys_core.reranking.builders import make_vectors


@pytest.fixture
def vectors(rng: np.random.Generator) -> ItemVectors:
    return make_vectors(rng, 60, 8)
