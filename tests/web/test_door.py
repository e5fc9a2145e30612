"""Nobody gets past the door without a role, and whoever has one gets back out."""

import re
from collections.abc import Iterator
from unittest.mock import MagicMock

import pytest
from starlette.routing import Mount, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

from pages.kit import who
from recsys_core.services.access.accounts import add_account, must_change
from recsys_core.services.access.actor import LOCAL, OPERATOR, Role
from recsys_core.services.access.house import House
from recsys_core.services.access.members import knock, members, remove, set_role
from recsys_core.services.access.sessions import actor_of, close_all, open_session
from tests.web.conftest import SECRET, Behind, sign_in
from web.door import Door, own_page
from web.gate import Gate

STREAM = "ws://localhost/_stcore/stream"
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS")


def paths() -> Iterator[str]:
    """A path of every route that Streamlit itself has, and of what lies below it."""
    for route in create_streamlit_routes(MagicMock()):
        path = re.sub(r"\{[^}]*\}", "a1", route.path)
        yield path or "/"
        if isinstance(route, Mount):
            yield f"{path}/index.html"
            yield f"{path}/static/js/index.js"


def token(visitor: TestClient) -> str:
    return who.token_in(dict(visitor.cookies))


def test_no_route_of_the_server_answers_a_stranger(visitor: TestClient, behind: Behind) -> None:
    asked = [*paths(), "/", "/data", "/media/a1.csv", "/app/static/a", "/nothing"]
    assert len(asked) > 15
    assert any(isinstance(one, WebSocketRoute) for one in create_streamlit_routes(MagicMock()))
    for path in asked:
        for method in METHODS:
            found = visitor.request(method, path)
            assert found.status_code in (303, 401, 403, 404) or path == "/_stcore/health", path
        with pytest.raises(WebSocketDisconnect), visitor.websocket_connect(f"ws://localhost{path}"):
            pass
    assert set(behind.reached) == {"/_stcore/health"}


def test_a_cookie_that_was_made_up_opens_nothing(visitor: TestClient, behind: Behind) -> None:
    for name in (who.COOKIE, who.TLS_COOKIE, "_streamlit_user"):
        visitor.cookies.set(name, "x" * 43)
    assert visitor.get("/data").status_code == 303
    assert visitor.get("/media/a.csv").status_code == 401
    assert behind.reached == []


def test_signing_in_leads_to_the_page_that_was_asked_for(
    visitor: TestClient, behind: Behind
) -> None:
    asked = visitor.get("/customers?customer=00123&part=A%20B")
    assert asked.headers["location"] == "/login?to=%2Fcustomers%3Fcustomer%3D00123%26part%3DA%2520B"
    form = visitor.get(asked.headers["location"]).text
    assert 'value="/customers?customer=00123&amp;part=A%20B"' in form
    found = sign_in(visitor, to="/customers?customer=00123&part=A%20B")
    assert found.status_code == 303
    assert found.headers["location"] == "/customers?customer=00123&part=A%20B"
    cookie = found.headers["set-cookie"]
    assert cookie.startswith(f"{who.COOKIE}=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Secure" not in cookie
    assert visitor.get("/data").status_code == 200
    assert visitor.get("/media/a.csv").headers["cache-control"] == "private, no-store"
    assert visitor.get("/login").headers["location"] == "/"
    assert behind.reached == ["/media/a.csv"]


def test_over_tls_cookies_are_secure_and_named_for_this_host(visitor: TestClient) -> None:
    visitor.base_url = "https://localhost"
    visitor.headers["origin"] = "https://localhost"
    found = sign_in(visitor)
    assert found.headers["set-cookie"].startswith(f"{who.TLS_COOKIE}=")
    assert "Secure" in found.headers["set-cookie"]
    assert "strict-transport-security" in found.headers


@pytest.mark.parametrize(
    "asked",
    [
        "https://evil.example", "//evil.example", "/\\evil.example", "/%2f", "javascript:alert(1)",
        "/data\r\nset-cookie: a=b", "/login/provider", "/_stcore/stream", "", "data", "/data?a=\\",
    ],
)  # fmt: skip
def test_it_leads_to_no_other_place(asked: str, visitor: TestClient) -> None:
    assert own_page(asked) == "/"
    assert sign_in(visitor, to=asked).headers["location"] == "/"


def test_a_wrong_name_and_a_wrong_password_are_told_the_same(visitor: TestClient) -> None:
    pages = [
        visitor.post("/login", data={"login": name, "password": "wrong wrong wrong", "to": "/"})
        for name in ("ada", "nobody")
    ]
    assert [one.status_code for one in pages] == [403, 403]
    assert pages[0].text.replace('value="ada"', "") == pages[1].text.replace('value="nobody"', "")
    assert "set-cookie" not in pages[0].headers


def test_a_form_says_where_it_comes_from(visitor: TestClient) -> None:
    data = {"login": "ada", "password": SECRET, "to": "/"}
    for origin in ("http://evil.example", "null"):
        assert visitor.post("/login", data=data, headers={"origin": origin}).status_code == 403
    del visitor.headers["origin"]
    assert visitor.post("/login", data=data).status_code == 403
    same = {"sec-fetch-site": "same-origin"}
    assert visitor.post("/login", data=data, headers=same).status_code == 303


def test_what_is_no_form_of_ours_is_refused(visitor: TestClient) -> None:
    assert visitor.post("/login", json={"login": "ada"}).status_code == 415
    assert visitor.post("/login", data={"login": "a" * 5000}).status_code == 413
    many = "&".join(f"a{n}=1" for n in range(20))
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor.post("/login", content=many, headers=form).status_code == 415
    assert visitor.post("/login", content=b"login=%ff&\xff", headers=form).status_code == 415


def test_what_was_typed_is_shown_as_text(visitor: TestClient) -> None:
    name = '"><script>alert(1)</script>'
    found = visitor.post("/login", data={"login": name, "password": "wrong wrong wrong"})
    assert "<script" not in found.text
    policy = found.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_a_token_is_new_with_every_login_and_dead_after_it(
    visitor: TestClient, house: House
) -> None:
    sign_in(visitor)
    first = token(visitor)
    sign_in(visitor)
    second = token(visitor)
    assert first != second
    assert actor_of(house, first) is None
    out = visitor.post("/logout", data={"a": ""})
    assert out.headers["location"] == "/login"
    assert token(visitor) == ""
    visitor.cookies.set(who.COOKIE, second)
    assert visitor.get("/media/a.csv").status_code == 401
    assert visitor.get("/data").status_code == 303
    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect(STREAM):
        pass


def ended_by_log_out_everywhere(house: House, visitor: TestClient) -> None:
    actor = actor_of(house, token(visitor))
    assert actor is not None
    close_all(house, actor)


def ended_by_log_out(_: House, visitor: TestClient) -> None:
    kept = dict(visitor.cookies)
    visitor.post("/logout", data={"a": ""})
    visitor.cookies.update(kept)


def ended_by_removal(house: House, visitor: TestClient) -> None:
    vera = next(one for one in members(house) if one.name == "Vera")
    remove(house, vera.issuer, vera.subject)


@pytest.mark.parametrize("end", [ended_by_log_out_everywhere, ended_by_log_out, ended_by_removal])
def test_an_open_page_does_nothing_more(
    end, visitor: TestClient, house: House, behind: Behind
) -> None:
    sign_in(visitor, "vera")
    with visitor.websocket_connect(STREAM) as line:
        line.send_bytes(b"a click")
        assert line.receive_bytes() == b"seen"
        end(house, visitor)
        line.send_bytes(b"another click")
        line.receive_bytes()
    assert behind.heard[0] == b"a click"
    asked = BackMsg()
    asked.ParseFromString(behind.heard[1])
    # The page is drawn anew, which says that the session has ended; no button is pressed.
    assert asked.WhichOneof("type") == "rerun_script"
    assert not asked.rerun_script.HasField("widget_states")
    for path in ("/media/a.csv", "/_stcore/upload_file/a/b", "/_stcore/host-config"):
        assert visitor.get(path).status_code == 401


def test_somebody_without_a_role_waits_and_may_leave(
    visitor: TestClient, house: House, behind: Behind
) -> None:
    actor = knock(house, "https://id.example", "17", "Nora <b>")
    visitor.cookies.set(who.COOKIE, open_session(house, actor))
    assert visitor.get("/data").headers["location"].startswith("/login")
    page = visitor.get("/login").text
    assert "ask an administrator" in page
    assert "Nora &lt;b&gt;" in page
    with pytest.raises(WebSocketDisconnect), visitor.websocket_connect(STREAM):
        pass
    assert behind.reached == []
    set_role(house, "https://id.example", "17", Role.VIEWER, "Nora")
    assert visitor.get("/data").status_code == 200
    visitor.post("/logout", data={"a": ""})
    assert visitor.get("/data").status_code == 303


def test_a_password_that_somebody_else_chose_is_changed_first(
    visitor: TestClient, house: House
) -> None:
    ada = next(one for one in members(house) if one.name == "Ada")
    boss = house.acting(house.person(ada.issuer, ada.subject, ada.name))
    add_account(boss, "newcomer", SECRET, Role.VIEWER)
    sign_in(visitor, "newcomer")
    actor = actor_of(house, token(visitor))
    assert actor is not None
    assert must_change(house, actor)
    assert visitor.get("/data").headers["location"].startswith("/login")
    assert "Choose one that only you know" in visitor.get("/login").text
    short = visitor.post("/login/password", data={"password": SECRET, "new": "short"})
    assert short.status_code == 403
    assert "at least 12 characters" in short.text
    new = "another horse battery"
    found = visitor.post("/login/password", data={"password": SECRET, "new": new})
    assert found.headers["location"] == "/login"
    data = {"login": "newcomer", "password": new, "to": "/data"}
    assert visitor.post("/login", data=data).headers["location"] == "/data"
    assert visitor.get("/data").status_code == 200
    assert visitor.get("/login/password").status_code == 200


def test_without_any_account_nobody_is_asked(
    visitor: TestClient, house: House, behind: Behind
) -> None:
    assert house.actor == OPERATOR
    for one in members(house):
        assert one.issuer == LOCAL
        set_role(house, one.issuer, one.subject, Role.ADMIN)
    with house.store.write() as cursor:
        cursor.execute("DELETE FROM accounts")
    assert visitor.get("/data").status_code == 200
    assert visitor.get("/media/a.csv").status_code == 200


def test_over_tls_no_cookie_counts_that_a_neighbour_can_plant(house: House, behind: Behind) -> None:
    (ada,) = [one for one in members(house) if one.login == "ada"]
    theirs = open_session(house, house.person(LOCAL, ada.subject, ada.name))
    gate = Gate(behind, ("localhost",), Door())
    secure = TestClient(gate, base_url="https://localhost", follow_redirects=False)
    for name, status in ((who.COOKIE, 401), (who.TLS_COOKIE, 200)):
        cookie = f"other=1; {name}={theirs}; more=2"
        assert secure.get("/media/a.csv", headers={"cookie": cookie}).status_code == status
    assert behind.reached == ["/media/a.csv"]
