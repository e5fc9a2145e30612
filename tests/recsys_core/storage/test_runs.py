from datetime import datetime

from recsys_core.storage import runs
from recsys_core.storage.database import Database


def test_runs_come_back_and_go(memory_db: Database) -> None:
    with memory_db.write() as cursor:
        for day, name in ((1, "early"), (2, "late")):
            runs.insert_run(
                cursor,
                {
                    "run_id": name,
                    "kind": "train",
                    "model": "ease",
                    "config": {"weight": 2.5},
                    "created_at": datetime(2024, 1, day),
                    "seconds": 1.5,
                    "state": "done",
                },
            )
    with memory_db.read() as cursor:
        frame = runs.list_runs(cursor)
        assert list(frame["run_id"]) == ["late", "early"]
        assert frame["config"].iloc[0] == '{"weight": 2.5}'
        assert frame["seed"].isna().all()
        assert runs.list_runs(cursor, "evaluate").empty
    with memory_db.write() as cursor:
        runs.delete_run(cursor, "late")
        runs.delete_run(cursor, "never there")
    with memory_db.read() as cursor:
        assert list(runs.run_states(cursor)) == ["early"]
