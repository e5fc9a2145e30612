"""Analysts at work side by side: how long a view takes with 1, 5, 10 and 20 of them.

    python benchmarks/bench_load.py [WORKSPACE] [--before CHECKOUT] [--analysts 1 5 10 20]

Each analyst is a session of its own over a raw WebSocket, as the browser opens one: on the
Recommendations page another customer, then five seconds of thought, and again. Measured twice in
one run on copies of the workspace: an earlier checkout (or this one) as `streamlit run` starts it,
with the garbage collection that Streamlit forces after every run, and this one as it is served.
"""

import argparse
import asyncio
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

ROOT = Path(__file__).resolve().parents[1]
THOUGHT = 5.0
PAGE = "recommendations"
PATIENCE = 120
FORCED = ["-m", "streamlit", "run", "app.py", "--runner.postScriptGC", "true", "--server.port"]


@dataclass
class Load:
    """Seconds from a click to the end of its run, of all analysts."""

    views: list[float] = field(default_factory=list)

    def row(self, cpu: float) -> str:
        """Views, p50, p95 and processor seconds of the server a view."""
        p50, p95 = np.percentile(self.views, (50, 95))
        return f"{len(self.views):5d} {p50:8.2f} {p95:8.2f} {cpu / len(self.views):8.2f}"


class Server:
    """The app on a copy of the workspace, until the end of the block."""

    def __init__(self, workspace: Path, earlier: Path | None) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        own = {"TASTELAB_WORKSPACE": str(workspace), "PORT": str(self.port)}
        self.environment = {**os.environ, **own}
        self.folder = earlier or ROOT
        self.command = [*FORCED, str(self.port)] if earlier else ["serve.py"]

    def __enter__(self) -> "Server":
        self.process = subprocess.Popen(
            [sys.executable, *self.command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_stcore/health").close()
                return self
            except OSError:
                time.sleep(0.1)
        raise SystemExit("The server did not start.")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def cpu(self) -> float:
        """Processor seconds it has used so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def megabytes(self) -> float:
        """Memory it holds now."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def analyst(port: int, until: float, load: Load, seed: int, first: bool) -> None:
    """One session: views with thought between them; the first view is not counted."""
    chance = random.Random(seed)
    address = f"ws://127.0.0.1:{port}/_stcore/stream"
    await asyncio.sleep(chance.uniform(0, THOUGHT))
    async with websockets.connect(address, subprotocols=["streamlit"], max_size=None) as socket:
        await view(socket, chance)
        while not first and time.monotonic() < until:
            await asyncio.sleep(THOUGHT)
            started = time.monotonic()
            await view(socket, chance)
            load.views.append(time.monotonic() - started)


async def view(socket: websockets.ClientConnection, chance: random.Random) -> None:
    """Ask for another customer and wait until the page is whole."""
    ask = BackMsg()
    ask.rerun_script.query_string = f"customer={chance.randint(1, 2400)}"
    ask.rerun_script.page_name = PAGE
    await socket.send(ask.SerializeToString())
    async with asyncio.timeout(PATIENCE):
        while True:
            message = ForwardMsg()
            message.ParseFromString(await socket.recv())
            if message.WhichOneof("type") == "script_finished":
                finished = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
                if finished == "FINISHED_SUCCESSFULLY":
                    return


async def run(port: int, analysts: int, seconds: float, first: bool = False) -> Load:
    """All analysts at once."""
    load, until = Load(), time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        for seed in range(analysts):
            group.create_task(analyst(port, until, load, seed, first))
    return load


def copy_of(workspace: Path | None, folder: Path) -> Path:
    """The workspace in a new folder; without one, the sample with two models, measured."""
    if workspace:
        return Path(shutil.copytree(workspace, folder))
    for command in ("sample complete-journey", "train popularity", "train ease", "evaluate"):
        asked = [sys.executable, "-m", "recsys_core", "--workspace", str(folder), *command.split()]
        subprocess.run(asked, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workspace", type=Path, nargs="?")
    parser.add_argument("--analysts", type=int, nargs="+", default=[1, 5, 10, 20])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--before", type=Path, default=ROOT, metavar="CHECKOUT")
    asked = parser.parse_args()
    for mode, earlier in (("before", asked.before.resolve()), ("as served", None)):
        print(f"{mode}\nanalysts  views  p50 s   p95 s   CPU s/view   MB")
        with tempfile.TemporaryDirectory() as folder:
            copy = copy_of(asked.workspace, Path(folder) / "workspace")
            with Server(copy, earlier) as server:
                asyncio.run(run(server.port, 1, 0, first=True))
                for analysts in asked.analysts:
                    before = server.cpu()
                    load = asyncio.run(run(server.port, analysts, asked.seconds))
                    row = load.row(server.cpu() - before)
                    print(f"{analysts:8d} {row} {server.megabytes():8.0f}", flush=True)


if __name__ == "__main__":
    main()
