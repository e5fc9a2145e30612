"""Lists for everybody: long, and one row a customer for e-mail tools."""

import csv
import shutil
from pathlib import Path

import pandas as pd
import pytest

from recsys_core.ingestion.formula import restore
from recsys_core.schema.errors import InputError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.data.imports import import_files
from recsys_core.services.export.long import EXPORT_SCHEMA, export_lists, of_control
from recsys_core.services.export.wide import Extras, export_wide, header
from recsys_core.services.recommend import many
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.lots import control_group, set_control_share
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import write_shop

pytestmark = pytest.mark.xdist_group("exporting")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("exported")
    write_shop(folder, customers=30)
    products = folder / "products.csv"
    text = products.read_text().replace("Yoghurt no. 0,", '"=1+1, <b>""&",')
    products.write_text(text)
    with open_workspace(folder / "ws") as ws:
        import_files(ws, "interactions", [folder / "purchases.csv"])
        import_files(ws, "items", [products])
        train_and_wait(ws, "item-knn")
    return folder


@pytest.fixture
def shop(folder: Path, tmp_path: Path):
    shutil.copytree(folder / "ws", tmp_path / "ws")
    with open_workspace(tmp_path / "ws") as ws:
        yield ws


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_columns_say_which_model_how_and_when(shop: Workspace, tmp_path: Path):
    settings = ListSettings(4, rerank_config=RerankConfig(diversity=0.4))
    export_lists(shop, tmp_path / "a.csv", "item-knn", settings)
    export_lists(shop, tmp_path / "a.parquet", "item-knn", settings, scenario="Spring")
    first = rows(tmp_path / "a.csv")
    assert list(first[0]) == EXPORT_SCHEMA.names
    assert EXPORT_SCHEMA.names[:7] == [
        "user_id", "rank", "item_id", "title", "score", "reason", "source",
    ]  # fmt: skip
    assert {row["model"] for row in first} == {"item-knn"}
    assert "diversity 0.4" in first[0]["scenario"]
    frame = pd.read_parquet(tmp_path / "a.parquet")
    assert set(frame["scenario"]) == {"Spring"}
    assert frame["made_at"].str.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ").all()
    assert len(frame) == len(first)


def test_a_workbook_holds_what_the_csv_does(shop: Workspace, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(many, "BLOCK_BYTES", 4 * 48 * 7)  # seven customers at a time
    for name in ("a.csv", "a.xlsx"):
        export_lists(shop, tmp_path / name, "item-knn", ListSettings(4))
    sheet = pd.read_excel(tmp_path / "a.xlsx", dtype={"user_id": str}, engine="calamine")
    lines = pd.read_csv(tmp_path / "a.csv", dtype={"user_id": str})
    lines["title"], lines["reason"] = lines["title"].map(restore), lines["reason"].map(restore)
    pd.testing.assert_frame_equal(sheet.drop(columns="made_at"), lines.drop(columns="made_at"))
    assert sheet["user_id"].iloc[0] == "00000", "an identifier keeps its zeros"


def test_reasons_made_for_a_block_are_those_of_single_lists(shop: Workspace, tmp_path: Path):
    export_lists(shop, tmp_path / "a.parquet", "item-knn", ListSettings(5))
    frame = pd.read_parquet(tmp_path / "a.parquet")
    for user in ("00003", "00011"):
        single = recommend(shop, RecommendRequest(user, "item-knn", 5))
        mine = frame[frame["user_id"] == user].sort_values("rank")
        assert list(mine["item_id"]) == [item.item_id for item in single.items]
        assert list(mine["reason"]) == [item.reason for item in single.items]


def test_a_wide_file_has_a_row_a_customer(shop: Workspace, tmp_path: Path):
    extras = Extras(prices=True, reasons=True, link="https://shop.example/p?id={item}")
    done = export_wide(shop, tmp_path / "w.csv", "item-knn", ListSettings(4), extras=extras)
    found = rows(tmp_path / "w.csv")
    assert done.rows == done.users == len(found) == 30
    assert list(found[0]) == header(4, extras)
    assert list(found[0])[:9] == [
        "user_id", "item_1", "item_2", "item_3", "item_4", "title_1", "title_2", "title_3",
        "title_4",
    ]  # fmt: skip
    export_lists(shop, tmp_path / "long.parquet", "item-knn", ListSettings(4))
    long = pd.read_parquet(tmp_path / "long.parquet")
    for row in found[:5]:
        mine = long[long["user_id"] == row["user_id"]].sort_values("rank")
        assert [row[f"item_{n + 1}"] for n in range(len(mine))] == list(mine["item_id"])
        assert [row[f"reason_{n + 1}"] for n in range(len(mine))] == list(mine["reason"])
        assert row["link_1"] == f"https://shop.example/p?id={row['item_1']}"
        assert float(row["price_1"]) > 0
    raw = (tmp_path / "w.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in raw.decode("utf-8")
    assert not list(tmp_path.glob(".*.partial"))


def test_the_control_group_is_in_no_file_to_send_by(shop: Workspace, tmp_path: Path):
    set_control_share(shop, 0.3)
    control = control_group(shop)
    wide = export_wide(shop, tmp_path / "w.csv", "item-knn", ListSettings(2))
    sent = {row["user_id"] for row in rows(tmp_path / "w.csv")}
    assert sent.isdisjoint(control)
    assert (wide.users, wide.control, wide.control_inside) == (len(sent), len(control), 0)
    assert "were left out" in wide.said("Written.")
    long = export_lists(shop, tmp_path / "a.csv", "item-knn", ListSettings(2))
    assert (long.users, long.control, long.control_inside) == (30, 0, len(control))
    assert f"{len(control)} of them are in the control group" in long.said("Written.")
    source = Source.of(shop, "item-knn", ListSettings(2))
    assert of_control(shop, source, source.codes(None)).sum() == len(control)


def test_a_wide_file_for_some_in_their_order(shop: Workspace, tmp_path: Path):
    export_wide(shop, tmp_path / "w.csv", "item-knn", users=["00007", "00002"])
    assert [row["user_id"] for row in rows(tmp_path / "w.csv")] == ["00007", "00002"]


def test_what_cannot_be_written_is_said(shop: Workspace, tmp_path: Path):
    with pytest.raises(InputError, match=r"written as \.csv"):
        export_wide(shop, tmp_path / "w.parquet", "item-knn")
    with pytest.raises(InputError, match="no folder"):
        export_wide(shop, tmp_path / "no" / "w.csv", "item-knn")
    for bad in ("https://shop.example/", "javascript:{item}"):
        with pytest.raises(InputError, match="cannot be used for links"):
            Extras(link=bad)
