"""What tells the customers of a workspace apart, asked once per data version."""

import pandas as pd

from recsys_core.profiles.features import Features, customer_features
from recsys_core.schema.columns import Columns
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.workspace.cache import PerWorkspace
from recsys_core.services.workspace.customer_state import customer_state
from recsys_core.services.workspace.kept_figures import is_kept, kept_frame
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import feature_queries

BUYING = "buying"
CATEGORIES = 30
"""So many categories have a feature of their own: the ones most customers buy."""

_shares: PerWorkspace[int, pd.DataFrame] = PerWorkspace("shares of categories", most=1)
_kept: PerWorkspace[int, Features] = PerWorkspace("features of customers", most=1)


@needs(Role.VIEWER)
def features_of_customers(ws: Workspace) -> Features:
    """The features of everybody, in the order of `customer_overview`.

    Raises `NotReadyError` when there are no customers yet.
    """
    state = customer_state(ws)

    def ask() -> Features:
        buying = buying_of_customers(ws)
        return customer_features(state.overview, buying, shares_of_categories(ws).reset_index())

    return _kept.get(ws, state.version, ask)


@needs(Role.VIEWER)
def buying_of_customers(ws: Workspace) -> pd.DataFrame:
    """How everybody buys; see `storage.feature_queries.buying_figures`."""
    state = customer_state(ws)

    def ask() -> pd.DataFrame:
        with ws.db.read() as cursor:
            return feature_queries.buying_figures(cursor, state.activity)

    return kept_frame(ws, BUYING, ask)


@needs(Role.VIEWER)
def buying_is_known(ws: Workspace) -> bool:
    """Whether that was worked out before for the data as it is."""
    return is_kept(ws, BUYING)


@needs(Role.VIEWER)
def shares_of_categories(ws: Workspace) -> pd.DataFrame:
    """By user_id in the order of `customer_overview`: the share of a customer's lines that each of
    the `CATEGORIES` most bought categories has; NaN where no product of theirs has a category.
    """
    state = customer_state(ws)

    def ask() -> pd.DataFrame:
        with ws.db.read() as cursor:
            found = feature_queries.category_shares(cursor, state.activity, CATEGORIES)
        return found.set_index(Columns.User).reindex(state.overview[Columns.User])

    return _shares.get(ws, state.version, ask)
