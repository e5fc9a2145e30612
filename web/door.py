"""The door: signing in and out before any page is reached, by plain forms without a script."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

from anyio import CapacityLimiter, to_thread
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from pages.kit import guard, who
from recsys_core.schema.errors import InputError, LoginRefused
from recsys_core.services.access.accounts import change_password, must_change, verify
from recsys_core.services.access.actor import LOCAL, NOBODY, Actor
from recsys_core.services.access.members import knock
from recsys_core.services.access.opened import house_at
from recsys_core.services.access.sessions import close_session, open_session
from recsys_core.wording.messages import say
from web import forms, provider
from web import messages as m

LOGIN, LOGOUT, PASSWORD = "/login", "/logout", "/login/password"
BY_PROVIDER, STYLE, MARK = "/login/provider", "/login/style.css", "/login/mark.svg"
OWN_PAGE = re.compile(r"/[a-z]*(\?[^\s\\]*)?")
"""Where somebody may be sent after signing in: a page of this app, never another address."""
LARGEST = 4096
"""Bytes of a form."""
TO, TO_SECONDS = "tastelab_to", 600
FORM = "application/x-www-form-urlencoded"
_MARK = Path(__file__).resolve().parents[1] / "pages" / "kit" / "mark.svg"


class Door:
    """Who is let in by whom, and the pages where that is asked. Its own answers need no login."""

    def __init__(self) -> None:
        # Of their own: passwords are slow to check, and must not keep pages from being sent.
        self.threads = CapacityLimiter(4)

    def needed(self) -> bool:
        """Whether anybody has to sign in."""
        return who.login_needed(guard.folder())

    def actor(self, scope: Scope) -> Actor:
        """Whose session the request brings."""
        return who.holder(guard.folder(), HTTPConnection(scope).cookies)

    def passes(self, actor: Actor) -> bool:
        """Whether somebody may see a page: they have a role, and a password only they know."""
        return actor.role() is not None and not must_change(house_at(guard.folder()), actor)

    def is_way(self, scope: Scope) -> bool:
        """Whether it is a step of signing in at a provider."""
        ways = (provider.BEGIN, provider.END)
        return scope["type"] == "http" and scope["path"] in ways and who.provider_named()

    def to_login(self, scope: Scope) -> Response:
        """To the login page, and back afterwards."""
        query = scope["query_string"].decode("latin-1")
        asked = f"{scope['path']}?{query}" if query else scope["path"]
        to = f"?to={quote(asked, safe='')}" if asked != "/" else ""
        return RedirectResponse(f"{LOGIN}{to}", 303)

    async def answer(self, scope: Scope, receive: Receive, actor: Actor) -> Response | None:
        """What stands at the door; None for what lies behind it."""
        if scope["type"] != "http":
            return None
        request = Request(scope, receive)
        if request.method == "POST" and scope["path"] in (LOGIN, LOGOUT, PASSWORD):
            form = await _form(request)
            return form if isinstance(form, Response) else await self._post(request, actor, form)
        if request.method not in ("GET", "HEAD"):
            return None
        if scope["path"] in (STYLE, MARK):
            style = scope["path"] == STYLE
            return Response(forms.style(), media_type="text/css") if style else FileResponse(_MARK)
        if scope["path"] == BY_PROVIDER and who.provider_named():
            found = RedirectResponse(provider.begin(), 303)
            to = own_page(request.query_params.get("to", ""))
            _set(request, found, TO, to, path=provider.END, max_age=TO_SECONDS)
            return found
        if scope["path"] in (LOGIN, PASSWORD):
            return self._get(request, actor)
        return None

    def _get(self, request: Request, actor: Actor) -> Response:
        house = house_at(guard.folder())
        if actor != NOBODY and must_change(house, actor):
            return _page(forms.password(own=False))
        if actor.role() is None:
            if actor != NOBODY:
                return _page(forms.no_role(actor.name))
            problem = say(m.PROVIDER_REFUSED) if "refused" in request.query_params else ""
            found = self._ask(own_page(request.query_params.get("to", "")), problem)
            if who.token_in(request.cookies):
                _forget(request, found)
            return found
        if request.url.path == PASSWORD and actor.issuer == LOCAL:
            return _page(forms.password(own=True))
        return RedirectResponse(own_page(request.query_params.get("to", "")), 303)

    def _ask(self, to: str, problem: str, status: int = 200, name: str = "") -> Response:
        accounts = house_at(guard.folder()).login_configured()
        asked = forms.sign_in(to, problem, name, accounts=accounts, at=who.provider_named())
        return _page(asked, status)

    async def _post(self, request: Request, actor: Actor, form: Mapping[str, str]) -> Response:
        house = house_at(guard.folder())
        address = request.client.host if request.client else ""
        if request.url.path == LOGOUT:
            self._close(request)
            found = RedirectResponse(LOGIN, 303)
            _forget(request, found)
            return found
        if request.url.path == PASSWORD:
            if actor.issuer != LOCAL:
                return RedirectResponse(LOGIN, 303)
            old, new = form.get("password", ""), form.get("new", "")
            try:
                await to_thread.run_sync(
                    change_password, house, actor, old, new, address, limiter=self.threads
                )
            except (InputError, LoginRefused) as error:
                own = not must_change(house, actor)
                return _page(forms.password(own=own, problem=str(error)), 403)
            found = RedirectResponse(LOGIN, 303)
            _forget(request, found)
            return found
        to, name = own_page(form.get("to", "")), form.get("login", "")
        try:
            password = form.get("password", "")
            known = await to_thread.run_sync(
                verify, house, name, password, address, limiter=self.threads
            )
        except LoginRefused as error:
            return self._ask(to, str(error), 403, name)
        return self._open(request, RedirectResponse(to, 303), known)

    def _open(self, request: HTTPConnection, found: Response, actor: Actor) -> Response:
        """A new session, whatever was there before: a token from before is worth nothing after."""
        self._close(request)
        cookie = who.TLS_COOKIE if _secure(request) else who.COOKIE
        _set(request, found, cookie, open_session(house_at(guard.folder()), actor))
        return found

    def _close(self, request: HTTPConnection) -> None:
        for name in (who.TLS_COOKIE, who.COOKIE):
            if token := request.cookies.get(name):
                close_session(house_at(guard.folder()), token)

    def on_way(self, scope: Scope, send: Send) -> Send:
        """Turn what a provider said into a session of the house, where its answer is sent."""

        async def sending(message: Message) -> None:
            if scope["path"] == provider.END and message["type"] == "http.response.start":
                request = HTTPConnection(scope)
                headers = MutableHeaders(raw=list(message["headers"]))
                claims = provider.taken_out(headers)
                found = RedirectResponse(f"{LOGIN}?refused", 303)
                if claims is not None:
                    to = own_page(request.cookies.get(TO, ""))
                    try:
                        actor = knock(house_at(guard.folder()), *claims)
                        found = RedirectResponse(to, 303)
                        self._open(request, found, actor)
                    except LoginRefused:
                        pass
                found.delete_cookie(TO, path=provider.END)
                headers["location"] = found.headers["location"]
                for line in found.headers.getlist("set-cookie"):
                    headers.append("set-cookie", line)
                message = {**message, "status": 303, "headers": headers.raw}
            await send(message)

        return sending


def own_page(asked: str) -> str:
    """A page of this app with what is chosen on it; the start for any other address."""
    fits = OWN_PAGE.fullmatch(asked) and asked.isprintable() and not asked.startswith("//")
    return asked if fits else "/"


async def _form(request: Request) -> dict[str, str] | Response:
    """The fields of a form that this app has sent, or why it is none."""
    # A browser says where a form comes from; the gate has compared it with the name asked for.
    same = request.headers.get("origin") or request.headers.get("sec-fetch-site") == "same-origin"
    if not same:
        return _plain(say(m.OTHER_ORIGIN), 403)
    if request.headers.get("content-type", "").partition(";")[0].strip() != FORM:
        return _plain(say(m.NOT_A_FORM), 415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST:
            return _plain(say(m.FORM_TOO_LARGE), 413)
    try:
        fields = parse_qs(body.decode("utf-8"), keep_blank_values=True, max_num_fields=8)
    except ValueError:
        return _plain(say(m.NOT_A_FORM), 415)
    return {name: values[0] for name, values in fields.items()}


def _set(
    request: HTTPConnection,
    found: Response,
    name: str,
    value: str,
    *,
    path: str = "/",
    max_age: int | None = None,
) -> None:
    found.set_cookie(
        name, value, max_age, path=path, httponly=True, samesite="lax", secure=_secure(request)
    )


def _forget(request: HTTPConnection, found: Response) -> None:
    for name in (who.TLS_COOKIE, who.COOKIE):
        if name in request.cookies:
            found.delete_cookie(name, secure=name == who.TLS_COOKIE, httponly=True)


def _secure(request: HTTPConnection) -> bool:
    return urlsplit(str(request.url)).scheme == "https"


def _page(html: str, status: int = 200) -> Response:
    return Response(html, status, media_type="text/html")


def _plain(text: str, status: int) -> Response:
    return Response(text, status, media_type="text/plain")
