"""What a customer's earlier visits count."""

from dataclasses import dataclass

import numpy as np

from recsys_core.models.histories import sums_of, with_values
from recsys_core.schema.histories import rows_of
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.schema.visits import visits_of


@dataclass(frozen=True)
class Fading:
    """What a visit counts, a visits and d days before the last: by_visit ** (a mod size) *
    by_group ** (a div size) * 0.5 ** (d / days).

    Within a group of visits and from group to group as in TIFU-KNN (Hu, He, Gao, Zhang, "Modeling
    Personalized Item Frequency Information for Next-basket Recommendation", SIGIR 2020).
    """

    by_visit: float
    by_group: float
    days: float
    size: int

    def shares(self, histories: CSR) -> CSR:
        """The rows with the share of the customer's visits, as they count, on which each product
        was bought: 0 to 1.

        Without dates a value as a share of the customer's largest.
        """
        visits = visits_of(histories)
        if visits is None:
            own: FloatArray = np.maximum(histories.data, 0).astype(np.float64)
            most: FloatArray = np.zeros(histories.shape[0])
            np.maximum.at(most, rows_of(histories), own)
        else:
            worth = self.by_visit ** (visits.after % self.size)
            worth = worth * self.by_group ** (visits.after // self.size)
            worth = worth * 0.5 ** (visits.ago / self.days)
            own = sums_of(visits.pair, worth[visits.visit], histories.nnz)
            most = sums_of(visits.row, worth, histories.shape[0])
        share = own / np.maximum(most, 1e-300)[rows_of(histories)]
        return with_values(histories, share.astype(np.float32))
