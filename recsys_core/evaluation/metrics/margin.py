from recsys_core.evaluation.metrics.money import MoneyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Margin(MoneyMetric):
    """Margin@k = sum over hits of what is earned with one piece of the product.

    Unit: money of the product list, per customer, one piece of each; negative where products are
    sold at a loss. Edge cases: a hit without a known margin adds 0; an empty list scores 0; a
    customer without a relevant product has no value; without any margin there is no figure.
    Source: Jannach and Jugovac (2019), ACM TMIS 10(4).
    """

    name = "Margin"
    title = "Margin of hits"
    meaning = "What is earned with the products that a customer was shown and went on to buy?"

    def worth(self, batch: EvalBatch) -> FloatArray | None:
        return batch.margins
