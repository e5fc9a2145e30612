"""Temperature: lets neighbours on the list change places by chance."""

import numpy as np

from recsys_core.reranking import chance
from recsys_core.reranking import messages as m
from recsys_core.reranking.moving import Reorder
from recsys_core.schema.recommendations import Recommendations
from recsys_core.schema.types import FloatArray, IntArray

NAME = "temperature"
LABEL = m.CHANCE


def stage(users: IntArray, temperature: float, seed: int) -> Reorder:
    """Orders by relevance + temperature * Gumbel noise, drawn for each customer and product.

    Sorting by noisy scores draws a list from the Plackett-Luce model with weights
    exp(relevance / temperature): Yellott (1977); Kool, van Hoof and Welling (2019).
    """

    def worth(candidates: Recommendations, base: FloatArray) -> FloatArray:
        drawn = chance.uniform(seed, chance.TEMPERATURE, users, candidates.items)
        return np.asarray(base - temperature * np.log(-np.log(drawn)))

    return Reorder(worth)
