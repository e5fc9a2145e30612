"""The house of this server, opened once."""

import threading
from pathlib import Path

from recsys_core.services.access.house import House
from recsys_core.storage.access.store import FILE

_opening = threading.Lock()
_open: dict[tuple[Path, int, int], House] = {}
"""At most one: by its folder, and what tells its file from another that has taken its place."""


def has_house(folder: Path) -> bool:
    """Whether anybody was ever given an account or a role there."""
    return (folder / FILE).exists() or any(known == folder for known, *_ in _open)


def house_at(folder: Path) -> House:
    """The open house of a folder, made where there is none; another file in its place is opened
    anew. While the folder is gone (an unplugged disk) the one that was open goes on.
    """
    with _opening:
        gone = next((one for (known, *_), one in _open.items() if known == folder), None)
        if gone is not None and not folder.exists():
            return gone
        made = None if (folder / FILE).exists() else House(folder)
        about = (folder / FILE).stat()
        key = (folder, about.st_dev, about.st_ino)
        if key not in _open:
            close_houses()
            _open[key] = made or House(folder)
        elif made is not None:
            made.close()
        return _open[key]


def close_houses() -> None:
    """Give the file free."""
    while _open:
        _open.popitem()[1].close()
