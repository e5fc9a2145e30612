"""Offers and auctions on the Campaigns page."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from pages.parts.campaigns import messages as parts
from recsys_core.services.campaigns.offers.chances import (
    budget_for_all,
    chances_are_known,
    offer_chances,
)
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, ended, says
from tests.recsys_core.services.campaigns.past.conftest import fill


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setattr(guard, "_seen", True)
    guard.opened.clear()
    ws = guard.opened(str(tmp_path / "workspace"))
    fill(ws, customers=480)
    yield ws
    guard.opened.clear()


def part(name: str) -> AppTest:
    root = Path(__file__).resolve().parents[2]
    app = AppTest.from_file(root / "app.py", default_timeout=60)
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    app.query_params["part"] = name
    return calm(app.run())


def test_offers_are_redrawn_as_choices_move(shop: Workspace) -> None:
    page = part(parts.OFFERS_PART)
    assert not chances_are_known(shop)
    calm(page.button("offers-start").click().run())
    page = ended(page, shop, "offers")
    assert chances_are_known(shop)
    assert budget_for_all(offer_chances(shop)) == page.slider("offers-budget").max
    calm(page.slider("offers-margin").set_value(80).run())
    assert "coupons for" in answer(page)
    profit = page.metric[0].value
    calm(page.slider("offers-budget").set_value(3).run())
    assert page.metric[0].value != profit
    assert says(page, "would earn about")
    calm(page.number_input("offers-stock").set_value(2).run())
    # Two to fill in, the ledger, offers and coupons.
    assert len(page.dataframe) == 5
    assert any(one.label == "Would have bought anyway" for one in page.metric)
    assert [one.value for one in page.metric][-1] == "not known"
    if [one for one in page.button if one.key == "offers-search"]:
        calm(page.button("offers-search").click().run())
        job = shop.jobs.wait(shop.jobs.list()[-1].job_id)
        assert job.state == "done", job.error
        calm(page.run())
        assert says(page, "The search took")
        assert says(page, "No other choice within the limits")
    calm(page.slider("offers-margin").set_value(1).run())
    assert "send none" in answer(page)


def test_auctions_are_called_a_simulation(shop: Workspace) -> None:
    page = part(parts.AUCTION_PART)
    assert says(page, "Simulation of 20,000 auctions, no forecast")
    assert all("simulated" in one.label for one in page.metric)
    won = page.metric[1].value
    calm(page.number_input("auction-budget").set_value(1.0).run())
    assert page.metric[1].value != won
