"""What placements show as files, and the plan as a table and a calendar."""

import csv
import io
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from recsys_core.schema.errors import InputError
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import keep_audience
from recsys_core.services.campaigns.barred import barred
from recsys_core.services.customers.group_choice import group_names, group_users
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.export.campaign_file import CampaignFile, write_parts
from recsys_core.services.export.placements import (
    placement_table,
    plan_bytes,
    plan_ics,
    write_placement,
    write_plan,
)
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.placement import (
    NewPlacement,
    placement,
    save_placement,
)
from recsys_core.services.recommend.placements.plan import NewLine, PlannedFor, add_to_plan, plan
from recsys_core.services.recommend.placements.shown import shown_to
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.services.campaigns.audience.market_shop import asked

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def mail_folder(audience_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop with a model and a placement; not to be written to."""
    folder = tmp_path_factory.mktemp("mail") / "workspace"
    shutil.copytree(audience_folder, folder)
    with open_workspace(folder) as ws:
        train_and_wait(ws, "popularity")
        choice = Choice("popularity", ListSettings(2, True))
        save_placement(ws, NewPlacement("Mail", choice, "E-mail", spot="Top, left"))
    return folder


@pytest.fixture
def mail_shop(mail_folder: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copytree(mail_folder, tmp_path / "workspace")
    with open_workspace(tmp_path / "workspace") as ws:
        yield ws


@pytest.fixture
def mail(mail_shop):
    return placement(mail_shop, "Mail")


def read(path: Path) -> pd.DataFrame:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    return pd.DataFrame(rows[1:], columns=rows[0])


def test_a_file_holds_what_each_is_shown_and_nobody_who_must_not_be_reached(
    mail_shop, mail, tmp_path
):
    segment = group_names(mail_shop)[0]
    closed = set().union(*barred(mail_shop).values())
    for whom, users in (
        (PlannedFor(), list(customer_overview(mail_shop)["user_id"])),
        (PlannedFor("segment", segment), group_users(mail_shop, segment)),
    ):
        out = tmp_path / f"{whom.whom}.csv"
        written = write_placement(mail_shop, mail, out, whom=whom)
        rows = read(out)
        assert list(rows.columns[:4]) == ["user_id", "placement", "rec_1_id", "rec_1_title"]
        assert list(rows["user_id"]) == [user for user in users if user not in closed]
        assert (written.rows, written.left_out.barred) == (len(rows), len(users) - len(rows))
        assert written.left_out.barred > 0
        for user in rows["user_id"][:3]:
            row = rows[rows["user_id"] == user].iloc[0]
            for entry in shown_to(mail_shop, mail, user):
                assert row[f"rec_{entry.rank}_id"] == entry.number
                assert row[f"rec_{entry.rank}_title"] == entry.title
                assert row[f"rec_{entry.rank}_reason"]
    with pytest.raises(InputError):
        write_placement(mail_shop, mail, tmp_path / "lists.txt")


def test_an_audience_s_file_has_the_arm_and_nobody_kept_back(mail_shop, mail):
    kept = keep_audience(mail_shop, "Coffee", audience(mail_shop, asked(holdout=0.3)))
    how = CampaignFile("klaviyo", "mail", k=9)
    frame, left_out = placement_table(mail_shop, mail, how, PlannedFor("audience", "Coffee"))
    assert list(frame.columns[:4]) == ["Email", "user_id", "placement", "arm"]
    assert set(frame["arm"]) == {"mailed"}
    assert set(frame["user_id"]) <= set(kept.mailed["user_id"])
    assert len(frame) + left_out.without_email == len(kept.mailed)
    assert "rec_3_id" not in frame


def test_kinds_stand_by_name_and_brevo_has_capitals(mail_shop, mail, tmp_path):
    kinds = save_placement(mail_shop, NewPlacement("Kinds", mail.choice, "App", shows="categories"))
    frame, _ = placement_table(mail_shop, kinds, CampaignFile("brevo"), PlannedFor())
    assert all(name == name.upper() for name in frame)
    row = frame.iloc[0]
    shown = [one.title for one in shown_to(mail_shop, kinds, row["USER_ID"])]
    assert [row["REC_1_TITLE"], row["REC_2_TITLE"]] == shown
    assert row["REC_1_ID"] == ""
    frame.loc[0, "REC_1_TITLE"] = "x" * 300
    paths, cut = write_parts(tmp_path / "out.csv", frame)
    assert (paths, cut) == ((tmp_path / "out.csv",), 1)
    with pytest.raises(InputError, match="cannot be used for links"):
        write_placement(mail_shop, mail, tmp_path / "out.csv", CampaignFile(link="shop"))


def test_the_plan_is_a_table_and_a_calendar(mail_shop, mail, tmp_path):
    with pytest.raises(InputError, match="Nothing is planned"):
        write_plan(mail_shop, tmp_path / "plan.csv")
    days = date(2026, 3, 2), date(2026, 3, 15)
    for sends in ("none", "once", "weekly"):
        add_to_plan(mail_shop, NewLine("Mail", *days, sends=sends))
    assert write_plan(mail_shop, tmp_path / "plan.csv") == 3
    rows = pd.read_csv(tmp_path / "plan.csv")
    assert list(rows["sends"]) == ["none", "once", "weekly"]
    assert set(rows["starts"]) == {"2026-03-02"}
    assert rows["customers"][0] > rows["customers"][1] == rows["customers"][2]
    with pytest.raises(InputError, match="neither"):
        write_plan(mail_shop, tmp_path / "plan.pdf")
    assert write_plan(mail_shop, tmp_path / "plan.ics") == 3
    lines = plan(mail_shop)
    made = plan_ics(lines, NOW)
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    unfolded = made.replace(b"\r\n ", b"").decode().split("\r\n")
    assert unfolded.count("BEGIN:VEVENT") == unfolded.count("END:VEVENT") == 3
    assert unfolded.count("SUMMARY:Mail (E-mail\\, Top\\, left)") == 3
    assert unfolded.count("DTSTART;VALUE=DATE:20260302") == 3
    # Both days are in; a calendar's end is the day after.
    assert unfolded.count("DTEND;VALUE=DATE:20260316") == 1
    assert unfolded.count("DTEND;VALUE=DATE:20260303") == 2
    assert unfolded.count("RRULE:FREQ=WEEKLY;UNTIL=20260315") == 1
    table = plan_bytes(lines, [1, 2, None], ".csv").decode("utf-8-sig")
    assert [row["customers"] for row in csv.DictReader(io.StringIO(table))] == ["1", "2", ""]
