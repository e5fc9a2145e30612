"""Campaigns with a control group, drawn alone."""

from pathlib import Path

import numpy as np
import pandas as pd
from streamlit.testing.v1 import AppTest

from pages.parts.campaigns.uplift.charts import curve, uplift_curve
from recsys_core.services.campaigns.uplift.arm_files import ArmChoice, read_arms, ready
from recsys_core.services.campaigns.uplift.findings import curve_finding, uplift_finding
from recsys_core.services.campaigns.uplift.study import uplift_of
from recsys_core.services.customers.segments.saved import find_saved
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import calm, ended, says
from tests.recsys_core.storage.builders import add, bought

ALONE = """
from pages.kit import guard
from pages.parts.campaigns.uplift import section
section.show(guard.workspace())
"""


def mail(path: Path, n: int = 5_000) -> Path:
    """A mail that moves those with a 1 by 30 points."""
    rng = np.random.default_rng(3)
    liked, sent = rng.integers(2, size=n), rng.integers(2, size=n)
    came = (rng.random(n) < 0.15 + 0.3 * liked * sent).astype(int)
    arm = np.where(sent == 1, "Mail", "Control")
    users = [f"u{at}" for at in range(n)]
    columns = {"customer_id": users, "liked": liked, "arm": arm, "came": came}
    pd.DataFrame(columns).to_csv(path, index=False)
    return path


def test_a_file_is_brought_told_and_kept(workspace: Workspace, tmp_path: Path) -> None:
    add(workspace.db, "interactions", [bought(f"u{at}", "p", revenue=2.0) for at in range(400)])
    app = calm(AppTest.from_string(ALONE, default_timeout=60).run())
    upload = app.get("file_uploader")[0]
    upload.set_value(("mail.csv", mail(tmp_path / "mail.csv").read_bytes(), "text/csv"))
    calm(app.run())
    assert says(app, "mail.csv: 5,000 rows.")
    assert app.selectbox("uplift-arm-0").value == "arm"
    assert app.selectbox("uplift-outcome-0").value == "came"
    app.selectbox("uplift-arm-0").set_value("arm")
    app.selectbox("uplift-outcome-0").set_value("came")
    calm(app.run())
    app.button("uplift-start").click()
    app.run()
    ended(app, workspace, "uplift")
    calm(app.run())
    assert says(app, "Whom “Mail” is sent to makes a difference")
    assert says(app, "Sent to those alone")
    assert says(app, "Uplift curve: u(x)")
    assert says(app, "the best there can be")
    rankings = app.dataframe[1].value
    assert len(rankings) == 5
    app.text_input[0].set_value("Moved")
    next(one for one in app.button if "Keep" in one.label).click()
    calm(app.run())
    assert "Kept as “Moved”" in app.success[0].value
    assert 150 < find_saved(workspace, "Moved").size < 260
    app.button("uplift-drop").click()
    calm(app.run())
    assert not says(app, "Whom “Mail” is sent to makes a difference")


def test_the_curve_says_what_the_first_bring(tmp_path: Path) -> None:
    told = uplift_of(ready(read_arms(mail(tmp_path / "mail.csv")), ArmChoice("arm", "came")))
    one = told.targeting("Mail")
    title = curve_finding(told, "Mail")
    assert title.startswith("The first")
    figure = curve(one, told.study.is_rate, title)
    drawn = figure.data[-1]
    found = told.study.comparisons[0].difference
    assert len(drawn.x) == 101
    assert abs(drawn.y[-1] / 100 - found) < 0.02
    *_, line, height = uplift_curve(one, told.study.is_rate, uplift_finding(told, "Mail")).data
    assert (line.y[0], line.y[1]) == (0, height.y[-1])
    assert height.y[50] > line.y[1] / 2
