"""A hundred uploads of 5 MB, to sessions that do not exist and to one that does."""

import tempfile
import urllib.request
import uuid
from collections import Counter
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from hardening.scoring import Outcome, cases
from tests.e2e.conftest import serve

UPLOADS, SIZE, MEGABYTES = 100, 5 * 1000**2, 200


def resident(process: int) -> float:
    """The most memory a process ever held, in MB (Linux)."""
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(one for one in text.splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) / 1000


def token(address: str) -> str:
    """What a page of the app holds against requests of other pages."""
    with urllib.request.urlopen(f"{address}/_stcore/health") as answer:
        cookies = SimpleCookie(answer.headers.get("set-cookie", ""))
    return next((one.value for name, one in cookies.items() if "xsrf" in name), "")


def put(address: str, known: str, session: str, content: bytes) -> int:
    """The status of one upload; 0 where the server hung up before it was sent."""
    mark = uuid.uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="a"; filename="a.csv"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    line = HTTPConnection(address.removeprefix("http://"), timeout=30)
    headers = {
        "Content-Type": f"multipart/form-data; boundary={mark}",
        "Cookie": f"_streamlit_xsrf={known}",
        "X-Xsrftoken": known,
    }
    try:
        path = f"/_stcore/upload_file/{session}/{uuid.uuid4()}"
        with suppress(BrokenPipeError):
            line.request("PUT", path, body, headers)
        return line.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        line.close()


def measure(share: float) -> Outcome:
    """How much the server's memory grew, and what was taken."""
    content, number = b"a,b\n1,2\n" * (SIZE // 8), cases(UPLOADS, share)
    with tempfile.TemporaryDirectory() as place:
        server = serve(Path(place) / "workspace")
        with server as address:
            stream = address.replace("http", "ws") + "/_stcore/stream"
            with connect(
                stream, subprotocols=["streamlit"], origin=address, max_size=None
            ) as session:  # type: ignore[arg-type]
                asked = BackMsg()
                asked.rerun_script.query_string = ""
                session.send(asked.SerializeToString())
                message = ForwardMsg()
                while not message.HasField("new_session"):
                    message.ParseFromString(session.recv())  # type: ignore[arg-type]
                own = message.new_session.initialize.session_id
                while not message.HasField("script_finished"):
                    message.ParseFromString(session.recv())  # type: ignore[arg-type]
                before = resident(server.process.pid)
                known = token(address)
                half = number - number // 2
                made_up = [put(address, known, str(uuid.uuid4()), content) for _ in range(half)]
                real = [put(address, known, own, content) for _ in range(half)]
                grown = resident(server.process.pid) - before
    taken = sum(status in range(200, 300) for status in made_up)
    kept = sum(status in range(200, 300) for status in real)
    print("statuses:", Counter(made_up), Counter(real))
    measured = f"{grown:.0f} MB more; taken {taken} of {len(made_up)} for sessions made up, "
    good = grown < MEGABYTES and kept > 0  # a server that takes none has not been tried
    return Outcome(measured + f"{kept} of {len(real)} for one that is open", good)
