"""What the sockets of a server, and of every process it starts, ask for."""

import re
from pathlib import Path

# A `sitecustomize` that stands in front of the sockets of every Python process.
WATCH = """
import os, socket, sys
ASKS = tuple("socket." + name for name in
    ("getaddrinfo", "gethostbyname", "bind", "connect", "sendto", "sendmsg"))
def note(event, args):
    if event.startswith(ASKS):
        place = args[0] if event.startswith("socket.get") else args[1] or ""
        host = place[0] if isinstance(place, tuple) else place
        with open(os.environ["WATCHED"], "a") as log:
            log.write(f"{event} {host}\\n")
sys.addaudithook(note)
"""
NEAR = {"127.0.0.1", "localhost", "::1", "None", "0.0.0.0", "::", ""}


def watching(folder: Path) -> dict[str, str]:
    """The environment under which a program's sockets are noted in `folder/watched.txt`."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH)
    return {"PYTHONPATH": str(folder), "WATCHED": str(folder / "watched.txt")}


def outside(folder: Path) -> set[str]:
    """The addresses beyond this machine that were asked for; sockets of this machine are files."""
    asked = re.findall(r"^\S+ (.*)$", (folder / "watched.txt").read_text(), re.MULTILINE)
    assert asked, "the watch saw no socket at all"
    return {host.strip("b'") for host in asked if not host.strip("b'").startswith("/")} - NEAR
