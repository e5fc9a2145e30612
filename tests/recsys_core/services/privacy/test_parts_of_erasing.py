"""The steps of an erasure, each by itself."""

from pathlib import Path

import numpy as np
import pytest

from recsys_core.services.data.imports import import_files
from recsys_core.services.data.insert import without_erased
from recsys_core.services.privacy.certificate import keep_certificate, next_number, page
from recsys_core.services.privacy.folders import (
    codes_in,
    drop_rows_by_customer,
    strip_files,
    without_customers,
)
from recsys_core.services.privacy.models import (
    Affected,
    current_data,
    honour,
    titles_of,
    train_again,
)
from recsys_core.services.privacy.persons import Persons
from recsys_core.services.privacy.remains import Remains, remains
from recsys_core.services.workspace.cache import PerWorkspace, clear_all
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.persons import is_telling
from recsys_core.storage.remnants import Finder, scan
from tests.factories import make_dataset
from tests.recsys_core.services.privacy.planted import GO, MAILS, STAY, places


def test_data_without_customers_is_as_if_they_had_never_been_in(tmp_path: Path) -> None:
    data = make_dataset([(u, (u + i) % 5, 1.0, i) for u in range(6) for i in range(3)], 6, 5)
    data.save(tmp_path)
    codes = codes_in(tmp_path, Persons({"u1", "u4", "x"}, set()))
    assert codes.tolist() == [1, 4]
    left = without_customers(data, codes)
    assert left.users["user_id"].tolist() == ["u0", "u2", "u3", "u5"]
    rest = np.delete(data.matrix.toarray(), codes, axis=0)
    assert (left.matrix.toarray() == rest).all()


def test_models_and_files_forget_before_the_tables_do(persons_workspace: Workspace) -> None:
    ws = persons_workspace
    current = current_data(ws)
    assert len(current) == 1
    asked = Persons(GO, {*GO, *(MAILS[one] for one in GO)})
    found, dropped = honour(ws, asked, set())
    assert titles_of(found, "exact") == ["Bestsellers", "EASE"]
    assert [job.payload["model"] for job in dropped] == ["user-knn"]
    assert train_again(ws, found, []) == found
    assert "on its own" not in found[0].sentence
    assert drop_rows_by_customer(ws) == []
    strip_files(ws, asked)
    kept = {"exports/lists.csv", "tastelab.duckdb", "quarantine", "figures"}
    assert not [one for one in places(ws.path / "runs", [*asked.telling])]
    assert not [one for one in places(ws.path / "datasets", [*asked.telling])]
    left = remains(ws, asked)
    assert left.texts == 200
    assert all(any(one.startswith(name) for name in kept) for one in left.remnants)
    assert any("interactions" in one for one in left.remnants)


def test_a_certificate_has_a_number_of_its_own(persons_workspace: Workspace) -> None:
    ws = persons_workspace
    begun = {
        "number": next_number(ws),
        "at": "2026-11-27T16:00:00",
        "by": "Ada",
        "ids": ["a"],
        "tables": {"users": 2},
        "texts": {},
        "digests": ["00"],
    }
    affected = [Affected("run", "ease", "exact", "It was.")]
    kept = keep_certificate(ws, begun, affected, Remains(3, 9, 1, 0, ("a/b",)), 1.0)
    assert kept.number == "erasure-000001"
    assert not kept.clean
    assert "in 1 place" in kept.sentence
    assert next_number(ws) == "erasure-000002"
    assert b"<title>A &amp; B</title>" in page("A & B", [])


def test_all_caches_of_a_workspace_are_cleared_at_once() -> None:
    class Owner:
        pass

    one, other, cache = Owner(), Owner(), PerWorkspace[str, int]("cleared in a test", most=2)
    for owner in (one, other):
        cache.put(owner, "key", 1)
    clear_all(one)
    assert (cache.peek(one, "key"), cache.peek(other, "key")) == (None, 1)


def test_an_import_without_erased_persons_is_reported_as_it_is(
    persons_workspace: Workspace,
) -> None:
    folder = persons_workspace.path.parent
    (folder / "more.csv").write_text(f"customer,product,date\n{STAY[0]},p1,2025-09-01\n")
    report = import_files(persons_workspace, "interactions", [folder / "more.csv"])
    assert (report.rows_erased, report.rows_accepted) == (0, 1)
    assert callable(without_erased)


def test_texts_are_found_in_any_form_and_nowhere_else() -> None:
    finder = Finder(["gone-person-001", "Zoë@mail.example", "abcdef"])
    assert len(finder) == 3
    data = b"xxgone-person-001yy zo " + b"Zo\\u00eb@mail.example" + b"abcde"
    assert finder.found(data) == {"gone-person-001", "Zoë@mail.example"}
    assert finder.found(b"abcdef") == {"abcdef"}
    assert finder.found(b"") == set()
    assert Finder([]).found(b"anything at all") == set()
    rng = np.random.default_rng(0)
    texts = ["".join(rng.choice(list("abc"), rng.integers(4, 12))) for _ in range(300)]
    content = "".join(rng.choice(list("abcd"), 4000))
    assert Finder(texts).found(content.encode()) == {one for one in texts if one in content}


def test_a_file_that_goes_meanwhile_ends_no_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.wal", "b.txt"):
        (tmp_path / name).write_text("of gone-person-001")

    def gone(_: float, __: str = "") -> None:
        (tmp_path / "a.wal").unlink(missing_ok=True)

    found = scan(tmp_path, Finder(["gone-person-001"]), gone)
    assert list(found.remnants) == ["b.txt"]


def test_short_numbers_are_no_words_to_look_for() -> None:
    telling = {"25": False, "abc": False, "abcdef": True, "12345678": False, "123456789": True}
    telling |= {"2023-05-06": False, "2023-05-06 10:00:00": False, "06.05.2023": False}
    telling |= {"2023-05/06": True, "030/1234567": True}
    assert {text: is_telling(text) for text in telling} == telling


def test_names_are_taken_out_of_texts_of_all_sorts() -> None:
    asked = Persons({"25", "gone-person-001"}, {"gone-person-001"})
    assert asked.in_text("of gone-person-001, gone-person-0012") == "of erased, gone-person-0012"
    settings = '{"excluded_users": ["25", "3"], "k": "25"}'
    assert asked.in_text(settings) == '{"excluded_users": ["3"], "k": "25"}'
    assert asked.in_text('{"user": "25"}') == '{"user": "erased"}'
    assert asked.in_text("Top 25") == "Top 25"
    assert asked.in_address("recommendations?customer=25")
    assert not asked.in_address("recommendations?k=25")
