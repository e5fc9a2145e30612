"""Whoever is found to be out of reach is in no audience, no plan of offers and no file; whoever is
kept back is in no file.
"""

import csv
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import delete_audience, keep_audience
from recsys_core.services.campaigns.audience.request import ContactLimits
from recsys_core.services.campaigns.offers.chances import offer_chances
from recsys_core.services.campaigns.offers.plan import offer_plan
from recsys_core.services.campaigns.offers.terms import OfferChoices
from recsys_core.services.campaigns.offers.words import write_plan
from recsys_core.services.export.campaign_file import CampaignFile, write_campaign
from recsys_core.services.export.placements import write_placement
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.placement import (
    NewPlacement,
    save_placement,
)
from recsys_core.services.recommend.placements.placement import placement as named
from recsys_core.services.recommend.placements.plan import PlannedFor
from recsys_core.services.recommend.scenarios import Choice
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.workspace.lots import control_group, set_control_share
from tests.recsys_core.services.campaigns.audience.market_shop import CUSTOMERS, SENDS, asked
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")

people = st.sets(st.integers(0, CUSTOMERS - 1).map("c{}".format), min_size=1, max_size=90)


@pytest.fixture
def answered_shop(audience_shop):
    """With answers to offers, and a list for everybody."""
    answers = [
        {"campaign_id": "fresh", "offer_id": "ten off", "user_id": f"c{n}", "ts": SENDS}
        for n in range(0, CUSTOMERS, 10)
    ]
    add(audience_shop.db, "campaign_responses", answers)
    train_and_wait(audience_shop, "popularity")
    choice = Choice("popularity", ListSettings(2, True))
    save_placement(audience_shop, NewPlacement("Mail", choice, "E-mail"))
    return audience_shop


def users_in(path: Path) -> set[str]:
    with path.open(encoding="utf-8-sig") as file:
        return {row["user_id"] for row in csv.DictReader(file)}


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(refuse=people, leave=people, lost=people, late=people, share=st.sampled_from([0.0, 0.15]))
def test_nobody_out_of_reach_is_in_an_audience_a_plan_or_a_file(
    answered_shop, tmp_path, refuse, leave, lost, late, share
):
    ws = answered_shop
    add(ws.db, "users", [{"user_id": u, "attributes": "{}", "consent": False} for u in refuse])
    set_control_share(ws, share)
    for users, event in ((leave, "unsubscribed"), (lost, "bounced")):
        add(
            ws.db,
            "deliveries",
            [{"campaign_id": "new", "user_id": u, "event": event} for u in users],
        )
    closed = refuse | leave | lost | set(control_group(ws))

    limits = ContactLimits(contacted=7, weekly=1)
    fresh = {f"c{n}" for n in range(0, CUSTOMERS, 5)}
    found = audience(ws, asked(size=CUSTOMERS, holdout=0.3, limits=limits))
    inside = set(found.members["user_id"])
    assert not inside & (closed | fresh)
    assert sum(found.exclusions.counts.values()) == found.candidates - len(inside)

    kept = keep_audience(ws, "One", found)
    plan = offer_plan(ws, offer_chances(ws), OfferChoices(1e6, margin=1.0, contact=0.0))
    assert not set(plan.coupons["user_id"]) & closed

    # Between the plan and the file some more ask for no more messages.
    gone = [{"campaign_id": "new", "user_id": u, "event": "unsubscribed"} for u in late]
    add(ws.db, "deliveries", gone)
    mailed, coupons, placement = (tmp_path / f"{name}.csv" for name in ("mail", "plan", "place"))
    write_campaign(ws, kept, mailed, CampaignFile(k=0))
    held = set(kept.members.loc[kept.members["arm"] != "mailed", "user_id"])
    assert users_in(mailed) == set(kept.mailed["user_id"]) - closed - late
    assert not users_in(mailed) & held
    if not plan.coupons.empty:
        write_plan(plan, coupons)
        assert not users_in(coupons) & closed

    for whom in (PlannedFor(), PlannedFor("audience", "One")):
        write_placement(ws, named(ws, "Mail"), placement, CampaignFile(k=0), whom)
        assert not users_in(placement) & (closed | late)
        if whom.whom == "audience":
            assert not users_in(placement) & held
        placement.unlink()
    for path in (mailed, coupons):
        path.unlink(missing_ok=True)
    delete_audience(ws, "One")
