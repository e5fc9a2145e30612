from datetime import datetime, timedelta

from recsys_core.schema.config import DataSettings
from recsys_core.storage import meta
from recsys_core.storage.database import Database
from recsys_core.storage.dataset_settings import (
    KEY,
    read_settings,
    settings_history,
    write_settings,
)

NOW = datetime(2024, 5, 1, 12)


def test_nothing_set_are_the_defaults(memory_db: Database) -> None:
    with memory_db.read() as cursor:
        assert read_settings(cursor) == DataSettings()
        assert settings_history(cursor) == []


def test_what_was_written_holds_and_raises_the_data_version(memory_db: Database) -> None:
    first = DataSettings(excluded_items=("POST", "a,b"), last_months=6)
    with memory_db.write() as cursor:
        before = meta.data_version(cursor)
        write_settings(cursor, first, reason="no fees", at=NOW)
        write_settings(cursor, DataSettings(), reason="back", at=NOW + timedelta(seconds=1))
        assert meta.data_version(cursor) == before + 2
    with memory_db.read() as cursor:
        assert read_settings(cursor) == DataSettings()
        assert [(c.reason, c.settings) for c in settings_history(cursor)] == [
            ("back", DataSettings()),
            ("no fees", first),
        ]


def test_a_setting_of_a_newer_version_is_left_alone(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        cursor.execute(
            "INSERT INTO meta VALUES (?, ?)", [KEY, '{"unheard_of": 1, "min_user_items": 3}']
        )
        assert read_settings(cursor) == DataSettings(min_user_items=3)
