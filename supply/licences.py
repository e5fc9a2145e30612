"""Write docs/licences.md: the licence of every locked package, as what is installed states it."""

import re
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from typing import NamedTuple

from supply.pins import CUDA_LOCK, LOCKS, ROOT, Pin, read

PAGE = ROOT / "docs" / "licences.md"
# From the freest to the strictest; the last that a licence names decides, unless it says "OR".
FAMILIES = {
    "permissive": re.compile(
        r"\b(MIT|0?BSD|Apache|ISC|PSF|Python Software Foundation|Zlib|CC0|BSL|Unlicense|CNRI)",
        re.IGNORECASE,
    ),
    "weak copyleft": re.compile(r"\b(MPL|Mozilla|LGPL|Lesser|EPL)", re.IGNORECASE),
    "strong copyleft": re.compile(r"\b(A?GPL|(?<!Lesser )General Public)", re.IGNORECASE),
}
MEANING = {
    "permissive": "Use, change and pass on; keep the notice (Apache: also what was changed, and a "
    "licence to the contributors' patents).",
    "weak copyleft": "Use and pass on as it is; only who changes the package's own files passes on "
    "their source. Tastelab changes none.",
    "strong copyleft": "What is passed on together with it must be open under the same licence. No "
    "package the app runs with may be of this kind (tests/test_supply.py).",
    "not read": "Not installed where this list was made (other systems, CUDA); the licence stands "
    "with the package. NVIDIA's packages come under NVIDIA's own terms.",
}
ROLES = {
    "requirements.lock": "The app runs with",
    CUDA_LOCK: "Beside PyTorch's CUDA build, on Linux",
    "requirements-samples.lock": "Only their files are read",
    "requirements-dev.lock": "Only the checks need",
}


class Licence(NamedTuple):
    """What a package says of itself, and what kind of licence that is."""

    stated: str
    family: str


def licence(name: str) -> Licence:
    """Read from the installed package; "not read" where it is not installed."""
    try:
        stated = stated_by(metadata(name))
    except PackageNotFoundError:
        return Licence("", "not read")
    return Licence(stated, family_of(stated))


def stated_by(found: PackageMetadata) -> str:
    """The expression, else the field's one line, else the classifiers."""
    field = found.get("License") or ""
    classed = [
        line.rpartition("::")[2].strip()
        for line in found.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    one_line = field if field and "\n" not in field and len(field) < 60 else ""
    return str(found.get("License-Expression") or one_line or ", ".join(classed))


def family_of(stated: str) -> str:
    """The strictest family named; where a package leaves the choice, the freest."""
    rest = re.sub(r"\([^()]*\bOR\b[^()]*\)", "", stated)
    found = [name for name, pattern in FAMILIES.items() if pattern.search(rest)]
    if not found:
        found = [name for name, pattern in FAMILIES.items() if pattern.search(stated)][:1]
    if not found:
        raise ValueError(f"no family for the licence {stated!r}")
    return found[0] if re.search(r"\bOR\b", rest) else found[-1]


def rows(pins: list[Pin]) -> list[str]:
    """A line a package; versions by system stand together."""
    versions: dict[str, list[str]] = {}
    for pin in pins:
        versions.setdefault(pin.name, []).append(pin.version)
    lines = []
    for name, found in versions.items():
        stated, family = licence(name)
        lines.append(f"| {name} | {', '.join(found)} | {stated or '-'} | {family} |")
    return lines


def page() -> str:
    """The whole page."""
    lines = [
        "# Licences",
        "",
        "Made by `make licences` from the locks and what each installed package states of itself;",
        "not for the hand. Tastelab's own is MIT. Compiled packages bring libraries of others",
        "along (numerics, compiler runtimes); their licences lie in each package's own folder.",
        "",
        "| kind | what it means for use |",
        "|---|---|",
        *(f"| {name} | {text} |" for name, text in MEANING.items()),
    ]
    shown: set[str] = set()
    for lock, role in ROLES.items():
        pins = [pin for pin in read(lock) if pin.name not in shown]
        shown |= {pin.name for pin in pins}
        lines += [
            "",
            f"## {role}",
            "",
            "| package | version | licence | kind |",
            "|---|---|---|---|",
        ]
        lines += rows(pins)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    assert set(ROLES) == {*LOCKS, CUDA_LOCK}
    PAGE.write_text(page(), encoding="utf-8")
