import asyncio
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from web.gate import Gate, _held

NAMES = ("127.0.0.1", "localhost", "::1")


def answer(
    path: str = "/", kind: str = "http", method: str = "GET", **headers: str
) -> list[dict[str, Any]]:
    """What the gate sends for a request; an app behind it says yes with a header of its own."""
    sent: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if kind == "websocket":
            await send({"type": "websocket.accept"})
        else:
            own = [(b"referrer-policy", b"unsafe-url"), (b"x-own", b"kept")]
            await send({"type": "http.response.start", "status": 200, "headers": own})

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": kind, "path": path, "method": method, "headers": pairs}
    asked = Gate(app, NAMES)(scope, None, send)  # type: ignore[arg-type]
    # In a thread of its own: a browser of other tests leaves a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, asked).result()
    return sent


@pytest.mark.parametrize("host", ["localhost:8501", "127.0.0.1", "LOCALHOST.", "[::1]:8501"])
def test_its_own_names_are_answered_with_the_headers(host: str) -> None:
    start = answer("/_stcore/health", host=host)[0]
    headers = dict(start["headers"])
    assert start["status"] == 200
    assert headers[b"x-own"] == b"kept"
    assert headers[b"referrer-policy"] == b"no-referrer"
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "script-src 'self' blob: 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize("path", ["/", "/data"])
def test_a_page_knows_where_its_server_is_and_may_run_that_script(path: str) -> None:
    start, body = answer(path, host="localhost")
    page, headers = body["body"].decode(), dict(start["headers"])
    first = page.split("<script>")[1].split("</script>")[0]
    assert "BACKEND_BASE_URL: location.origin" in first
    found = b64encode(sha256(first.encode()).digest()).decode()
    assert f"'sha256-{found}'" in headers[b"content-security-policy"].decode()
    assert headers[b"x-frame-options"] == b"DENY"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "localhost@evil.example", "localhost:x", "", "a/b"],
)
@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_other_names_are_refused(host: str, kind: str) -> None:
    first = answer(kind=kind, host=host)[0]
    assert first.get("status", first.get("code")) in (403, 1008)


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:9999"])
def test_pages_of_other_addresses_are_refused(kind: str, origin: str) -> None:
    first = answer(kind=kind, host="localhost:8501", origin=origin)[0]
    assert first.get("status", first.get("code")) in (403, 1008)


def test_its_own_page_may_speak_with_it() -> None:
    sent = answer(kind="websocket", host="localhost:8501", origin="http://localhost:8501")
    assert sent == [{"type": "websocket.accept"}]


def test_a_request_without_a_host_is_refused() -> None:
    assert answer()[0]["status"] == 403


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/interact"])
def test_what_strangers_need_not_see_is_not_there(path: str) -> None:
    assert answer(path, host="localhost")[0]["status"] == 404


@pytest.mark.parametrize(
    ("held", "length", "status"),
    [(0, "1000", 200), (0, "", 411), (0, "many", 411), (2 * 2**30 - 999, "1000", 507)],
)
def test_uploads_in_memory_are_bounded_in_all(
    held: int, length: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.gate._held", lambda: held)
    sent = answer("/_stcore/upload_file/a/b", method="PUT", host="localhost", content_length=length)
    assert sent[0]["status"] == status


def test_what_the_server_holds_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = MemoryUploadedFileManager("/upload")
    monkeypatch.setattr("web.gate.runtime.exists", lambda: True)
    monkeypatch.setattr(
        "web.gate.runtime.get_instance", lambda: SimpleNamespace(uploaded_file_mgr=manager)
    )
    assert _held() == 0
    for number in range(3):
        manager.add_file("session", UploadedFileRec(str(number), "a.csv", "text/csv", b"x" * 100))
    assert _held() == 300
    manager.remove_session_files("session")
    assert _held() == 0
