"""The section of the report about experiments that were dealt out here and read."""

from types import SimpleNamespace

import pandas as pd
import pytest

from recsys_core.services.experiments.planning.assignment import AssignRequest, arms_of, assign
from recsys_core.services.experiments.planning.plan import plan_experiment
from recsys_core.services.experiments.planning.request import PlanRequest
from recsys_core.services.experiments.readout.kept_list import note_reading
from recsys_core.services.experiments.readout.of_kept import readout_of_experiment
from recsys_core.services.experiments.readout.words import headline
from recsys_core.services.report.blocks import render
from recsys_core.services.report.report import SECTIONS
from recsys_core.services.report.sections.experiments import experiments
from recsys_core.services.report.slides import deck
from tests.recsys_core.services.campaigns.audience.market_shop import SENDS
from tests.recsys_core.storage.builders import add

pytest_plugins = ["tests.recsys_core.services.campaigns.audience.market_shop"]
pytestmark = pytest.mark.xdist_group("audience_folder")


def test_experiments_that_were_read_stand_in_the_report(audience_shop):
    ws = audience_shop
    found = SimpleNamespace(ws=ws)
    assert experiments in SECTIONS
    assert experiments(found) is None
    plan = plan_experiment(ws, PlanRequest(effect=0.3, window=14, entry="all"))
    arms = arms_of(["control", "<new>"])
    kept = assign(ws, AssignRequest("Spring", arms, plan=plan))
    assign(ws, AssignRequest("Never read", arms))
    new = kept.dealt.loc[kept.dealt["arm"] == "<new>", "user_id"]
    bought = {"item_id": "p1", "event": "purchase", "quantity": 1.0, "revenue": 5.0}
    ts = SENDS + pd.Timedelta(days=13, hours=2)
    add(ws.db, "interactions", [bought | {"user_id": one, "ts": ts} for one in new[:90]])
    assert experiments(found) is None
    told = readout_of_experiment(ws, "Spring", ("money",))
    note_reading(ws, "Spring", told, ("money",))
    section = experiments(found)
    assert section.lead == headline(told)
    html = render(section, [])
    assert "Spring: does “&lt;new&gt;” change “bought within 14 days”, against “control”?" in html
    assert "The arms are as large as planned" in html
    assert "<strong>won</strong>" in html
    assert html.count("<tr>") == 1 + len(told.comparisons)
    assert "Never read" not in html
    assert len(deck("Title", [], [section], "Last")) > 10_000
    # Arms that are not as they were dealt: their sizes and why nothing is compared.
    with ws.db.write() as cursor:
        for table in ("interactions", "users"):
            cursor.execute(f"DELETE FROM {table} WHERE list_contains(?, user_id)", [list(new[20:])])
        cursor.execute("UPDATE meta SET value = value::INT + 1 WHERE key = 'data_version'")
    html = render(experiments(found), [])
    assert "Nothing is compared" in html
    assert "20</td>" in html
