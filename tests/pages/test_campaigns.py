"""The Campaigns page: an audience asked for, kept, and taken along."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from pages.parts.campaigns.messages import SILENT_PART
from recsys_core.services.campaigns.audience import words
from recsys_core.services.campaigns.audience.build import audience
from recsys_core.services.campaigns.audience.kept import kept_audiences
from recsys_core.services.campaigns.audience.request import (
    AudienceRequest,
    ContactLimits,
    MessageMoney,
)
from recsys_core.services.campaigns.silent.silence import silence, silent_users
from recsys_core.services.campaigns.silent.words import silence_sentences
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, ended, says

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


@pytest.fixture
def coffee(audience_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(audience_folder, tmp_path / "workspace")
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setattr(guard, "_seen", True)
    yield guard.opened(str(tmp_path / "workspace"))
    guard.opened.clear()


@pytest.fixture
def page(coffee: Workspace) -> AppTest:
    root = Path(__file__).resolve().parents[2]
    app = AppTest.from_file(root / "app.py", default_timeout=20)
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    calm(app.run())
    return ended(app, coffee, "audience")


def test_an_audience_is_there_at_once_and_its_sentence_is_the_first_line(coffee, page):
    shown = str(page.selectbox("audience-category").value)
    size = int(page.number_input("audience-size").value)
    found = audience(coffee, AudienceRequest("category", shown, size))
    assert answer(page) == words.answer(found)
    for sentence in words.remarks(found):
        assert says(page, sentence)
    assert list(page.dataframe[0].value["reason"]) == list(found.members["reason"])
    for reason in ("no consent", "unsubscribed", "address bounced"):
        assert says(page, reason)


def test_every_control_changes_what_is_asked(coffee, page):
    page.selectbox("audience-category").set_value("Coffee")
    calm(page.run())
    page = ended(page, coffee, "audience")
    page.number_input("audience-size").set_value(60)
    page.number_input("audience-weekly").set_value(1)
    page.number_input("audience-cost").set_value(0.2)
    page.number_input("audience-margin").set_value(40.0)
    page.number_input("audience-holdout").set_value(20)
    page.segmented_control("audience-buyers").set_value("repeat")
    calm(page.run())
    request = AudienceRequest(
        "category", "Coffee", 60, None, "repeat", 28, 0.2, ContactLimits(weekly=1),
        MessageMoney(0.2, 0.4),
    )  # fmt: skip
    found = audience(coffee, request)
    assert answer(page) == words.answer(found)
    assert "profit after cost" in answer(page)
    assert says(page, "enough messages this week")


def test_keeping_lists_it_and_makes_its_file(coffee, page):
    page.text_input("audience-name").set_value("Spring")
    calm(page.button("audience-keep").click().run())
    (kept,) = kept_audiences(coffee)
    assert says(page, "Audiences that were kept")
    page.number_input("audience-k").set_value(0)
    page.selectbox("audience-tool").set_value("mailchimp")
    calm(page.run())
    calm(page.button("audience-file-make").click().run())
    page = ended(page, coffee, "audience-file")
    assert says(page, " written")
    assert "take-audience.csv" in {one.key for one in page.get("download_button")}
    calm(page.button("audience-delete").click().run())
    assert kept_audiences(coffee) == []
    assert kept.record.name == "Spring"


def test_a_name_that_is_taken_is_refused_in_words(coffee, page):
    for _ in range(2):
        page.text_input("audience-name").set_value("Spring")
        calm(page.button("audience-keep").click().run())
    assert says(page, "There is an audience “Spring” already")


def test_those_who_never_answer_are_asked_among_in_one_step(coffee):
    app = AppTest.from_file(Path(__file__).resolve().parents[2] / "app.py", default_timeout=60)
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    app.query_params["part"] = SILENT_PART
    calm(app.run())
    calm(app.button("silence-start").click().run())
    app = ended(app, coffee, "silence")
    assert says(app, "What else may be tried")
    assert answer(app) == silence_sentences(silence(coffee))[0]
    calm(app.button("silent-audience").click().run())
    app = ended(app, coffee, "audience")
    assert app.selectbox("audience-group").value == "Gives no answer"
    found = audience(coffee, AudienceRequest(
        str(app.selectbox("audience-kind").value), str(app.selectbox("audience-campaign").value),
        int(app.number_input("audience-size").value), "Gives no answer",
    ))  # fmt: skip
    assert answer(app) == words.answer(found)
    assert set(found.members["user_id"]) <= set(silent_users(silence(coffee)))


def test_an_empty_workspace_says_what_to_do(workspace: Workspace, app: AppTest):
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    calm(app.run())
    assert answer(app) == "There is nobody to write to yet."
    assert says(app, "Customers come with purchases")


def test_a_short_history_says_why_there_is_no_forecast(workspace, orders, app):
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    calm(app.run())
    app = ended(app, workspace, "audience")
    assert says(app, "No product was bought.") or says(app, "The product list names no categories.")
    app.selectbox("audience-kind").set_value("item")
    calm(app.run())
    app = ended(app, workspace, "audience")
    assert says(app, "cannot be tried on 40 days of purchases") or says(app, "days of purchases")
