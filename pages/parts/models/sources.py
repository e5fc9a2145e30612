"""The papers and libraries each model comes from, as docs/models.md names them."""

import re
from functools import cache
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "models.md"


def source(model: str) -> str:
    """Where a model comes from; empty where the document does not say or is not installed."""
    return sources(DOCUMENT).get(model, "")


@cache
def sources(document: Path) -> dict[str, str]:
    """What stands behind `- From:` in each section, by model."""
    if not document.is_file():
        return {}
    text = document.read_text(encoding="utf-8")
    found = {}
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        origin = re.search(r"^- From: (.+)$", section, flags=re.MULTILINE)
        if origin:
            found[section.splitlines()[0].strip()] = _flat(origin[1])
    return found


def _flat(text: str) -> str:
    """Without references to other files, which nobody can follow from the screen."""
    return re.sub(r"\s*\((?:see )?(?:docs/|adr/)[^)]*\)", "", text).replace("`", "").strip()
