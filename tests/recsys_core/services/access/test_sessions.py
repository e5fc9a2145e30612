"""Sessions open, end by the clock, by closing and by a log-out everywhere."""

import pytest

from recsys_core.schema.errors import ForbiddenError, InputError
from recsys_core.services.access.actor import LOCAL, Role
from recsys_core.services.access.house import FULL_HOURS, IDLE_HOURS, House
from recsys_core.services.access.members import knock, set_role
from recsys_core.services.access.sessions import (
    actor_of,
    admit,
    close_all,
    close_session,
    open_session,
    set_hours,
)
from tests.recsys_core.services.access.conftest import Watch

ID = "https://id.example"
HOUR = 3600


def test_a_token_stands_for_whoever_logged_in(house: House, ada: str) -> None:
    person = house.person(LOCAL, ada, "Ada")
    first, second = open_session(house, person), open_session(house, person)
    assert first != second
    assert len(first) >= 43
    found = actor_of(house, first)
    assert found == person
    assert found.role() is Role.ADMIN
    for wrong in ("", first[:-1], first + "x", "\ud800"):
        assert actor_of(house, wrong) is None
    for path in house.path.iterdir():
        assert first.encode() not in path.read_bytes()


def test_a_closed_session_holds_nothing_at_the_next_call(house: House, ada: str) -> None:
    person = house.person(LOCAL, ada, "Ada")
    here, there = open_session(house, person), open_session(house, person)
    held, other = actor_of(house, here), actor_of(house, there)
    assert held is not None
    assert other is not None
    close_session(house, here)
    assert held.role() is None
    assert actor_of(house, here) is None
    assert other.role() is Role.ADMIN
    close_all(house, person)
    assert other.role() is None
    assert actor_of(house, open_session(house, person)) == person


def test_others_are_logged_out_by_an_administrator_only(house: House, ada: str) -> None:
    set_role(house, ID, "7", Role.STEWARD, "Eve")
    eve, admin = house.person(ID, "7", "Eve"), house.person(LOCAL, ada, "Ada")
    token = open_session(house, admin)
    with pytest.raises(ForbiddenError):
        close_all(house.acting(eve), admin)
    assert actor_of(house, token) == admin
    own = open_session(house, eve)
    close_all(house.acting(eve), eve)
    assert actor_of(house, own) is None


def test_a_session_ends_without_use_and_after_a_week(house: House, ada: str, watch: Watch) -> None:
    token = open_session(house, house.person(LOCAL, ada, "Ada"))
    held = actor_of(house, token)
    assert held is not None
    watch.now += 12 * HOUR
    assert held.role() is None
    assert actor_of(house, token) is None
    token = open_session(house, house.person(LOCAL, ada, "Ada"))
    for _ in range(13):
        watch.now += 11.9 * HOUR
        assert actor_of(house, token) is not None
    watch.now += 11.9 * HOUR
    assert actor_of(house, token) is not None
    watch.now += 11.9 * HOUR
    assert actor_of(house, token) is None


def test_how_long_is_a_setting(house: House, ada: str, watch: Watch) -> None:
    set_hours(house, idle=1, full=2)
    assert (house.hours(IDLE_HOURS), house.hours(FULL_HOURS)) == (1, 2)
    token = open_session(house, house.person(LOCAL, ada, "Ada"))
    watch.now += HOUR
    assert actor_of(house, token) is None
    for wrong in (0, 10_000):
        with pytest.raises(InputError):
            set_hours(house, idle=wrong)
    with pytest.raises(ForbiddenError):
        set_hours(house.acting(house.person(ID, "7", "Eve")), idle=3)


def test_a_cookie_of_a_provider_is_a_session_too(house: House, watch: Watch) -> None:
    eve = knock(house, ID, "7", "Eve")
    set_role(house, ID, "7", Role.VIEWER)

    def ask(proof: str, issued: float, subject: str = "7") -> bool:
        return admit(house, ID, subject, "Eve", proof, issued) is not None

    assert ask("cookie", watch.now)
    assert admit(house, ID, "7", "Eve", "cookie", watch.now).role() is Role.VIEWER
    assert not ask("cookie", watch.now, "8")
    assert ask("other", watch.now)
    close_session(house, "cookie")
    assert not ask("cookie", watch.now)
    assert ask("other", watch.now)
    close_all(house.acting(eve), eve)
    assert not ask("other", watch.now)
    assert not ask("stolen before", watch.now - 1)
    watch.now += 1
    assert ask("a new login", watch.now)
    assert not ask("an old one", watch.now - 8 * 24 * HOUR)
    assert ask("of a clock that is ahead", watch.now + 90 * 24 * HOUR)
    watch.now += 7 * 24 * HOUR
    assert not ask("of a clock that is ahead", watch.now - 1)
