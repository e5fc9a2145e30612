"""Logins, accounts and roles stand in the audit log, and nobody's name or secret with them."""

from contextlib import suppress

from recsys_core.schema.errors import LoginRefused
from recsys_core.services.access.accounts import add_account, change_password, verify
from recsys_core.services.access.actor import LOCAL, OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import knock, remove, set_role
from recsys_core.services.access.sessions import admit, close_all, close_session, open_session
from recsys_core.services.audit.recording import pseudonym
from recsys_core.storage import audit_log
from tests.recsys_core.services.access.conftest import PASSWORD, Watch

ID = "https://id.example"


def test_who_came_and_what_became_of_roles(house: House, watch: Watch) -> None:
    ada = add_account(house, "ada", PASSWORD, Role.ADMIN, "Ada L.")
    admin = house.acting(verify(house, "ada", PASSWORD, "here"))
    with suppress(LoginRefused):
        verify(house, "typed-a-secret-here", "wrong", "here")
    knock(house, ID, "7", "Eve")
    set_role(admin, ID, "7", Role.VIEWER, "Eve")
    eve = admit(house, ID, "7", "Eve", "cookie", watch.now)
    assert eve is not None
    close_session(house, "cookie")
    close_session(house, "cookie")
    close_all(admin, eve)
    change_password(admin, admin.actor, PASSWORD, "something of my own", "here")
    close_session(house, open_session(house, admin.actor))
    remove(admin, ID, "7")
    entries = audit_log.read(house.path)[::-1]
    assert [(one.who, one.action, one.outcome, one.details.get("what")) for one in entries] == [
        (OPERATOR.subject, "account", "done", "made"),
        ("Ada L.", "login", "done", None),
        ("nobody", "login", "refused", None),
        ("Ada L.", "role", "done", None),
        ("Eve", "login", "done", None),
        ("Eve", "logout", "done", None),
        ("Ada L.", "logout", "done", "everywhere"),
        ("Ada L.", "account", "done", "password"),
        ("Ada L.", "logout", "done", None),
        ("Ada L.", "account", "done", "removed"),
    ]
    assert entries[3].details["role"] == "viewer"
    assert entries[3].details["person"] == pseudonym(house.path, f"{ID}\n7")
    assert entries[3].details["account"] == pseudonym(house.path, f"{LOCAL}\n{ada}")
    kept = b"".join(path.read_bytes() for path in house.path.glob("audit.sqlite*"))
    for secret in (
        b"typed-a-secret-here",
        PASSWORD.encode(),
        b"something of my own",
        b"id.example",
    ):
        assert secret not in kept
