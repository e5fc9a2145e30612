"""Auctions that were held and banners for a slot, drawn alone."""

from pathlib import Path

import pandas as pd
from streamlit.testing.v1 import AppTest

from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, says
from tests.recsys_core.services.campaigns.auctions.test_logged import log_of
from tests.recsys_core.storage.builders import add, bought

ALONE = """
from pages.kit import guard
from pages.parts.campaigns.auctions import section
section.show(guard.workspace())
"""


def bring(app: AppTest, at: int, frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(path, index=False)
    app.get("file_uploader")[at].set_value((path.name, path.read_bytes(), "text/csv"))
    calm(app.run())


def test_a_log_is_replayed_and_a_slot_is_filled(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace.db, "interactions", [bought("c", "p", revenue=20.0)])
    app = calm(AppTest.from_string(ALONE, default_timeout=60).run())
    assert says(app, "bring a file")
    spent = app.metric[0].value
    calm(app.number_input("auction-value").set_value(60.0).run())
    assert app.metric[3].value != ""
    charts = len(app.get("plotly_chart"))
    calm(app.number_input("auction-reserve").set_value(1e6).run())
    assert says(app, "None of the bids and budgets tried wins an auction")
    assert len(app.get("plotly_chart")) == charts - 2
    calm(app.number_input("auction-reserve").set_value(0.0).run())
    bring(app, 0, log_of(), tmp_path / "log.csv")
    assert says(app, "log.csv: 2,000 rows.")
    assert says(app, "What really happened, by the file")
    assert app.metric[0].value != spent
    calm(app.selectbox("auction-replayed-log.csv").set_value("top").run())
    assert not says(app, "Simulation of 2,000 auctions")
    banners = pd.DataFrame(
        {"banner": ["A", "B", "A"], "slot": ["top", "top", "side"], "bid": [10.0, 9.0, 1.0],
         "pctr": [0.1, 0.2, 0.3], "cvr": [0.1, 0.1, 0.1]}
    )  # fmt: skip
    bring(app, 0, banners, tmp_path / "banners.csv")
    calm(app.selectbox("auction-slot-of-file").set_value("top").run())
    assert says(app, "In the slot stands B")
    assert list(app.dataframe[-1].value["name"]) == ["B", "A"]
