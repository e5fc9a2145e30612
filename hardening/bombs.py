"""Files made to fill memory or time: each is read by a process of its own, which is measured."""

import gzip
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from hardening.scoring import Outcome

SECONDS, MEGABYTES = 2.0, 300
READER = """
import json, resource, sys, time
from pathlib import Path
from recsys_core.ingestion.read import prepared
from recsys_core.schema.errors import TastelabError
import recsys_core.services.data.preview
def most():
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return max(resource.getrusage(kind).ru_maxrss for kind in kinds) / 1024
before, began, said = most(), time.process_time(), ""
try:
    with prepared([Path(sys.argv[1])], None):
        pass
except TastelabError as error:
    said = str(error)
children = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = time.process_time() - began + children.ru_utime + children.ru_stime
print(json.dumps([said, seconds, max(most() - before, 0)]))
"""
SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def make(folder: Path) -> list[Path]:
    """A bomb of every kind."""
    gz = folder / "lines.csv.gz"
    with gzip.open(gz, "wb", compresslevel=6) as file:
        for _ in range(400):
            file.write(b"1,2,3\n" * 170_000)
    zeros = folder / "zeros.zip"
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0" * 300_000_000)
    nested = folder / "nested.zip"
    with zipfile.ZipFile(nested, "w") as archive:
        archive.write(zeros, "inner.zip")
    many = folder / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.csv", b"a,b\n1,2\n")
    columns = folder / "columns.csv"
    columns.write_text(",".join(f"c{n}" for n in range(400_000)) + "\n" + "1," * 399_999 + "1\n")
    cell = folder / "cell.csv"
    cell.write_bytes(b'a,b\n1,"' + b"x" * 80_000_000 + b'"\n')
    mark = folder / "mark.csv"
    mark.write_bytes(b'u,i,n\n1,"2,3\n' + b"1,2,3\n" * 12_000_000)
    one_line = folder / "line.csv"
    one_line.write_bytes(b"a" * 120_000_000)
    return [gz, zeros, nested, many, columns, cell, mark, one_line, *workbooks(folder)]


def workbooks(folder: Path) -> list[Path]:
    """A sheet that unpacks to gigabytes, a cell far away, entities that multiply."""
    laughs = "".join(
        f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">' for n in range(10)
    )
    sheets = {
        "unpacked.xlsx": SHEET + b" " * 1_500_000_000,
        "far.xlsx": SHEET + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
        "entities.xlsx": f"<!DOCTYPE a [{laughs}]>".encode()
        + SHEET
        + b'<row r="1"><c r="A1" t="str"><v>&l9;</v></c></row></sheetData></worksheet>',
    }
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = '<Relationship Id="r1" Type="{}/{}" Target="{}"/>'
    for name, sheet in sheets.items():
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            for path, kind, target in (
                ("_rels/.rels", "officeDocument", "xl/workbook.xml"),
                ("xl/_rels/workbook.xml.rels", "worksheet", "worksheets/sheet1.xml"),
            ):
                inside = relation.format(office, kind, target)
                archive.writestr(path, f'<Relationships xmlns="{package}">{inside}</Relationships>')
            archive.writestr(
                "xl/workbook.xml",
                f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
                '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>',
            )
            archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return [folder / name for name in sheets]


def measure(share: float) -> Outcome:
    """Seconds are of the processor, the reader's own and of processes it starts."""
    worst, most, read, found = 0.0, 0.0, [], []
    with tempfile.TemporaryDirectory() as place:
        for path in make(Path(place)):
            done = subprocess.run(
                [sys.executable, "-c", READER, str(path)], capture_output=True, text=True
            )
            said, seconds, megabytes = json.loads(done.stdout) if done.stdout else ("", 99, 99_999)
            print(f"{path.name}: {seconds:.2f} s, {megabytes:.0f} MB: {said or done.stderr[-300:]}")
            found.append(path.name)
            read += [path.name] * (not said)
            worst, most = max(worst, seconds), max(most, megabytes)
            path.unlink()
    measured = f"{len(found)} kinds: {len(read)} not refused, at most {worst:.1f} s, {most:.0f} MB"
    return Outcome(measured, not read and worst < SECONDS and most < MEGABYTES)
