"""Every metric, in the order in which screens show them. A new one is a module and a line here."""

from recsys_core.evaluation.metrics.average_precision import MeanAveragePrecision
from recsys_core.evaluation.metrics.base import OverallMetric, PerUserMetric
from recsys_core.evaluation.metrics.coverage import Coverage
from recsys_core.evaluation.metrics.diversity import Diversity
from recsys_core.evaluation.metrics.f1 import F1
from recsys_core.evaluation.metrics.gini import Gini
from recsys_core.evaluation.metrics.hit_rate import HitRate
from recsys_core.evaluation.metrics.long_tail import LongTail
from recsys_core.evaluation.metrics.mae import MAE
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.evaluation.metrics.novelty import Novelty
from recsys_core.evaluation.metrics.popularity import Popularity
from recsys_core.evaluation.metrics.precision import Precision
from recsys_core.evaluation.metrics.recall import Recall
from recsys_core.evaluation.metrics.reciprocal_rank import MeanReciprocalRank
from recsys_core.evaluation.metrics.rmse import RMSE
from recsys_core.evaluation.metrics.user_coverage import UserCoverage

METRICS: dict[str, PerUserMetric | OverallMetric] = {
    metric.name: metric
    for metric in (
        NDCG(),
        Precision(),
        Recall(),
        F1(),
        MeanAveragePrecision(),
        HitRate(),
        MeanReciprocalRank(),
        Coverage(),
        UserCoverage(),
        Novelty(),
        Diversity(),
        Gini(),
        Popularity(),
        LongTail(),
        RMSE(),
        MAE(),
    )
}
