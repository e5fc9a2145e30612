"""The part of the Campaigns page on placements: made, compared, planned, taken along."""

import datetime
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.placements.placement import placements
from recsys_core.services.recommend.placements.plan import plan, weekly_cap
from recsys_core.services.recommend.scenarios import Choice, save_scenario
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm, ended, says

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")


@pytest.fixture
def placed(what_if_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    shutil.copytree(what_if_folder, tmp_path / "workspace")
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setattr(guard, "_seen", True)
    yield guard.opened(str(tmp_path / "workspace"))
    guard.opened.clear()


def opened(ws: Workspace, **address: str) -> AppTest:
    root = Path(__file__).resolve().parents[2]
    app = AppTest.from_file(root / "app.py", default_timeout=30)
    calm(app.run())
    app.switch_page("pages/campaigns.py")
    for name, value in {"part": "Placements", **address}.items():
        app.query_params[name] = value
    return calm(app.run())


def made(app: AppTest, name: str, **choices: object) -> AppTest:
    app.text_input("placement-name").set_value(name)
    for key, value in choices.items():
        box = f"placement-{key}"
        kinds = {"slots": app.number_input, "shows": app.segmented_control}
        kinds.get(key, app.selectbox)(box).set_value(value)
        calm(app.run())
    return calm(app.button("placement-save").click().run())


def test_placements_are_made_compared_planned_and_deleted(placed: Workspace):
    rare = Choice("ease", ListSettings(7, False, RerankConfig(novelty=0.4)))
    save_scenario(placed, "Rare", rare)
    app = opened(placed)
    assert answer(app).startswith("No placement has been saved yet")
    app = made(app, "Mail", **{"from": ("scenario", "Rare"), "slots": 4})
    (one,) = placements(placed)
    assert (one.name, one.slots, one.channel, one.shows) == ("Mail", 4, "E-mail", "products")
    assert one.choice.rerank_config == rare.rerank_config
    assert says(app, "Save a second placement")
    app = made(app, "Mail", slots=4)
    assert says(app, "There is a placement called “Mail” already")
    app = made(app, "Kinds", shows="categories", slots=2)
    assert answer(app) == "2 placements are saved; none is planned yet."
    app = ended(app, placed, "placement-checked")
    assert says(app, "bought something from the 2 categories of “Kinds”")
    app = made(app, "App", **{"from": "popularity", "shows": "products"})
    app.selectbox("placement-b").set_value("App")
    calm(app.run())
    calm(app.button("placements-compared").click().run())
    app = ended(app, placed, "placements-compared")
    assert says(app, "“Mail” and “App” have ")
    assert says(app, " test customers, first 2: accuracy ")

    for name in ("Mail", "App"):
        app.selectbox("plan-placement").set_value(name)
        app.date_input("plan-starts").set_value(datetime.date(2026, 3, 2))
        app.date_input("plan-ends").set_value(datetime.date(2026, 3, 8))
        app.selectbox("plan-sends").set_value("daily")
        calm(app.run())
        calm(app.button("plan-add").click().run())
    assert len(plan(placed)) == 2
    assert any("in the same spot of" in one.value for one in app.warning)
    app.number_input("plan-cap").set_value(3)
    calm(app.run())
    assert weekly_cap(placed) == 3
    assert any("within seven days" in one.value for one in app.warning)
    assert answer(app).startswith("2 lines are planned, 2 March 2026 to 8 March 2026")

    app.selectbox("placement").set_value("App")
    calm(app.run())
    calm(app.button("placement-file-make").click().run())
    app = ended(app, placed, "placement-file")
    assert says(app, "120 customers written")
    calm(app.button("placement-delete").click().run())
    assert [one.name for one in placements(placed)] == ["Mail", "Kinds"]
    assert len(plan(placed)) == 1


def test_a_link_opens_a_placement_or_says_there_is_none(placed: Workspace):
    app = made(opened(placed), "Mail")
    app = made(app, "Site")
    assert opened(placed, placement="mail").selectbox("placement").value == "Mail"
    assert opened(placed, placement="Site").selectbox("placement").value == "Site"
    unknown = opened(placed, placement="Gone")
    assert any(
        "no placement" in one.value or "none of that name" in one.value for one in unknown.warning
    )
    assert unknown.selectbox("placement").value == "Mail"
