"""What somebody on the network sees of a server started by `make run`."""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace
from tests.e2e.watch import outside, watching

ROOT = Path(__file__).resolve().parents[2]


class Started(NamedTuple):
    """A server and what its sockets asked for."""

    port: int
    watch: Path
    log: Path


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    if not shutil.which("make") or not (ROOT / ".venv").exists():
        pytest.skip("no environment made by `make env`")
    folder = tmp_path_factory.mktemp("closed")
    orders = folder / "orders.csv"
    rows = [f"c{n % 9},p{n % 7},2024-01-{n % 27 + 1:02d}" for n in range(120)]
    orders.write_text("customer,product,date\n" + "\n".join(dict.fromkeys(rows)) + "\n")
    with open_workspace(folder / "workspace") as ws:
        import_files(ws, "interactions", [orders])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    found = Started(port, folder / "watch", folder / "server.log")
    environment = {
        **os.environ,
        "TASTELAB_WORKSPACE": str(folder / "workspace"),
        "PORT": str(port),
        **watching(found.watch),
    }
    environment.pop("HOST", None)
    with found.log.open("wb") as log:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            _wait(process, found)
            yield found
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], found: Started) -> None:
    deadline = time.monotonic() + 240
    while True:
        try:
            ask(found.port, "/_stcore/health", "localhost")
            return
        except OSError:
            assert process.poll() is None, found.log.read_text()
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.3)


def ask(port: int, path: str, host: str) -> http.client.HTTPResponse:
    """The answer to a GET with this Host."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host)
    connection.endheaders()
    return connection.getresponse()


def status_of_socket(port: int, host: str, origin: str) -> int:
    """How the server answers a WebSocket that says it comes from there."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        try:
            with connect(
                f"ws://{host}/_stcore/stream", sock=line, origin=origin, subprotocols=["streamlit"]
            ):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code


@pytest.mark.e2e
def test_it_listens_on_the_loopback_only(started: Started) -> None:
    if sys.platform != "linux":
        pytest.skip("reads the sockets of Linux")
    listening = set()
    for name in ("tcp", "tcp6"):
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]:
            fields = line.split()
            address, port = fields[1].split(":")
            if int(port, 16) == started.port and fields[3] == "0A":
                listening.add(address)
    assert listening == {"0100007F"}


@pytest.mark.e2e
def test_every_answer_carries_the_headers(started: Started) -> None:
    for path in ("/", "/data", "/_stcore/health", "/nothing.js"):
        headers = ask(started.port, path, f"localhost:{started.port}").headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"


@pytest.mark.e2e
def test_a_name_that_leads_here_from_elsewhere_gets_nothing(started: Started) -> None:
    assert ask(started.port, "/", "evil.example").status == 403
    own = f"localhost:{started.port}"
    assert status_of_socket(started.port, own, f"http://{own}") == 101
    assert status_of_socket(started.port, "evil.example", "http://evil.example") == 403
    assert status_of_socket(started.port, own, "http://evil.example") == 403


@pytest.mark.e2e
def test_metrics_are_closed(started: Started) -> None:
    assert ask(started.port, "/_stcore/metrics", "localhost").status == 404


@pytest.mark.e2e
def test_nothing_outside_was_looked_up(started: Started) -> None:
    status_of_socket(started.port, f"localhost:{started.port}", "http://elsewhere.example")
    assert outside(started.watch) == set()
