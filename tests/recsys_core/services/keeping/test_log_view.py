"""The audit log is for stewards; when there was a backup, for everybody."""

from pathlib import Path

import pytest

from recsys_core.schema.errors import ForbiddenError
from recsys_core.services.access.actor import LOCAL, Actor, Role
from recsys_core.services.keeping.backup import back_up
from recsys_core.services.keeping.log_view import last_backup, log_entries, log_file, log_verified
from recsys_core.services.keeping.retention import preview_retention
from recsys_core.services.workspace.workspace import Workspace


def acting(ws: Workspace, role: Role) -> Workspace:
    return ws.acting(Actor(LOCAL, "1", "Vera", lambda _: role))


def test_who_may_not_read_it_is_in_it(ws: Workspace, tmp_path: Path) -> None:
    viewer, steward = acting(ws, Role.VIEWER), acting(ws, Role.STEWARD)
    assert last_backup(viewer) == "Nothing was backed up yet."
    for ask in (log_entries, log_file, log_verified):
        with pytest.raises(ForbiddenError):
            ask(viewer)
    with pytest.raises(ForbiddenError):
        preview_retention(viewer, 12)
    assert [one.details["what"] for one in log_entries(steward, "vera")] == [
        "keeping.retention.preview_retention", "keeping.log_view.log_verified",
        "keeping.log_view.log_file", "keeping.log_view.log_entries",
    ]  # fmt: skip
    assert b"Vera" in log_file(steward)
    assert "is whole" in log_verified(steward)
    back_up(ws, tmp_path / "backup.zip")
    assert last_backup(viewer).endswith("UTC, by operator.")
