"""The tables of a workspace, as numbered steps.

A step that has been released is never edited; a change is a new step. Large tables carry no keys
and no indexes: they would make an import several times slower, and uniqueness is a matter of the
import's checks and of the views.
"""

import duckdb

from recsys_core.schema.errors import InputError
from recsys_core.storage import messages as m
from recsys_core.wording.messages import say

MIGRATIONS: list[tuple[int, str]] = [
    (
        1,
        """
        CREATE TABLE imports (
            import_id TEXT PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL,
            file_name TEXT NOT NULL, sha256 TEXT NOT NULL, mapping JSON,
            encoding TEXT, delimiter TEXT,
            rows_read BIGINT NOT NULL, rows_accepted BIGINT NOT NULL,
            rows_quarantined BIGINT NOT NULL, rows_duplicate BIGINT NOT NULL,
            rows_return BIGINT NOT NULL, warnings JSON,
            created_at TIMESTAMP NOT NULL, undone_at TIMESTAMP
        );
        CREATE TABLE quarantine (
            import_id TEXT NOT NULL, file_name TEXT, line BIGINT, column_name TEXT, reason TEXT,
            raw TEXT
        );
        CREATE TABLE interactions (
            user_id TEXT NOT NULL, item_id TEXT NOT NULL, event TEXT NOT NULL, rating DOUBLE,
            quantity DOUBLE, revenue DOUBLE, ts TIMESTAMP, order_id TEXT, import_id TEXT NOT NULL
        );
        CREATE TABLE items (
            item_id TEXT NOT NULL, title TEXT, description TEXT, category_path TEXT, brand TEXT,
            price DOUBLE, margin DOUBLE, stock DOUBLE, attributes JSON, import_id TEXT NOT NULL
        );
        CREATE TABLE users (
            user_id TEXT NOT NULL, attributes JSON, consent BOOLEAN, import_id TEXT NOT NULL
        );
        CREATE TABLE campaigns (
            campaign_id TEXT NOT NULL, name TEXT, type TEXT, start_ts TIMESTAMP, end_ts TIMESTAMP,
            import_id TEXT NOT NULL
        );
        CREATE TABLE campaign_targets (
            campaign_id TEXT NOT NULL, user_id TEXT NOT NULL, arm TEXT, import_id TEXT NOT NULL
        );
        CREATE TABLE campaign_offers (
            campaign_id TEXT NOT NULL, offer_id TEXT, item_id TEXT, import_id TEXT NOT NULL
        );
        CREATE TABLE campaign_responses (
            campaign_id TEXT NOT NULL, offer_id TEXT, user_id TEXT NOT NULL, ts TIMESTAMP,
            import_id TEXT NOT NULL
        );
        CREATE TABLE exposures (
            user_id TEXT NOT NULL, item_id TEXT NOT NULL, position INTEGER, clicked BOOLEAN,
            ts TIMESTAMP, propensity DOUBLE, import_id TEXT NOT NULL
        );
        CREATE TABLE runs (
            run_id TEXT PRIMARY KEY, kind TEXT NOT NULL, model TEXT, config JSON,
            data_fingerprint TEXT, settings JSON, seed BIGINT, created_at TIMESTAMP,
            seconds DOUBLE, peak_mb DOUBLE, state TEXT, note TEXT
        );
        CREATE TABLE run_metrics (
            run_id TEXT NOT NULL, model TEXT, metric TEXT, k INTEGER, segment TEXT, value DOUBLE,
            low DOUBLE, high DOUBLE, n BIGINT
        );
        CREATE TABLE scenarios (
            scenario_id TEXT PRIMARY KEY, name TEXT, state JSON, created_at TIMESTAMP
        );
        CREATE TABLE feedback (
            user_id TEXT NOT NULL, item_id TEXT NOT NULL, verdict TEXT, created_at TIMESTAMP
        );
        CREATE TABLE audit ("at" TIMESTAMP NOT NULL, action TEXT NOT NULL, detail JSON);
        INSERT INTO meta VALUES ('data_version', '0'), ('edits', '0');
        """,
    ),
    (
        2,
        # import_id grows with time, rowid within one import: the last word on an id wins.
        """
        CREATE VIEW catalogue AS
            SELECT * FROM items
            QUALIFY row_number() OVER (
                PARTITION BY item_id ORDER BY import_id DESC, rowid DESC
            ) = 1;
        CREATE VIEW customers AS
            SELECT * FROM users
            QUALIFY row_number() OVER (
                PARTITION BY user_id ORDER BY import_id DESC, rowid DESC
            ) = 1;
        """,
    ),
    (
        3,
        # What it takes to correct refused rows, to let repeated ones in, and to read the next
        # file of the same shape in the same way.
        """
        ALTER TABLE quarantine ADD COLUMN cells JSON;
        ALTER TABLE imports ADD COLUMN labels JSON;
        ALTER TABLE imports ADD COLUMN options JSON;
        ALTER TABLE imports ADD COLUMN corrects TEXT;
        CREATE TABLE repeated (
            user_id TEXT NOT NULL, item_id TEXT NOT NULL, event TEXT NOT NULL, rating DOUBLE,
            quantity DOUBLE, revenue DOUBLE, ts TIMESTAMP, order_id TEXT, import_id TEXT NOT NULL
        );
        CREATE TABLE mapping_templates (
            shape TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, labels JSON,
            mapping JSON NOT NULL, options JSON NOT NULL, created_at TIMESTAMP NOT NULL
        );
        """,
    ),
    (
        4,
        # Numbers of customers, products and orders come in no order, so packing them saves half of
        # their room at best and costs more than reading the file: docs/adr/0012-import-speed.md.
        """
        ALTER TABLE interactions RENAME TO interactions_packed;
        CREATE TABLE interactions (
            user_id TEXT NOT NULL USING COMPRESSION uncompressed,
            item_id TEXT NOT NULL USING COMPRESSION uncompressed,
            event TEXT NOT NULL, rating DOUBLE, quantity DOUBLE, revenue DOUBLE, ts TIMESTAMP,
            order_id TEXT USING COMPRESSION uncompressed, import_id TEXT NOT NULL
        );
        INSERT INTO interactions SELECT * FROM interactions_packed ORDER BY rowid;
        DROP TABLE interactions_packed;
        """,
    ),
    (
        5,
        """
        CREATE TABLE rules (
            position INTEGER NOT NULL, rule JSON NOT NULL, created_at TIMESTAMP NOT NULL
        );
        """,
    ),
    (
        6,
        # Never filled: the figures of a run lie in its folder, beside the report they belong to.
        "DROP TABLE run_metrics",
    ),
    (
        7,
        # How many changes were saved, when the last one was, and the database's own name: compared
        # with the note beside it (storage/acknowledged.py).
        """
        CREATE TABLE changes (identity TEXT NOT NULL, changes BIGINT NOT NULL, saved_at TIMESTAMP);
        INSERT INTO changes VALUES (uuid()::TEXT, 0, NULL);
        """,
    ),
    (
        8,
        # Refused rows that lack a customer only: they count for products, and models never see
        # them. A correction in force brings all of them again.
        """
        CREATE TABLE nobody_sales (
            item_id TEXT NOT NULL, event TEXT NOT NULL, quantity DOUBLE, revenue DOUBLE,
            ts TIMESTAMP, order_id TEXT, import_id TEXT NOT NULL
        );
        CREATE VIEW sales_to_nobody AS
            SELECT * FROM nobody_sales WHERE import_id NOT IN (
                SELECT corrects FROM imports WHERE corrects IS NOT NULL AND undone_at IS NULL
            );
        """,
    ),
    (9, "CREATE TABLE storyboard (position INTEGER, address TEXT NOT NULL, line TEXT NOT NULL);"),
    (
        10,
        # The members of a fixed segment are a set that never changes: whoever takes a change back
        # finds it as it was, and the audit names nobody.
        """
        CREATE TABLE segments (
            name TEXT NOT NULL, kind TEXT NOT NULL, definition JSON, set_id TEXT, size BIGINT,
            fingerprint TEXT, created_at TIMESTAMP NOT NULL, changed_at TIMESTAMP NOT NULL
        );
        CREATE TABLE segment_members (set_id TEXT NOT NULL, user_id TEXT NOT NULL);
        """,
    ),
    (
        11,
        # What became of each message, a row each; without a moment where the file has none. Who
        # opened, clicked or unsubscribed has it, whether or not the file says "delivered".
        """
        CREATE TABLE deliveries (
            campaign_id TEXT NOT NULL, user_id TEXT NOT NULL, event TEXT NOT NULL, ts TIMESTAMP,
            import_id TEXT NOT NULL
        );
        CREATE VIEW recipients AS
            SELECT campaign_id, user_id,
                min(ts) FILTER (event = 'sent') AS sent_ts,
                bool_or(event IN ('delivered', 'opened', 'clicked', 'unsubscribed')) AS delivered,
                bool_or(event = 'opened') AS opened, bool_or(event = 'clicked') AS clicked,
                bool_or(event = 'bounced') AS bounced,
                bool_or(event = 'unsubscribed') AS unsubscribed
            FROM deliveries GROUP BY campaign_id, user_id;
        ALTER TABLE exposures ALTER COLUMN item_id DROP NOT NULL;
        ALTER TABLE exposures ADD COLUMN banner TEXT;
        ALTER TABLE exposures ADD COLUMN converted BOOLEAN;
        """,
    ),
    (
        12,
        # Whom a campaign is to reach. The members of an audience are a set that never changes, as
        # those of a fixed segment.
        """
        CREATE TABLE audiences (
            name TEXT NOT NULL, set_id TEXT NOT NULL, definition JSON NOT NULL,
            forecast JSON NOT NULL, share DOUBLE NOT NULL, sends TIMESTAMP NOT NULL,
            fingerprint TEXT, created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE audience_members (
            set_id TEXT NOT NULL, user_id TEXT NOT NULL, arm TEXT NOT NULL, rank BIGINT NOT NULL,
            buyer TEXT NOT NULL, probability DOUBLE NOT NULL
        );
        """,
    ),
    (
        13,
        # Orders paid with a coupon, of whatever campaign: who uses coupons answers campaigns.
        """
        CREATE TABLE coupon_uses (
            user_id TEXT NOT NULL, item_id TEXT, order_id TEXT, ts TIMESTAMP, amount DOUBLE,
            import_id TEXT NOT NULL
        );
        """,
    ),
    (
        14,
        # A placement is told by its number, so that a plan outlives its being renamed.
        """
        CREATE TABLE placements (
            placement_id TEXT NOT NULL, name TEXT NOT NULL, definition JSON NOT NULL,
            created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE planned (
            entry_id TEXT NOT NULL, placement_id TEXT NOT NULL, channel TEXT NOT NULL,
            starts DATE NOT NULL, ends DATE NOT NULL, whom TEXT NOT NULL, group_name TEXT NOT NULL,
            sends TEXT NOT NULL, created_at TIMESTAMP NOT NULL
        );
        """,
    ),
    (
        15,
        # Where something was shown, in words, and how many exposures one drawn stands for.
        """
        ALTER TABLE exposures ADD COLUMN placement TEXT;
        ALTER TABLE exposures ADD COLUMN stands_for DOUBLE;
        """,
    ),
    (
        16,
        # Who has which arm of an experiment: a set that never changes, as the members of a segment.
        """
        CREATE TABLE experiments (
            name TEXT NOT NULL, set_id TEXT NOT NULL, definition JSON NOT NULL,
            fingerprint TEXT, created_at TIMESTAMP NOT NULL
        );
        CREATE TABLE assignments (
            set_id TEXT NOT NULL, user_id TEXT NOT NULL, arm TEXT NOT NULL, stratum TEXT
        );
        """,
    ),
    (
        17,
        # Who was erased, as HMAC of the id only: such rows are not let in again.
        """
        CREATE TABLE erased (
            digest TEXT NOT NULL, erased_at TIMESTAMP NOT NULL, certificate TEXT NOT NULL
        );
        """,
    ),
]

LATEST = MIGRATIONS[-1][0]


def schema_version(cursor: duckdb.DuckDBPyConnection) -> int:
    """Number of the last step taken; 0 for a new file."""
    found = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta' AND NOT temporary"
    ).fetchall()
    if not found[0][0]:
        return 0
    rows = cursor.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchall()
    return int(rows[0][0]) if rows else 0


def migrate(
    cursor: duckdb.DuckDBPyConnection, migrations: list[tuple[int, str]] | None = None
) -> None:
    """Take every step not taken yet, each in one transaction together with its record; a new file
    takes all of them in one.

    Raises `InputError` when the file was written by a later version of Tastelab.
    """
    steps = MIGRATIONS if migrations is None else migrations
    version = schema_version(cursor)
    if steps and version > steps[-1][0]:
        raise InputError(say(m.NEWER_VERSION))
    pending = [step for step in steps if step[0] > version]
    if version == 0 and pending:
        try:  # a new file: all at once takes half the time
            _take(cursor, pending)
            return
        except duckdb.Error:
            pass  # one by one, so that the steps before the one that fails are kept
    for step in pending:
        _take(cursor, [step])


def _take(cursor: duckdb.DuckDBPyConnection, steps: list[tuple[int, str]]) -> None:
    """These steps and the number of the last, or nothing."""
    cursor.execute("BEGIN")
    try:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)"
        )
        for _, sql in steps:
            cursor.execute(sql)
        cursor.execute(
            "INSERT OR REPLACE INTO meta VALUES ('schema_version', ?)", [str(steps[-1][0])]
        )
        cursor.execute("COMMIT")
    except BaseException:
        cursor.execute("ROLLBACK")
        raise
