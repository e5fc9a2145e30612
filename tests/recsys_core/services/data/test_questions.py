"""A question is asked before anything is stored, with what each answer would come to."""

from pathlib import Path

import duckdb
import pytest

from recsys_core.ingestion import validate_kinds
from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import prepared, stage
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.errors import InputError
from recsys_core.schema.questions import Answer, Question, UnansweredError
from recsys_core.services.data.imports import import_files, list_imports
from recsys_core.services.data.mapping import saved_mapping, shape_key
from recsys_core.services.data.questions import checked, look_at_questions
from recsys_core.services.workspace.workspace import Workspace

MAPPING = {"user": "who", "item": "what", "quantity": "pieces"}
LABELS = ("who", "what", "pieces")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "sales.csv"
    path.write_text("who,what,pieces\nann,mug,2\nben,mug,3\nann,bag,1\n", encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def packs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that cannot tell pieces from packs of six, and one whose answers change nothing."""
    plain = validate_kinds.read_events

    def with_questions(checks: Checks, bought: bool) -> None:
        plain(checks, bought)
        sizes = (Answer("pieces", "single pieces"), Answer("packs", "packs of six"))
        if checks.ask(Question("size", "What does pieces count?", sizes)) == "packs":
            checks.values["quantity"] += " * 6"
        colours = (Answer("red", "red"), Answer("blue", "blue"))
        checks.ask(Question("colour", "Which colour?", colours))

    monkeypatch.setattr(validate_kinds, "read_events", with_questions)


def test_both_sums_stand_beside_the_choices(file: Path) -> None:
    questions, _ = look_at_questions([file], "interactions", MAPPING)
    (size,) = questions
    assert size.open
    units = {choice.name: choice.figures.units for choice in size.choices if choice.figures}
    assert units == {"pieces": 6, "packs": 36}


def test_nothing_is_checked_in_before_the_answer(file: Path) -> None:
    with prepared([file], ReadOptions()) as files, duckdb.connect() as cursor:
        staged = stage(cursor, files, "rows")
        with pytest.raises(UnansweredError, match=r"size=pieces.*6 pieces.*size=packs.*36 pieces"):
            checked(cursor, staged, "interactions", MAPPING, ReadOptions())
        answered = ReadOptions(answers={"size": "packs"})
        found = checked(cursor, staged, "interactions", MAPPING, answered)
    assert {one.key: one.chosen for one in found.questions} == {"size": "packs"}


def test_an_open_question_stores_nothing(ws: Workspace, file: Path) -> None:
    with pytest.raises(UnansweredError):
        import_files(ws, "interactions", [file], MAPPING)
    assert list_imports(ws).empty


def test_the_answer_is_kept_with_the_mapping(ws: Workspace, file: Path) -> None:
    import_files(ws, "interactions", [file], MAPPING, ReadOptions(answers={"size": "packs"}))
    saved = saved_mapping(ws, shape_key(LABELS, False), "interactions")
    assert saved is not None
    assert saved.options["answers"] == {"size": "packs"}
    again = import_files(ws, "interactions", [file], MAPPING, allow_again=True)
    assert [(one.key, one.chosen) for one in again.questions] == [("size", "packs")]


def test_an_answer_nobody_asked_for_is_refused(ws: Workspace, file: Path) -> None:
    options = ReadOptions(answers={"size": "boxes"})
    with pytest.raises(InputError, match=r"'boxes' is no answer.*pieces or packs"):
        import_files(ws, "interactions", [file], MAPPING, options)


def test_who_gave_everything_back_is_no_customer_beside_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "sales.csv"
    rows = ["ann,mug,2", "ben,mug,3", "ben,mug,-3", "cid,bag,2", "cid,bag,-1"]
    path.write_text("\n".join(["who,what,pieces", *rows]) + "\n", encoding="utf-8")
    (size,), _ = look_at_questions([path], "interactions", MAPPING)
    figures = size.choices[0].figures
    assert figures is not None
    assert (figures.customers, figures.units, figures.rows) == (2, 3, 5)


def test_looks_bring_no_money_beside_an_answer(tmp_path: Path) -> None:
    path = tmp_path / "log.csv"
    rows = ["ann,mug,,view,9", "ann,mug,1,purchase,9", "ben,mug,,view,9"]
    path.write_text("\n".join(["who,what,pieces,event,value", *rows]) + "\n", encoding="utf-8")
    mapping = {**MAPPING, "event": "event", "revenue": "value"}
    (size,), _ = look_at_questions([path], "interactions", mapping)
    figures = size.choices[0].figures
    assert figures is not None
    assert (figures.revenue, figures.units, figures.customers) == (9, 1, 2)
