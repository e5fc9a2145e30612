"""Who moved from one group to another between two days."""

import pandas as pd

from recsys_core.schema.columns import Columns
from recsys_core.schema.customer_columns import CustomerColumns as C


def moved(before: pd.DataFrame, after: pd.DataFrame, group: str, new: str) -> pd.DataFrame:
    """Per customer of `after`: user_id, before, after, the groups of both days; `new` stands
    for the group before of those who were no customers yet.

    before, after: user_id and the column `group`, one row a customer.
    """
    then = before.set_index(Columns.User)[group]
    return pd.DataFrame(
        {
            Columns.User: after[Columns.User].to_numpy(dtype=object),
            "before": then.reindex(after[Columns.User]).fillna(new).to_numpy(dtype=object),
            "after": after[group].to_numpy(dtype=object),
        }
    )


def flows(found: pd.DataFrame) -> pd.DataFrame:
    """before, after, customers, share (of the group before), the largest first."""
    counts = found.groupby(["before", "after"]).size().rename(C.Customers).reset_index()
    whole = counts.groupby("before")[C.Customers].transform("sum")
    return counts.assign(**{C.Share: counts[C.Customers] / whole}).sort_values(
        [C.Customers, "before", "after"], ascending=[False, True, True], ignore_index=True
    )
