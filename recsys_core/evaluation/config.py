"""How models are measured."""

from typing import Any, Literal

from pydantic import Field, model_validator

from recsys_core.schema.config import BaseConfig

SplitName = Literal["time", "per-user-time", "leave-one-out", "leave-last-basket", "random"]
PairTestName = Literal["randomisation", "wilcoxon"]


class EvaluationConfig(BaseConfig):
    """The protocol of an evaluation: what is held back, what counts as right, how sure to be."""

    split: SplitName = Field(
        default="time",
        title="What to hold back",
        description="time: everything after a date, as in real life. per-user-time: the latest "
        "part of each customer's purchases. leave-one-out: each customer's last product. "
        "leave-last-basket: all that was bought together at each customer's last visit. random: "
        "purchases drawn by lot, for data without dates.",
        json_schema_extra={
            "words": {
                "time": "Everything after a date (time)",
                "per-user-time": "Each customer's latest (per-user-time)",
                "leave-one-out": "Each customer's last (leave-one-out)",
                "leave-last-basket": "Each customer's last visit (leave-last-basket)",
                "random": "Drawn by lot (random)",
            }
        },
    )
    test_share: float = Field(
        default=0.2,
        ge=0.01,
        le=0.9,
        title="Share held back",
        description="How much of the data the models may not see and are tested on.",
    )
    folds: int = Field(
        default=1,
        ge=1,
        le=20,
        title="Rounds",
        description="Only for the random choice: with 5 rounds every purchase is held back once, "
        "and every model is trained five times. 1 holds back the share above once.",
        json_schema_extra={"advanced": True},
    )
    k: int = Field(
        default=10,
        ge=1,
        le=100,
        title="Length of the lists",
        description="How many products each customer is shown.",
    )
    new_items_only: bool = Field(
        default=True,
        title="New products only",
        description="On: products the customer already had are neither shown nor counted. Off: "
        "buying again counts too.",
    )
    known_only: bool = Field(
        default=True,
        title="Known customers and products only",
        description="On: only customers and products with purchases before the test count. Off: "
        "newcomers count too.",
        json_schema_extra={"advanced": True},
    )
    relevant_rating: float | None = Field(
        default=None,
        title="Lowest rating that counts as right",
        description="Only for data with ratings. Empty: whatever the customer rated counts.",
        json_schema_extra={"advanced": True},
    )
    max_users: int | None = Field(
        default=None,
        ge=1,
        title="Most customers to test on",
        description="Draws this many customers by lot to save time. Empty: all.",
        json_schema_extra={"advanced": True},
    )
    pair_test: PairTestName = Field(
        default="randomisation",
        title="Test between models",
        description="randomisation: asks how often chance alone gives such a difference of the "
        "averages. wilcoxon: asks whether one model is ahead for more customers and by more ranks.",
        json_schema_extra={
            "advanced": True,
            "words": {
                "randomisation": "Randomisation test",
                "wilcoxon": "Wilcoxon signed-rank test",
            },
        },
    )
    seed: int = Field(
        default=42,
        ge=0,
        le=2**31 - 1,
        title="Random seed",
        description="The same seed on the same data gives the same figures.",
        json_schema_extra={"advanced": True},
    )

    @model_validator(mode="before")
    @classmethod
    def _without_resamples(cls, given: Any) -> Any:
        """Measurements of earlier versions say how often customers were drawn anew."""
        if isinstance(given, dict):
            return {name: value for name, value in given.items() if name != "bootstrap_samples"}
        return given
