"""Cells a spreadsheet would run, in everything the command line writes about a hostile shop."""

import csv
import io
import re
import shutil
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import openpyxl

from hardening.scoring import Outcome
from hardening.shop import named_shop
from recsys_core.cli.main import main
from recsys_core.ingestion.formula import NUMBER, PHONE, SIGNS

NAMES = [
    f"{before}{sign}{rest} {number}"
    for number, before in enumerate(("", "\t", "'", "a;", "\n") * 5)
    for sign in ("=", "+", "-", "@", "＝", "＋", "－", "＠")
    for rest in ('cmd|" /C calc"!A0', "HYPERLINK('http://x.test')", "1+1")
]
# Everything that writes a file and can do so of such a shop; {file} is what it writes.
CALLS = [
    *(f"export --model {model} --out {{file}}" for model in ("popularity", "ease")),
    "export --model ease --wide --with price reason --out {file}",
    "value --out {file}",
    "timing --out {file}",
    "hand-over --users {users} --out {file}",
    "lookalike --seed {users} --size 50 --out {file}",
    "offers --budget 50 --out {file}",
    "audience --item p3 --size 10 --out {file}",
    "placements --save Front --model ease",
    "placements --lists-of Front --export {file}",
    "experiment assign Trial --arm popularity --arm ease --out {file}",
    "segments --out {file}",
    "audit-log --out {file}",
    "campaigns --out {file}",
    "no-answer --out {file}",
    "preview {shop} --out {file}",
]
ENDINGS = (".csv", ".xlsx")


STARTS = re.compile(f"(^|[;\t\r\n])[{SIGNS}]")


def live(text: str) -> bool:
    """Whether a spreadsheet could run a cell, or a part of it that it takes for a cell."""
    if NUMBER.fullmatch(text) or PHONE.fullmatch(text):
        return False
    return STARTS.search(text) is not None


def live_cells(path: Path) -> tuple[int, int]:
    """Cells of a written file, and those of them that could run."""
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path).worksheets
        found = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
        return len(found), sum(cell.data_type == "f" for cell in found)
    text = path.read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    return len(cells), sum(map(live, cells))


def measure(share: float) -> Outcome:
    """Every call with every ending it takes."""
    cells = running = files = 0
    refused = []
    with tempfile.TemporaryDirectory() as place:
        folder = named_shop(Path(place), NAMES)
        users = Path(place) / "users.csv"
        with users.open("w", encoding="utf-8", newline="") as file_of_users:
            csv.writer(file_of_users).writerows([["customer"], *([name] for name in NAMES)])
        shop = shutil.copy(Path(place) / "interactions.csv", Path(place) / "shop.csv")
        for model in ("popularity", "ease"):
            assert main(["--workspace", str(folder), "train", model]) == 0
        for number, call in enumerate(CALLS):
            for ending in ENDINGS:
                file = Path(place) / f"out-{number}{ending}"
                words = [one.format(file=file, shop=shop, users=users) for one in call.split()]
                heard = io.StringIO()
                with redirect_stdout(heard), redirect_stderr(heard):
                    try:
                        code = main(["--workspace", str(folder), *words])
                    except SystemExit as ended:
                        code = int(ended.code or 0)
                written = sorted(file.parent.glob(f"{file.stem}*{ending}"))
                if not written and "{file}" in call and ending == ".csv":
                    refused.append(f"{call} ({code}): {heard.getvalue()[-200:]}")
                for path in written:
                    files += 1
                    of_it, could = live_cells(path)
                    cells, running = cells + of_it, running + could
                    if could:
                        print(f"{call} {ending}: {could} live")
    for one in refused:
        print("wrote nothing:", one)
    writers = len({call.split()[0] for call in CALLS if "{file}" in call}) - len(refused)
    measured = f"{cells:,} cells of {files} files by {writers} commands: {running} live"
    return Outcome(measured, running == 0 and files > 0)
