from collections.abc import Iterator

import pytest

from recsys_core.storage.database import Database, open_database


@pytest.fixture
def memory_db() -> Iterator[Database]:
    db = open_database(":memory:")
    yield db
    db.close()
