"""Customers as points: what they are grouped and mapped by."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import scipy.sparse as sp

from recsys_core.profiles.clusters.principal import principal
from recsys_core.profiles.features import CATEGORY
from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.types import FloatArray
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.customers.features import features_of_customers
from recsys_core.services.customers.groups import messages as m
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.joining import or_list
from recsys_core.wording.messages import say

RFM, FIGURES, TASTES = "rfm", "figures", "tastes"
BASES: Mapping[str, str] = {RFM: m.BY_RFM, FIGURES: m.BY_FIGURES, TASTES: m.BY_TASTES}
LEAST = 50
"""Fewer customers than this are not worth a group."""
TASTE_COLUMNS = 10
"""Principal components of tastes; further ones tell single products apart."""


@dataclass(frozen=True)
class CustomerPoints:
    """values: (n customers, d) in the order of the overview, every column of mean 0; of standard
    deviation 1 for figures, all tastes on one scale.  features: (n, features) what names are made
    of.  unknown: customers without a taste, who stand in the middle.
    """

    values: FloatArray
    features: pd.DataFrame
    unknown: int = 0


@needs(Role.VIEWER)
def points(ws: Workspace, by: str) -> CustomerPoints:
    """The customers of the workspace as points.

    `InputError` for an unknown basis; `NotReadyError` for too few customers, where all are alike,
    and for tastes without a single product that has a text.
    """
    if by not in BASES:
        raise InputError(say(m.UNKNOWN_BASIS, name=by, names=or_list(BASES)))
    found = features_of_customers(ws)
    frame, n = found.frame, len(found.frame)
    if n < LEAST:
        raise NotReadyError(say(m.FEW_CUSTOMERS, n=n, least=LEAST))
    if by == TASTES:
        values, unknown = _tastes(ws)
        return CustomerPoints(values, frame, unknown)
    columns = [
        place
        for place, name in enumerate(frame)
        if (name in (C.Visits, C.Spend, C.Recency) if by == RFM else not name.startswith(CATEGORY))
    ]
    if not columns:
        raise NotReadyError(say(m.ALL_ALIKE))
    return CustomerPoints(found.standardised[:, columns], frame)


def _tastes(ws: Workspace) -> tuple[FloatArray, int]:
    """(n, d) principal components of the mean vector of each customer's products."""
    data = ws.dataset()
    vectors = vectors_for(ws, data)
    if not vectors.known.any():
        raise NotReadyError(say(m.NO_VECTORS))
    having = sp.csr_matrix(data.binary[:, vectors.known])
    bought = np.asarray(having.sum(axis=1)).ravel()
    sums = np.asarray(having @ vectors.values[vectors.known], dtype=np.float64)
    place = pd.Index(data.users[Columns.User]).get_indexer(customer_overview(ws)[Columns.User])
    known = (place >= 0) & (bought[place] > 0)
    if known.sum() < LEAST:
        raise NotReadyError(say(m.FEW_CUSTOMERS, n=int(known.sum()), least=LEAST))
    means = sums[place[known]] / bought[place[known], None]
    scores, _ = principal(means, TASTE_COLUMNS)
    spread = float(scores.std())
    if spread == 0:
        raise NotReadyError(say(m.ALL_ALIKE))
    values = np.zeros((len(place), scores.shape[1]))
    values[known] = scores / spread
    return values, int((~known).sum())
