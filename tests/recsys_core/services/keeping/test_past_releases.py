"""A workspace of every past version opens: all rows are there, and as it was is kept beside it."""

import zipfile
from pathlib import Path

import duckdb
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.keeping.snapshots import snapshots
from recsys_core.services.workspace.workspace import open_workspace
from recsys_core.storage.migrations import LATEST, schema_version
from recsys_core.storage.table_counts import rows_of_tables

FIXTURES = Path(__file__).parents[3] / "fixtures" / "workspaces"
RELEASES = sorted(FIXTURES.glob("v*.zip"), key=lambda one: int(one.stem[1:]))
ROWS = {"imports": 3, "interactions": 1367, "items": 40, "users": 70}


def test_every_version_that_was_released_has_one() -> None:
    versions = [int(one.stem[1:]) for one in RELEASES]
    # The first was never released: its tables got their views the same day.
    assert versions == list(range(2, versions[-1] + 1))
    assert LATEST - versions[-1] <= 2, "keep one of the version before (tests/fixtures/README.md)"


@pytest.mark.parametrize("release", RELEASES, ids=lambda one: one.stem)
def test_a_workspace_of_a_past_version_opens(release: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(release) as packed:
        packed.extractall(tmp_path)
    version = int(release.stem[1:])
    with open_workspace(tmp_path) as ws:
        assert ws.warnings() == []
        with ws.db.read() as cursor:
            rows = rows_of_tables(cursor)
            assert schema_version(cursor) == LATEST
        assert {name: rows[name] for name in ROWS} == ROWS
        assert (rows["rules"] > 0, rows["feedback"]) == (version >= 5, int(version >= 5))
        assert rows["storyboard"] == int(version >= 9)
        kept = [one.path for one in snapshots(ws)]
        if version in (2, LATEST):
            assert len(customer_overview(ws)) == 70
    assert [one.name.split("-2")[0] for one in kept] == (
        [f"before-version-{LATEST}"] if version < LATEST else []
    )
    for one in kept:
        with duckdb.connect(str(one), read_only=True) as before:
            assert schema_version(before) == version
            assert rows_of_tables(before)["interactions"] == ROWS["interactions"]


def test_one_of_a_later_version_is_refused_and_stays(tmp_path: Path) -> None:
    with zipfile.ZipFile(RELEASES[-1]) as packed:
        packed.extractall(tmp_path)
    with duckdb.connect(str(tmp_path / "tastelab.duckdb")) as connection:
        connection.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    with pytest.raises(InputError, match="newer version"):
        open_workspace(tmp_path)
    assert not (tmp_path / "snapshots").exists()
