"""Where the app listens, and under which names it may be asked for."""

import errno
import socket
from collections.abc import Mapping
from dataclasses import dataclass

from pages.kit import guard, who
from pages.kit.who import LOOPBACK
from recsys_core.services.access.opened import has_house, house_at
from recsys_core.wording.messages import say
from web import messages as m

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Address:
    """names: host names without a port, lower case."""

    host: str
    port: int
    names: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether other machines can reach it, by themselves or by a proxy under another name."""
        return self.host not in LOOPBACK or bool(self.known)

    @property
    def shown(self) -> str:
        """The name it is best known by."""
        return self.known[0] if self.host not in LOOPBACK and self.known else "localhost"

    @property
    def known(self) -> tuple[str, ...]:
        """The names that lead here from other machines."""
        return tuple(name for name in self.names if name not in LOOPBACK)


def address_of(environment: Mapping[str, str]) -> Address:
    """From HOST (default 127.0.0.1), PORT (8501) and ALLOWED_HOSTS (names, separated by commas).

    Raises `ValueError` with a sentence on what is missing.
    """
    host = environment.get("HOST") or LOOPBACK[0]
    port = environment.get("PORT") or "8501"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(say(m.PORT_IS_A_NUMBER, port=repr(port)))
    given = [name.strip().lower() for name in environment.get("ALLOWED_HOSTS", "").split(",")]
    names = tuple(name for name in given if name)
    if host in EVERYWHERE and not names:
        raise ValueError(say(m.EVERYWHERE_NEEDS_NAMES, host=host))
    own = () if host in EVERYWHERE else (host.lower(),)
    return Address(host, int(port), tuple(dict.fromkeys((*LOOPBACK, *own, *names))))


def free(address: Address) -> bool:
    """Whether nobody listens there; asked first, for Streamlit ends badly once it has begun."""
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as trial:
        # As servers do, so that a port just left counts as free.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address.host, address.port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
    return True


def in_use(address: Address) -> str:
    """That somebody listens there, and what to do."""
    another = address.port % 65535 + 1
    return say(m.PORT_IN_USE, port=str(address.port), next=str(another))


def announced(address: Address, *, provider_named: bool) -> str:
    """What whoever opens the server to other machines should know; `ValueError` with a sentence
    where nobody could log in. provider_named: in the environment.
    """
    folder = guard.folder()
    accounts = has_house(folder) and house_at(folder).login_configured()
    if not (accounts or provider_named or who.provider_named()):
        names = f"ALLOWED_HOSTS={','.join(address.known)}"
        by = names if address.host in LOOPBACK else f"HOST={address.host}"
        raise ValueError(say(m.NEEDS_A_LOGIN, by=by))
    known = ", ".join(address.known)
    listens = say(m.LISTENS, host=address.host, port=str(address.port), names=known)
    return f"{listens}\n{say(m.UNENCRYPTED)}"
