"""The audit log for those who may read it."""

from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.reading import audit_csv, audit_entries, verify_whole
from recsys_core.services.keeping import messages as m
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.audit_log import AuditEntry
from recsys_core.wording.messages import say


@needs(Role.STEWARD)
def log_entries(ws: Workspace, search: str = "", since: str = "") -> list[AuditEntry]:
    """The entries, latest first; see `audit_entries`."""
    return audit_entries(ws, search, since)


@needs(Role.STEWARD)
def log_file(ws: Workspace, search: str = "", since: str = "") -> bytes:
    """The same as a table for a spreadsheet."""
    return audit_csv(audit_entries(ws, search, since))


@needs(Role.STEWARD)
def log_verified(ws: Workspace) -> str:
    """Recompute the whole chain: the sentence that all is well; raises as `verify_whole`."""
    return verify_whole(ws)


@needs(Role.VIEWER)
def last_backup(ws: Workspace) -> str:
    """When the workspace was last backed up, in a sentence."""
    done = [one for one in audit_entries(ws, "backup") if one.action == "backup"]
    latest = next((one for one in done if one.outcome == "done"), None)
    if latest is None:
        return say(m.NEVER_BACKED_UP)
    return say(m.LAST_BACKUP, moment=latest.at[:16].replace("T", " "), who=latest.who)
