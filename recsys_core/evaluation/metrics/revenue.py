from recsys_core.evaluation.metrics.money import MoneyMetric
from recsys_core.schema.evaluation import EvalBatch
from recsys_core.schema.types import FloatArray


class Revenue(MoneyMetric):
    """Revenue@k = sum over hits of the price of the product.

    The price is that of the median purchase before the cut; where no purchase carries money, the
    product list's. Unit: money, per customer, one piece of each. Edge cases: a hit without a
    known price adds 0; an empty list scores 0; a customer without a relevant product has no value;
    without any price there is no figure. What was bought might have been bought unasked: this is
    not what the list earns on top. Source: Jannach and Jugovac (2019), ACM TMIS 10(4).
    """

    name = "Revenue"
    title = "Revenue of hits"
    meaning = "What did the products that were shown and then bought cost before the cut?"

    def worth(self, batch: EvalBatch) -> FloatArray | None:
        return batch.prices
