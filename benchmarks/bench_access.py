"""What it costs to ask at every service call who makes it.

Usage: python -m benchmarks.bench_access [WORKSPACE]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from recsys_core.services.access.actor import OPERATOR, Actor, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import set_role
from recsys_core.services.access.needs import needs
from recsys_core.services.access.sessions import actor_of, open_session
from recsys_core.services.workspace.workspace import Workspace

ROUNDS, TRIES = 1_000, 300


class Held:
    """A handle as far as the check looks at it."""

    def __init__(self, actor: Actor) -> None:
        self.role = actor.role


def plain(ws: Workspace) -> None:
    """Nothing, unchecked."""


checked = needs(Role.VIEWER)(plain)


def microseconds(call: Callable[[], object]) -> float:
    """Of one call: the best of several rounds, so that other programs do not count."""
    best = float("inf")
    for _ in range(TRIES):
        start = time.perf_counter()
        for _ in range(ROUNDS):
            call()
        best = min(best, (time.perf_counter() - start) / ROUNDS)
    return best * 1e6


def main() -> None:
    """Print the cost of a check for whoever is at the machine and for whoever logged in."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    house = House(folder).acting(OPERATOR)
    set_role(house, "https://id.example", "7", Role.ANALYST, "Eve")
    eve = actor_of(house, open_session(house, house.person("https://id.example", "7", "Eve")))
    nothing = microseconds(lambda: plain(None))
    for name, actor in (("at the machine", OPERATOR), ("logged in", eve)):
        handle = Held(actor)
        taken = microseconds(lambda handle=handle: checked(handle)) - nothing
        print(f"{name}: {taken:.2f} microseconds a check")


if __name__ == "__main__":
    main()
