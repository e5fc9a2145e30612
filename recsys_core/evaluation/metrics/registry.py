"""Every metric, in the order in which screens show them. A new one is a module and a line here."""

from recsys_core.evaluation.metrics.again import NDCGAgain, NDCGNew, NewHits
from recsys_core.evaluation.metrics.auc import AUC
from recsys_core.evaluation.metrics.average_precision import MeanAveragePrecision
from recsys_core.evaluation.metrics.base import OverallMetric, PerUserMetric
from recsys_core.evaluation.metrics.calibration_js import CalibrationJS
from recsys_core.evaluation.metrics.calibration_kl import CalibrationKL
from recsys_core.evaluation.metrics.coverage import Coverage
from recsys_core.evaluation.metrics.diversity import Diversity
from recsys_core.evaluation.metrics.entropy import Entropy
from recsys_core.evaluation.metrics.f1 import F1
from recsys_core.evaluation.metrics.filler import Filler
from recsys_core.evaluation.metrics.full_lists import FullLists
from recsys_core.evaluation.metrics.gini import Gini
from recsys_core.evaluation.metrics.hit_rate import HitRate
from recsys_core.evaluation.metrics.long_tail import LongTail
from recsys_core.evaluation.metrics.mae import MAE
from recsys_core.evaluation.metrics.margin import Margin
from recsys_core.evaluation.metrics.ndcg import NDCG
from recsys_core.evaluation.metrics.novelty import Novelty
from recsys_core.evaluation.metrics.partial_auc import PartialAUC
from recsys_core.evaluation.metrics.personalisation import Personalisation
from recsys_core.evaluation.metrics.popularity import Popularity
from recsys_core.evaluation.metrics.precision import Precision
from recsys_core.evaluation.metrics.r_precision import RPrecision
from recsys_core.evaluation.metrics.recall import Recall
from recsys_core.evaluation.metrics.reciprocal_rank import MeanReciprocalRank
from recsys_core.evaluation.metrics.revenue import Revenue
from recsys_core.evaluation.metrics.rmse import RMSE
from recsys_core.evaluation.metrics.serendipity import Serendipity
from recsys_core.evaluation.metrics.spent import Spent
from recsys_core.evaluation.metrics.user_coverage import UserCoverage

METRICS: dict[str, PerUserMetric | OverallMetric] = {
    metric.name: metric
    for metric in (
        NDCG(),
        NDCGAgain(),
        NDCGNew(),
        Precision(),
        Recall(),
        F1(),
        RPrecision(),
        MeanAveragePrecision(),
        HitRate(),
        MeanReciprocalRank(),
        AUC(),
        PartialAUC(),
        Coverage(),
        UserCoverage(),
        FullLists(),
        Filler(),
        Novelty(),
        Serendipity(),
        NewHits(),
        Diversity(),
        Personalisation(),
        CalibrationKL(),
        CalibrationJS(),
        Gini(),
        Entropy(),
        Popularity(),
        LongTail(),
        Revenue(),
        Spent(),
        Margin(),
        RMSE(),
        MAE(),
    )
}
