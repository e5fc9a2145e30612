"""What can be named of a customer and a campaign, as codes for models that read names."""

import duckdb
import numpy as np
import pandas as pd

from recsys_core.schema.types import IntArray
from recsys_core.storage import response_queries
from recsys_core.storage.customer_queries import attributes

HISTORY, TARGET = 30, 20
"""So many categories lately bought, and so many of what is offered, are read."""
MOST_FACTS, MOST_VALUES = 8, 50
"""A fact with more values than this is a name or a number of its own."""


def fields_of(cursor: duckdb.DuckDBPyConnection, pairs: pd.DataFrame) -> IntArray:
    """(n, 2 + facts) codes of the customer, the kind of the campaign and what the customer list
    says, each column with codes of its own, 0 unknown.
    """
    columns = [codes(pairs["user_id"]), codes(pairs["type"])]
    known = attributes(cursor)
    wanted = [known.get(user, {}) for user in pairs["user_id"]]
    names = sorted({name for facts in known.values() for name in facts})
    for name in names:
        values = pd.Series([facts.get(name, "") for facts in wanted])
        if values.nunique() <= MOST_VALUES and len(columns) < MOST_FACTS + 2:
            columns.append(codes(values))
    return np.column_stack(columns)


def things_of(cursor: duckdb.DuckDBPyConnection, pairs: pd.DataFrame) -> tuple[IntArray, IntArray]:
    """(n, 30) and (n, 20) codes of the categories bought lately and of those on offer, the same
    code for the same category, 0 nothing.
    """
    past = response_queries.kinds_before(cursor, pairs, HISTORY)
    offered = response_queries.kinds_offered(cursor, TARGET)
    names = pd.Index(sorted({*past["category"], *offered["category"]}))
    history = np.zeros((len(pairs), HISTORY), dtype=np.int64)
    history[past["place"], past["nth"]] = names.get_indexer(past["category"]) + 1
    campaigns = pd.Index(sorted(set(pairs["campaign_id"])))
    by_campaign = np.zeros((len(campaigns), TARGET), dtype=np.int64)
    own = offered[offered["campaign_id"].isin(campaigns)]
    rows = campaigns.get_indexer(own["campaign_id"])
    by_campaign[rows, own["nth"]] = names.get_indexer(own["category"]) + 1
    return history, by_campaign[campaigns.get_indexer(pairs["campaign_id"])]


def things_shown(
    cursor: duckdb.DuckDBPyConnection, shown: pd.DataFrame
) -> tuple[IntArray, IntArray]:
    """(n, 30) and (n, 1) codes of the categories bought lately and of the one that was shown."""
    moments = shown[["user_id", "start"]].drop_duplicates(ignore_index=True)
    past = response_queries.kinds_before(cursor, moments, HISTORY)
    names = pd.Index(sorted({*past["category"], *shown["category"]} - {""}))
    own = np.zeros((len(moments), HISTORY), dtype=np.int64)
    own[past["place"], past["nth"]] = names.get_indexer(past["category"]) + 1
    keys = pd.MultiIndex.from_frame(moments)
    rows = keys.get_indexer(pd.MultiIndex.from_frame(shown[["user_id", "start"]]))
    target = names.get_indexer(shown["category"]) + 1
    return own[rows], np.asarray(target, dtype=np.int64)[:, None]


def codes(values: pd.Series) -> IntArray:
    """From 1 on in the order of the values; 0 for an empty one."""
    texts = values.fillna("").astype(str)
    names = pd.Index(sorted(set(texts) - {""}))
    return np.asarray(names.get_indexer(texts) + 1, dtype=np.int64)
