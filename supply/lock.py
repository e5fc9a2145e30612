"""Write the locks: every package with its version and the hashes of its files, what they need too.

`python -m supply.lock UV`, where UV is the program of that name; versions that stand in a lock
stay unless a requirement asks for another (`--upgrade` takes the newest). One resolution holds for
Python 3.11 and later on every system, with markers where they differ.
"""

import re
import subprocess
import sys
from pathlib import Path

from supply.pins import CPU_LOCK, CUDA_LOCK, LOCKS, ROOT

CUDA = re.compile(r"^(nvidia-|cuda-|triton==)")
"""What only the CUDA build of PyTorch needs: a lock of its own, left out beside a CPU build."""
TORCH = re.compile(r"^torch==")
# PyTorch's CPU build is not on PyPI: the hash of the one for Python 3.11 on Linux (x86-64).
CPU_BUILDS = ("6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b",)
HEADER = "# Made by `make lock` from {source}; not for the hand.\n"


def write_locks(uv: str, *extra: str) -> None:
    """Resolve each requirements file into its lock."""
    for lock, source in LOCKS.items():
        alone = ("--no-deps",) if lock == "requirements-samples.lock" else ()
        after = ("-c", "requirements.lock") if lock == "requirements-dev.lock" else ()
        blocks = resolved(uv, source, lock, *alone, *after, *extra)
        cuda = [block for block in blocks if CUDA.match(block)]
        write(lock, source, [block for block in blocks if block not in cuda])
        if lock == "requirements.lock":
            write(CUDA_LOCK, source, cuda)
            write(CPU_LOCK, source, [cpu_build(block) for block in blocks if TORCH.match(block)])


def resolved(uv: str, source: str, lock: str, *options: str) -> list[str]:
    """One block of text a package. What stands in the locks is preferred."""
    made = ROOT / f".{lock}.making"
    known = [ROOT / name for name in (lock, CUDA_LOCK) if (ROOT / name).exists()]
    made.write_text("".join(path.read_text(encoding="utf-8") for path in known), encoding="utf-8")
    command = [uv, "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header"]
    command += ["--no-annotate", "--python-version", "3.11", "--output-file", made.name, *options]
    try:
        subprocess.run([*command, source], cwd=ROOT, check=True)
        return re.split(r"^(?=[A-Za-z0-9])", made.read_text(encoding="utf-8"), flags=re.MULTILINE)
    finally:
        made.unlink()


def cpu_build(block: str) -> str:
    """The CPU build of the same PyTorch."""
    version = block.split("==")[1].split(maxsplit=1)[0]
    return f"torch=={version}+cpu" + "".join(f" \\\n    --hash=sha256:{one}" for one in CPU_BUILDS)


def write(lock: str, source: str, blocks: list[str]) -> None:
    """A lock is whole or the one before stays."""
    made = Path(ROOT / f".{lock}.making")
    made.write_text(
        HEADER.format(source=source) + "".join(blocks).rstrip("\n") + "\n", encoding="utf-8"
    )
    made.replace(ROOT / lock)


if __name__ == "__main__":
    write_locks(*sys.argv[1:])
