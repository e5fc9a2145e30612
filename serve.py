"""Serve the app: `python serve.py`. On this machine only, unless HOST names another address.

In front of Streamlit stands a gate: it answers only to the names the app is served under, to
browsers that come from the app itself, and gives every answer the headers that keep a page from
loading, sending or being framed anywhere else.
"""

import errno
import os
import re
import socket
import sys
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from pages.kit import warm

HERE = Path(__file__).resolve().parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
EVERYWHERE = ("0.0.0.0", "::")
# Streamlit counts sessions and memory here; they are nobody's business without a login.
CLOSED = ("/_stcore/metrics", "/_stcore/agent")
UPLOADS = "/_stcore/upload_file/"
PAGE = re.compile(r"/[a-z]*")
HOME = "window.__streamlit = {BACKEND_BASE_URL: location.origin}"
"""Without it every page looks for the server below its own address first, and gets a 404 twice."""
MOST_UPLOADED = 2 * 2**30
"""Bytes of uploads in memory at once: two of the largest that are allowed."""
POLICY = (
    "default-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    # Streamlit writes styles into the page, and starts the script of a component from a blob.
    "style-src 'self' 'unsafe-inline'",
    "script-src 'self' blob: {inline}",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
)
HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}


@dataclass(frozen=True)
class Address:
    """Where the app listens, and under which names it may be asked for.

    names: host names without a port, lower case.
    """

    host: str
    port: int
    names: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether other machines can reach it."""
        return self.host not in LOOPBACK


def address_of(environment: dict[str, str]) -> Address:
    """From HOST (default 127.0.0.1), PORT (8501) and ALLOWED_HOSTS (names, separated by commas).

    Raises `ValueError` with a sentence on what is missing.
    """
    host = environment.get("HOST") or LOOPBACK[0]
    port = environment.get("PORT") or "8501"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"PORT takes a number from 1 to 65535; {port!r} is something else.")
    given = [name.strip().lower() for name in environment.get("ALLOWED_HOSTS", "").split(",")]
    names = tuple(name for name in given if name)
    if host in EVERYWHERE and not names:
        raise ValueError(
            f"HOST={host} listens on every network. Say under which names the app is asked for, "
            "for instance: ALLOWED_HOSTS=tastelab.example.com,192.168.1.20"
        )
    own = () if host in EVERYWHERE else (host.lower(),)
    return Address(host, int(port), tuple(dict.fromkeys((*LOOPBACK, *own, *names))))


class Gate:
    """ASGI middleware: refuses other hosts and other origins, closes routes, adds the headers."""

    def __init__(self, app: ASGIApp, names: Iterable[str]) -> None:
        self.app, self.names = app, frozenset(names)
        self.page = _page()
        policy = "; ".join(POLICY).format(inline=" ".join(_inline_scripts(self.page)))
        self.headers = {**HEADERS, "content-security-policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        reason = self._refusal(scope)
        if reason:
            await self._refuse(scope, send, *reason)
            return
        if scope["type"] == "http" and PAGE.fullmatch(scope["path"]):
            await self._answer(send, 200, "html", self.page)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message["headers"] if pair[0].decode() not in self.headers]
                message = {**message, "headers": [*kept, *_encoded(self.headers)]}
            await send(message)

        await self.app(scope, receive, with_headers)

    async def _refuse(self, scope: Scope, send: Send, status: int, reason: str) -> None:
        if scope["type"] == "websocket":
            # Closed before it is accepted: the server answers 403.
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
            return
        await self._answer(send, status, "plain", reason)

    async def _answer(self, send: Send, status: int, kind: str, text: str) -> None:
        own = {"content-type": f"text/{kind}; charset=utf-8", "cache-control": "no-cache"}
        pairs = _encoded({**self.headers, **own})
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": text.encode()})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if _name(f"//{host}") not in self.names:
            return 403, "The app is not served under this name. Start it with ALLOWED_HOSTS=NAME."
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin.decode("latin-1")).netloc.lower() != host.lower():
            return 403, "This page may not speak with the app: it comes from another address."
        if scope["path"].startswith(CLOSED):
            return 404, "There is nothing here."
        if scope["path"].startswith(UPLOADS) and scope["method"] == "PUT":
            return _too_much(headers.get(b"content-length", b""))
        return None


def _too_much(length: bytes) -> tuple[int, str] | None:
    """Why an upload of so many bytes is not taken into memory now."""
    if not length.isdigit():
        return 411, "An upload says how large it is."
    if _held() + int(length) > MOST_UPLOADED:
        return 507, "Too many uploads are waiting. Try again when they have been read."
    return None


def _held() -> int:
    """Bytes of all uploads in this server's memory."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().uploaded_file_mgr.get_stats()
    return sum(one.byte_length for family in stats.values() for one in family)


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


def _page() -> str:
    """Streamlit's own page, told where its server is."""
    text = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return text.replace("<head>", f"<head><script>{HOME}</script>", 1)


def _inline_scripts(page: str) -> list[str]:
    """The hashes of the scripts that stand in the page; no other inline one may run."""
    found = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = [b64encode(sha256(script.encode()).digest()).decode() for script in found]
    return [f"'sha256-{one}'" for one in hashes]


def _name(address: str) -> str | None:
    """The host name in `//host:port`, None where that is not what it is."""
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return (parts.hostname or "").rstrip(".").lower() or None


def _warning(address: Address) -> str:
    known = ", ".join(name for name in address.names if name not in LOOPBACK)
    return (
        f"Tastelab listens on {address.host}, port {address.port}, for {known}. There is no login: "
        "whoever reaches this address can read and change everything in the workspace."
    )


def _free(address: Address) -> bool:
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


def main() -> int:
    """Serve until stopped; 2 where the address cannot be used."""
    try:
        address = address_of(dict(os.environ))
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if address.open:
        sys.stderr.write(f"{_warning(address)}\n")
    if not _free(address):
        sys.stderr.write(
            f"Port {address.port} is in use. Stop what runs there, or choose another: "
            f"PORT={address.port % 65535 + 1}\n"
        )
        return 2
    warm.in_background()
    app = st.App(HERE / "app.py", middleware=[Middleware(Gate, names=address.names)])
    app.run(
        config={
            "server.address": address.host,
            "server.port": address.port,
            "server.allowedHosts": list(address.names),
            # Named here, no address is looked up outside, neither at the start nor for an origin.
            "browser.serverAddress": _shown(address),
        }
    )
    return 0


def _shown(address: Address) -> str:
    names = [name for name in address.names if name not in LOOPBACK]
    return names[0] if address.open and names else "localhost"


if __name__ == "__main__":
    sys.exit(main())
