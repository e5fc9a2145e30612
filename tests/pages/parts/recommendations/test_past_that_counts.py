"""How much of the past lists are based on follows what is left out and added."""

import re

from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, said
from tests.pages.market import LOYAL

pytest_plugins = ["tests.pages.market"]


def based_on(app: AppTest) -> int:
    found = re.search(r"Based on (\d+) products?;", "\n".join(said(app)))
    assert found
    return int(found[1])


def test_the_count_follows_the_what_if(market: Workspace, app: AppTest) -> None:
    app.switch_page("pages/recommendations.py")
    app.query_params["customer"] = LOYAL
    calm(app.run())
    whole = based_on(app)
    app.session_state["drop"] = [str(one) for one in bought(market)[:2]]
    calm(app.run())
    assert based_on(app) == whole - 2
    every = [str(one) for one in market.dataset().item_texts["item_id"]]
    app.session_state["add"] = [next(one for one in every if one not in bought(market))]
    calm(app.run())
    assert based_on(app) == whole - 1


def bought(ws: Workspace) -> list[str]:
    data = ws.dataset()
    codes = data.binary[data.user_code(LOYAL)].indices
    return [str(data.item_texts["item_id"][code]) for code in codes]
