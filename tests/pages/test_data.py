import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.kit import background
from recsys_core.schema.contracts import Progress
from recsys_core.schema.errors import CancelledError
from recsys_core.services.data.imports import list_imports
from recsys_core.services.workspace.workspace import Workspace

FILE = b"""Customer ID;Article;Order date;Pieces;Note
00123;A-1;2023-03-01;1;**bold** <b>x</b>
00123;A-2;2023-03-02;2;
7;A-1;yesterday;1;
7;A-3;2023-03-05;-1;
"""


def texts(app: AppTest) -> str:
    return "\n".join(t.value for t in app.text)


@pytest.fixture
def page(app: AppTest) -> AppTest:
    app.run()
    return app.switch_page("pages/data.py").run()


def upload(page: AppTest, name: str = "orders.csv", content: bytes = FILE) -> AppTest:
    page.file_uploader[0].upload(name, content, "text/csv")
    return page.run()


def press(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click()
    return page.run()


def wait(workspace: Workspace) -> None:
    deadline = time.monotonic() + 60
    while background.tasks(workspace).running():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_an_empty_workspace_asks_for_a_file(page: AppTest):
    assert not page.exception
    assert "No data yet" in texts(page)
    assert page.file_uploader


def test_an_upload_is_shown_with_guessed_roles_and_imported(page: AppTest, workspace: Workspace):
    upload(page)
    assert not page.exception
    assert "4 rows, 5 columns" in texts(page)
    roles = {box.label.replace("\\", ""): box.value for box in page.selectbox}
    assert roles["Use Customer ID as"] == "user"
    assert roles["Use Article as"] == "item"
    assert roles["Use Order date as"] == "time"
    press(page, "Import")
    wait(workspace)
    page.run()
    assert not page.exception
    assert "1 row refused (“Date cannot be read”), 1 return or zero quantity" in texts(page)
    values = {m.label: m.value for m in page.metric}
    assert (values["Rows read"], values["Accepted"], values["Refused"]) == ("4", "2", "1")
    assert list_imports(workspace)["rows_read"].tolist() == [4]
    assert not list((workspace.path / "uploads").glob("*/orders.csv")), "the upload is removed"
    press(page, "Close")
    assert "Rows read" not in [m.label for m in page.metric]


def test_a_wrong_guess_can_be_corrected(page: AppTest, workspace: Workspace):
    upload(page, content=b"a,b,when\n1,x,2023-01-01\n2,y,2023-01-02\n")
    boxes = {box.label.split()[1]: box for box in page.selectbox if box.label.startswith("Use")}
    boxes["a"].set_value("item")
    boxes["b"].set_value("user")
    page.run()
    press(page, "Import")
    wait(workspace)
    with workspace.db.read() as cursor:
        rows = cursor.execute("SELECT user_id, item_id FROM interactions ORDER BY 1").fetchall()
    assert rows == [("x", "1"), ("y", "2")]


def test_without_a_needed_column_the_page_says_which(page: AppTest):
    upload(page, content=b"note,remark\nhello,there\nother,text\n")
    for box in page.selectbox:
        if box.label.startswith("Use"):
            box.set_value("")
    page.run()
    assert "Still needed: Customer, Product" in page.warning[0].value
    assert next(b for b in page.button if b.label == "Import").disabled


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03", b"only\n"])
def test_an_unusable_file_gets_a_sentence_and_no_exception(page: AppTest, content: bytes):
    upload(page, content=content)
    assert not page.exception
    assert page.error or page.warning
    press(page, "Choose another file")
    assert page.file_uploader


def test_the_same_file_twice_is_refused_in_words(page: AppTest, workspace: Workspace):
    for _ in range(2):
        upload(page)
        press(page, "Import")
        wait(workspace)
        page.run()
        closing = [b for b in page.button if b.key == "close-report"]
        if closing:
            closing[0].click()
            page.run()
        page.session_state["section"] = "Add data"
        page.run()
    assert not page.exception
    assert "imported before" in page.error[0].value.replace("\\", "")


def test_soundness_shows_figures_charts_and_findings(page: AppTest, orders: str):
    page.run()
    assert not page.exception
    assert len(page.get("plotly_chart")) == 2
    assert "What this means for recommendations" in [s.value for s in page.subheader]


def test_an_import_is_taken_back_after_confirmation(
    page: AppTest, orders: str, workspace: Workspace
):
    tasks = background.tasks(workspace)

    def broken(report: Progress) -> None:
        raise CancelledError

    tasks.start(background.IMPORT, "An import", broken)
    wait(workspace)
    assert tasks.latest(background.IMPORT) is not None
    page.session_state["section"] = "Imports"
    page.run()
    press(page, "Take back …")
    press(page, "Take it back")
    wait(workspace)
    page.run()
    assert tasks.latest(background.IMPORT) is None, "what was said of it goes with it"
    assert not page.exception
    assert workspace.is_empty()
    assert list_imports(workspace)["undone_at"].notna().all()


def test_uploads_never_leave_their_folder(workspace: Workspace):
    from io import BytesIO

    from pages.kit import uploads

    file = BytesIO(b"x")
    file.name = "../../etc/..\\pass wd?.csv"
    [kept] = uploads.keep(workspace, [file])
    assert kept.name == "pass wd.csv"
    assert Path(kept).resolve().parent.parent == (workspace.path / "uploads").resolve()
    uploads.forget(workspace, [kept])
    assert not kept.parent.exists()
    uploads.forget(workspace, [workspace.path / "tastelab.duckdb"])
    assert (workspace.path / "tastelab.duckdb").exists()


def test_a_used_column_far_to_the_right_is_not_hidden_behind_the_unused_ones(page: AppTest):
    extra = [f"Note {n}" for n in range(20)]
    rows = [f"{n % 7},2024-05-{n % 28 + 1:02d},{',,'.join('x' * 10)},,P{n % 9}" for n in range(40)]
    head = ",".join(["Customer ID", "Order date", *extra, "Article"])
    upload(page, content="\n".join([head, *rows]).encode())
    further = next(one for one in page.expander if one.label == "11 further columns")
    hidden = {box.label.replace("\\", "") for box in further.selectbox}
    assert len(hidden) == 11
    assert "Use Article as" not in hidden
    article = next(box for box in page.selectbox if box.label == "Use Article as")
    assert article.value == "item"


MAILS = b"""Email Address,Opens,Clicks,Unsubscribed
a@x.org,2,1,No
b@x.org,0,0,No
c@x.org,1,0,Yes
"""


def test_an_export_of_messages_is_told_and_its_campaign_named(
    page: AppTest, workspace: Workspace
) -> None:
    upload(page, "spring.csv", MAILS)
    assert not page.exception
    roles = {box.label: box.value for box in page.selectbox}
    assert (roles["Use Opens as"], roles["Use Email Address as"]) == ("opened", "user")
    name = next(box for box in page.text_input if box.label == "Name of the campaign")
    assert name.placeholder == "spring"
    name.set_value("May sale").run()
    press(page, "Import")
    wait(workspace)
    page.run()
    assert not page.exception
    said = [caption.value for caption in page.caption]
    assert any("3 sent, 2 opened, 1 clicked, 1 unsubscribed" in each for each in said)
    with workspace.db.read() as cursor:
        found = cursor.execute("SELECT campaign_id, count(*) FROM deliveries GROUP BY 1")
        assert found.fetchall() == [("May sale", 7)]


def test_banners_that_were_shown_come_in(page: AppTest, workspace: Workspace) -> None:
    rows = b"".join(b"C%d,B%d,1,%d\n" % (n, n % 3, n % 2) for n in range(20))
    upload(page, "shown.csv", b"customer,banner,position,clicked\n" + rows)
    press(page, "Import")
    wait(workspace)
    page.run()
    assert not page.exception
    with workspace.db.read() as cursor:
        found = cursor.execute("SELECT count(banner), sum(clicked::INT) FROM exposures").fetchall()
    assert found == [(20, 10)]
