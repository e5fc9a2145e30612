"""Who may do what in which workspace, and who waits for a role."""

from typing import NamedTuple

from recsys_core.storage.access.store import Cursor


class MemberRow(NamedTuple):
    """A person; `role` None for one who waits for a role, `login` None without a local account."""

    issuer: str
    subject: str
    name: str
    email: str
    role: str | None
    added_at: float
    added_by: str
    last_seen: float | None
    login: str | None


_MEMBERS = """
SELECT m.issuer, m.subject, m.name, m.email, m.role, m.added_at, m.added_by, m.last_seen, a.login
FROM members m LEFT JOIN accounts a ON m.issuer = 'local' AND a.subject = m.subject
WHERE m.workspace = ?
"""


def list_members(cursor: Cursor, workspace: str) -> list[MemberRow]:
    """Everybody, by name."""
    found = cursor.execute(f"{_MEMBERS} ORDER BY m.name, m.issuer, m.subject", [workspace])
    return [MemberRow(*row) for row in found]


def find_member(cursor: Cursor, workspace: str, issuer: str, subject: str) -> MemberRow | None:
    """The one person, None where nobody knows them."""
    found = cursor.execute(
        f"{_MEMBERS} AND m.issuer = ? AND m.subject = ?", [workspace, issuer, subject]
    ).fetchone()
    return MemberRow(*found) if found else None


def role_of(cursor: Cursor, workspace: str, issuer: str, subject: str) -> str | None:
    """The role's name; None for whoever has none."""
    found = cursor.execute(
        "SELECT role FROM members WHERE workspace = ? AND issuer = ? AND subject = ?",
        [workspace, issuer, subject],
    ).fetchone()
    return found[0] if found else None


def keep_member(
    cursor: Cursor, workspace: str, issuer: str, subject: str, name: str, now: float, by: str
) -> None:
    """Note somebody who is not known yet; they wait for a role."""
    cursor.execute(
        "INSERT OR IGNORE INTO members VALUES (?, ?, ?, ?, '', NULL, ?, ?, NULL)",
        [workspace, issuer, subject, name, now, by],
    )


def give_role(
    cursor: Cursor, workspace: str, issuer: str, subject: str, role: str, by: str
) -> None:
    """Of somebody who is known."""
    cursor.execute(
        "UPDATE members SET role = ?, added_by = ?"
        " WHERE workspace = ? AND issuer = ? AND subject = ?",
        [role, by, workspace, issuer, subject],
    )


def call_member(cursor: Cursor, issuer: str, subject: str, name: str, email: str) -> None:
    """What the provider calls them now; in all workspaces."""
    cursor.execute(
        "UPDATE members SET name = ?, email = ? WHERE issuer = ? AND subject = ?"
        " AND (name <> ? OR email <> ?)",
        [name, email, issuer, subject, name, email],
    )


def saw_member(cursor: Cursor, issuer: str, subject: str, now: float) -> None:
    """They did something."""
    cursor.execute(
        "UPDATE members SET last_seen = ? WHERE issuer = ? AND subject = ?", [now, issuer, subject]
    )


def delete_member(cursor: Cursor, workspace: str, issuer: str, subject: str) -> None:
    """They have no role there any more."""
    cursor.execute(
        "DELETE FROM members WHERE workspace = ? AND issuer = ? AND subject = ?",
        [workspace, issuer, subject],
    )


def count_waiting(cursor: Cursor, workspace: str) -> int:
    """How many wait for a role."""
    found: int = cursor.execute(
        "SELECT count(*) FROM members WHERE workspace = ? AND role IS NULL", [workspace]
    ).fetchone()[0]
    return found


def others_with(cursor: Cursor, workspace: str, role: str, issuer: str, subject: str) -> int:
    """How many beside this person have the role."""
    found: int = cursor.execute(
        "SELECT count(*) FROM members WHERE workspace = ? AND role = ?"
        " AND NOT (issuer = ? AND subject = ?)",
        [workspace, role, issuer, subject],
    ).fetchone()[0]
    return found
