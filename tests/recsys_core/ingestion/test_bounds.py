"""What is too large or makes no sense is turned away in one sentence."""

import zipfile
from pathlib import Path

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.encoding import check_name
from recsys_core.ingestion.roles.column_look import look_at
from recsys_core.schema.errors import InputError
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.preview import preview_file
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.messages import LONGEST, say


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"header_line": -5}, "There is no line .5"),
        ({"quote": "xx"}, "'xx' is no quotation mark."),
        ({"date_order": "year"}, "'year' is no choice"),
        ({"decimal": ";"}, "';' is no choice"),
    ],
)
def test_options_that_make_no_sense(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        ReadOptions(**options)  # type: ignore[arg-type]  # options of any type


@pytest.mark.parametrize("name", ["rot13", "base64", "hex", "zip", "bz2", "nonsense", "", "a\0b"])
def test_encodings_that_are_none(name: str) -> None:
    with pytest.raises(InputError, match="There is no encoding called"):
        check_name(name)


def test_encodings_that_are_some() -> None:
    assert [check_name(n) for n in ("UTF8", "latin-1", "cp1252", "utf-16")] == [
        "utf-8", "iso8859-1", "cp1252", "utf-16"
    ]  # fmt: skip


def test_ids_and_numbers_beyond_all_measure_are_refused_row_by_row(
    ws: Workspace, tmp_path: Path
) -> None:
    rows = [f"c{n % 10},p{n % 7},2024-01-{n % 28 + 1:02d},1" for n in range(40)]
    rows[5] = f"{'c' * 100_000},p1,2024-01-02,1"
    rows[9] = "c1,p1,2024-01-02,1e300"
    rows[11] = "c1,p1,2024-01-02,-1e16"
    file = tmp_path / "orders.csv"
    file.write_text("\n".join(["customer,product,date,quantity", *rows]), encoding="utf-8")
    report = import_files(ws, "interactions", [file])
    assert (report.rows_read, report.rows_accepted, report.rows_quarantined) == (40, 37, 3)
    reasons = Path(report.quarantine_csv or "").read_text(encoding="utf-8-sig")
    assert "Longer than 1,000 characters, which no ID is" in reasons
    assert reasons.count("Larger than can be counted exactly") == 2


def test_a_zip_of_many_small_files_names_each_file_once(ws: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(40):
            archive.writestr(f"day-{n}.csv", f"customer,product,date\nc{n},p1,2024-01-01\n")
    report = import_files(ws, "interactions", [path])
    assert report.rows_accepted == 40
    assert preview_file(path).rows == 40


def test_a_sentence_shows_the_beginning_of_a_field_without_end() -> None:
    assert len(say("There is no customer {name}.", name="x" * 100_000)) < 300
    assert say("{name}", name="x" * LONGEST) == "x" * LONGEST


def test_values_count_as_often_as_they_come() -> None:
    look = look_at(["5", "5", "2.5", "", " ", "view", "view", "view"])
    assert (look.filled, look.distinct) == (6, 3)
    assert (look.low, look.high) == (2.5, 5.0)
    assert look.whole == pytest.approx(2 / 3)
    assert look.events == pytest.approx(3 / 6)
    assert look.longest == pytest.approx((1 + 1 + 3 + 4 * 3) / 6)
    assert look.examples == ["5", "2.5", "view"]


def test_a_rating_without_its_figure_is_refused_and_a_purchase_without_one_is_not(
    ws: Workspace, tmp_path: Path
) -> None:
    file = tmp_path / "events.csv"
    rows = ["a,p1,2024-01-01,purchase,", "a,p2,2024-01-02,rating,5", "b,p1,2024-01-03,rating,"]
    file.write_text("\n".join(["customer,product,date,event,rating", *rows]), encoding="utf-8")
    report = import_files(ws, "interactions", [file])
    assert (report.rows_accepted, report.rows_quarantined) == (2, 1)
