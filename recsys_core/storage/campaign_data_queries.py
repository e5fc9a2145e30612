"""What messages to customers came to, as other rooms ask it."""

from dataclasses import dataclass

import duckdb
import pandas as pd

from recsys_core.storage.insert import columns_of

ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+"


@dataclass(frozen=True)
class Recipients:
    """How many recipients a file names, how many of them are customers (by_address: only by their
    e-mail address), how many are none and have an address (unknown_addresses), how many customers
    are in, and how many addresses of customers.
    """

    recipients: int
    known: int
    by_address: int
    unknown_addresses: int
    customers: int
    addresses: int


def find_recipients(cursor: duckdb.DuckDBPyConnection, rows: str, found: str) -> None:
    """Create the view `found`: the relation `rows` (user_id and, where the file has it, contact)
    with the numbers under which customers are in. Who is in under the number of the file keeps it;
    else the address in contact, or instead of a number, tells, where one customer alone has it.
    """
    # Rows that come straight from the file are read once.
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE recipient_rows AS FROM {rows};
        CREATE OR REPLACE TEMP TABLE customers_in AS
            SELECT user_id FROM interactions UNION SELECT user_id FROM users;
        CREATE OR REPLACE TEMP TABLE addresses_in AS
            SELECT lower(trim(cell)) AS address, min(user_id) AS user_id FROM (
                SELECT user_id,
                    unnest(map_values(CAST(attributes AS MAP(VARCHAR, VARCHAR)))) AS cell
                FROM customers WHERE attributes IS NOT NULL
            ) WHERE regexp_full_match(trim(cell), '{ADDRESS}')
            GROUP BY 1 HAVING count(DISTINCT user_id) = 1
        """
    )
    contact = "contact" if "contact" in columns_of(cursor, rows) else "NULL"
    same = "k.contact IS NOT DISTINCT FROM r.contact" if contact == "contact" else "true"
    cursor.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE recipients_found AS
        SELECT r.user_id, r.contact, c.user_id IS NOT NULL AS numbered,
            coalesce(c.user_id, a.user_id, b.user_id) AS known
        FROM (SELECT DISTINCT user_id, {contact}::VARCHAR AS contact FROM recipient_rows) r
        LEFT JOIN customers_in c ON c.user_id = r.user_id
        LEFT JOIN addresses_in a ON a.address = lower(trim(r.contact))
        LEFT JOIN addresses_in b ON b.address = lower(trim(r.user_id))
        """
    )
    cursor.execute(
        f"CREATE OR REPLACE TEMP VIEW {found} AS SELECT r.* REPLACE "
        f"(coalesce(k.known, r.user_id) AS user_id) FROM recipient_rows r JOIN recipients_found k "
        f"ON k.user_id IS NOT DISTINCT FROM r.user_id AND {same}"
    )


def recipients_found(cursor: duckdb.DuckDBPyConnection) -> Recipients:
    """What `find_recipients` found in this session."""
    counts = cursor.execute(
        "SELECT count(DISTINCT user_id), count(DISTINCT user_id) FILTER (known IS NOT NULL), "
        "count(DISTINCT user_id) FILTER (known IS NOT NULL AND NOT numbered), "
        "count(DISTINCT user_id) FILTER (known IS NULL AND concat(user_id, contact) LIKE '%@%'), "
        "(SELECT count(*) FROM customers_in), (SELECT count(*) FROM addresses_in) "
        "FROM recipients_found"
    ).fetchall()[0]
    return Recipients(*map(int, counts))


def messages_counted(
    cursor: duckdb.DuckDBPyConnection, import_id: str
) -> tuple[dict[str, int], int]:
    """Of an import's messages: event -> recipients, each once a campaign; and the campaigns."""
    rows = cursor.execute(
        "SELECT event, count(DISTINCT (campaign_id, user_id)) FROM deliveries "
        "WHERE import_id = ? GROUP BY event",
        [import_id],
    ).fetchall()
    campaigns = cursor.execute(
        "SELECT count(DISTINCT campaign_id) FROM deliveries WHERE import_id = ?", [import_id]
    ).fetchall()
    return {str(event): int(n) for event, n in rows}, int(campaigns[0][0])


def unsubscribed(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, ts: who unsubscribed or complained, and when last; NaT where no moment is known."""
    return cursor.execute(
        "SELECT user_id, max(ts) AS ts FROM deliveries WHERE event = 'unsubscribed' "
        "GROUP BY user_id ORDER BY user_id"
    ).df()


def bounced(cursor: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """user_id, ts: whose address sent a message back, and when last; NaT where no moment is known.
    Whom a later message reached is not among them.
    """
    return cursor.execute(
        """
        SELECT user_id, max(ts) FILTER (event = 'bounced') AS ts FROM deliveries
        GROUP BY user_id
        HAVING bool_or(event = 'bounced') AND NOT coalesce(
            max(ts) FILTER (event IN ('delivered', 'opened', 'clicked'))
                > max(ts) FILTER (event = 'bounced'),
            false)
        ORDER BY user_id
        """
    ).df()
