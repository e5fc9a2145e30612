"""Files damaged and files made to be hard: each is read, or refused in a sentence."""

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

from hardening.scoring import Outcome, cases
from recsys_core.schema.errors import TastelabError
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

DAMAGED = 600
HEADER = "order;customer;product;title;pieces;price;day"
ROW = '{n};C{c:03d};{p};"Mug; ""no. {p}""";{q};{e},50;{d:02d}.03.2024 10:{m:02d}'


def plain() -> str:
    rows = [
        ROW.format(n=n // 2, c=n % 17, p=n % 23, q=1 + n % 3, e=n % 40, d=1 + n % 28, m=n % 60)
        for n in range(120)
    ]
    return "\n".join([HEADER, *rows]) + "\n"


def torture() -> Iterator[bytes]:
    """Files that are whole but strange."""
    text = plain()
    yield from (b"", b"\n", b"\x00", b"\xef\xbb\xbf", b",", b'"', b";;;\n;;;", b"a", b"a,b\n")
    for encoding in ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "mac-roman", "cp037"):
        yield text.encode(encoding)
    for end in ("\r", "\r\n", "\n\r", "\u2028", "\x0b", "\x1e"):
        yield text.replace("\n", end).encode()
    for mark in (",", "\t", "|", "::", "\x01", "¦", " "):
        yield text.replace(";", mark).encode()
    yield text.replace("\n", "\n\n").encode()
    yield ("sep=;\n" + text).encode()
    yield ("Report of March\n\nShop;Mug shop\n\n" + text + "Total;;;;400\n").encode()
    yield (text.replace("C001", "C\x00001")).encode()
    yield (text + HEADER + "\n" + text).encode()
    yield text.replace("pieces", "price").encode()
    yield text.replace("title", "").encode()
    yield ("\n".join(line + ";" * (n % 9) for n, line in enumerate(text.splitlines()))).encode()
    yield text.replace('"', "'").encode()
    yield text.replace("2024", "99999").encode()
    yield text.replace(",50", ",50E308").encode()
    yield text.replace("C0", "\ud7ff\U0010ffff").encode()
    yield bytes(range(256)) * 200
    yield random.Random(3).randbytes(200_000)
    yield b"PK\x03\x04" + random.Random(4).randbytes(5000)
    yield b"\x1f\x8b" + random.Random(5).randbytes(5000)
    yield b"PAR1" + random.Random(6).randbytes(5000) + b"PAR1"
    yield b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000)


def damaged(rng: random.Random) -> bytes:
    """A plain file with one to five kinds of damage."""
    content = bytearray(plain().encode(rng.choice(("utf-8", "cp1252", "utf-16"))))
    for _ in range(rng.randint(1, 5)):
        at, length = rng.randrange(len(content)), rng.choice((1, 3, 40, 900))
        match rng.randrange(6):
            case 0:
                del content[at : at + length]
            case 1:
                content[at:at] = rng.randbytes(length)
            case 2:
                content[at:at] = rng.choice((b'"', b"\x00", b";", b"\n", b"\r", b'";"')) * 3
            case 3:
                content[at : at + length] = bytes(length)
            case 4:
                content[at:at] = content[max(0, at - length) : at]
            case _:
                content[at] ^= 1 << rng.randrange(8)
        content = content or bytearray(b"\n")
    return bytes(content)


def measure(share: float) -> Outcome:
    """All strange files and a number of damaged ones, each into a workspace as orders come."""
    rng = random.Random(18)
    contents = [*torture(), *(damaged(rng) for _ in range(cases(DAMAGED, share)))]
    taken = refused = 0
    crashed = []
    with tempfile.TemporaryDirectory() as place, open_workspace(Path(place) / "ws") as ws:
        for number, content in enumerate(contents):
            file = Path(place) / f"file-{number}.csv"
            file.write_bytes(content)
            try:
                import_files(ws, "interactions", [file], guess_rest=True)
                taken += 1
            except TastelabError as error:
                refused += "\n" not in str(error).strip()
            except BaseException as error:
                crashed.append(f"{number}: {type(error).__name__} {error}")
            file.unlink()
    for one in crashed[:10]:
        print(one)
    measured = f"{len(contents)} files: {taken} read, {refused} refused in a sentence"
    good = not crashed and taken + refused == len(contents)
    return Outcome(f"{measured}, {len(crashed)} crashed", good)
