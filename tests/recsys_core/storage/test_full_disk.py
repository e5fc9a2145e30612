"""A disk that is full: a sentence, nothing acknowledged is lost, and it goes on with room again.

The child may write no file longer than a limit, which DuckDB and Python meet as they would meet
the end of the disk.
"""

import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, resource, signal, sys
from pathlib import Path
import duckdb
from recsys_core.storage.database import open_database
from recsys_core.schema.failures import REFUSALS, in_words

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
path = Path(sys.argv[1])
db = open_database(path)

def save(n, size):
    with db.write() as cursor:
        cursor.execute("CREATE TABLE IF NOT EXISTS saved (n INTEGER, text VARCHAR)")
        # Random text, so that it takes the room it says.
        cursor.execute(
            "INSERT INTO saved SELECT ?, string_agg(md5(random()::VARCHAR), '') "
            "FROM range(?) GROUP BY range // 1000", [n, size // 32])

def have():
    with db.read() as cursor:
        return sorted(n for n, in cursor.execute("SELECT DISTINCT n FROM saved").fetchall())

acknowledged, refused = [], []
save(0, 100_000)
acknowledged.append(0)
resource.setrlimit(resource.RLIMIT_FSIZE, (4_000_000, hard))
for n in range(1, 30):
    try:
        save(n, 400_000 if n < 10 else 30_000_000 if n == 20 else 2_000)
        acknowledged.append(n)
    except REFUSALS as error:
        refused.append(in_words(error))
full = have()
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
save(100, 1_000_000)
acknowledged.append(100)
after = have()
db.close()
again = open_database(path)
warnings = again.warnings
db = again
print(json.dumps([acknowledged, sorted(set(refused)), full, after, have(), warnings]))
"""


def test_nothing_acknowledged_is_lost_on_a_full_disk(tmp_path: Path) -> None:
    import json

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "tastelab.duckdb")],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    acknowledged, refused, full, after, again, warnings = json.loads(done.stdout)
    assert refused == [
        "There is no room left on the disk. What was saved before is kept; make room and do this "
        "again."
    ]
    assert full == acknowledged[:-1]
    assert after == again == acknowledged
    assert warnings == []
