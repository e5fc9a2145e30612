"""The plan of placements and what is wrong with it."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.campaigns.audience.kept import kept_audience
from recsys_core.services.customers.group_choice import group_users
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.conflicts import checked_plan, line_members
from recsys_core.services.recommend.placements.contact import Sending, busiest_weeks
from recsys_core.services.recommend.placements.placement import (
    NewPlacement,
    delete_placement,
    rename_placement,
    save_placement,
)
from recsys_core.services.recommend.placements.plan import (
    EVERYBODY,
    NewLine,
    PlannedFor,
    add_to_plan,
    plan,
    set_weekly_cap,
    take_from_plan,
    weekly_cap,
)
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.lots import in_control, set_control_share
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage import audiences, meta
from tests.recsys_core.storage.builders import add, bought

DAY = date(2026, 3, 2)
"""A Monday, after the purchases of the small shop."""


@pytest.fixture
def planner(shop: Workspace) -> Workspace:
    """Two placements in one spot, one elsewhere in the channel's app."""
    for name, channel, spot in (
        ("One", "E-mail", "Top"), ("Two", "e-mail", "top"), ("Site", "Website", ""),
    ):  # fmt: skip
        choice = Choice("ease", ListSettings(3))
        save_placement(shop, NewPlacement(name, choice, channel, spot=spot))
    return shop


def line(name: str, start: int = 0, days: int = 7, **more) -> NewLine:
    begins = DAY + timedelta(days=start)
    return NewLine(name, begins, begins + timedelta(days=days - 1), **more)


def kinds(ws: Workspace) -> list[str]:
    return [one.kind for one in checked_plan(ws).conflicts]


def test_a_line_is_kept_renamed_with_its_placement_and_taken_back(planner: Workspace):
    kept = add_to_plan(planner, line("one", sends="weekly"))
    assert plan(planner) == [kept]
    assert (kept.channel, kept.whom, kept.placement.name) == ("E-mail", EVERYBODY, "One")
    assert kept.words == "“One” in E-mail for everybody, 2 March 2026 to 8 March 2026"
    rename_placement(planner, "One", "First")
    assert plan(planner)[0].placement.name == "First"
    assert checked_plan(planner).reached == [len(customer_overview(planner))]
    take_from_plan(planner, kept.line_id)
    assert plan(planner) == []
    with pytest.raises(NotFoundError):
        take_from_plan(planner, kept.line_id)
    undo_last(planner)
    assert [one.line_id for one in plan(planner)] == [kept.line_id]
    delete_placement(planner, "First")
    assert plan(planner) == []
    assert checked_plan(planner).sentence == "Nothing is planned yet."
    undo_last(planner)
    assert [one.line_id for one in plan(planner)] == [kept.line_id]


@pytest.mark.parametrize(
    "asked",
    [
        line("One", days=0),
        line("One", days=4000),
        line("One", sends="hourly"),
        line("One", whom=PlannedFor("segment", " ")),
        line("One", whom=PlannedFor("friends", "x")),  # type: ignore[arg-type]
        line("One", whom=PlannedFor("segment", "Nobody")),
        line("One", whom=PlannedFor("audience", "Nobody")),
        line("Nothing"),
    ],
)
def test_what_cannot_be_planned_is_refused(planner: Workspace, asked: NewLine):
    with pytest.raises((InputError, NotFoundError)):
        add_to_plan(planner, asked)
    assert plan(planner) == []
    with pytest.raises(InputError):
        set_weekly_cap(planner, -1)


def test_two_in_one_spot_at_one_time_for_one_customer_are_a_conflict(planner: Workspace):
    add_to_plan(planner, line("One"))
    add_to_plan(planner, line("Site"))
    add_to_plan(planner, line("Two", start=7))
    assert kinds(planner) == []
    again = add_to_plan(planner, line("Two", start=6, days=3))
    (found, *more) = checked_plan(planner).conflicts
    assert found.kind == "same_slot"
    assert found.customers == len(customer_overview(planner))
    assert "of E-mail on 8 March 2026" in found.sentence
    assert [one.kind for one in more] == ["same_slot"]  # with the line of Two itself
    take_from_plan(planner, again.line_id)
    add_to_plan(planner, line("Two", start=6, days=3, channel="App"))
    assert kinds(planner) == []


def test_other_customers_or_other_days_are_no_conflict(planner: Workspace):
    segments = sorted(set(customer_overview(planner)["segment"]))[:2]
    for name, segment in zip(("One", "Two"), segments, strict=True):
        add_to_plan(planner, line(name, whom=PlannedFor("segment", segment.lower())))
    assert kinds(planner) == []
    add_to_plan(planner, line("Two", start=30, days=1, sends="once"))
    add_to_plan(planner, line("One", start=29, days=14, sends="weekly"))
    assert kinds(planner) == []
    add_to_plan(planner, line("One", start=30, days=1, sends="once"))
    assert kinds(planner) == ["same_slot"]


def test_a_segment_that_is_gone_and_a_model_that_is_gone_are_said(planner: Workspace):
    segment = customer_overview(planner)["segment"].iloc[0]
    save_placement(planner, NewPlacement("Old", Choice("als"), "Print"))
    add_to_plan(planner, line("Old", whom=PlannedFor("segment", segment)))
    with planner.db.write() as cursor:
        cursor.execute("UPDATE planned SET group_name = 'Vanished'")
    found = checked_plan(planner)
    assert [one.kind for one in found.conflicts] == ["no_lists", "no_group"]
    assert found.reached == [None]
    assert "not trained any more" in found.conflicts[0].sentence
    assert "Vanished" in found.conflicts[1].sentence
    assert found.sentence.endswith("2 conflicts.")


def test_who_refused_gets_no_message_and_who_is_kept_back_is_in_no_line(planner: Workspace):
    users = customer_overview(planner)["user_id"].to_numpy(dtype=object)
    with planner.db.write() as cursor:
        cursor.execute("INSERT INTO users SELECT unnest(?), '{}', FALSE, 'x'", [list(users[:3])])
        record = audiences.AudienceRecord(
            "Kept", "s", {"value": "x"}, {}, 0.5, pd.Timestamp(DAY).to_pydatetime(), "f",
            pd.Timestamp(DAY).to_pydatetime(),
        )  # fmt: skip
        audiences.put_audience(cursor, record)
        arms = ["mailed", "hold-out"] * 5
        members = pd.DataFrame({"user_id": users[:10], "arm": arms, "rank": range(10)})
        audiences.put_members(cursor, "s", members.assign(buyer="new", probability=0.1))
    closed = np.isin(users, users[:3])
    for sends, whom in (
        ("none", EVERYBODY), ("once", EVERYBODY), ("once", PlannedFor("audience", "Kept")),
    ):  # fmt: skip
        inside = line_members(
            planner,
            add_to_plan(planner, line("One", whom=whom, sends=sends)),
            pd.Index(users),
            closed,
        )
        if sends == "once":
            assert not (inside & closed).any()
        if whom != EVERYBODY:
            mailed = set(kept_audience(planner, "Kept").mailed["user_id"])
            assert set(users[inside]) == mailed - set(users[:3])
    assert checked_plan(planner).reached[:2] == [len(users), len(users) - 3]
    set_control_share(planner, 0.3)
    left = int((~closed & ~in_control(planner, list(users))).sum())
    assert checked_plan(planner).reached[:2] == [len(users), left]


def test_too_many_messages_within_a_week_are_counted_over_lines_and_campaigns(planner: Workspace):
    assert weekly_cap(planner) == 0
    segment = customer_overview(planner)["segment"].iloc[0]
    group = group_users(planner, segment)
    add_to_plan(planner, line("One", days=14, sends="weekly"))
    add_to_plan(planner, line("Site", start=2, whom=PlannedFor("segment", segment), sends="once"))
    assert kinds(planner) == []
    set_weekly_cap(planner, 2)
    assert kinds(planner) == []
    set_weekly_cap(planner, 1)
    (found,) = checked_plan(planner).conflicts
    assert (found.kind, found.customers) == ("weekly_cap", len(group))
    assert "2 messages" in found.sentence
    set_weekly_cap(planner, 2)
    with planner.db.write() as cursor:
        cursor.execute("INSERT INTO campaigns VALUES ('C', 'C', 'x', '2026-03-01', NULL, 'x')")
        cursor.execute("INSERT INTO campaign_targets VALUES ('C', ?, NULL, 'x')", [group[0]])
        meta.raise_data_version(cursor)
    (found,) = checked_plan(planner).conflicts
    assert found.customers == 1
    # The week behind the last message of the plan counts as well.
    with planner.db.write() as cursor:
        cursor.execute("UPDATE campaigns SET start_ts = '2026-03-15'")
        meta.raise_data_version(cursor)
    set_weekly_cap(planner, 1)
    take_from_plan(planner, plan(planner)[-1].line_id)
    (found,) = checked_plan(planner).conflicts
    assert (found.kind, found.customers) == ("weekly_cap", 1)


SENDING = st.tuples(
    st.lists(st.booleans(), min_size=5, max_size=5),
    st.lists(st.integers(100, 125), min_size=1, max_size=4, unique=True),
)


@given(st.lists(SENDING, min_size=1, max_size=4), st.lists(SENDING, max_size=3))
def test_the_busiest_week_is_found_by_counting(planned, beside):
    def of(rows):
        return [Sending(np.array(inside), days) for inside, days in rows]

    found = busiest_weeks(of(planned), of(beside))
    for user in range(5):
        own = [day for inside, days in planned if inside[user] for day in days]
        every = own + [day for inside, days in beside if inside[user] for day in days]
        weeks = [
            sum(end - 7 < day <= end for day in every)
            for end in range(90, 140)
            if any(end - 7 < day <= end for day in own)
        ]
        assert found.messages[user] == max(weeks, default=0)


def test_purchases_without_dates_are_no_hindrance(ws: Workspace):
    add(ws.db, "interactions", [{**bought(f"c{n}", "p1"), "ts": None} for n in range(30)])
    save_placement(ws, NewPlacement("One", Choice("popularity"), "E-mail"))
    set_weekly_cap(ws, 2)
    add_to_plan(ws, line("One", sends="daily"))
    found = checked_plan(ws)
    assert found.reached == [30]
    assert [(one.kind, one.customers) for one in found.conflicts] == [
        ("no_lists", None), ("weekly_cap", 30),
    ]  # fmt: skip


def test_a_workspace_without_data_can_plan(ws: Workspace):
    save_placement(ws, NewPlacement("One", Choice("popularity"), "Print"))
    add_to_plan(ws, line("One"))
    found = checked_plan(ws)
    assert (len(found.lines), found.reached, found.conflicts) == (1, [None], [])
    assert found.sentence.endswith("no conflicts.")
