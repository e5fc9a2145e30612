"""Lists without sending and bandits on the Experiments page."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import guard
from pages.parts.experiments import messages as parts
from pages.parts.experiments.bandits import messages as b
from pages.parts.experiments.interleaving import messages as d
from pages.parts.experiments.off_policy import messages as m
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import Workspace
from tests.factories import write_shop
from tests.pages.driving import answer, calm, ended, says
from tests.recsys_core.storage.builders import add


@pytest.fixture
def shop_that_showed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A shop whose lot showed four products, of which the last is clicked most."""
    monkeypatch.setenv(guard.VARIABLE, str(tmp_path / "workspace"))
    monkeypatch.setattr(guard, "_seen", True)
    guard.opened.clear()
    ws = guard.opened(str(tmp_path / "workspace"))
    write_shop(tmp_path, customers=20)
    import_files(ws, "interactions", [tmp_path / "purchases.csv"])
    rng = np.random.default_rng(3)
    action = rng.integers(0, 4, 1_500)
    clicked = rng.random(1_500) < np.array([0.1, 0.1, 0.1, 0.5])[action]
    rows = [
        {
            "user_id": f"u{at}",
            "item_id": f"B{one}",
            "position": 1,
            "clicked": bool(hit),
            "propensity": 0.25,
        }
        for at, (one, hit) in enumerate(zip(action, clicked, strict=True))
    ]
    add(ws.db, "exposures", rows)
    yield ws
    guard.opened.clear()


def part(name: str) -> AppTest:
    root = Path(__file__).resolve().parents[2]
    app = AppTest.from_file(root / "app.py", default_timeout=60)
    calm(app.run())
    app.switch_page("pages/experiments.py")
    app.query_params["part"] = name
    return calm(app.run())


def test_one_item_is_judged_by_what_was_shown(shop_that_showed: Workspace) -> None:
    page = part(parts.UNSENT_PART)
    calm(page.selectbox("off-policy-what").set_value(m.ONE_ITEM).run())
    calm(page.selectbox("off-policy-item").set_value("B3").run())
    calm(page.button("off-policy-start").click().run())
    page = ended(page, shop_that_showed, "off-policy")
    assert answer(page).startswith("Always “B3” would have been clicked more often: ")
    assert page.metric[1].value == "4"
    assert says(page, "Judged by 1,500 rows")
    assert says(page, "Nothing has been measured yet")
    calm(page.radio("duel-from").set_value(d.SESSIONS_OF_A_FILE).run())
    rows = [f"s{at},{team},{int(at % 3 == 0 and team == 'new')}" for at in range(60) for team in
            ("new", "old")]  # fmt: skip
    csv = "\n".join(["session,list,clicked", *rows]).encode()
    calm(page.get("file_uploader")[0].set_value(("sessions.csv", csv, "text/csv")).run())
    assert says(page, "new wins 20 and old 0 of 60 sessions")
    calm(page.selectbox("duel-click-0").set_value("").run())
    assert says(page, "which is better cannot be told")


def test_learners_are_simulated_and_replayed(shop_that_showed: Workspace) -> None:
    page = part(parts.BANDITS_PART)
    calm(page.number_input("bandits-rounds").set_value(100).run())
    calm(page.text_input("bandits-rates").set_value("nothing").run())
    assert says(page, "is not a list of rates")
    calm(page.text_input("bandits-rates").set_value("10; 60").run())
    calm(page.button("bandits-start").click().run())
    page = ended(page, shop_that_showed, "bandits")
    assert answer(page).startswith("Simulated: ")
    assert len(page.dataframe) == 1
    calm(page.number_input("bandits-sessions").set_value(1_000).run())
    calm(page.button("bandits-start").click().run())
    page = ended(page, shop_that_showed, "bandits")
    assert says(page, "Simulator only, made-up customers")
    calm(page.radio("bandits-from").set_value(b.FROM_A_LOG).run())
    calm(page.radio("bandits-how").set_value(b.REPLAY).run())
    calm(page.button("bandits-start").click().run())
    page = ended(page, shop_that_showed, "bandits")
    assert answer(page).startswith("Replayed: ")
    assert isinstance(page.dataframe[0].value, pd.DataFrame)
