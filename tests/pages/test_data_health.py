"""The tabs Soundness and Readiness of the Data page: findings, their fixes, and the way back."""

from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.schema.config import DataSettings
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import Workspace


@pytest.fixture
def page(app: AppTest, workspace: Workspace, tmp_path: Path) -> AppTest:
    """A shop of thirty products that also bills postage, on the Data page."""
    rows = [
        (f"c{customer}", f"8{item:04d}", f"Mug no. {item}", f"2024-0{1 + item % 6}-03", 1, 2.5)
        for customer in range(40)
        for item in range(customer % 10, 30, 3)
    ]
    rows += [(f"c{n}", "POST", "POSTAGE", "2024-03-04", 1, 4.0 + n) for n in range(20)]
    path = tmp_path / "orders.csv"
    columns = ["customer_id", "product_id", "title", "date", "quantity", "price"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    import_files(workspace, "interactions", [path])
    app.run()
    return app.switch_page("pages/data.py").run()


def texts(page: AppTest) -> str:
    return "\n".join(element.value for element in [*page.text, *page.caption])


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return page.run()


def test_fees_are_proposed_previewed_applied_and_taken_back(
    page: AppTest, workspace: Workspace
) -> None:
    assert not page.exception
    assert "1 product looks like postage" in texts(page)
    press(page, "fix-not_products")
    assert not page.exception
    values = {metric.label: (metric.value, metric.delta) for metric in page.metric}
    assert values["Products that count"] == ("30", "−1 from 31")
    assert workspace.settings() == DataSettings(), "a preview changes nothing"
    press(page, "apply-exclude_products")
    assert not page.exception
    assert workspace.settings() == DataSettings(excluded_items=("POST",))
    assert "1 product left out: POST." in texts(page)
    assert "looks like postage" not in texts(page)
    press(page, "back-exclude_products")
    assert workspace.settings() == DataSettings()
    assert "1 product looks like postage" in texts(page)


@pytest.mark.parametrize(
    "fix", ["exclude_customers", "cap", "window", "core", "damping", "weights"]
)
def test_every_fix_opens_with_what_it_would_change(page: AppTest, fix: str) -> None:
    press(page, f"any-{fix}")
    assert not page.exception
    assert not page.error
    assert "Rows that count" in [metric.label for metric in page.metric]


def test_readiness_is_a_table(page: AppTest) -> None:
    page.query_params["section"] = "Readiness"
    page.run()
    assert not page.exception
    assert "The data is enough for" in "\n".join(s.value for s in page.subheader)
