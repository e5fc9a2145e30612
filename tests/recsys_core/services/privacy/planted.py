"""Persons planted in every place of a workspace, and a search of its own for what is left."""

import gzip
import io
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pandas as pd

from recsys_core.services.customers.feedback import give_feedback
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.data.data_settings import changed, save
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait
from recsys_core.services.experiments.planning.assignment import (
    AssignRequest,
    ExperimentArm,
    assign,
)
from recsys_core.services.export.long import export_folder, export_lists
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, save_scenario
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.bookmarks import keep_bookmark
from recsys_core.services.workspace.kept_figures import kept_frame
from recsys_core.services.workspace.storyboard import add_state
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage import audiences

GO = [f"gone-person-{n:03d}" for n in range(100)]
STAY = [f"stay-person-{n:03d}" for n in range(60)]
MAILS = {user: f"{user[:4]}.{n}x@mail.example" for n, user in enumerate([*GO, *STAY])}
PRODUCTS = 30


def plant(folder: Path) -> Path:
    """A workspace with a hundred persons to erase and sixty who stay, in everything there is."""
    _files(folder)
    with open_workspace(folder / "workspace") as ws:
        import_files(ws, "interactions", [folder / "purchases.csv"])
        import_files(ws, "users", [folder / "persons.csv"])
        import_files(ws, "campaigns", [folder / "campaign.csv"])
        save(ws, changed(ws, {"excluded_users": GO[99]}), f"{GO[99]} is a test account")
        give_feedback(ws, GO[0], "p1", "up")
        give_feedback(ws, STAY[0], "p2", "up")
        for model in ("popularity", "ease", "user-knn"):
            train_and_wait(ws, model)
        evaluate_and_wait(ws, ["popularity", "ease"])
        export_lists(ws, export_folder(ws) / "lists.csv", "popularity")
        save_ids(ws, "Best ones", [*GO[:10], *STAY[:10]])
        _keep_audience(ws)
        arms = (ExperimentArm("control", 0.5), ExperimentArm("mail", 0.5))
        assign(ws, AssignRequest("Spring", arms))
        keep_bookmark(ws, "Look at her", f"recommendations?customer={GO[1]}&k=5")
        keep_bookmark(ws, "Look at him", f"recommendations?customer={STAY[1]}")
        add_state(ws, f"customers?customer={GO[2]}", "An odd one")
        add_state(ws, "overview", f"As {GO[3]} wrote to us")
        save_scenario(ws, f"For {GO[4]}", Choice("popularity", ListSettings(5)))
        kept_frame(ws, "figures-of-all", lambda: pd.DataFrame({"user_id": [*GO, *STAY]}))
        (ws.path / "uploads" / "again.csv").write_text("\n".join(GO), encoding="utf-8")
        log = next((ws.path / "runs").glob("*train-ease")) / "log.txt"
        log.write_text(f"a line about {GO[5]}, and {MAILS[GO[5]]}\n", encoding="utf-8")
    aside = folder / "workspace" / "tastelab.duckdb.wal.damaged-1"
    aside.write_text(GO[6], encoding="utf-8")
    return folder / "workspace"


def _files(folder: Path) -> None:
    rng = np.random.default_rng(4)
    lines = ["customer,product,order,quantity,revenue,date"]
    for number, user in enumerate([*GO, *STAY]):
        for visit in range(8):
            item = (rng.integers(10) + number % 3 * 10) if rng.random() < 0.8 else rng.integers(30)
            day = f"2025-{1 + visit:02d}-{1 + number % 28:02d}"
            lines.append(f"{user},p{item},{user}/{visit},1,{2 + item}.5,{day}")
    lines += [lines[1], f"{GO[0]},p1,x,1,2.5,never", f"{STAY[0]},p1,x,1,2.5,never"]
    lines.append(f",p3,{GO[7]}/0,1,5.5,2025-02-01")
    write(folder / "purchases.csv", lines)
    persons = [f"{user},{mail},Town {n % 3}" for n, (user, mail) in enumerate(MAILS.items())]
    write(folder / "persons.csv", ["customer,email,town", *persons, f",{MAILS[GO[8]]},Town 1"])
    targets = [f"spring,{user},mail" for user in (*GO[:20], *STAY[:20])]
    write(folder / "campaign.csv", ["campaign,customer,arm", *targets])


def write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), encoding="utf-8")


def _keep_audience(ws: Workspace) -> None:
    """Members as an audience keeps them."""
    now = pd.Timestamp("2025-09-01").to_pydatetime()
    users = [*GO[:30], *STAY[:30]]
    members = pd.DataFrame(
        {"user_id": users, "arm": "mailed", "rank": range(60), "buyer": "new", "probability": 0.1}
    )
    with ws.db.write() as cursor:
        record = audiences.AudienceRecord("Spring", "set", {}, {}, 0.1, now, "", now)
        audiences.put_audience(cursor, record)
        audiences.put_members(cursor, "set", members)


def places(folder: Path, words: list[str]) -> dict[str, set[str]]:
    """Which words stand where in the folder: in the bytes, and in what they hold packed."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            content = path.name.encode() + path.read_bytes() + _unpacked(path)
            if here := {word for word in words if word.encode() in content}:
                found[str(path.relative_to(folder))] = here
    return found


def _unpacked(path: Path) -> bytes:
    if path.suffix == ".parquet":
        return pd.read_parquet(path).to_csv().encode()
    if path.suffix == ".gz":
        return gzip.decompress(path.read_bytes())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
        if path.suffix == ".npz":
            with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as arrays:
                texts = [arrays[one] for one in arrays.files if arrays[one].dtype.kind == "U"]
            content += "\n".join(one for array in texts for one in array.ravel()).encode()
        return content
    return b""


def copy(planted: Path, to: Path) -> Path:
    """A workspace of its own."""
    return Path(shutil.copytree(planted, to / "workspace"))
