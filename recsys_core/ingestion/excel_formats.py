"""Numbers that a sheet shows with leading zeros: 123 in the format "00000" reads 00123."""

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

from recsys_core.ingestion import limits

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
ZEROS = re.compile(r"0{2,20}")


def padding(workbook: Path, sheet: str) -> dict[int, int]:
    """Column (from 0) -> digits, for the columns whose numbers are all shown with leading zeros
    in the same way.
    """
    with zipfile.ZipFile(workbook) as archive:
        names = set(archive.namelist())
        if not {"xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        styles = _zero_styles(archive)
        part = _part(archive, sheet) if styles else ""
        if part not in names:
            return {}
        return _columns(archive, part, styles)


def _zero_styles(archive: zipfile.ZipFile) -> dict[bytes, int]:
    """Number of a cell style -> digits, for formats of zeros only."""
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    codes = {
        entry.get("numFmtId"): len(entry.get("formatCode", ""))
        for entry in root.iter(f"{MAIN}numFmt")
        if ZEROS.fullmatch(entry.get("formatCode", ""))
    }
    styles = root.find(f"{MAIN}cellXfs")
    return {
        str(at).encode(): codes[style.get("numFmtId")]
        for at, style in enumerate(styles if styles is not None else [])
        if style.get("numFmtId") in codes
    }


def _part(archive: zipfile.ZipFile, sheet: str) -> str:
    """The path of a sheet inside the archive, "" if it has none."""
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {entry.get("Id"): entry.get("Target", "") for entry in relations}
    for entry in book.iter(f"{MAIN}sheet"):
        if entry.get("name") == sheet:
            target = targets.get(entry.get(RELATION), "")
            return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return ""


def _columns(archive: zipfile.ZipFile, part: str, styles: dict[bytes, int]) -> dict[int, int]:
    number = b"|".join(styles)
    cell = re.compile(b'<c r="([A-Z]{1,3})\\d+" s="(' + number + b')"(?: t="n")?>')
    found: dict[bytes, set[int]] = {}
    rest = b""
    with archive.open(part) as stream:
        while block := stream.read(limits.BLOCK):
            for column, style in set(cell.findall(rest + block)):
                found.setdefault(column, set()).add(styles[style])
            rest = block[-64:]
    return {_index(column): widths.pop() for column, widths in found.items() if len(widths) == 1}


def _index(column: bytes) -> int:
    number = 0
    for letter in column:
        number = number * 26 + letter - 64
    return number - 1
