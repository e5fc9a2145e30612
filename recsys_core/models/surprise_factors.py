"""What the models of Surprise share that describe customers and products by factors."""

from abc import abstractmethod
from typing import Any, ClassVar

import numpy as np

from recsys_core.models import messages as m
from recsys_core.models.histories import require_width
from recsys_core.models.surprise_data import watch_epochs
from recsys_core.models.surprise_fields import FactorConfig
from recsys_core.models.surprise_rating import KnownRowsModel
from recsys_core.schema.contracts import Progress
from recsys_core.schema.types import CSR, FloatArray
from recsys_core.wording.messages import say


class FactorModel(KnownRowsModel):
    """A history equal to the one a customer was trained with uses that customer's fitted level and
    factors; any other is folded in, the products held fixed.
    """

    arrays: ClassVar[tuple[str, ...]] = ("bu", "bi", "pu", "qi")
    config: FactorConfig

    bu: FloatArray = np.empty(0)
    bi: FloatArray = np.empty(0)
    pu: FloatArray = np.empty((0, 0))
    qi: FloatArray = np.empty((0, 0))

    def score(self, histories: CSR) -> FloatArray:
        histories = require_width(histories, len(self.rated))
        codes = self.trained_rows.codes(histories)
        rows = self._rows(histories)
        unseen = np.flatnonzero(codes < 0)
        bu, pu = self.bu[codes], self.pu[codes]
        bu[unseen], pu[unseen] = self._fold(rows[unseen])
        return self._estimate(rows, bu, pu)

    def fold_in(self, histories: CSR) -> FloatArray:
        rows = self._rows(histories)
        return self._estimate(rows, *self._fold(rows))

    @abstractmethod
    def _estimate(self, rows: CSR, bu: FloatArray, pu: FloatArray) -> FloatArray:
        """(n, n_items) float32 ratings from (n,) levels and (n, n_factors) factors."""

    @abstractmethod
    def _fold(self, rows: CSR) -> tuple[FloatArray, FloatArray]:
        """(n,) levels and (n, n_factors) factors of histories, the products held fixed."""

    def _train(self, kind: Any, trainset: Any, report: Progress, **options: object) -> Any:
        """An algorithm of Surprise with our settings, fitted."""
        settings = self.config.model_dump(exclude={"seed"})
        algorithm = kind(**settings, random_state=self.config.seed, verbose=True, **options)
        epochs = self.config.n_epochs

        def on_epoch(epoch: int) -> None:
            report(0.05 + 0.9 * epoch / epochs, say(m.PASS, n=epoch + 1, all=epochs))

        with watch_epochs(on_epoch):
            algorithm.fit(trainset)
        report(0.97, say(m.TIDYING_UP))
        return algorithm
