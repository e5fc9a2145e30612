"""Texts as they are compared with what somebody typed."""

import unicodedata


def folded(text: str) -> str:
    """Without case and accents: `Crème BRÛLÉE` -> `creme brulee`, `Straße` -> `strasse`."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
