from datetime import datetime

import pandas as pd

from recsys_core.storage.campaign_data_queries import bounced, unsubscribed
from recsys_core.storage.database import Database
from recsys_core.storage.imports import known_customers, undo_import
from tests.recsys_core.storage.builders import add, rows_of


def told(user: str, event: str, day: int | None = 1, campaign: str = "k") -> dict[str, object]:
    ts = pd.NaT if day is None else pd.Timestamp(2024, 1, day)
    return {"campaign_id": campaign, "user_id": user, "event": event, "ts": ts}


def asked(db: Database, query) -> dict[str, object]:
    with db.read() as cursor:
        return dict(query(cursor).itertuples(index=False))


def test_who_unsubscribed_and_when_last(memory_db: Database) -> None:
    add(memory_db, "deliveries", [told("a", "unsubscribed", 3), told("a", "unsubscribed", 5)])
    add(memory_db, "deliveries", [told("b", "clicked"), told("c", "unsubscribed", None)])
    found = asked(memory_db, unsubscribed)
    assert found["a"] == pd.Timestamp(2024, 1, 5)
    assert found.keys() == {"a", "c"}
    assert pd.isna(found["c"])


def test_an_address_that_a_later_message_reached_does_not_bounce(memory_db: Database) -> None:
    add(
        memory_db,
        "deliveries",
        [
            *(told(user, "bounced", 3) for user in ("dead", "alive", "died", "undated")),
            *(told("nodate", "bounced", None), told("nodate", "opened", 9)),
            told("alive", "opened", 4, "later"),
            told("died", "delivered", 2, "earlier"),
            told("undated", "clicked", None, "other"),
            told("never", "delivered", 3),
        ],
    )
    found = asked(memory_db, bounced)
    assert found.keys() == {"dead", "died", "undated", "nodate"}
    assert found["dead"] == pd.Timestamp(2024, 1, 3)


def test_nobody_is_asked_of_a_workspace_without_messages(memory_db: Database) -> None:
    assert asked(memory_db, unsubscribed) == asked(memory_db, bounced) == {}


def test_one_row_a_recipient(memory_db: Database) -> None:
    add(
        memory_db,
        "deliveries",
        [
            *(told("a", "sent", 2), told("a", "clicked", 3), told("a", "clicked", 4)),
            *(told("b", "sent", 2), told("b", "bounced", 2), told("a", "sent", 9, "second")),
        ],
    )
    columns = "campaign_id, user_id, day(sent_ts), delivered, opened, clicked, bounced"
    assert rows_of(memory_db, f"SELECT {columns} FROM recipients ORDER BY 1, 2") == [
        ("k", "a", 2, True, False, True, False),
        ("k", "b", 2, False, False, False, True),
        ("second", "a", 9, False, False, False, False),
    ]


def test_undo_takes_messages_back_and_with_them_whom_they_alone_named(memory_db: Database) -> None:
    kept = add(memory_db, "deliveries", [told("a", "sent")])
    gone = add(memory_db, "deliveries", [told("b", "sent"), told("a", "opened")])
    with memory_db.write() as cursor:
        assert known_customers(cursor) == {"a", "b"}
        assert undo_import(cursor, gone, datetime(2024, 6, 1)) == 2
        assert known_customers(cursor) == {"a"}
    assert rows_of(memory_db, "SELECT import_id FROM deliveries") == [(kept,)]
