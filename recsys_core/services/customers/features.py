"""What tells the customers of a workspace apart, asked once per data version."""

from recsys_core.profiles.features import Features, customer_features
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import feature_queries

CATEGORIES = 30
"""So many categories have a feature of their own: the ones most customers buy."""

_kept: PerWorkspace[int, Features] = PerWorkspace("features of customers", most=1)


def features_of_customers(ws: Workspace) -> Features:
    """The features of everybody, in the order of `customer_overview`.

    Raises `NotReadyError` when there are no customers yet.
    """
    state = customer_state(ws)

    def ask() -> Features:
        with ws.db.read() as cursor:
            buying = feature_queries.buying_figures(cursor, state.activity)
            shares = feature_queries.category_shares(cursor, state.activity, CATEGORIES)
        return customer_features(state.overview, buying, shares)

    return _kept.get(ws, state.version, ask)
