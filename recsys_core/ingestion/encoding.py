"""Which alphabet a file is written in, and its way to UTF-8."""

import codecs
import re
from contextlib import suppress
from pathlib import Path

from charset_normalizer import from_bytes

from recsys_core.ingestion import limits
from recsys_core.ingestion import messages as m
from recsys_core.ingestion.alphabets import ALPHABETS, latin_encoding
from recsys_core.ingestion.roles.names import name_tokens
from recsys_core.ingestion.roles.registry import ROLES
from recsys_core.schema.errors import InputError
from recsys_core.wording.messages import say

SAMPLE = 256 * 1024
BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WESTERN = frozenset(
    "éèêëàâäáãåæçíìîïñóòôöõøúùûüýÿßœšžÉÈÊËÀÂÄÁÃÅÆÇÍÌÎÏÑÓÒÔÖÕØÚÙÛÜŸŒŠŽ"
    "€£¥§°±²³µ·º«»“”‘’–—…®©™´¿¡½¼\u00a0"
)
# Hanzi are by far most often from the first level of GB2312 / the frequent part of Big5.
GB_LEVEL_1 = range(0xB0, 0xD8)
BIG5_FREQUENT = range(0xA4, 0xC7)
SJIS_FREQUENT = range(0x88, 0x98)
# Of what Korean text is written with, nearly all; of other encodings' characters, about half.
HANGUL = range(0xB0, 0xC9)
LEAST_HANGUL, LEAST_SYLLABLES = 0.95, 8


def check_name(name: str) -> str:
    """The encoding's proper name; InputError for one that does not exist."""
    with suppress(LookupError, UnicodeError, ValueError):
        found = codecs.lookup(name)
        # Some codecs turn bytes into bytes or text into text, such as base64 and rot13.
        if getattr(found, "_is_text_encoding", True):
            return found.name
    raise InputError(say(m.NO_SUCH_ENCODING, name=repr(name)))


def detect(path: Path, name: str) -> str:
    """Name of the encoding of a text file. Raises InputError for a binary file.

    A byte order mark decides; then regular zero bytes (UTF-16); then whether the whole file is
    valid UTF-8; then which of CP949, GB18030, Big5, Shift-JIS and the encodings of Latin letters
    explains the other bytes best, and charset-normalizer where none of them does.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    for bom, encoding in BOMS:
        if head.startswith(bom):
            return encoding
    if b"\x00" in head:
        wide = _utf16(head)
        if wide is None:
            raise InputError(say(m.NO_TEXT_FILE, file=name))
        return wide
    odd = _first_invalid_utf8(path)
    if odd is None or _mostly_utf8(head + odd):
        return "utf-8"
    return legacy(odd, name)


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: nearly every second byte of mostly Latin text is zero."""
    head = head[: len(head) // 2 * 2]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(len(head) // 2, 1)
    if odd > 0.2 * half and even < 0.02 * half:
        return "utf-16-le"
    if even > 0.2 * half and odd < 0.02 * half:
        return "utf-16-be"
    return None


def _first_invalid_utf8(path: Path) -> bytes | None:
    """None when the whole file is UTF-8, else a sample of the file around what is not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        while block := file.read(limits.BLOCK):
            if block.isascii():
                if decoder.getstate()[0]:
                    return block[:SAMPLE]
                continue
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                start = max(block.rfind(b"\n", 0, max(error.start - 2000, 0)) + 1, 0)
                return block[start : start + SAMPLE]
    return None if not decoder.getstate()[0] else b"\xff"


def _mostly_utf8(sample: bytes) -> bool:
    """UTF-8 with a few broken characters (a cut-off export), not another encoding."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    return sum(ord(c) >= 0x80 for c in text) - broken > 10 * broken


def _by_names(sample: bytes) -> str | None:
    """The encoding of Latin letters in which more column names are known than in Windows-1252:
    Ilość in a file that has no other letters of its own.
    """
    line = sample.split(b"\n", 1)[0]

    def known(encoding: str) -> int:
        names = re.split(r"[;,\t|]", line.decode(encoding, "replace"))
        return sum(
            any(role.words_in(name_tokens(name)) for role in ROLES.values()) for name in names
        )

    best = max(ALPHABETS, key=known)
    return best if known(best) > known("windows-1252") else None


_LETTER = rb"[A-Za-z\xc0-\xf6\xf8-\xff]"
_LATIN_9 = re.compile(
    rb"[\xa6\xa8\xb8]" + _LETTER + rb"|" + _LETTER + rb"(?:[\xa8\xb8]|\xbd" + _LETTER + rb")"
    rb"|\d[ \xa0]?\xa4|\xa4 ?\d"
)
"""Š, š, ž and œ of words and the euro beside digits, where Latin-1 and Windows-1252 have signs that
nobody writes there (¦ ¨ ¸ ½ ¤).
"""
_CONTROLS = re.compile(rb"[\x80-\x9f]")


def legacy(sample: bytes, name: str) -> str:
    """The best of the older encodings for bytes that are not UTF-8."""
    high = sum(byte >= 0x80 for byte in sample)
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in sample)
    if control > max(8, 0.01 * len(sample)):
        raise InputError(say(m.NO_TEXT_FILE, file=name))
    if _hangul(sample) and _run_share(sample) > 0.6:
        return "cp949"
    scores = {
        "gb18030": _hanzi_share(sample, "gb18030", GB_LEVEL_1),
        "big5": _hanzi_share(sample, "big5", BIG5_FREQUENT),
        "cp932": _japanese_share(sample),
    }
    best = max(scores, key=lambda key: scores[key])
    # One accented letter between Latin ones also decodes as "hanzi"; runs of them do not.
    # In Shift-JIS the second byte of a character may be a Latin letter: no runs there.
    if scores[best] > 0.6 and (_run_share(sample) > 0.6 or best == "cp932"):
        return best
    scattered = _run_share(sample) < 0.6
    latin = latin_encoding(sample) if scattered and high >= 4 else "windows-1252"
    if latin != "windows-1252":
        return latin
    if (scattered and _western_share(sample) > 0.6) or high < 4:
        if _LATIN_9.search(sample) and not _CONTROLS.search(sample):
            return "iso-8859-15"
        named = _by_names(sample)
        if named is not None:
            return named
        undefined = any(byte in sample for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D))
        return "latin-1" if undefined else "windows-1252"
    guess = from_bytes(sample).best()
    found = guess.encoding if guess is not None else "windows-1252"
    return "windows-1252" if found in ("cp1252", "latin_1", "ascii") else found.replace("_", "-")


def _decoded(sample: bytes, encoding: str) -> str | None:
    """The text of a sample that may end within a character; None if it is not of the encoding."""
    for cut in range(4):
        with suppress(UnicodeDecodeError):
            return sample[: len(sample) - cut].decode(encoding)
    return None


def _hangul(sample: bytes) -> bool:
    """Whether the sample is Korean: nearly all its different letters are frequent syllables.
    Different ones, as a table repeats its words; the other encodings spread over more bytes.
    """
    letters = {c for c in _decoded(sample, "cp949") or "" if "\u3400" <= c <= "힣"}
    good = sum(c >= "가" and c.encode("cp949")[0] in HANGUL for c in letters)
    return good >= max(LEAST_SYLLABLES, LEAST_HANGUL * len(letters))


def _hanzi_share(sample: bytes, encoding: str, frequent: range) -> float:
    """Share of two-byte characters that come from the encoding's frequent part; 0 if invalid."""
    if _decoded(sample, encoding) is None:
        return 0.0
    at, good, total = 0, 0, 0
    while at < len(sample):
        if sample[at] < 0x80:
            at += 1
            continue
        total += 1
        good += sample[at] in frequent
        at += 2
    return good / total if total else 0.0


def _japanese_share(sample: bytes) -> float:
    """Share of characters beyond ASCII that are kana, Japanese signs or frequent kanji, if the
    sample is Shift-JIS as Windows writes it; half-width kana speak against it.
    """
    text = _decoded(sample, "cp932")
    if text is None:
        return 0.0
    high = [c for c in text if ord(c) >= 0x80]
    good = sum(
        "\u3000" <= c <= "\u30ff"
        or ("\u4e00" <= c <= "\u9fff" and c.encode("cp932")[0] in SJIS_FREQUENT)
        for c in high
    )
    return good / len(high) if high else 0.0


def _run_share(sample: bytes) -> float:
    """Share of high bytes that stand beside another one."""
    high = [byte >= 0x80 for byte in sample]
    total = sum(high)
    beside = sum(
        1
        for at, is_high in enumerate(high)
        if is_high and ((at > 0 and high[at - 1]) or (at + 1 < len(high) and high[at + 1]))
    )
    return beside / total if total else 0.0


def _western_share(sample: bytes) -> float:
    """Share of high bytes that are accented letters, signs or punctuation of western Europe."""
    text = sample.decode("windows-1252", "replace")
    high = [c for c in text if ord(c) >= 0x80]
    return sum(c in WESTERN for c in high) / len(high) if high else 1.0


def is_utf8(path: Path) -> bool:
    """Whether every byte of the file can be read as UTF-8."""
    return _first_invalid_utf8(path) is None


def to_utf8(path: Path, encoding: str, target: Path) -> int:
    """Write `path` as UTF-8 without a byte order mark, in blocks. Returns how many characters
    could not be read (each became U+FFFD).
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lost = 0
    first = True
    with path.open("rb") as source, target.open("wb") as out:
        while block := source.read(limits.BLOCK):
            text = decoder.decode(block)
            if first:
                text, first = text.removeprefix("\ufeff"), False
            lost += text.count("\ufffd")
            out.write(text.encode("utf-8", "replace"))
        out.write(decoder.decode(b"", True).encode("utf-8", "replace"))
    return lost
