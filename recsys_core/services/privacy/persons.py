"""Persons as texts name them, and texts without them."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from recsys_core.storage import meta
from recsys_core.storage.remnants import Finder

GONE = "erased"
"""What stands where a person was named."""
NAMING_KEYS = {
    *("user", "users", "user_id", "user_ids", "customer", "customers", "excluded_users", "of")
}
"""Keys of JSON and of addresses whose values are customers' ids."""
_DROPPED = object()
_ADDRESSES = {"storyboard": "address"}


class Persons:
    """Some persons. ids: as the tables have them.  telling: texts that tell them wherever they
    stand (`storage.persons.TELLING`); a short id like 25 is one only where an id is expected.
    """

    def __init__(self, ids: Iterable[str], telling: Iterable[str]) -> None:
        self.ids = frozenset(ids)
        self.telling = frozenset(telling)

    @cached_property
    def finder(self) -> Finder:
        """Looks for `telling`."""
        return Finder(self.telling)

    def without(self, text: str) -> str:
        """A text in which they are not named."""
        for one in sorted(self.finder.found(text.encode()), key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(one)}(?!\w)", GONE, text)
        return text

    def in_address(self, address: str) -> bool:
        """Whether the address of a page names one of them."""
        pairs = parse_qsl(address.partition("?")[2])
        named = any(key in NAMING_KEYS and value in self.ids for key, value in pairs)
        return named or any(self.without(value) != value for _, value in pairs)

    def in_json(self, value: Any, key: str = "") -> Any:
        """A JSON value without them: a list of ids has fewer, a single one is `GONE`."""
        found = self._in_json(value, key)
        return None if found is _DROPPED else found

    def _in_json(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            kept = {
                self.without(str(name)): self._in_json(one, str(name))
                for name, one in value.items()
                if not (key in NAMING_KEYS and name in self.ids)
            }
            return {name: GONE if one is _DROPPED else one for name, one in kept.items()}
        if isinstance(value, list):
            rest = [self._in_json(one, key) for one in value]
            return [one for one in rest if one is not _DROPPED]
        if isinstance(value, str):
            if key in NAMING_KEYS and value in self.ids:
                return _DROPPED
            return self._nested(value)
        return value

    def _nested(self, text: str) -> str:
        """A text that may itself be JSON or an address."""
        if text[:1] in ("{", "["):
            return self.in_text(text)
        return GONE if "?" in text and self.in_address(text) else self.without(text)

    def in_text(self, text: str) -> str:
        """A text without them, read as JSON where it is JSON; unchanged where none is named."""
        if text[:1] in ("{", "["):
            try:
                before = json.loads(text)
            except ValueError:
                return self.without(text)
            after = self.in_json(before)
            return text if after == before else json.dumps(after)
        return self.without(text)

    def of_row(self, table: str, row: Mapping[str, str | None]) -> dict[str, str] | None:
        """What of a row of texts changes (`storage.persons.change_texts`); None where it goes."""
        if table == "storyboard" and self.in_address(row["address"] or ""):
            return None
        if table == "audit" and (noted := self._of_audit(row)) is not row:
            return noted  # type: ignore[return-value]
        if table == "meta" and row["key"] == "bookmarks":
            kept = {
                name: address
                for name, address in json.loads(row["value"] or "{}").items()
                if not self.in_address(address)
            }
            row = {**row, "value": self.in_text(json.dumps(kept))}
            return {"value": str(row["value"])}
        changed = {name: self.in_text(text) for name, text in row.items() if text}
        return {name: text for name, text in changed.items() if text != row[name]}

    def _of_audit(self, row: Mapping[str, str | None]) -> Mapping[str, str | None] | None:
        """The columns of a noted change that change; the row itself where it is none of a person's
        own or of addresses.
        """
        if row["action"] != meta.CHANGED:
            return row
        noted = json.loads(row["detail"] or "{}")
        if noted.get("kind") == "feedback":
            return None if noted.get("of") in self.ids else row
        if noted.get("kind") not in ("bookmarks", "storyboard"):
            return row
        sides = {
            side: [pair for pair in noted.get(side, []) if not self.in_address(str(pair[-1]))]
            for side in ("before", "after")
        }
        return {"detail": self.in_text(json.dumps({**noted, **sides}))}
