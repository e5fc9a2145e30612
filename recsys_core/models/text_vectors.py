"""Text vectors kept between trainings, so that an unchanged text is never encoded twice."""

import hashlib
import json
import os
import re
import uuid
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from recsys_core.schema.checksums import ASIDE, UNREADABLE, set_aside
from recsys_core.schema.contracts import Progress, TextEncoder
from recsys_core.schema.types import BoolArray, FloatArray

CHUNK = 2048
KEY_BYTES = 20
ABOUT_FILE = "encoder.json"
SHARDS = "shards"


class TextVectorStore:
    """Vectors by the SHA-1 of their text, one sub-folder per text model; None keeps nothing.

    A sub-folder holds `encoder.json` (the model's name, the shards) and shards `*.npz` with `keys`
    (n, 20) uint8 and `vectors` (n, d) float32. A file is written beside its place and renamed into
    it, so a reader, a second writer and a killed process never see or leave half of one. What is
    damaged or gone is set aside, and its texts are encoded again by the next training.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def encoders(self, known: Sequence[str] = ()) -> list[str]:
        """Names of the text models with stored vectors, those in `known` first: for them the name
        need not be read. A folder that does not say whose it is, is set aside.
        """
        if self.folder is None or not self.folder.is_dir():
            return []
        places = {self._place(name): name for name in known}
        found = [name for place, name in places.items() if place is not None and place.is_dir()]
        for place in sorted(self.folder.iterdir()):
            if place in places or place.suffix == ASIDE or not place.is_dir():
                continue
            if about := _about(place / ABOUT_FILE):
                found.append(str(about["name"]))
            else:
                set_aside(place)
        return found

    def damaged(self) -> list[Path]:
        """What was set aside, until it is removed."""
        if self.folder is None:
            return []
        return [*sorted(self.folder.glob(f"*{ASIDE}")), *sorted(self.folder.glob(f"*/*{ASIDE}"))]

    def lookup(self, texts: Sequence[str], encoder: str) -> FloatArray | None:
        """(len(texts), d) stored vectors, zero rows for empty texts; None if any is missing."""
        keys = [_key(text) for text in texts]
        stored = self._read(encoder)
        if any(text.strip() and key not in stored for text, key in zip(texts, keys, strict=True)):
            return None
        return _assemble(texts, keys, stored) if stored else None

    def vectors(
        self, texts: Sequence[str], encoder: TextEncoder, report: Progress
    ) -> tuple[FloatArray, BoolArray]:
        """(len(texts), d) float32 unit vectors and which rows were encoded just now.

        Only distinct texts that are not stored are encoded, in chunks that are kept as soon as
        they are done: a cancelled job loses at most one chunk. Empty texts get a zero row.
        """
        keys = [_key(text) for text in texts]
        stored = self._read(encoder.name)
        missing = {
            key: text
            for key, text in zip(keys, texts, strict=True)
            if text.strip() and key not in stored
        }
        todo = list(missing)
        for start in range(0, len(todo), CHUNK):
            chunk = todo[start : start + CHUNK]
            share = len(chunk) / len(todo)

            def part(
                fraction: float,
                message: str = "",
                begun: float = start / len(todo),
                share: float = share,
            ) -> None:
                report(begun + fraction * share, message)

            encoded = np.asarray(
                encoder.encode([missing[key] for key in chunk], part), dtype=np.float32
            )
            self._write(encoder.name, chunk, encoded)
            stored.update(zip(chunk, encoded, strict=True))
        fresh = np.array([key in missing for key in keys], dtype=bool)
        return _assemble(texts, keys, stored), fresh

    def _place(self, encoder: str) -> Path | None:
        if self.folder is None:
            return None
        safe = re.sub(r"[^A-Za-z0-9._@-]+", "-", encoder).strip(".-")[:60]
        return self.folder / f"{safe}-{hashlib.sha1(encoder.encode()).hexdigest()[:8]}"

    def _read(self, encoder: str) -> dict[bytes, FloatArray]:
        stored: dict[bytes, FloatArray] = {}
        place = self._place(encoder)
        if place is None or not place.is_dir():
            return stored
        noted = (_about(place / ABOUT_FILE) or {}).get(SHARDS, [])
        for shard in sorted({*place.glob("*.npz"), *(place / str(name) for name in noted)}):
            try:
                with np.load(shard, allow_pickle=False) as arrays:
                    keys, vectors = arrays["keys"], arrays["vectors"]
                    stored.update(zip((key.tobytes() for key in keys), vectors, strict=True))
            except UNREADABLE:
                set_aside(shard)
        _note(place, encoder)
        return stored

    def _write(self, encoder: str, keys: list[bytes], vectors: FloatArray) -> None:
        place = self._place(encoder)
        if place is None:
            return
        place.mkdir(parents=True, exist_ok=True)
        draft = _draft(place)
        packed = np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(-1, KEY_BYTES)
        with draft.open("wb") as file:
            np.savez(file, allow_pickle=False, keys=packed, vectors=vectors)
        os.replace(draft, draft.with_suffix(".npz"))
        _note(place, encoder)


def _draft(place: Path) -> Path:
    return place / f"{uuid.uuid4().hex}.part"


def _note(place: Path, encoder: str) -> None:
    """Write down the text model's name and the shards, unless that is what the file says."""
    about = {"name": encoder, SHARDS: sorted(path.name for path in place.glob("*.npz"))}
    if about == _about(place / ABOUT_FILE):
        return
    with suppress(OSError):
        draft = _draft(place)
        draft.write_text(json.dumps(about), encoding="utf-8")
        os.replace(draft, place / ABOUT_FILE)


def _about(path: Path) -> dict[str, Any] | None:
    """What `encoder.json` says, None when it is damaged, gone or of another version."""
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        known = isinstance(about["name"], str) and isinstance(about.get(SHARDS, []), list)
    except UNREADABLE:
        return None
    return about if known else None


def _key(text: str) -> bytes:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()


def _assemble(
    texts: Sequence[str], keys: Sequence[bytes], stored: dict[bytes, FloatArray]
) -> FloatArray:
    dimensions = len(next(iter(stored.values()))) if stored else 1
    out = np.zeros((len(texts), dimensions), dtype=np.float32)
    for row, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if text.strip():
            out[row] = stored[key]
    return out
