"""Column names as they are compared: without spaces, signs, accents, capitals and widths."""

import re
import unicodedata
from functools import lru_cache

_SUFFIX = re.compile(r":(token|token_seq|float|float_seq)$")
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_STROKES = str.maketrans("łøđıæœ", "lodiao", "\u00ad\u200b\ufeff")
"""Letters that Unicode does not take apart, and signs nobody sees."""
_ACCENT = re.compile("[\u0300-\u036f]|(?<=\u0627)[\u0653-\u0655]")
"""What stands on an Arabic alif is left out by many: إنتظار and انتظار."""
UNSPACED = re.compile(
    r"[\u0370-\u04ff\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
_BETWEEN = re.compile(r"(?:[^\w\u0e31-\u0e4e]|_)+")
"""What stands between words; the vowels above Thai letters are parts of them."""
_COMPOUND = re.compile(
    r"(.{3,}?)(nummer|nr|datum|preis|prijs|pris|betrag|bedrag|belopp|menge|summe|kennung"
    r"|bezeichnung|antal|naam|namn|navn|nimi|status)"
)
"""Words that German, Dutch, Finnish and the Nordic languages write together with the one before."""

_ASIDE = re.compile(
    r"[(\[（［【].*?[)\]）］】]|(?:消費)?税(?:込|抜|別)み?"
    r"|\b(?:(?:iva|tva|btw|vat|tax|mwst|ust|gst|kdv)\s+)?(?:in[ck]l|ex[ck]l|ttc\b|hors\b).*$",
    re.IGNORECASE,
)
"""What a name says in passing: "(EUR)", "incl. VAT", 税込."""


@lru_cache(maxsize=16_384)
def fold(text: str) -> str:
    """The text without accents, capitals and full-width forms: `Ｎｕｍéro` gives "numero"."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return unicodedata.normalize("NFKC", _ACCENT.sub("", apart)).translate(_STROKES)


@lru_cache(maxsize=4096)
def without_aside(name: str) -> str:
    """The name without what it says in passing: "Price (incl. VAT)" gives "Price"."""
    bare = _ASIDE.sub(" ", name).strip()
    return bare if plain_name(bare) else name


@lru_cache(maxsize=16_384)
def plain_name(name: str) -> str:
    """The letters and digits of a column name, folded; `user_id:token` gives "userid"."""
    return "".join(c for c in fold(_SUFFIX.sub("", name.strip())) if c.isalnum())


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a column name: `CustomerID` gives ("customer", "id"), `Bestelldatum`
    ("bestell", "datum").
    """
    wide = unicodedata.normalize("NFKC", _SUFFIX.sub("", name.strip()))
    words = _BETWEEN.split(fold(CAMEL.sub(" ", wide)))
    return tuple(part for word in words if word for part in _parted(word))


def _parted(word: str) -> tuple[str, ...]:
    found = _COMPOUND.fullmatch(word)
    return (found[1], found[2]) if found else (word,)


def holds(token: str, word: str) -> bool:
    """Whether a word of a name is this one. Words of scripts that are written together, or that
    change their endings, need only be contained.
    """
    return word in token if UNSPACED.match(word) else token == word
