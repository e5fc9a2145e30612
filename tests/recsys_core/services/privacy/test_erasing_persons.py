"""A hundred persons are erased: nothing of them is left, everybody else is as they were."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest

from recsys_core.models.registry import create
from recsys_core.schema.errors import CancelledError, NotFoundError, NotReadyError
from recsys_core.services.customers.feedback import list_feedback
from recsys_core.services.customers.feedback_training import with_feedback
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.evaluation.results import Measured, measured
from recsys_core.services.export.long import export_lists
from recsys_core.services.privacy import erasing
from recsys_core.services.privacy.certificate import (
    certificate,
    certificate_page,
    certificates,
    is_genuine,
)
from recsys_core.services.privacy.erasing import (
    Erased,
    erase_persons,
    find_persons,
    finish_erasing,
)
from recsys_core.services.privacy.lists import erased_persons, let_back_in, persons_of_file
from recsys_core.services.training.staleness import staleness
from recsys_core.services.workspace.bookmarks import bookmarks
from recsys_core.services.workspace.erasing import erase_removed, is_erasing
from recsys_core.services.workspace.runs import fitted, trained_model, trained_models
from recsys_core.services.workspace.storyboard import storyboard
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from recsys_core.storage.migrations import MIGRATIONS
from recsys_core.storage.persons import NOBODY, REFUSED, TEXTS, all_tables, naming_tables
from tests.recsys_core.services.privacy.planted import GO, MAILS, STAY, copy, places, write

WORDS = [*GO, *(MAILS[user] for user in GO)]


class Rid(NamedTuple):
    """A workspace after a hundred persons were erased. before: its measurement as it was."""

    ws: Workspace
    done: Erased
    before: Measured


@pytest.fixture(scope="module")
def rid(planted: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rid]:
    """Only to be looked at."""
    with open_workspace(copy(planted, tmp_path_factory.mktemp("rid"))) as ws:
        before = measured(ws)
        yield Rid(ws, erase_persons(ws, GO), before)


def test_nothing_is_left_of_a_hundred_persons(persons_workspace: Workspace) -> None:
    ws = persons_workspace
    before = places(ws.path, WORDS)
    assert len(set().union(*before.values())) == 200, "they are planted"
    assert len(before) > 8, "in many places"
    rows = ws.dataset().n_users
    done = erase_persons(ws, [*GO, "nobody at all"])
    assert done.unknown == ("nobody at all",)
    assert done.searched.remnants == ()
    assert done.certificate.clean
    assert places(ws.path, WORDS) == {}
    assert ws.dataset().n_users == rows - 100
    ws.close()
    assert places(ws.path, WORDS) == {}
    with open_workspace(ws.path) as again:
        assert again.warnings() == []
        assert places(again.path, [STAY[0], MAILS[STAY[0]]])


def test_everybody_else_is_as_they_were(rid: Rid) -> None:
    ws = rid.ws
    assert list_feedback(ws)["user_id"].tolist() == [STAY[0]]
    assert list(bookmarks(ws)) == ["Look at him"]
    assert [(one.line, one.address) for one in storyboard(ws)] == [
        ("As erased wrote to us", "overview")
    ]
    with ws.db.read() as cursor:
        counts = {
            table: cursor.execute(f"SELECT count(DISTINCT user_id) FROM {table}").fetchall()[0][0]
            for table in naming_tables(cursor)
        }
        refused = cursor.execute("SELECT raw FROM quarantine").fetchall()
        orders = cursor.execute("SELECT order_id FROM nobody_sales").fetchall()
    assert counts["interactions"] == counts["users"] == 60
    assert counts["segment_members"] == 10
    assert counts["audience_members"] == 30
    assert counts["campaign_targets"] == 20
    assert [raw.split(",")[0] for (raw,) in refused] == [STAY[0]]
    assert orders == [(None,)]


def test_every_table_is_known_to_name_persons_or_not(persons_workspace: Workspace) -> None:
    with persons_workspace.db.read() as cursor:
        naming = set(naming_tables(cursor))
        assert set(all_tables(cursor)) == naming | TEXTS | NOBODY | {REFUSED}
    assert len(naming) == 12, MIGRATIONS[-1]


def test_counted_models_are_as_if_they_had_never_been_in(rid: Rid) -> None:
    ws = rid.ws
    done = rid.done
    assert {one.model: one.action for one in done.affected} == {
        "popularity": "exact",
        "ease": "exact",
        "user-knn": "retrain",
    }
    assert set(trained_models(ws)) == {"popularity", "ease"}
    assert all(one.current for one in staleness(ws).values())
    for name in ("popularity", "ease"):
        trained = trained_model(ws, name)
        model, data = fitted(ws, trained)
        fresh = create(name, trained.settings)
        fresh.fit(with_feedback(data, list_feedback(ws)), lambda fraction, message="": None)
        rows = data.histories()
        assert np.abs(model.score(rows) - fresh.score(rows)).max() < 1e-10
        assert (trained.customers, data.n_users) == (60, 60)
    assert export_lists(ws, ws.path.parent / "after.csv", "ease").users == 60


def test_measurements_stay_without_them(rid: Rid) -> None:
    ws = rid.ws
    figures = rid.before
    board, users = figures.board, figures.data.users["user_id"].to_numpy()
    assert set(users[figures.customers["ease"].users]) & set(GO)
    assert len(evaluations(ws)) == 1
    after = measured(ws)
    assert after.board.rows == board.rows
    kept = after.data.users["user_id"].to_numpy()[after.customers["ease"].users]
    assert len(kept)
    assert set(kept) <= set(STAY)
    assert not (after.job.folder / "evaluation" / "models").exists()


def test_a_short_number_is_erased_and_no_other_that_has_it_inside(
    tmp_path: Path,
) -> None:
    write(
        tmp_path / "few.csv",
        [
            "customer,product,date",
            *(f"{u},p{i % 4},2025-01-0{i % 9 + 1}" for u in (1, 12, 112) for i in range(6)),
        ],
    )
    with open_workspace(tmp_path / "ws") as ws:
        import_files(ws, "interactions", [tmp_path / "few.csv"])
        done = erase_persons(ws, ["12"])
        assert done.searched.short == 1
        assert done.searched.remnants == ()
        assert ws.dataset().users["user_id"].tolist() == ["1", "112"]


def test_an_erased_person_does_not_come_back_with_a_file(
    persons_workspace: Workspace, tmp_path: Path
) -> None:
    ws = persons_workspace
    erase_persons(ws, GO[:2])
    assert erased_persons(ws) == 2
    lines = [f"{GO[0]},p1,2025-03-01", f"{GO[1]},p2,2025-03-01", f"{STAY[0]},p1,2025-03-02"]
    write(tmp_path / "next.csv", ["customer,product,date", *lines, f"{GO[0]},p1,when"])
    report = import_files(ws, "interactions", [tmp_path / "next.csv"])
    assert report.warnings[-1] == "3 rows of persons who were erased were left out."
    counted = (report.rows_accepted, report.rows_quarantined, report.rows_erased, report.rows_read)
    assert counted == (1, 0, 3, 4)
    assert places(ws.path, GO[:2]) == {}
    let_back_in(ws, GO[0])
    with pytest.raises(NotFoundError, match="not among the persons who were erased"):
        let_back_in(ws, STAY[0])
    again = import_files(ws, "interactions", [tmp_path / "next.csv"], allow_again=True)
    assert again.rows_erased == 1


def test_the_certificate_names_nobody_and_shows_a_change(rid: Rid) -> None:
    ws = rid.ws
    done = rid.done
    found = certificate(ws, done.certificate.number)
    assert found == done.certificate == certificates(ws)[0]
    assert is_genuine(ws, found)
    page = certificate_page(found).decode()
    text = json.dumps(found.to_json())
    assert not [one for one in WORDS if one in page or one in text]
    assert "100 persons were erased" in page
    assert "src=" not in page
    assert "href=" not in page
    changed = type(found)(**{**found.to_json(), "persons": 2})
    assert not is_genuine(ws, changed)
    with pytest.raises(NotFoundError):
        certificate(ws, "erasure-000009")


def test_it_can_be_cancelled_before_anything_is_removed(persons_workspace: Workspace) -> None:
    ws = persons_workspace

    def stop(fraction: float, message: str = "") -> None:
        raise CancelledError("stop")

    with pytest.raises(CancelledError):
        erase_persons(ws, GO[:1], stop)
    assert find_persons(ws, GO[:1]) == ([GO[0]], [])


def test_nobody_known_and_too_many_are_refused(persons_workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="knows nothing of nobody-here"):
        erase_persons(persons_workspace, ["nobody-here"])
    with pytest.raises(NotReadyError, match="at most 10,000"):
        find_persons(persons_workspace, map(str, range(10_001)))


def test_an_erasure_that_was_cut_short_goes_on(
    persons_workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ws = persons_workspace

    def die(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(erasing, "strip_files", die)
        with pytest.raises(KeyboardInterrupt):
            erase_persons(ws, GO)
    assert is_erasing(ws)
    assert not erase_removed(ws), "whoever goes on does it in order"
    done = finish_erasing(ws)
    assert done is not None
    assert done.searched.remnants == ()
    assert places(ws.path, WORDS) == {}
    assert finish_erasing(ws) is None


def test_the_list_may_stand_in_any_column(persons_workspace: Workspace, tmp_path: Path) -> None:
    write(tmp_path / "list.csv", ["note,who", *(f"please,{user}" for user in GO[:3])])
    assert set(persons_of_file(persons_workspace, tmp_path / "list.csv")) >= set(GO[:3])
    pd.DataFrame({"x": ["a", "b"]}).to_csv(tmp_path / "none.csv", index=False)
    with pytest.raises(Exception, match="names nobody who is known"):
        persons_of_file(persons_workspace, tmp_path / "none.csv")
