"""The whole command line on a small shop, as an analyst without a browser would use it."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.evaluation import YARDSTICKS
from recsys_core.services.data.imports import list_imports
from recsys_core.services.workspace.workspace import open_workspace
from tests.factories import write_shop

pytestmark = pytest.mark.xdist_group("command-line")  # One worker trains the shop's models, once.

Run = Callable[..., Any]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the shop imported and three models trained."""
    folder = write_shop(tmp_path_factory.mktemp("shop"))
    workspace = ["--workspace", str(folder / "ws")]
    for kind, name in (
        ("interactions", "purchases"),
        ("items", "products"),
        ("users", "customers"),
    ):
        assert main([*workspace, "import", kind, str(folder / f"{name}.csv")]) == 0
    for model in ("popularity", "ease", "surprise-svd"):
        assert main([*workspace, "train", model]) == 0
    return folder


@pytest.fixture
def run(shop: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command in the shop's workspace and return its JSON document."""

    def call(*arguments: object, code: int = 0, workspace: Path | None = None) -> Any:
        capsys.readouterr()
        where = str(workspace or shop / "ws")
        got = main(["--workspace", where, "--json", *[str(a) for a in arguments]])
        said = capsys.readouterr()
        assert got == code, said.err
        if code == 0:
            return json.loads(said.out)
        assert said.out == ""
        assert "Traceback" not in said.err
        assert len(said.err.strip().splitlines()) == 1
        return said.err.strip()

    return call


def test_import_reports_every_row(run: Run, shop: Path, tmp_path: Path) -> None:
    report = run("import", "interactions", shop / "purchases.csv", workspace=tmp_path / "ws")
    assert set(report) == {
        "import_id", "files", "rows_read", "rows_accepted", "rows_quarantined", "rows_duplicate",
        "rows_return", "rows_erased", "mapping", "encoding", "delimiter", "quarantine_csv",
        "corrects", "warnings", "seconds", "questions", "evidence",
    }  # fmt: skip
    assert report["rows_read"] == 60 * 8 * 3
    assert report["rows_read"] == (
        report["rows_accepted"]
        + report["rows_quarantined"]
        + report["rows_duplicate"]
        + report["rows_return"]
        + report["rows_erased"]
    )
    assert report["mapping"]["user"] == "customer_id"
    assert report["mapping"]["item"] == "product_id"


def test_the_same_file_twice_is_refused_unless_asked(run: Run, shop: Path, tmp_path: Path) -> None:
    where = tmp_path / "ws"
    run("import", "interactions", shop / "purchases.csv", workspace=where)
    assert "imported before" in run(
        "import", "interactions", shop / "purchases.csv", workspace=where, code=2
    )
    run("import", "interactions", shop / "purchases.csv", "--again", workspace=where)


def test_undo_takes_exactly_one_import_back(run: Run, shop: Path, tmp_path: Path) -> None:
    where = tmp_path / "ws"
    run("import", "users", shop / "customers.csv", workspace=where)
    before = run("health", workspace=where)
    report = run("import", "interactions", shop / "purchases.csv", workspace=where)
    assert run("health", workspace=where)["interactions"] == 1440
    assert run("undo", report["import_id"], workspace=where)["rows_removed"] >= 1440
    after = run("health", workspace=where)
    assert after == before
    assert "import" in run("undo", "nothing-like-it", workspace=where, code=2).lower()


def test_health_says_what_is_held_in_memory(run: Run) -> None:
    assert "memory" not in run("health")
    held = {use["name"]: use for use in run("health", "--memory")["memory"]}
    # Other tests of this process may hold workspaces of their own.
    assert held["models"]["entries"] >= 3
    assert held["models"]["megabytes"] > 0
    assert held["data sets"]["entries"] >= 1


def test_health_counts_what_was_imported(run: Run) -> None:
    found = run("health")
    assert found["users"] == 60
    assert found["items"] == 48
    assert found["interactions"] == 1440
    assert 0 < found["density"] < 1
    assert 0 <= found["gini"] < 1
    assert found["first_ts"].startswith("2025-")
    assert isinstance(found["findings"], list)


def test_models_lists_each_with_readiness_and_settings(run: Run) -> None:
    models = {model["name"]: model for model in run("models")}
    assert {"popularity", "surprise-svd", "surprise-knn-item", "ease", "content"} <= set(models)
    assert "random" not in models
    for model in models.values():
        assert set(model) == {"name", "family", "ready", "reason", "config", "in_use"}
    assert models["ease"]["ready"]
    assert "seed" in models["ease"]["config"]


def test_the_model_in_use_is_chosen_and_holds_for_lists(run: Run) -> None:
    run("train", "popularity")
    run("train", "ease")
    done = run("use", "popularity")
    assert done["model"] == "popularity"
    assert not done["bought"]
    assert [one["name"] for one in run("models") if one["in_use"]] == ["popularity"]
    assert run("recommend", "--user", "00001")["model"] == "popularity"
    assert run("recommend", "--user", "00001", "--model", "ease")["model"] == "ease"
    assert run("use", "ease")["before"] == "popularity"
    assert run("use", "als", code=2).startswith("Hidden tastes (ALS) has not been trained")


def test_train_says_run_time_and_memory(run: Run) -> None:
    result = run("train", "ease", "--set", "regularization=50")
    assert set(result) == {"run_id", "seconds", "peak_mb", "sentence"}
    assert result["seconds"] > 0
    assert result["peak_mb"] > 10


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("train", "magic"), "There is no model"),
        (("train", "ease", "--set", "colour=red"), "has no setting"),
        (("train", "ease", "--set", "regularization=-1"), "regularization"),
        (("train", "ease", "--set", "regularization"), "name=value"),
        (("recommend", "--user", "99999"), "99999"),
        (("recommend", "--user", "00001", "--model", "content"), "not been trained"),
        (("recommend", "--user", "00001", "-k", "0"), "between 1 and"),
        (("recommend", "--user", "00001", "--diversity", "2"), "from 0"),
        (("recommend", "--user", "00001", "--add", "P999"), "P999"),
        (("profile", "--user", "nobody"), "nobody"),
        (("export", "--out", "lists.docx"), ".csv, .parquet or .xlsx"),
        (("export", "--out", "no/such/folder/lists.csv"), "no folder"),
        (("import", "interactions", "missing.csv"), "missing.csv"),
        (("evaluate", "magic"), "There is no model"),
        (("sample", "unknown"), "unknown"),
    ],
)
def test_what_cannot_be_done_is_one_plain_sentence(
    run: Run, arguments: tuple[str, ...], says: str
) -> None:
    assert says in run(*arguments, code=2)


def test_an_empty_workspace_says_what_to_do(run: Run, tmp_path: Path) -> None:
    where = tmp_path / "new"
    assert run("health", workspace=where)["interactions"] == 0
    assert not any(model["ready"] for model in run("models", workspace=where))
    for command in (("train", "ease"), ("recommend", "--user", "00001"), ("evaluate", "--all")):
        assert run(*command, workspace=where, code=2).endswith((".", "auto"))


@pytest.mark.parametrize("together", [True, False])
def test_a_mapping_is_given_in_one_list_or_one_by_one(tmp_path: Path, together: bool) -> None:
    """The help shows `user=CustomerID item=StockCode …`: that form is read too, beside the file."""
    file = tmp_path / "a=b.csv"
    file.write_text("who,what,n\n1,2,3\n", encoding="utf-8")
    first, second = ("--map", "user=who", "item=what"), ("--map", "user=who", "--map", "item=what")
    order = [*(first if together else second), "quantity=n", str(file)]
    if not together:
        order.insert(-2, "--map")
    workspace = tmp_path / "ws"
    assert main(["--workspace", str(workspace), "import", "interactions", *order]) == 0
    with open_workspace(workspace) as ws:
        assert list_imports(ws)["rows_accepted"].tolist() == [1]


def test_empty_and_useless_files_are_refused_and_leave_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "useless.csv").write_text("colour,shape\nred,round\nblue,square\n")
    where = tmp_path / "ws"
    for name in ("empty.csv", "useless.csv"):
        run("import", "interactions", tmp_path / name, workspace=where, code=2)
    assert run("health", workspace=where)["interactions"] == 0


def test_recommend_leaves_out_what_was_bought_and_explains(run: Run, shop: Path) -> None:
    purchases = pd.read_csv(shop / "purchases.csv", dtype=str)
    bought = set(purchases[purchases.customer_id == "00003"].product_id)
    got = run("recommend", "--user", "00003", "--model", "ease", "-k", "5", "--explain")
    assert set(got) == {"user", "model", "items", "trace"}
    assert got["user"] == "00003"
    assert got["model"] == "ease"
    assert [item["rank"] for item in got["items"]] == list(range(1, len(got["items"]) + 1))
    assert not bought & {item["item_id"] for item in got["items"]}
    for item in got["items"]:
        assert item["title"]
        assert item["reason"]
        assert item["source"] == "ease"
        assert {past["item_id"] for past in item["evidence"]} <= bought
        total = sum(past["contribution"] for past in item["evidence"])
        assert total == pytest.approx(item["score"], abs=1e-5)
    with_seen = run("recommend", "--user", "00003", "--model", "ease", "-k", "10", "--include-seen")
    assert bought & {item["item_id"] for item in with_seen["items"]}


def test_the_history_can_be_changed_without_retraining(run: Run) -> None:
    plain = run("recommend", "--user", "00000", "--model", "ease", "--explain")
    top = plain["items"][0]
    cited = top["evidence"][0]["item_id"]
    changed = run(
        "recommend", "--user", "00000", "--model", "ease", "--drop", cited, "--add", "P047",
        "--explain",
    )  # fmt: skip
    used = {past["item_id"] for item in changed["items"] for past in item["evidence"]}
    assert cited not in used
    assert "P047" in used
    assert "P047" not in {item["item_id"] for item in changed["items"]}


def test_diversity_zero_is_the_models_order_and_one_differs(run: Run) -> None:
    plain = run("recommend", "--user", "00007", "--model", "ease", "--include-seen")
    scores = [item["score"] for item in plain["items"]]
    assert scores == sorted(scores, reverse=True)
    mixed = run(
        "recommend", "--user", "00007", "--model", "ease", "--include-seen", "--diversity", "0.9"
    )
    assert [i["item_id"] for i in mixed["items"]] != [i["item_id"] for i in plain["items"]]


def test_auto_is_the_default_and_says_what_it_chose(run: Run) -> None:
    assert run("recommend", "--user", "00001")["model"] in {"popularity", "ease", "surprise-svd"}


def test_evaluate_measures_beside_the_yardsticks(run: Run) -> None:
    board = run("evaluate", "ease", "-k", "5")
    assert {"protocol", "rows", "tests"} <= set(board)
    assert {row["model"] for row in board["rows"]} == {"ease", *YARDSTICKS}
    for row in board["rows"]:
        assert set(row) >= {"model", "metric", "k", "value", "low", "high", "n"}
        assert row["low"] - 1e-9 <= row["value"] <= row["high"] + 1e-9 or row["value"] is None
    info = board["protocol"]["splits"][0]
    assert sum(info["pairs"].values()) == info["n_test_pairs"]
    assert sum(info["customers"].values()) == info["users_left_out"]
    assert set(board["protocol"]["denominators"]) == {"Recall@5", "Coverage@5"}
    ndcg = {row["model"]: row["value"] for row in board["rows"] if row["metric"] == "NDCG@5"}
    assert ndcg["ease"] > ndcg["random"]
    for test in board["tests"]:
        assert set(test) >= {"a", "b", "metric", "difference", "p_adjusted"}
        if test["metric"] == "NDCG@5":
            expected = ndcg[test["a"]] - ndcg[test["b"]]
            assert test["difference"] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("split", ["per-user-time", "leave-one-out", "random"])
def test_other_ways_of_holding_back(run: Run, split: str) -> None:
    board = run("evaluate", "popularity", "--split", split)
    assert split in json.dumps(board["protocol"])


def test_an_uploaded_holdout_is_the_test(run: Run, tmp_path: Path) -> None:
    pairs = tmp_path / "holdout.csv"
    with pairs.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["user", "item"])
        writer.writerows([f"{user:05d}", f"P{(user * 7) % 48:03d}"] for user in range(60))
    board = run("evaluate", "ease", "--holdout", pairs)
    assert max(row["n"] for row in board["rows"]) <= 60


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_export_writes_a_list_for_everybody(run: Run, tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"lists{suffix}"
    done = run("export", "--out", out, "--model", "ease", "-k", "3")
    assert set(done) == {"rows", "users", "seconds", "control", "control_inside"}
    frame = pd.read_csv(out, dtype=str) if suffix == ".csv" else pd.read_parquet(out)
    assert len(frame) == done["rows"]
    assert frame.user_id.nunique() == done["users"] == 60
    assert not frame.duplicated(["user_id", "item_id"]).any()
    assert (frame.groupby("user_id").size() <= 3).all()
    assert frame.reason.str.len().min() > 10
    assert frame.user_id.iloc[0] == "00000"
    assert not list(tmp_path.glob("*.partial")) + list(tmp_path.glob(".*"))


def test_export_for_some_customers_equals_their_single_lists(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("00005\n00002\n")
    out = tmp_path / "lists.csv"
    run("export", "--out", out, "--model", "ease", "-k", "4", "--users", tmp_path / "some.txt")
    frame = pd.read_csv(out, dtype=str)
    for user in ("00005", "00002"):
        single = run("recommend", "--user", user, "--model", "ease", "-k", "4", "--explain")
        mine = frame[frame.user_id == user]
        assert list(mine.item_id) == [item["item_id"] for item in single["items"]]
        assert list(mine.reason) == [item["reason"] for item in single["items"]]


def test_profile_knows_the_customer(run: Run) -> None:
    profile = run("profile", "--user", "00002")
    assert {"rfm", "lifecycle", "tastes", "neighbours"} <= set(profile)
    assert profile["tastes"][0]["category"] == "Bread"


def test_preview_needs_no_workspace(run: Run, shop: Path, tmp_path: Path) -> None:
    out = tmp_path / "as-read.csv"
    preview = run("preview", shop / "products.csv", "--out", out)
    assert preview["shape"] == "items"
    assert preview["rows"] == 48
    assert [column["name"] for column in preview["columns"]] == [
        "product_id", "title", "category", "brand", "price",
    ]  # fmt: skip
    assert pd.read_csv(out, dtype=str).equals(pd.read_csv(shop / "products.csv", dtype=str))


def test_a_second_process_on_the_workspace_is_told_so(shop: Path) -> None:
    from recsys_core.services.workspace.workspace import open_workspace

    with open_workspace(shop / "ws"):
        second = subprocess.run(
            [sys.executable, "-m", "recsys_core", "--workspace", str(shop / "ws"), "health"],
            capture_output=True,
            text=True,
        )
    assert second.returncode == 2
    assert "already open" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_wrong_call_exits_with_two() -> None:
    wrong = subprocess.run(
        [sys.executable, "-m", "recsys_core", "dance"], capture_output=True, text=True
    )
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr


@pytest.mark.parametrize("before", [["preview"], ["import", "interactions"]])
def test_a_sheet_of_a_file_without_sheets_is_refused(
    before: list[str], shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = [*before, str(shop / "purchases.csv"), "--sheet", "Jan"]
    assert main([*wrong, "--workspace", str(tmp_path / "ws")]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "purchases.csv is no workbook and has no sheets. Leave the sheet out."


def test_settings_are_set_shown_and_taken_back(run: Run, shop: Path, tmp_path: Path) -> None:
    where = tmp_path / "ws"
    run("import", "interactions", shop / "purchases.csv", workspace=where)
    found = run("settings", "--set", "excluded_items=P000,P001", "--set", "last_months=6",
                workspace=where)  # fmt: skip
    assert found["changes"] == {"excluded_items": ["P000", "P001"], "last_months": 6}
    assert run("settings", workspace=where)["changed"] is False
    found = run("settings", "--set", "last_months=", workspace=where)
    assert found["changes"] == {"excluded_items": ["P000", "P001"]}
    assert "2024-05-31" in run("settings", "--set", "since=soon", code=2, workspace=where)
    assert run("settings", "--reset", workspace=where)["changes"] == {}
