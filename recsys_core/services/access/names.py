"""Names that somebody logs in with."""

import unicodedata


def folded_login(login: str) -> str:
    """The name as accounts are known by: one form of every character, whatever its case."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", login).casefold()).strip()
