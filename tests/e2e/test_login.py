"""A team signs in: with accounts, at a provider, behind a proxy; and nobody else gets anything."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from pages.kit import who
from recsys_core.services.access.accounts import add_account
from recsys_core.services.access.actor import OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import find_member, remove, set_role, waiting
from recsys_core.services.access.sessions import close_all
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.app import App
from tests.e2e.conftest import serve
from tests.factories import import_shop, write_shop

pytestmark = [pytest.mark.e2e]

SECRET = "correct horse battery"
NAME = "tastelab.example.com"
TEXT = Path(__file__).resolve().parents[2] / "docs" / "security.md"


class Team(NamedTuple):
    """A server, its house as the person at the machine holds it, and its folder."""

    address: str
    house: House
    folder: Path


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    """A shop with four accounts and a provider."""
    provided = pytest.importorskip("oidc_provider_mock")
    folder = tmp_path_factory.mktemp("team")
    write_shop(folder, customers=12)
    with open_workspace(folder / "workspace") as ws:
        import_shop(ws, folder)
    house = House(folder / "workspace").acting(OPERATOR)
    for role in Role:
        add_account(house, role.word, SECRET, role, role.word.title())
    user = provided.User(sub="17", claims={"name": "Nora Berg", "groups": ["g" * 60] * 200})
    server = serve(
        folder / "workspace",
        ALLOWED_HOSTS=NAME,
        TRUSTED_PROXY="127.0.0.1",
        OIDC_CLIENT_ID="tastelab",
        OIDC_CLIENT_SECRET="not so secret",
    )
    with provided.run_server_in_thread(user_claims=[user]) as provider:
        place = f"http://localhost:{provider.server_port}/.well-known/openid-configuration"
        server.environment |= {
            "OIDC_METADATA_URL": place,
            "OIDC_REDIRECT_URI": f"http://127.0.0.1:{server.port}/oauth2callback",
        }
        with server as address:
            yield Team(address, house, folder)
    house.close()


def browser_of(team: Team, cookie: str = "") -> httpx.Client:
    cookies = {who.COOKIE: cookie} if cookie else {}
    return httpx.Client(base_url=team.address, cookies=cookies, headers={"origin": team.address})


def sign_in(client: httpx.Client, name: str) -> str:
    data = {"login": name, "password": SECRET, "to": "/data"}
    found = client.post("/login", data=data)
    assert found.status_code == 303, found.text
    return client.cookies[who.COOKIE]


def stream(team: Team, cookie: str) -> int:
    """How the server answers a WebSocket with this cookie."""
    place = team.address.replace("http", "ws") + "/_stcore/stream"
    headers = {"Cookie": f"{who.COOKIE}={cookie}"}
    try:
        with connect(
            place, origin=team.address, subprotocols=["streamlit"], additional_headers=headers
        ):
            return 101
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.fixture
def signed_in(page: Page, team: Team) -> App:
    """A browser on the list of imports, as an analyst."""
    page.goto(f"{team.address}/data?section=Imports")
    page.get_by_label("Name").fill("analyst")
    page.get_by_label("Password").fill(SECRET)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/data\?section=Imports"))
    app = App(page, team.address)
    app.settle()
    return app


def test_nothing_is_reached_unsigned_nor_after_signing_out(team: Team, signed_in: App) -> None:
    page = signed_in.page
    csv = page.locator(".st-key-imports-csv button")
    file = signed_in.download(csv.click).url
    assert "/media/" in file
    assert page.request.get(file).status == 200
    cookie = next(c["value"] for c in page.context.cookies() if c["name"] == who.COOKIE)
    assert stream(team, cookie) == 101
    with browser_of(team) as stranger:
        assert stranger.get("/_stcore/health").text == "ok"
        refused(team, stranger, file)
    signed_in.press("Analyst")
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("heading", name="Signed out")).to_be_visible()
    with browser_of(team, cookie) as copy:
        refused(team, copy, file)
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert not [c for c in page.context.cookies() if c["name"] == who.COOKIE]


def refused(team: Team, client: httpx.Client, file: str) -> None:
    """Pages, files and the WebSocket are not given out to this browser."""
    for path in ("/", "/customers", "/settings"):
        assert client.get(path).headers["location"].startswith("/login")
    for path in (file, "/_stcore/host-config", "/static/js/index.js"):
        assert client.get(path).status_code == 401, path
    assert client.put("/_stcore/upload_file/a/b", content=b"x").status_code == 401
    assert stream(team, client.cookies.get(who.COOKIE, "")) == 403


def test_a_click_after_logging_out_elsewhere_does_nothing(team: Team, signed_in: App) -> None:
    actor = find_member(team.house, login="analyst")
    close_all(team.house, team.house.person(actor.issuer, actor.subject, actor.name))
    signed_in.page.get_by_role("link", name="Models", exact=True).first.click()
    expect(signed_in.page.get_by_role("heading", name="Signed out")).to_be_visible()


def test_a_login_at_the_provider_waits_for_a_role(team: Team) -> None:
    with browser_of(team) as nora:
        assert "Sign in with your organisation" in nora.get("/login").text
        begun = nora.get("/login/provider?to=%2Fdata%3Fsection%3DImports")
        asked = nora.get(begun.headers["location"]).headers["location"]
        with httpx.Client() as provider:
            agreed = provider.post(asked, data={"sub": "17"})
        ended = nora.get(agreed.headers["location"])
        assert ended.headers["location"] == "/data?section=Imports"
        # What the provider said of them stays with the server, however much it is.
        kept = [name for name in nora.cookies if name.startswith("_streamlit_user")]
        assert kept == []
        cookie = nora.cookies[who.COOKIE]
        assert "ask an administrator" in nora.get("/login").text
        assert stream(team, cookie) == 403
        (one,) = waiting(team.house)
        assert (one.subject, one.name) == ("17", "Nora Berg")
        set_role(team.house, one.issuer, one.subject, Role.VIEWER, one.name)
        assert nora.get("/data").status_code == 200
        assert stream(team, cookie) == 101
        # The same answer of the provider a second time opens nothing.
        assert nora.get(agreed.headers["location"]).headers["location"] == "/login?refused"
        nora.post("/logout", data={"out": ""})
    with browser_of(team, cookie) as copy:
        assert copy.get("/data").headers["location"].startswith("/login")
    remove(team.house, one.issuer, one.subject)


@pytest.fixture(scope="module")
def proxy(team: Team, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The proxy of docs/security.md in front of the server; its address."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx on this machine")
    folder, port = tmp_path_factory.mktemp("proxy"), free_port()
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    files = ["-keyout", f"{folder}/tastelab.key", "-out", f"{folder}/tastelab.crt"]
    subprocess.run([*make, f"/CN={NAME}", *files], check=True, capture_output=True)
    text = re.search(r"```nginx\n(.*?)```", TEXT.read_text(), re.DOTALL)
    assert text
    server = text[1].replace("/etc/ssl", str(folder)).replace("listen 443", f"listen {port}")
    server = server.replace("http://127.0.0.1:8501", team.address)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {paths}\n{server}\n}}\n"
    )
    command = [program, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, env={**os.environ, "TMPDIR": str(folder)})
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as trial:
            if trial.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"https://{NAME}:{port}"
    process.terminate()
    process.wait(timeout=20)


def test_behind_the_proxy_cookies_are_secure_and_pages_live(
    team: Team, proxy: str, browser: Browser
) -> None:
    port = int(proxy.rpartition(":")[2])
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    host = proxy.removeprefix("https://")
    headers = {"origin": proxy, "host": host}
    with httpx.Client(base_url=f"https://127.0.0.1:{port}", verify=context, headers=headers) as one:
        data = {"login": "viewer", "password": SECRET, "to": "/data"}
        found = one.post("/login", data=data)
        cookie = found.headers["set-cookie"]
        assert cookie.startswith(f"{who.TLS_COOKIE}=")
        assert "; Secure" in cookie
        token = cookie.partition("=")[2].partition(";")[0]
        assert one.get("/_stcore/health").headers["strict-transport-security"]
    with (
        socket.create_connection(("127.0.0.1", port), timeout=10) as line,
        connect(
            f"wss://{host}/_stcore/stream",
            sock=line,
            ssl=context,
            origin=proxy,
            subprotocols=["streamlit"],
            additional_headers={"Cookie": f"{who.TLS_COOKIE}={token}"},
        ) as spoken,
    ):
        assert spoken.subprotocol == "streamlit"
