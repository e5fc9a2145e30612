"""Files made to exhaust a machine are refused early, within little memory."""

import gzip
import json
import shutil
import subprocess
import sys

import pytest

MB = 2**20
ALLOWED_MB = 300

# Reads each file named on the command line; prints what was said of it, how far the memory's
# high-water mark rose, and how many bytes were read.
PROGRAM = """
import json, resource, sys
from pathlib import Path
import duckdb
from recsys_core.ingestion.read import prepared, stage
from recsys_core.schema.errors import InputError

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def bytes_read():
    status = Path("/proc/self/io")
    if not status.exists():
        return 0
    return int(status.read_text().split("rchar:")[1].split()[0])

said = {}
for path in map(Path, sys.argv[1:]):
    memory, read = peak(), bytes_read()
    try:
        with prepared([path]) as files, duckdb.connect() as cursor:
            stage(cursor, files, "staged")
        message = ""
    except InputError as error:
        message = str(error)
    said[path.name] = [message, peak() - memory, (bytes_read() - read) / 2**20]
print(json.dumps(said))
"""

BOMBS = {
    "packed.csv.gz": "unpacks to far more",
    "field.csv": "longer than any table's",
    "unquoted-field.csv": "longer than any table's",
    "columns.csv": "more than 10,000 columns",
    "never-closed.csv": "never closed",
    "closed-late.csv": "never closed",
    "one-letter-lines.csv": "never closed",
    "only-line-ends.csv": "never closed",
    "later.csv": "never closed",
    "doubled.csv": "never closed",
}


def write_bombs(folder):
    with gzip.open(folder / "packed.csv.gz", "wb", compresslevel=9) as packed:
        for _ in range(160):
            packed.write(b"1,2,3\n" * (MB // 6))
    written = {
        "field.csv": b'a,b\n1,"' + b"x" * 60 * MB + b'"\n2,3\n',
        "unquoted-field.csv": b"a,b\n1," + b"x" * 60 * MB + b"\n2,3\n",
        "columns.csv": b",".join([b"c"] * 100_000) + b"\n" + b",".join([b"1"] * 100_000) + b"\n",
        "never-closed.csv": b'user,item,n\n1,"2,3\n' + b"1,2,3\n" * 7_000_000,
        "closed-late.csv": b'a,b\n1,"' + b"xxxxx yyyyy\n" * 5_000_000 + b'"\n2,3\n',
        "one-letter-lines.csv": b'a,b\n1,"' + b"x\n" * 10 * MB + b'"\n2,3\n',
        "only-line-ends.csv": b'a,b\n1,"' + b"\n" * 20 * MB + b'"\n2,3\n',
        "later.csv": b"a,b,c\n" + b'1,"x,y",2\n' * 100_000 + b'1,"' + b"x,1,2\n" * 3_000_000,
        "doubled.csv": b'a,b\n1,"' + b'he said ""x""\n' * 1_500_000 + b'"\n2,3\n',
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bombs")
    write_bombs(folder)
    command = [sys.executable, "-c", PROGRAM, *(str(folder / name) for name in BOMBS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    shutil.rmtree(folder)
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_within_little_memory(said, name):
    message, megabytes, read = said[name]
    assert BOMBS[name] in message
    assert "\n" not in message
    assert megabytes < ALLOWED_MB
    # Its alphabet twice and its structure once, but no file is read again and again.
    assert read < 130
