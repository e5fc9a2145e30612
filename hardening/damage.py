"""Files of a workspace damaged at random: it starts all the same, or says in a sentence why not."""

import random
import shutil
import tempfile
from pathlib import Path

from hardening.scoring import Outcome, cases
from hardening.shop import trained_shop
from recsys_core.schema.errors import TastelabError
from recsys_core.services.data.summary import first_line
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import open_workspace

TIMES = 400


def hurt(path: Path, rng: random.Random) -> str:
    """Cut, change, empty, overwrite or remove a file; what was done to it."""
    kind = rng.choice(("cut", "changed", "emptied", "overwritten", "removed"))
    content = bytearray(path.read_bytes())
    if kind == "removed":
        path.unlink()
        return kind
    if kind == "changed":
        for _ in range(8):
            if content:
                content[rng.randrange(len(content))] ^= 1 << rng.randrange(8)
    new = {
        "cut": content[: rng.randrange(len(content) + 1)],
        "changed": content,
        "emptied": b"",
        "overwritten": rng.randbytes(len(content)),
    }
    path.write_bytes(new[kind])
    return kind


def measure(share: float) -> Outcome:
    """One to three files a time; opened, summed up, models looked for."""
    rng = random.Random(18)
    times, started, told, broken = cases(TIMES, share), 0, 0, []
    with tempfile.TemporaryDirectory() as place:
        whole = trained_shop(Path(place) / "whole")
        for number in range(times):
            copy = Path(place) / f"copy-{number}"
            shutil.copytree(whole, copy)
            files = sorted(path for path in copy.rglob("*") if path.is_file())
            done = [
                f"{path.relative_to(copy)} {hurt(path, rng)}"
                for path in rng.sample(files, rng.randint(1, 3))
            ]
            try:
                with open_workspace(copy) as ws:
                    first_line(ws)
                    trained_models(ws)
                    started += 1
            except TastelabError as sentence:
                told += bool(str(sentence).strip())
            except BaseException as error:
                broken.append(f"{done}: {type(error).__name__} {error}")
            shutil.rmtree(copy)
    for one in broken[:5]:
        print(one)
    measured = f"{times} times: {started} started, {told} said in a sentence why not"
    return Outcome(f"{measured}, {len(broken)} broke", not broken and started + told == times)
