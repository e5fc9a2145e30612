"""Public functions of the services that need a measurement, asked directly on one."""

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from recsys_core.evaluation.config import EvaluationConfig
from recsys_core.models.registry import create
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import InputError
from recsys_core.schema.ranking import top_k
from recsys_core.services.customers.group_choice import group_members, group_names
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.evaluation.job import evaluate, splits_of
from recsys_core.services.evaluation.latest import measurement_of
from recsys_core.services.evaluation.queue import (
    evaluations,
    latest_evaluation,
    leaderboard_of,
    reason_scores,
    start_evaluation,
)
from recsys_core.services.evaluation.reason_quality import check_reasons
from recsys_core.services.evaluation.results import data_of, measured
from recsys_core.services.evaluation.segment_models import FEWEST, group_models
from recsys_core.services.evaluation.shuffled_labels import shuffle, start_shuffled_run
from recsys_core.services.evaluation.slices import slice_kinds, sliced
from recsys_core.services.first_start import first_start, start_first_models
from recsys_core.services.report.report import _found, write_whole
from recsys_core.services.report.sections.appendix import data, glossary, protocol, settings
from recsys_core.services.report.sections.found import Found
from recsys_core.services.report.sections.groups import groups
from recsys_core.services.report.sections.knobs import knobs
from recsys_core.services.report.sections.leaderboard import differences, families, leaders
from recsys_core.services.report.sections.trust import reasons, trust
from recsys_core.services.workspace.job_folder import HOLDOUT_FILE
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.served"]


@pytest.fixture
def found(served: Workspace) -> Found:
    return _found(served, None)


def test_the_sections_of_a_report_say_what_was_measured(found: Found) -> None:
    made = {make.__name__: make(found) for make in (leaders, differences, families, groups, trust)}
    assert all(section is not None and section.blocks for section in made.values())
    figures = str(made["families"])
    assert "EASE" in figures
    assert "NDCG@10" in figures
    checked = reasons(found)
    assert checked is not None
    assert "EASE" in str(checked.blocks)
    assert knobs(found) is None


def test_the_appendix_makes_a_measurement_repeatable(served: Workspace, found: Found) -> None:
    run = evaluations(served)[0]
    parts = [make(found) for make in (protocol, data, settings, glossary)]
    assert [part.name for part in parts if part] == ["protocol", "data", "settings", "glossary"]
    assert run.payload["fingerprint"] in str(parts[1])
    assert f"python -m recsys_core evaluate ease popularity -k {found.k}" in str(parts[2])
    assert run.job_id in str(parts[2])
    assert all(metric.label(found.k) in str(parts[3]) for metric in found.metrics)


def test_a_document_is_written_whole(tmp_path: Path) -> None:
    assert write_whole(tmp_path / "a.html", b"abc") == 3
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"abc"]
    with pytest.raises(InputError):
        write_whole(tmp_path / "none" / "a.html", b"abc")


def test_a_measurement_is_read_with_its_data_and_repeats_itself(served: Workspace) -> None:
    run = evaluations(served)[0]
    board = leaderboard_of(served, run.job_id)
    assert latest_evaluation(served) == board
    assert set(reason_scores(served, run.job_id)) >= {"ease"}
    own = data_of(served, run)
    assert own.fingerprint == run.payload["fingerprint"]
    config = EvaluationConfig(**run.payload["config"])
    (split,) = splits_of(run, own, config)
    assert split.train.fingerprint == measured(served).splits[0].train.fingerprint
    again = evaluate(run, silent)
    assert again["sentence"] == board.sentence


def test_of_an_older_measurement_it_is_said_that_there_is_a_newer(served: Workspace) -> None:
    run = evaluations(served)[0]
    newest = measurement_of(served, run, newest=True)
    assert (newest.run_id, newest.board) == (run.job_id, leaderboard_of(served, run.job_id))
    assert newest.notices == ()
    (notice,) = measurement_of(served, run, newest=False).notices
    assert "newer" in notice


def test_reasons_are_checked_on_the_lists_that_were_measured(served: Workspace) -> None:
    one = measured(served)
    (split,) = one.splits
    model = create("ease", {})
    model.fit(split.train, silent)
    histories = split.train.histories(split.users)
    items, _ = top_k(
        model.score(histories), one.config.k, histories if split.new_items_only else None
    )
    lists = SimpleNamespace(users=split.users, batch=SimpleNamespace(items=items))
    found = check_reasons(model, split, lists, one.config.seed)  # type: ignore[arg-type]
    assert found == reason_scores(served, one.run_id)["ease"]


def test_a_file_of_pairs_is_the_test_where_there_is_one(served: Workspace) -> None:
    run = evaluations(served)[0]
    pairs = pd.DataFrame({"user_id": ["00001"], "item_id": ["P001"]})
    pairs.to_parquet(run.folder / HOLDOUT_FILE)
    config = EvaluationConfig(**run.payload["config"])
    (split,) = splits_of(run, data_of(served, run), config)
    assert split.users.tolist() == [1]


def test_a_shuffled_run_keeps_nothing_of_the_measured_quality(served: Workspace) -> None:
    job = start_shuffled_run(served)
    done = served.jobs.wait(job.job_id)
    again = shuffle(done, silent)
    assert again["shuffled"] == done.result["shuffled"]
    assert again["shuffled"]["value"] < again["shuffled"]["real"]


def test_a_measurement_is_refused_for_a_model_that_does_not_exist(served: Workspace) -> None:
    with pytest.raises(InputError, match="no model called 'eas'"):
        start_evaluation(served, ["eas"])


def test_a_workspace_with_data_is_left_as_it_is(served: Workspace) -> None:
    before = len(served.jobs.list())
    start = first_start(served)
    assert (start.loaded, len(served.jobs.list())) == (False, before)
    start_first_models(served)
    queued = [job.payload.get("model") for job in served.jobs.list()[before:]]
    assert queued == ["popularity", "ease", None]
    for job in served.jobs.running():
        served.jobs.cancel(job.job_id)


def test_the_model_of_a_group_is_the_best_over_its_own_customers(served: Workspace) -> None:
    one, names = measured(served), group_names(served)
    label = one.deciding
    tested = one.data.users["user_id"].to_numpy()[one.customers["ease"].users]
    users = customer_overview(served)["user_id"]
    for found in group_models(served, names):
        own = pd.Index(tested).isin(users[group_members(served, found.group)])
        assert found.n == own.sum()
        if found.n < FEWEST:
            assert found.model is None
            assert "were tested" in found.sentence or "was tested" in found.sentence
            continue
        means = {
            name: one.customers[name].per_user[label][own].mean()
            for name in one.models
            if label in one.customers[name].per_user
        }
        assert found.model is not None
        assert found.value == pytest.approx(means[found.model])
        assert found.value >= found.lead_value == pytest.approx(means[found.lead])
        assert found.title in found.sentence
        assert found.metric == label


def test_a_saved_segment_divides_those_who_were_tested(served: Workspace) -> None:
    one = measured(served)
    tested = one.data.users["user_id"].to_numpy()[one.customers["ease"].users]
    before = [kind.name for kind in slice_kinds(served) if kind.customers]
    save_ids(served, "Mine", list(tested[:3]))
    save_ids(served, "Everybody", list(tested))
    after = [kind.name for kind in slice_kinds(served) if kind.customers]
    assert after == [*before, "saved segment: Mine"]
    found = sliced(served, "saved segment: Mine")
    own = next(row for row in found.rows if (row.slice, row.model) == ("Mine", "ease"))
    assert own.n == 3
    label = found.metric
    expected = one.customers["ease"].per_user[label][:3].mean()
    assert own.value == pytest.approx(expected)
    assert not found.kind.fact
    assert found.kind.in_sentence("Mine") == "Mine"
