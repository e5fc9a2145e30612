"""Read requirements and locks: one pin a line, its hashes behind it."""

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {
    "requirements.lock": "requirements.txt",
    "requirements-samples.lock": "requirements-samples.txt",
    "requirements-dev.lock": "requirements-dev.txt",
}
CUDA_LOCK = "requirements-cuda.lock"
CPU_LOCK = "requirements-cpu.lock"
_PIN = re.compile(
    r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\\n]+))?", re.MULTILINE
)


class Pin(NamedTuple):
    """A package, its version, for which machines ("" for all) and how many hashes it may have."""

    name: str
    version: str
    marker: str
    hashes: int


def pins(text: str) -> list[Pin]:
    """Every pin of a file, in its order; names as PEP 503 writes them."""
    starts = list(_PIN.finditer(text))
    ends = [one.start() for one in starts[1:]] + [len(text)]
    return [
        Pin(plain(m[1]), m[2], (m[3] or "").strip(), text[m.start() : end].count("--hash=sha256:"))
        for m, end in zip(starts, ends, strict=True)
    ]


def read(name: str) -> list[Pin]:
    """The pins of a file of the project's root."""
    return pins((ROOT / name).read_text(encoding="utf-8"))


def plain(name: str) -> str:
    """A package's name as PEP 503 writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()
