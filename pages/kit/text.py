"""Foreign text on a page: what the data says is shown as it is, never read as Markdown."""

import re

from recsys_core.wording.messages import Plural, say

_ADDRESS = re.compile(r"://|www(?=\.)|@", re.IGNORECASE)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:@&^=])")


def plain(text: object) -> str:
    """Foreign text for a label or caption: shown as it is, never read as Markdown.

    Line breaks become spaces. An invisible joiner keeps web and mail addresses from becoming
    links, which escaping alone does not.
    """
    flat = " ".join(str(text).split())
    apart = _ADDRESS.sub(lambda found: f"{found[0]}\u2060", flat)
    return _MARKDOWN.sub(r"\\\1", apart)


def markdown(message: str | Plural, /, **fields: object) -> str:
    """A message whose own marks hold and whose fields are foreign text; see `say`."""
    foreign = {name: v if isinstance(v, int) else plain(v) for name, v in fields.items()}
    return say(message, **foreign)


def shorten(text: object, limit: int = 40) -> str:
    """At most `limit` characters of a text in one line, with an ellipsis where it was cut.

    Cut in the middle: what tells two products (or files) apart is often the end of their names.
    """
    flat = " ".join(str(text).split())
    if len(flat) <= limit:
        return flat
    tail = (limit - 1) // 2
    return f"{flat[: limit - 1 - tail].rstrip()}…{flat[-tail:].lstrip()}"
