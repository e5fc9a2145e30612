"""Which encoding of Latin letters a text is in, by the alphabets of its words."""

import re

ALPHABETS = {
    "windows-1252": """äöüß äöåé æøåéö éèêëàâçîïôûùœÿ áéíñóúüçàèòïº áãâàçéêíóôõúª àèéìòù
        éëïöóáèêüij áðéíóúýþæö äöõü""",
    "windows-1250": """áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ąćęłńóśźż áéíóöőúüű ăâîşţ čćđšž""",
    "iso-8859-2": """áčďéěíňóřšťúůýž áäčďéíĺľňóôŕšťúýž ąćęłńóśźż áéíóöőúüű ăâîşţ čćđšž""",
    "windows-1254": "çğıİöşüâîû",
    "windows-1257": "ąčęėįšųūž āčēģīķļņšūž äöõüšž",
}
"""The letters beyond a to z of the languages that an encoding is used for, each in a word: those of
western, central, southern and Baltic Europe; of two encodings that read alike the first counts.
"""
_WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
_SIGNS = frozenset("€£¥§°±²³µ·«»“”„‘’‚–—…®©™´¿¡½¼\u00a0")
LEAST, LEAD = 0.8, 0.05
"""The share of the words that an alphabet must spell, and its lead over Windows-1252."""


def latin_encoding(sample: bytes) -> str:
    """The encoding whose languages spell most of the different words; Windows-1252 where no other
    does clearly better. A table repeats its words, so each counts once.
    """
    words = set(_WORD.findall(sample))
    shares = {name: _spelled(words, name) for name in ALPHABETS}
    best = max(shares, key=lambda name: shares[name])
    sure = shares[best] >= LEAST and shares[best] > shares["windows-1252"] + LEAD
    return best if sure else "windows-1252"


def _spelled(words: set[bytes], encoding: str) -> float:
    """The largest share of the words that one of the encoding's languages can spell."""
    read = [set(word.decode(encoding, "replace").lower()) - _SIGNS for word in words]
    foreign = [{c for c in letters if c > "\x7f"} for letters in read]
    alphabets = ALPHABETS[encoding].split()
    return max(sum(one <= set(a.lower()) for one in foreign) for a in alphabets) / max(
        1, len(words)
    )
