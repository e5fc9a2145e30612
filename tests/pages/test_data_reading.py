"""The page Data: workbooks, matrices, dates, saved mappings, corrections, repeated rows."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.services.data.imports import import_files, list_imports, refused_csv
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.test_data import press, texts, upload, wait


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("pages/data.py").run()


def box(page: AppTest, label: str):
    return next(b for b in page.selectbox if b.label == label)


def add(page: AppTest) -> AppTest:
    page.session_state["section"] = "Add data"
    return page.run()


def imported(page: AppTest, workspace: Workspace):
    press(page, "Import")
    wait(workspace)
    page.run()
    assert not page.exception
    return list_imports(workspace).iloc[0]


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.active.append(["Notes"])
    made.active.title = "Read me"
    for month in ("Jan", "Feb"):
        sheet = made.create_sheet(month)
        sheet.append(["customer", "product", "quantity"])
        for at in range(4 if month == "Jan" else 2):
            sheet.append([f"C{at}", "007", at + 1])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_the_sheets_of_a_workbook(page: AppTest, workspace: Workspace):
    upload(page, "sales.xlsx", workbook())
    assert not page.exception
    assert "6 rows, 3 columns; read as an Excel workbook" in texts(page)
    sheet = box(page, "Sheet")
    assert (sheet.value, sheet.placeholder) == (None, "Jan, Feb")
    sheet.set_value("Feb")
    page.run()
    assert "2 rows, 3 columns" in texts(page)
    assert imported(page, workspace)["rows_accepted"] == 2


def test_dates_change_the_preview_at_once(page: AppTest):
    upload(page, content=b"customer,product,date\nC1,P1,01/02/2024\nC2,P1,03/04/2024\n")
    assert "dates with day first" in texts(page)
    box(page, "In 01/02/2024, first comes").set_value("month")
    page.run()
    assert "dates with month first" in texts(page)
    assert any("2 January 2024" in c.value for c in page.caption)


def test_a_matrix_is_explained_and_imported(page: AppTest, workspace: Workspace):
    names = ",".join(["customer", *(f"F{n}" for n in range(10))])
    body = "\n".join(
        ",".join([f"C{r}", *(str(99 if (r + n) % 3 else n % 5 + 1) for n in range(10))])
        for r in range(12)
    )
    upload(page, content=f"{names}\n{body}\n".encode())
    assert not page.exception
    assert "99 means no rating" in texts(page)
    assert box(page, "The customer is").value == "customer"
    assert imported(page, workspace)["rows_accepted"] == 40


def test_a_saved_mapping_is_offered_and_can_be_removed(
    page: AppTest, workspace: Workspace, tmp_path: Path
):
    text = "alpha,beta,gamma\n" + "".join(f"u{i % 3},i{i % 4},{i}\n" for i in range(12))
    (tmp_path / "may.csv").write_text(text)
    mapping = {"user": "alpha", "item": "beta", "quantity": "gamma"}
    import_files(workspace, "interactions", [tmp_path / "may.csv"], mapping=mapping)
    add(page)
    upload(page, "june.csv", (text + "u7,i7,7\n").encode())
    assert "Same columns as may.csv, which was read differently." in texts(page)
    assert next(b for b in page.button if b.label == "Import").disabled
    press(page, "Use its mapping")
    assert box(page, "Use alpha as").value == "user"
    press(page, "Back to the guess")
    assert box(page, "Use alpha as").value == ""
    press(page, "Use its mapping")
    assert imported(page, workspace)["rows_read"] == 13


def test_repeated_rows_are_let_in_with_one_click(page: AppTest, workspace: Workspace):
    line = "1,C1,P1,1,2024-01-01\n"
    upload(page, content=("order,customer,product,qty,date\n" + line * 3).encode())
    imported(page, workspace)
    assert "2 rows equal to another one in every cell: left out." in texts(page)
    press(page, "Let them in")
    assert not page.exception
    assert {m.label: m.value for m in page.metric}["Repeated"] == "0"
    assert list_imports(workspace)["rows_accepted"].tolist() == [3]


def test_corrected_rows_come_back(page: AppTest, workspace: Workspace, tmp_path: Path):
    text = "a,b,when\n" + "".join(f"u{i % 3},i{i % 4},2024-01-{i + 1:02d}\n" for i in range(9))
    (tmp_path / "first.csv").write_text(text + ",i1,2024-02-01\n")
    mapping = {"user": "a", "item": "b", "time": "when"}
    first = import_files(workspace, "interactions", [tmp_path / "first.csv"], mapping=mapping)
    table = list(
        csv.reader(io.StringIO(refused_csv(workspace, first.import_id).decode("utf-8-sig")))
    )
    table[1][0] = "u9"
    out = io.StringIO()
    csv.writer(out).writerows(table)
    add(page)
    upload(page, "refused.csv", out.getvalue().encode())
    assert not page.exception
    assert any("come back corrected" in i.value for i in page.info)
    assert box(page, "Use a as").value == "user"
    row = imported(page, workspace)
    assert (row["rows_accepted"], row["corrects"]) == (1, first.import_id)
