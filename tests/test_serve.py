import socket

import pytest

import serve


def test_a_port_in_use_is_said_and_nothing_is_started(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(serve.warm, "in_background", lambda: pytest.fail("started"))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert serve.main() == 2
    assert capsys.readouterr().err == (
        f"Port {port} is in use. Stop what runs there, or choose another: PORT={port % 65535 + 1}\n"
    )
