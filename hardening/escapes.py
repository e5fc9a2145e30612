"""Names that are SQL, and names that lead out of the workspace, wherever a name is asked for."""

import hashlib
import io
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from hardening.scoring import Outcome
from hardening.shop import trained_shop
from recsys_core.cli.main import main
from recsys_core.services.workspace.workspace import open_workspace

SQL = (
    "'; DROP TABLE interactions; --", "' OR '1'='1", '" OR 1=1 --', "'; ATTACH '{out}/x.db'; --",
    "'); COPY interactions TO '{out}/x.csv'; --", "x' UNION SELECT value FROM meta --",
    "'; INSTALL httpfs; --", "'; PRAGMA database_list; --", "%", "_", "\\", "'", '"', ";", "--",
)  # fmt: skip
PATHS = (
    "../../{name}", "../../../../../../etc/passwd", "{out}/{name}", "..", ".", "/", "~", "a/../../{name}",
    "..\\..\\{name}", "file:///etc/passwd", "\\\\host\\share", "runs/../../{name}", "%2e%2e%2f{name}",
    "CON", "nul\x00{name}",
)  # fmt: skip
# {bad} stands for each name in turn; what is written goes to {file}.
CALLS = [
    "recommend --user {bad}", "recommend --user 00001 --model {bad}", "customer --user {bad}",
    "item {bad}", "train {bad}", "evaluate {bad}", "segments --show {bad}", "segments --delete {bad}",
    "segments --export {bad}", "placements --save {bad} --model ease", "placements --delete {bad}",
    "placements --lists-of {bad} --export {file}", "scenarios --save {bad} --model ease",
    "scenarios --delete {bad}", "report --run {bad} --run-card {file}", "undo {bad}", "rules --model {bad}",
    "export --segment {bad} --out {file}", "export --scenario {bad} --out {file}",
    "audience --category {bad} --size 5 --out {file}", "audience --item {bad} --size 5 --name {bad}",
    "hand-over --segment {bad} --out {file}", "hand-over --columns {bad} --out {file}",
    "experiment assign {bad} --arm popularity --arm ease", "audit-log --search {bad}",
    "erase --lift {bad}", "campaigns --campaign {bad}", "use {bad}", "sample {bad}",
]  # fmt: skip


def outside(place: Path, workspace: Path) -> dict[str, str]:
    """Every file beside the workspace, by its content."""
    return {
        str(path.relative_to(place)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and workspace not in path.parents
    }


def rows(workspace: Path) -> list[tuple[object, ...]]:
    """What the purchases and products add up to."""
    with open_workspace(workspace) as ws, ws.db.read() as cursor:
        found: list[tuple[object, ...]] = []
        for table in ("interactions", "items", "users"):
            found += cursor.execute(f"SELECT count(*), bit_xor(hash(t)) FROM {table} t").fetchall()
        return found


def measure(share: float) -> Outcome:
    """Nothing outside appears or changes, the data stays as it is, every answer is one sentence."""
    broken, asked = [], 0
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        workspace = trained_shop(place / "inside")
        (place / "secret.csv").write_text("secret\n", encoding="utf-8")
        files, data = outside(place, workspace), rows(workspace)
        out = place / "out.csv"
        bad_names = [one.format(out=place, name="secret.csv") for one in (*SQL, *PATHS)]
        for call in CALLS:
            for bad in bad_names:
                words = [one.format(bad=bad, file=out) for one in call.split()]
                heard = io.StringIO()
                with redirect_stdout(heard), redirect_stderr(heard):
                    try:
                        main(["--workspace", str(workspace), *words])
                    except SystemExit:
                        pass
                    except BaseException as error:
                        broken.append(f"{words}: {type(error).__name__} {error}")
                asked += 1
                told = heard.getvalue()
                if "Traceback" in told or "root:x:0" in told or "secret\n" in told:
                    broken.append(f"{words}: {told[-200:]}")
                out.unlink(missing_ok=True)
            if outside(place, workspace) != files or rows(workspace) != data:
                broken.append(f"{call}: something is changed")
                files, data = outside(place, workspace), rows(workspace)
    for one in broken[:20]:
        print(one)
    measured = (
        f"{len(bad_names)} names at {len(CALLS)} places: {len(broken)} of {asked} got through"
    )
    return Outcome(measured, not broken)
