"""From checked rows to the tables of campaigns, and whom their messages reached."""

import duckdb

from recsys_core.ingestion.happened import message_rows
from recsys_core.ingestion.message_words import EVENT_OF, REACHED
from recsys_core.ingestion.validate import ACCEPTED
from recsys_core.services.data import messages as m
from recsys_core.storage.campaign_data_queries import (
    Recipients,
    find_recipients,
    messages_counted,
    recipients_found,
)
from recsys_core.storage.insert import columns_of, insert_from
from recsys_core.wording.messages import say

ROWS, MESSAGES, PART = "campaign_rows", "message_rows", "part_rows"
COUNTS = {
    "sent": m.WERE_SENT,
    "delivered": m.WERE_DELIVERED,
    "opened": m.WERE_OPENED,
    "clicked": m.WERE_CLICKED,
    "bounced": m.HAVE_BOUNCED,
    "unsubscribed": m.HAVE_UNSUBSCRIBED,
}


def insert_campaigns(
    cursor: duckdb.DuckDBPyConnection, import_id: str, roles: frozenset[str]
) -> None:
    """Campaigns, targets, offers, responses and what became of messages, each as far as the file
    has its columns. roles: those of the mapping.
    """
    rows, told = ACCEPTED, bool({"event", *EVENT_OF} & roles)
    if "user" in roles:
        find_recipients(cursor, ACCEPTED, ROWS)
        rows = ROWS
    if told:
        _insert_messages(cursor, import_id)
    offers, users, converted = "offer" in roles, "user" in roles, "converted" in roles
    described = bool(roles & {"campaign_name", "campaign_type", "start"})
    bare = not (offers or users)
    reached = users and (converted or not offers) and not told
    answered = converted or (offers and users and not told)
    parts = (
        (
            "campaigns", ("name", "type", "start_ts", "end_ts"), "campaign_id IS NOT NULL",
            (described or bare) and not told,
        ),
        ("campaign_targets", ("user_id", "arm"), "user_id IS NOT NULL", reached),
        ("campaign_offers", ("offer_id", "item_id"), "offer_id IS NOT NULL", offers and not users),
        (
            "campaign_responses", ("offer_id", "user_id", "ts"),
            "user_id IS NOT NULL" + (" AND converted" if converted else ""), answered,
        ),
    )  # fmt: skip
    given = columns_of(cursor, rows)
    for table, columns, where, _ in (part for part in parts if part[-1]):
        listed = ", ".join(name for name in ("campaign_id", *columns) if name in given)
        if table == "campaign_responses" and "converted_ts" in given:
            listed = f"{listed.replace(', ts', '')}, converted_ts AS ts"
        cursor.execute(
            f"CREATE OR REPLACE TEMP VIEW {PART} AS SELECT DISTINCT {listed} FROM {rows} "
            f"WHERE {where}"
        )
        insert_from(cursor, table, import_id, PART)


def account_of(
    cursor: duckdb.DuckDBPyConnection, import_id: str, roles: frozenset[str]
) -> list[str]:
    """What became of the messages of an import that was just stored, and how many of those it names
    are customers. roles: as for `insert_campaigns`.
    """
    counts, campaigns = messages_counted(cursor, import_id)
    listed = ", ".join(
        say(each, n=counts[event]) for event, each in COUNTS.items() if event in counts
    )
    said = [say(m.MESSAGES_COUNTED, counts=listed, n=campaigns)] if counts else []
    return [*said, *(_recipients(recipients_found(cursor)) if "user" in roles else [])]


def _recipients(found: Recipients) -> list[str]:
    if not found.recipients:
        return []
    if not found.customers:
        return [say(m.NO_CUSTOMERS_YET)] if found.unknown_addresses else []
    said = [say(m.RECIPIENTS_KNOWN, n=found.recipients, found=found.known)]
    if found.by_address:
        said.append(say(m.RECIPIENTS_BY_ADDRESS, n=found.by_address))
    if found.known < found.recipients:
        in_vain = found.unknown_addresses and not found.addresses
        unknown = m.RECIPIENTS_WITHOUT_ADDRESSES if in_vain else m.RECIPIENTS_UNKNOWN
        said.append(say(unknown, n=found.recipients - found.known))
    return said


def _insert_messages(cursor: duckdb.DuckDBPyConnection, import_id: str) -> None:
    """What became of messages; whom one was sent is a target of its campaign, which begins with
    the first of them. A list of those who left reached nobody.
    """
    given = columns_of(cursor, ROWS)
    cursor.execute(f"CREATE OR REPLACE TEMP TABLE {MESSAGES} AS {message_rows(ROWS, given)}")
    insert_from(cursor, "deliveries", import_id, MESSAGES)
    reached = [
        event for (event,) in cursor.execute(f"SELECT DISTINCT event FROM {MESSAGES}").fetchall()
    ]
    if REACHED.isdisjoint(reached):
        return
    _insert_reached(cursor, import_id, given)


def _insert_reached(cursor: duckdb.DuckDBPyConnection, import_id: str, given: list[str]) -> None:
    """Targets and campaigns; the rows themselves are asked only for what messages do not say."""
    targets = f"SELECT DISTINCT campaign_id, user_id FROM {MESSAGES}"
    if "arm" in given:
        targets = (
            "SELECT campaign_id, user_id, coalesce(any_value(arm), 'targeted') AS arm "
            f"FROM {ROWS} SEMI JOIN {MESSAGES} USING (campaign_id, user_id) GROUP BY ALL"
        )
    campaigns = f"SELECT campaign_id, min(ts) AS first FROM {MESSAGES} GROUP BY campaign_id"
    facts = {"name": "any_value", "type": "any_value", "start_ts": "min", "end_ts": "max"}
    known = {name: f"{sql}({name}) AS {name}" for name, sql in facts.items() if name in given}
    started = "coalesce(start_ts, first)" if "start_ts" in known else "first"
    others = "".join(f", {name}" for name in known if name != "start_ts")
    if known:
        listed = ", ".join(known.values())
        described = f"SELECT campaign_id, {listed} FROM {ROWS} GROUP BY campaign_id"
        campaigns = f"SELECT * FROM ({campaigns}) JOIN ({described}) USING (campaign_id)"
    campaigns = f"SELECT campaign_id{others}, {started} AS start_ts FROM ({campaigns})"
    for table, sql in (("campaign_targets", targets), ("campaigns", campaigns)):
        cursor.execute(f"CREATE OR REPLACE TEMP VIEW {PART} AS {sql}")
        insert_from(cursor, table, import_id, PART)
