"""Campaigns: what they were, whom they were sent to, what they offered, who responded; and what
was shown to whom.
"""

import duckdb

from recsys_core.storage.insert import insert_from

TARGETED = "targeted"


def insert_campaigns(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append campaigns (campaign_id at least); returns the number of rows."""
    return insert_from(cursor, "campaigns", accepted, import_id)


def insert_targets(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append who was reached (campaign_id, user_id; `arm` is "targeted" unless given)."""
    return insert_from(cursor, "campaign_targets", accepted, import_id, {"arm": f"'{TARGETED}'"})


def insert_offers(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append which offer was good for which product; returns the number of rows."""
    return insert_from(cursor, "campaign_offers", accepted, import_id)


def insert_responses(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append who took an offer up, and when; returns the number of rows."""
    return insert_from(cursor, "campaign_responses", accepted, import_id)


def insert_exposures(
    cursor: duckdb.DuckDBPyConnection, import_id: str, accepted: str = "accepted"
) -> int:
    """Append what was shown to whom; returns the number of rows."""
    return insert_from(cursor, "exposures", accepted, import_id)
