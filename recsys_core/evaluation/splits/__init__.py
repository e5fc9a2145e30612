"""Ways of holding data back to test on."""

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.evaluation.splits.holdout import holdout_split
from recsys_core.evaluation.splits.registry import SPLITS, make_splits
from recsys_core.evaluation.splits.split import Split, SplitInfo

__all__ = ["SPLITS", "EvaluationConfig", "Split", "SplitInfo", "holdout_split", "make_splits"]
