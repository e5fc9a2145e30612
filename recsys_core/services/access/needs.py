"""The check at every service call: `@needs(Role.ANALYST)` above a function with a handle.

A handle is what says of itself who holds it: a `Workspace`, a `House`. The check comes before
anything else the function does, and before whatever is kept in memory.
"""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, Protocol, TypeVar

from recsys_core.schema.errors import ForbiddenError
from recsys_core.services.access import messages as m
from recsys_core.services.access.actor import Role
from recsys_core.services.audit.recording import REFUSED, record
from recsys_core.wording.messages import say

P = ParamSpec("P")
R = TypeVar("R")
ROOMS = "recsys_core.services."
ROLE = "role_needed"
"""The attribute of a checked function that says which role it needs."""


class Handle(Protocol):
    """What a checked function takes to get at anything."""

    def role(self) -> Role | None:
        """What whoever holds it may do at this moment."""
        ...


def needs(least: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let nobody call the function whose role is lower: they get a `ForbiddenError`."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name, at = _handle(function)

        @wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            handle: Any = args[at] if at < len(args) else kwargs.get(name)
            try:
                demand(handle, least)
            except ForbiddenError:
                if hasattr(handle, "path"):
                    what = f"{function.__module__}.{function.__name__}".removeprefix(ROOMS)
                    record(handle, "refused", REFUSED, what=what)
                raise
            return function(*args, **kwargs)

        setattr(checked, ROLE, least)
        return checked

    return decorate


def demand(handle: Any, least: Role) -> None:
    """Raise `ForbiddenError` unless whoever holds the handle has the role, or a higher one."""
    role = handle.role()
    if role is None:
        raise ForbiddenError(say(m.NO_ROLE))
    if role < least:
        raise ForbiddenError(say(m.ROLE_TOO_LOW, have=role.title, need=least.title))


def _handle(function: Callable[..., object]) -> tuple[str, int]:
    """Name and place of the parameter that is the handle; `TypeError` without one."""
    for at, one in enumerate(inspect.signature(function).parameters.values()):
        kind = one.annotation
        if one.name == "self":
            return one.name, at
        if isinstance(kind, str):
            if kind in ("Workspace", "House"):
                return one.name, at
        elif hasattr(kind, "acting"):
            return one.name, at
    raise TypeError(function)
