"""How models are measured."""

from typing import Any, Literal

from pydantic import model_validator

from recsys_core.schema.config import BaseConfig, setting

SplitName = Literal["time", "per-user-time", "leave-one-out", "leave-last-basket", "random"]
PairTestName = Literal["randomisation", "wilcoxon"]


class EvaluationConfig(BaseConfig):
    """The protocol of an evaluation: what is held back, what counts as right, how sure to be."""

    split: SplitName = setting(
        "time",
        "What to hold back",
        words={
            "time": "Everything after a date (time)",
            "per-user-time": "Each customer's latest (per-user-time)",
            "leave-one-out": "Each customer's last (leave-one-out)",
            "leave-last-basket": "Each customer's last visit (leave-last-basket)",
            "random": "Drawn by chance (random)",
        },
    )
    """time: everything after a date, as in real life. per-user-time: the latest part of each
    customer's purchases. leave-one-out: each customer's last product. leave-last-basket: all that
    was bought together at each customer's last visit. random: purchases drawn at random, for data
    without dates."""
    test_share: float = setting(0.2, "Share held back", ge=0.01, le=0.9)
    """How much of the data the models may not see and are tested on."""
    folds: int = setting(1, "Rounds", ge=1, le=20, advanced=True)
    """Only for the random choice: with 5 rounds every purchase is held back once, and every model
    is trained five times. 1 holds back the share above once."""
    k: int = setting(10, "Length of the lists", ge=1, le=100)
    """How many products each customer is shown."""
    new_items_only: bool = setting(True, "New products only")
    """On: products the customer already had are neither shown nor counted. Off: buying again counts
    too."""
    known_only: bool = setting(True, "Known customers and products only", advanced=True)
    """On: only customers and products with purchases before the test count. Off: newcomers count
    too."""
    relevant_rating: float | None = setting(
        None, "Lowest rating that counts as right", advanced=True
    )
    """Only for data with ratings. Empty: whatever the customer rated counts."""
    max_users: int | None = setting(None, "Most customers to test on", ge=1, advanced=True)
    """Draws this many customers at random to save time. Empty: all."""
    pair_test: PairTestName = setting(
        "randomisation",
        "Test between models",
        advanced=True,
        words={
            "randomisation": "Randomisation test",
            "wilcoxon": "Wilcoxon signed-rank test",
        },
    )
    """randomisation: asks how often chance alone gives such a difference of the averages. wilcoxon:
    asks whether one model is ahead for more customers and by more ranks."""
    seed: int = setting(42, "Random seed", ge=0, le=2**31 - 1, advanced=True)
    """The same seed on the same data gives the same figures."""

    @model_validator(mode="before")
    @classmethod
    def _without_resamples(cls, given: Any) -> Any:
        """Measurements of earlier versions say how often customers were drawn anew."""
        if isinstance(given, dict):
            return {name: value for name, value in given.items() if name != "bootstrap_samples"}
        return given
