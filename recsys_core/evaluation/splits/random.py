import numpy as np

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.split import Cut, HeldOut
from recsys_core.schema.dataset import Dataset


def split_at_random(data: Dataset, config: EvaluationConfig) -> list[Cut]:
    """Customer-product pairs are held back by lot; all events of a pair go to the same side.

    folds = 1: `test_share` of the pairs once. folds > 1: every pair is held back in exactly one
    of the rounds. The lot depends on the seed only. Models see the future of what they predict,
    so figures come out too high: for data without dates.
    """
    key = data.user.astype(np.int64) * data.n_items + data.item
    pairs, pair_of_event = np.unique(key, return_inverse=True)
    order = np.random.default_rng([config.seed, 0]).permutation(len(pairs))
    if config.folds == 1:
        share = f"{config.test_share:.0%}".replace("%", " %")
        held = [order < round(config.test_share * len(pairs))]
        how = [f"{share} of what customers chose, by lot"]
    else:
        held = [order % config.folds == fold for fold in range(config.folds)]
        how = [
            f"part {fold + 1} of {config.folds} of what customers chose, divided by lot"
            for fold in range(config.folds)
        ]
    cuts = []
    for pairs_held, text in zip(held, how, strict=True):
        later = pairs_held[pair_of_event]
        cuts.append(
            Cut(
                name="random",
                how=text,
                train=~later,
                held_out=HeldOut.from_events(data, later),
            )
        )
    return cuts
