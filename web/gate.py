"""In front of everything: who is asked for, who asks, and what every answer carries."""

import re
from collections.abc import Iterable
from functools import partial
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from pages.kit import who
from recsys_core.services.access.actor import Actor
from recsys_core.wording.messages import say
from web import headers as h
from web import messages as m
from web.door import Door

# Streamlit counts sessions and memory here; and the cookie that it would clear is never set.
CLOSED = ("/_stcore/metrics", "/_stcore/agent", "/auth/logout")
HEALTH = "/_stcore/health"
"""Says "ok" to whoever asks: a proxy does."""
UPLOADS, MEDIA = "/_stcore/upload_file/", "/media/"
PAGE = re.compile(r"/[a-z]*")
MOST_UPLOADED = 2 * 2**30
"""Bytes of uploads in memory at once: two of the largest that are allowed."""
RUN_AGAIN = BackMsg(rerun_script=ClientState()).SerializeToString()
"""What a browser whose session has ended asks for, whatever it asked: the page, which says so."""


Headers = list[tuple[bytes, bytes]]


class Gate:
    """ASGI middleware: refuses other hosts and other origins, closes routes, adds the headers, and
    lets nobody past the door who has no role.

    door: None for a server that never asks who somebody is.
    """

    def __init__(self, app: ASGIApp, names: Iterable[str], door: Door | None = None) -> None:
        self.app, self.names, self.door = app, frozenset(names), door
        self.page = h.page()
        self.headers = h.headers_of(self.page)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        if reason := self._refusal(scope):
            await self._refuse(scope, send, *reason)
            return
        if self.door is None:
            await self._let_in(scope, receive, send)
            return
        if scope.get("scheme") in ("https", "wss"):
            # A neighbour below the same domain can plant this one, never the one that TLS has.
            scope = {**scope, "headers": _without_cookie(scope["headers"], who.COOKIE.encode())}
        actor = self.door.actor(scope)
        if scope["type"] == "websocket":
            receive = partial(self._heard, self.door, actor, receive)
        if not self.door.needed():
            await self._let_in(scope, receive, send)
        elif answer := await self.door.answer(scope, receive, actor):
            await answer(scope, receive, partial(self._send, scope, send, h.DOOR_HEADERS))
        elif self.door.is_way(scope):
            await self._let_in(scope, receive, self.door.on_way(scope, send))
        elif scope["path"] == HEALTH and scope.get("method") in ("GET", "HEAD"):
            await self._let_in(scope, receive, send)
        elif not self.door.passes(actor):
            await self._turn_away(scope, receive, send)
        else:
            await self._let_in(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and PAGE.fullmatch(scope["path"]):
            await self._answer(send, 200, "html", self.page)
            return
        await self.app(scope, receive, partial(self._send, scope, send, self.headers))

    async def _send(
        self, scope: Scope, send: Send, headers: dict[str, str], message: Message
    ) -> None:
        """With our headers in place of others of their name; over TLS no cookie without it."""
        if message["type"] == "http.response.start":
            secure = scope.get("scheme") == "https"
            own = {**headers, **(h.STRICT_TRANSPORT if secure else {})}
            if self.door and scope["path"].startswith(MEDIA):
                own["cache-control"] = "private, no-store"
            kept = [pair for pair in message["headers"] if pair[0].decode() not in own]
            if secure:
                kept = [(name, _secure(value, name)) for name, value in kept]
            message = {**message, "headers": [*kept, *h.encoded(own)]}
        await send(message)

    async def _heard(self, door: Door, actor: Actor, receive: Receive) -> Message:
        """What the browser says; once the session has ended, that it wants to see the page."""
        message = await receive()
        ended = message["type"] == "websocket.receive" and actor.role() is None
        if ended and door.needed():
            return {"type": "websocket.receive", "bytes": RUN_AGAIN}
        return message

    async def _turn_away(self, scope: Scope, receive: Receive, send: Send) -> None:
        wants_page = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if self.door and wants_page and PAGE.fullmatch(scope["path"]):
            answer = self.door.to_login(scope)
            await answer(scope, receive, partial(self._send, scope, send, h.DOOR_HEADERS))
            return
        await self._refuse(scope, send, 401, say(m.SIGN_IN_FIRST))

    async def _refuse(self, scope: Scope, send: Send, status: int, reason: str) -> None:
        if scope["type"] == "websocket":
            # Closed before it is accepted: the server answers 403.
            await send({"type": "websocket.close", "code": 1008, "reason": reason})
            return
        await self._answer(send, status, "plain", reason)

    async def _answer(self, send: Send, status: int, kind: str, text: str) -> None:
        own = {"content-type": f"text/{kind}; charset=utf-8", "cache-control": "no-cache"}
        pairs = h.encoded({**self.headers, **own})
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": text.encode()})

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if _name(f"//{host}") not in self.names:
            return 403, say(m.NOT_THIS_NAME)
        origin = headers.get(b"origin")
        if origin is not None and urlsplit(origin.decode("latin-1")).netloc.lower() != host.lower():
            return 403, say(m.OTHER_ORIGIN)
        if scope["path"].startswith(CLOSED):
            return 404, say(m.NOTHING_HERE)
        if scope["path"].startswith(UPLOADS) and scope.get("method") == "PUT":
            return _too_much(headers.get(b"content-length", b""))
        return None


def _too_much(length: bytes) -> tuple[int, str] | None:
    """Why an upload of so many bytes is not taken into memory now."""
    if not length.isdigit():
        return 411, say(m.SAY_HOW_LARGE)
    if _held() + int(length) > MOST_UPLOADED:
        return 507, say(m.TOO_MANY_UPLOADS)
    return None


def _held() -> int:
    """Bytes of all uploads in this server's memory."""
    if not runtime.exists():
        return 0
    stats = runtime.get_instance().uploaded_file_mgr.get_stats()
    sizes = (one.byte_length for family in stats.values() for one in family)  # type: ignore[attr-defined]
    return sum(sizes)


def _without_cookie(headers: Headers, name: bytes) -> Headers:
    return [
        (key, b";".join(one for one in value.split(b";") if one.split(b"=")[0].strip() != name))
        if key == b"cookie"
        else (key, value)
        for key, value in headers
    ]


def _secure(value: bytes, name: bytes) -> bytes:
    return (
        value + b"; Secure" if name == b"set-cookie" and b"secure" not in value.lower() else value
    )


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
