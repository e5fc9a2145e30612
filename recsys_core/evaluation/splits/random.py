import numpy as np

from recsys_core.evaluation import messages as m
from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut
from recsys_core.schema.dataset import Dataset
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import share


def split_at_random(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """Customer-product pairs are held back by lot; all events of a pair go to the same side.

    folds = 1: `test_share` of the pairs once. folds > 1: every pair is held back in exactly one
    of the rounds. The lot depends on the seed only. Models see the future of what they predict,
    so figures come out too high: for data without dates.
    """
    key = data.user.astype(np.int64) * data.n_items + data.item
    pairs, pair_of_event = np.unique(key, return_inverse=True)
    order = np.random.default_rng([config.seed, 0]).permutation(len(pairs))
    parts = config.folds
    if parts == 1:
        held = [order < round(config.test_share * len(pairs))]
        how = [say(m.BY_LOT, share=share(config.test_share))]
    else:
        held = [order % parts == part for part in range(parts)]
        how = [say(m.PART_BY_LOT, part=part + 1, parts=parts) for part in range(parts)]
    return [
        Cut.of_events("random", text, data, pairs_held[pair_of_event])
        for pairs_held, text in zip(held, how, strict=True)
    ]
