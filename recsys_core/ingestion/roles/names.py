"""Column names as they are compared: without spaces, signs and capitals."""

import re
from functools import lru_cache

_SUFFIX = re.compile(r":(token|token_seq|float|float_seq)$")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """The letters and digits of a column name, in lower case; `user_id:token` gives "userid"."""
    return "".join(c for c in _SUFFIX.sub("", name.strip()).lower() if c.isalnum())


@lru_cache(maxsize=4096)
def name_tokens(name: str) -> tuple[str, ...]:
    """The words of a column name: `CustomerID` gives ("customer", "id")."""
    spaced = _CAMEL.sub(" ", _SUFFIX.sub("", name.strip()))
    return tuple(t for t in re.split(r"[^0-9a-zA-Z\u0080-\uffff]+", spaced.lower()) if t)
