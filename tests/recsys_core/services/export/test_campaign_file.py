"""What e-mail tools are handed: whom, with what, in their names, and nobody kept back."""

import csv
import json
from pathlib import Path

import pandas as pd
import pytest

from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import keep_audience
from recsys_core.services.export import campaign_file
from recsys_core.services.export.campaign_file import (
    EMAIL,
    MOST_BYTES,
    TOOLS,
    CampaignFile,
    campaign_table,
    shortened,
    write_campaign,
)
from recsys_core.services.export.wide import products_shown
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.many import Source, blocks
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.lots import control_group, set_control_share
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS, asked
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")
NO_PRODUCTS = CampaignFile(k=0)


@pytest.fixture
def kept(audience_shop):
    return keep_audience(audience_shop, "Coffee now", audience(audience_shop, asked(holdout=0.3)))


def read(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return pd.DataFrame(rows[1:], columns=rows[0])


def test_nobody_kept_back_is_in_the_file(audience_shop, kept, tmp_path):
    written = write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)
    rows = read(tmp_path / "out.csv")
    assert set(rows["user_id"]) == set(kept.mailed["user_id"])
    assert set(rows["arm"]) == {"mailed"}
    assert set(rows["campaign"]) == {"Coffee now"}
    assert written.rows == len(rows) == 120 - kept.holdout
    both = CampaignFile(k=0, held_out=True)
    write_campaign(audience_shop, kept, tmp_path / "both.csv", both)
    every = read(tmp_path / "both.csv")
    assert len(every) == 120
    assert (every["arm"] == "hold-out").sum() == kept.holdout


@pytest.mark.parametrize("tool", TOOLS)
def test_every_tool_finds_its_own_names_and_one_row_for_each_address(audience_shop, kept, tool):
    frame, left_out = campaign_table(audience_shop, kept, CampaignFile(tool, "mail", k=0))
    assert frame.columns[0] == EMAIL[tool]
    named = "USER_ID" if tool == "brevo" else "user_id"
    expected = [user for user in kept.mailed["user_id"] if int(user[1:]) % 9]
    assert list(frame[named]) == expected
    assert list(frame[EMAIL[tool]]) == [f"{user}@example.org" for user in expected]
    assert left_out == (0, len(kept.mailed) - len(expected), 0, 0, 0)
    if tool == "brevo":
        assert all(name == name.upper() for name in frame)


def test_products_stand_beside_each_customer_in_the_order_of_their_list(
    audience_shop, kept, tmp_path
):
    train_and_wait(audience_shop, "popularity")
    how = CampaignFile(k=2, model="popularity", link="https://shop.example/{item}")
    write_campaign(audience_shop, kept, tmp_path / "out.csv", how)
    rows = read(tmp_path / "out.csv")
    places = [
        f"rec_{n}_{name}" for n in (1, 2) for name in ("id", "title", "price", "url", "reason")
    ]
    assert list(rows.columns[5:]) == places
    filled = rows[rows["rec_1_id"] != ""]
    assert len(filled)
    for row in filled.itertuples():
        assert row.rec_1_title == f"Product {row.rec_1_id[1:]}"
        assert row.rec_1_price == f"{2 + int(row.rec_1_id[1:]):.2f}"
        assert row.rec_1_url == f"https://shop.example/{row.rec_1_id}"
        assert row.rec_1_reason


def test_every_tool_gets_each_product_in_its_columns_and_no_text_beyond_255_bytes(
    audience_shop, kept, tmp_path
):
    """Titles of 120 Chinese characters (360 bytes), which reasons name as well."""
    chinese = [
        {"item_id": f"p{n}", "title": "中文產品名稱" * 20, "category_path": "Shop", "price": 3.0}
        for n in range(9)
    ]
    add(audience_shop.db, "items", chinese)
    train_and_wait(audience_shop, "item-knn")
    names = [
        f"rec_{n}_{part}" for n in (1, 2) for part in ("id", "title", "price", "url", "reason")
    ]
    for tool in TOOLS:
        how = CampaignFile(tool, "mail", k=2, model="item-knn", link="https://shop.example/{item}")
        out = tmp_path / f"{tool}.csv"
        written = write_campaign(audience_shop, kept, out, how)
        assert written.cut
        with out.open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        named = [name.upper() for name in names] if tool == "brevo" else names
        assert list(rows[0])[-10:] == named
        assert next(iter(rows[0])) == EMAIL[tool]
        reasons = {row[name] for row in rows for name in named if name.lower().endswith("reason")}
        assert any("中文" in one for one in reasons)
        assert all(len(cell.encode()) <= MOST_BYTES for row in rows for cell in row.values())
        titles = {row[named[1]] for row in rows} - {""}
        assert titles == {shortened("中文產品名稱" * 20)}
        assert written.rows == len(rows)


def test_what_is_shown_is_the_list_with_what_is_known_of_each_product(audience_shop):
    train_and_wait(audience_shop, "popularity")
    source = Source.of(audience_shop, "popularity", ListSettings(3))
    codes = source.codes(["c1", "c2"])
    (block,) = blocks(audience_shop, source, codes, silent, reasons=False)
    shown = dict(products_shown(block, source, "https://shop.example/{item}"))
    ids = source.data.item_texts["item_id"]
    assert list(shown) == ["c1", "c2"]
    for row, items in zip(shown.values(), block.lists.final.items, strict=True):
        assert [one.item for one in row] == [ids[code] for code in items if code >= 0]
        for one in row:
            assert one == (
                one.item, f"Product {one.item[1:]}", f"{2 + int(one.item[1:]):.2f}",
                f"https://shop.example/{one.item}", "",
            )  # fmt: skip


def test_a_text_is_cut_between_characters_and_never_beyond_255_bytes():
    for text in ("因为" * 200, "é" * 300, "a" * 256, "🎁" * 70):
        short = shortened(text)
        assert len(short.encode()) <= MOST_BYTES
        assert short.endswith("…")
        assert text.startswith(short[:-1])
    assert shortened("a" * 255) == "a" * 255


def test_a_large_file_comes_in_parts_that_are_whole_each(
    audience_shop, kept, tmp_path, monkeypatch
):
    monkeypatch.setattr(campaign_file, "LARGEST", 900)
    written = write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)
    assert len(written.paths) > 2
    parts = [read(path) for path in written.paths]
    assert all(path.stat().st_size <= 900 for path in written.paths)
    assert all(list(part) == list(parts[0]) for part in parts)
    whole = pd.concat(parts)
    assert list(whole["user_id"]) == list(kept.mailed["user_id"])
    assert "files:" in written.sentence
    with pytest.raises(InputError, match=r"out-1\.csv is there already"):
        write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)


def test_what_cannot_be_written_is_said(audience_shop, kept, tmp_path):
    with pytest.raises(InputError, match=r"\.csv"):
        write_campaign(audience_shop, kept, tmp_path / "out.xlsx", NO_PRODUCTS)
    with pytest.raises(InputError, match="nothing called 'fax'"):
        write_campaign(audience_shop, kept, tmp_path / "out.csv", CampaignFile(email="fax", k=0))
    with pytest.raises(InputError, match="cannot be used for links"):
        write_campaign(audience_shop, kept, tmp_path / "out.csv", CampaignFile(link="shop", k=0))
    few = keep_audience(audience_shop, "Few", audience(audience_shop, asked(size=6)))
    with pytest.raises(InputError, match="at least 10"):
        write_campaign(audience_shop, few, tmp_path / "out.csv", NO_PRODUCTS)
    assert list(tmp_path.glob("*.csv")) == []


def test_whoever_unsubscribes_before_the_file_is_made_is_not_in_it(audience_shop, kept, tmp_path):
    gone = list(kept.mailed["user_id"][:20])
    rows = [{"campaign_id": "old", "user_id": user, "event": "unsubscribed"} for user in gone]
    add(audience_shop.db, "deliveries", rows)
    written = write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)
    assert not set(read(tmp_path / "out.csv")["user_id"]) & set(gone)
    assert written.left_out.barred == 20
    assert "20 must not be reached any more" in written.sentence


def test_the_control_group_is_in_no_file_and_counted_apart(audience_shop, kept, tmp_path):
    set_control_share(audience_shop, 0.25)
    control = control_group(audience_shop) & set(kept.mailed["user_id"])
    written = write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)
    assert not set(read(tmp_path / "out.csv")["user_id"]) & control
    assert (written.left_out.control, written.left_out.barred) == (len(control), 0)
    assert f"{len(control)} are in the control group" in written.sentence


def test_who_is_no_longer_in_the_data_is_counted(audience_shop, kept, tmp_path):
    gone = list(kept.mailed["user_id"][:3])
    with audience_shop.db.write() as cursor:
        cursor.execute("DELETE FROM interactions WHERE user_id IN (SELECT unnest(?))", [gone])
    written = write_campaign(audience_shop, kept, tmp_path / "out.csv", NO_PRODUCTS)
    assert (written.left_out.absent, written.left_out.barred) == (3, 0)
    assert written.rows == len(kept.mailed) - 3
    assert "3 are no longer in the data and were left out." in written.sentence


def test_an_address_of_somebody_kept_back_or_refusing_gets_nothing(audience_shop, kept):
    mailed = [user for user in kept.mailed["user_id"] if int(user[1:]) % 9]
    held = kept.members.loc[kept.members["arm"] != "mailed", "user_id"].iloc[0]
    shared = {held: "one@example.org", mailed[0]: "ONE@example.org", "c2": "two@example.org",
              mailed[1]: "two@example.org", mailed[2]: "three@example.org",
              mailed[3]: "Three@example.org"}  # fmt: skip
    rows = [
        {"user_id": user, "attributes": json.dumps({"mail": mail}), "consent": None}
        for user, mail in shared.items()
    ]
    add(audience_shop.db, "users", rows)
    frame, left_out = campaign_table(audience_shop, kept, CampaignFile("plain", "mail", k=0))
    users = set(frame["user_id"])
    assert not users & {held, mailed[0], mailed[1], mailed[3]}
    assert mailed[2] in users
    assert (left_out.barred, left_out.shared) == (2, 1)


def test_a_customer_newer_than_the_model_has_empty_places(audience_shop, tmp_path):
    train_and_wait(audience_shop, "popularity")
    late = [
        {
            "user_id": "newcomer", "item_id": "p1", "event": "purchase", "quantity": 1.0,
            "revenue": 3.0, "ts": SENDS - pd.Timedelta(days=1),
        }
    ]  # fmt: skip
    add(audience_shop.db, "interactions", late)
    found = audience(audience_shop, asked(size=400, holdout=0.0))
    assert "newcomer" in set(found.members["user_id"])
    kept = keep_audience(audience_shop, "All", found)
    how = CampaignFile(k=1, model="popularity")
    write_campaign(audience_shop, kept, tmp_path / "out.csv", how)
    rows = read(tmp_path / "out.csv").set_index("user_id")
    assert rows.loc["newcomer", "rec_1_id"] == ""
    assert (rows["rec_1_id"] != "").any()
