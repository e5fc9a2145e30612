"""Looking for texts in every byte of a folder, also within what is packed."""

import gzip
import io
import json
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import quote_plus

import numpy as np
import pyarrow.parquet as pq

from recsys_core.schema.contracts import Progress, silent
from recsys_core.schema.types import IntArray
from recsys_core.storage import messages as m
from recsys_core.wording.messages import say

BLOCK = 16 << 20
TABLE = 1 << 20
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(44)
PACKED = (OSError, ValueError, EOFError, zlib.error, zipfile.BadZipFile)
"""What unpacking raises that finds no such packing: its bytes were read all the same."""


class Finder:
    """Many texts looked for at once, whatever stands beside them.

    Each is told by eight bytes that few others have (four of shorter ones): a window over all bytes
    is looked up in a table, and only what is there is compared in full. Texts are found as UTF-8,
    as JSON escapes them and as addresses do; those of fewer than four bytes never.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._of: dict[bytes, str] = {}
        for text in texts:
            for form in (text, json.dumps(text)[1:-1], quote_plus(text)):
                self._of[form.encode()] = text
        self.longest = max(map(len, self._of), default=0)
        self._groups = [
            group
            for width, sizes in ((8, range(8, self.longest + 1)), (4, range(4, 8)))
            if (group := _OneWidth(width, [one for one in self._of if len(one) in sizes])).at
        ]

    def __len__(self) -> int:
        return len(set(self._of.values()))

    def found(self, data: bytes) -> set[str]:
        """Which of the texts stand in it."""
        return {self._of[one] for group in self._groups for one in group.found(data)}


class _OneWidth:
    """Texts told by `width` of their bytes, those that the fewest of the others have."""

    def __init__(self, width: int, texts: list[bytes]) -> None:
        self._width = width
        common = Counter(window for text in texts for window in _windows(text, width))
        self.at: dict[int, list[tuple[bytes, int]]] = {}
        for text in texts:
            windows = _windows(text, width)
            start = min(range(len(windows)), key=lambda n: common[windows[n]])
            key = int.from_bytes(windows[start], "little")
            self.at.setdefault(key, []).append((text, start))
        self._keys = np.array(sorted(self.at), dtype=np.uint64)
        self._table = np.zeros(TABLE, dtype=bool)
        self._table[_place(self._keys)] = True

    def found(self, data: bytes) -> set[bytes]:
        width, out = self._width, set()
        for offset in range(min(width, len(data))):
            n = (len(data) - offset) // width
            windows = np.frombuffer(data, dtype=f"<u{width}", count=n, offset=offset)
            near = np.flatnonzero(self._table[_place(windows.astype(np.uint64, copy=False))])
            near = near[np.isin(windows[near], self._keys)]
            for place in near:
                for text, start in self.at[int(windows[place])]:
                    begin = offset + width * int(place) - start
                    if begin >= 0 and data[begin : begin + len(text)] == text:
                        out.add(text)
        return out


def _windows(text: bytes, width: int) -> list[bytes]:
    return [text[n : n + width] for n in range(len(text) - width + 1)]


def _place(windows: np.ndarray) -> IntArray:
    """Where each stands in the table."""
    return ((windows * _SPREAD) >> _SHIFT).astype(np.int64)


class FolderSearch(NamedTuple):
    """What was looked through. size: bytes as they lie on disk.  texts: how many were looked for.
    remnants: path below the folder -> texts that stand in it.
    """

    files: int
    size: int
    texts: int
    remnants: dict[str, set[str]]


def scan(folder: Path, finder: Finder, report: Progress = silent) -> FolderSearch:
    """Look through every file below a folder: names, bytes, and what is packed in parquet files,
    archives (npz, xlsx) and gzip.
    """
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    total = sum(map(_size, paths)) or 1
    remnants: dict[str, set[str]] = {}
    done = 0
    for path in paths:
        report(done / total, say(m.LOOKING_THROUGH))
        name = str(path.relative_to(folder))
        found = finder.found(name.encode())
        with suppress(FileNotFoundError):  # gone meanwhile, as logs of databases are
            for block in _blocks(path, finder.longest):
                found |= finder.found(block)
        if found:
            remnants[name] = found
        done += _size(path)
    return FolderSearch(len(paths), done, len(finder), remnants)


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return path.stat().st_size
    return 0


def _blocks(path: Path, longest: int) -> Iterator[bytes]:
    """The bytes of a file, each block with the end of the one before, and what they hold packed."""
    with path.open("rb") as file:
        yield from _overlapping(file, longest)
        file.seek(0)
        head = file.read(4)
    with suppress(*PACKED):
        if head == b"PAR1":
            yield from _texts_of_parquet(path)
        elif head[:2] == b"PK":
            yield from _members(path, longest)
        elif head[:2] == b"\x1f\x8b":
            with gzip.open(path) as unpacked:
                yield from _overlapping(unpacked, longest)


def _overlapping(file: "IO[bytes] | gzip.GzipFile", longest: int) -> Iterator[bytes]:
    before = b""
    while block := file.read(BLOCK):
        yield before + block
        before = block[-longest:] if longest else b""


def _texts_of_parquet(path: Path) -> Iterator[bytes]:
    """Every column as text, a block of rows at a time."""
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            for column in batch.columns:
                if not np.issubdtype(column.type.to_pandas_dtype(), np.number):
                    yield "\n".join(map(str, column.to_pylist())).encode()


def _members(path: Path, longest: int) -> Iterator[bytes]:
    """The members of an archive, and arrays of text among them as UTF-8."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                yield from _overlapping(member, longest)
            if name.endswith(".npy"):
                with archive.open(name) as member, suppress(*PACKED):
                    array = np.lib.format.read_array(io.BytesIO(member.read()), allow_pickle=False)
                    if array.dtype.kind == "U":
                        yield "\n".join(array.ravel().tolist()).encode()
