"""Titles, categories and numbers full of markup stay text on every page."""

import csv
import io

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.ingestion.formula import neutralise
from recsys_core.services.data.imports import import_files
from recsys_core.services.export.long import read_customers
from recsys_core.services.workspace.workspace import Workspace

NASTY = [
    "<img src=x onerror=alert(1)>", "**bold** and _it_", "# Heading", ":red[red]", "$x^2$",
    "[link](http://example.com)", "![p](http://example.com/x.png)", "`code`", "~~gone~~",
    ":material/home:", "=1+1", "@SUM(1)", "田中さん", "a,b", 'q"uote',
]  # fmt: skip
MARKUP = NASTY[:10]
LABELLED = ("markdown", "caption", "button", "subheader", "header", "info", "warning", "error")


def orders() -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["order", "customer", "product", "product name", "category", "qty", "date"])
    for at in range(90):
        text = NASTY[at % len(NASTY)]
        who = neutralise(NASTY[(at // 3) % len(NASTY)])
        quantity = "oops" if at % 17 == 0 else 1
        row = [at // 2, who, neutralise(text), neutralise(text), neutralise(NASTY[at % 4])]
        writer.writerow([*row, quantity, f"2024-01-{at % 28 + 1:02d}"])
    return out.getvalue()


def shown_as_markdown(app: AppTest) -> str:
    found = []
    for kind in LABELLED:
        found += [getattr(e, "value", "") or getattr(e, "label", "") for e in app.get(kind)]
    return "\n".join(str(text) for text in found)


@pytest.fixture
def shop(workspace: Workspace, tmp_path) -> Workspace:
    (tmp_path / "nasty.csv").write_text(orders(), encoding="utf-8")
    import_files(workspace, "interactions", [tmp_path / "nasty.csv"])
    return workspace


@pytest.mark.parametrize("page", ["overview", "data", "customers"])
def test_markup_in_data_is_never_markup_on_the_page(shop: Workspace, app: AppTest, page: str):
    app.query_params["customer"] = NASTY[0]
    if page == "data":
        app.query_params["section"] = "Imports"
    app.run()
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    text = shown_as_markdown(app)
    assert text
    assert [nasty for nasty in MARKUP if nasty in text] == []


def test_an_exported_list_of_customers_is_read_back(shop: Workspace, tmp_path):
    out = io.StringIO()
    csv.writer(out).writerows([["user_id"], *[[neutralise(text)] for text in NASTY]])
    (tmp_path / "who.csv").write_text(out.getvalue(), encoding="utf-8")
    assert read_customers(tmp_path / "who.csv") == NASTY
    with shop.db.read() as cursor:
        found = cursor.execute("SELECT DISTINCT user_id FROM interactions").fetchall()
    assert {user for (user,) in found} == set(NASTY)
