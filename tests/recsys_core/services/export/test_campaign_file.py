"""What e-mail tools are handed: whom, with what, in their names, and nobody kept back."""

import csv
from pathlib import Path

import pandas as pd
import pytest

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
from recsys_core.services.training.queue import train_and_wait
from tests.recsys_core.services.campaigns.audience.market_shop import asked

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
    frame, without = campaign_table(audience_shop, kept, CampaignFile(tool, "mail", k=0))
    assert frame.columns[0] == EMAIL[tool]
    named = "USER_ID" if tool == "brevo" else "user_id"
    expected = [user for user in kept.mailed["user_id"] if int(user[1:]) % 9]
    assert list(frame[named]) == expected
    assert list(frame[EMAIL[tool]]) == [f"{user}@example.org" for user in expected]
    assert without == len(kept.mailed) - len(expected)
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
