"""Public functions of the services that others lean on, asked directly on a shop with EASE."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.ingestion.read import prepared, stage
from recsys_core.models.registry import load_model
from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.feedback import (
    apply_feedback,
    give_feedback,
    liked_by_all,
    with_likes,
)
from recsys_core.services.customers.rule_groups import list_context, members
from recsys_core.services.data.corrections import NOTES, refused_table, write_refused
from recsys_core.services.data.health.checkup import checkup
from recsys_core.services.data.health.findings import findings
from recsys_core.services.data.imports import import_files
from recsys_core.services.data.mapping import ImportRequest, plan, remember, saved_mapping
from recsys_core.services.evaluation.latest import latest_measurement
from recsys_core.services.evaluation.queue import models_to_measure
from recsys_core.services.evaluation.run_card import data_of_run, finished_run
from recsys_core.services.items.item import (
    item_side,
    model_words,
    nearest,
    ranks_for_everybody,
    segments_of,
)
from recsys_core.services.overview import data_figures, noun_of
from recsys_core.services.recommend.lists import ListSettings, lists_of_scores
from recsys_core.services.recommend.many import Source, blocks
from recsys_core.services.recommend.recommend import (
    RecommendRequest,
    bought_by,
    changed_history,
    history_of,
    recommend,
)
from recsys_core.services.recommend.second_model import partner_of
from recsys_core.services.recommend.trace import list_steps, slot_story
from recsys_core.services.recommend.visitor.text import fit_of, word_index
from recsys_core.services.rules.rule_choices import rule_choices
from recsys_core.services.rules.ruleset import active_rules, add_rule, enable_rule, rule_states
from recsys_core.services.training.job import train
from recsys_core.services.training.queue import retry, wait_for
from recsys_core.services.worker import work
from recsys_core.services.workspace.customer_state import (
    average_shares,
    customer_state,
    neighbour_space,
)
from recsys_core.services.workspace.item_facts import facts_for
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.job_folder import dataset_of, resources_of
from recsys_core.services.workspace.runs import (
    delete_run,
    fitted,
    sync_runs,
    trained_model,
    trained_models,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace

USER = "00003"


def test_a_run_is_found_with_its_data_and_can_be_repeated_and_deleted(shop: Workspace) -> None:
    trained = trained_model(shop, "ease")
    job = finished_run(shop, trained.run_id)
    data = data_of_run(shop, job)
    assert data is not None
    assert data.fingerprint == dataset_of(job).fingerprint == trained.fingerprint
    assert resources_of(job).vector_folder == shop.path / "vectors"
    again = wait_for(shop, retry(shop, trained.run_id))
    assert (again.state, again.payload["model"]) == ("done", "ease")
    for run in (again.job_id, trained.run_id):
        delete_run(shop, run)
    assert trained_models(shop) == {}


def test_nothing_is_measured_yet_and_the_trained_models_would_be(shop: Workspace) -> None:
    assert latest_measurement(shop) is None
    with pytest.raises(NotReadyError):
        finished_run(shop)
    assert "ease" in models_to_measure(shop)
    assert models_to_measure(shop, ["item-knn"]) == ["item-knn"]


def test_the_past_of_a_customer_and_what_a_what_if_makes_of_it(shop: Workspace) -> None:
    trained = trained_model(shop, "ease")
    model, data = fitted(shop, trained)
    bought = bought_by(shop, USER, trained, data)
    np.testing.assert_array_equal(
        bought.toarray(), data.histories(np.flatnonzero(data.users[Columns.User] == USER)).toarray()
    )
    liked = history_of(shop, USER, trained, data)
    np.testing.assert_array_equal(liked.toarray(), bought.toarray())
    np.testing.assert_array_equal(with_likes(shop, USER, bought, data).toarray(), bought.toarray())
    everybody = data.histories()
    assert liked_by_all(shop, np.arange(data.n_users), everybody, data) is everybody
    ids = data.items[Columns.Item].tolist()
    had, new = bought.indices[0], int(np.flatnonzero(bought.toarray()[0] == 0)[0])
    request = RecommendRequest(USER, "ease", add=(ids[new],), drop=(ids[had],))
    changed = changed_history(bought, request, data)
    assert changed[0, new] > 0
    assert changed[0, had] == 0
    assert not model.recommends_bought


def test_a_list_tells_how_it_came_about(shop: Workspace) -> None:
    request = RecommendRequest(USER, "ease", k=5, rerank_config=RerankConfig(novelty=0.8))
    found = recommend(shop, request)
    steps = list_steps(shop, found)
    assert len(steps) > 1
    assert all(isinstance(line, str) for line in slot_story(shop, found, found.items[0].item_id))


def test_a_mix_names_its_second_model(shop: Workspace) -> None:
    _, data = fitted(shop, trained_model(shop, "ease"))
    assert partner_of(shop, RerankConfig(), data) is None


def test_the_products_of_a_data_set_with_vectors_and_facts(shop: Workspace) -> None:
    _, data = fitted(shop, trained_model(shop, "ease"))
    assert vectors_for(shop, data).values.shape[0] == data.n_items
    facts = facts_for(shop, data)
    assert len(facts.category_codes) == data.n_items
    likeness = np.linspace(0.9, 0.1, data.n_items)
    likeness[0] = 0.0  # the product itself
    by_behaviour, by_text = nearest(data, likeness, likeness[::-1], 0, 3)
    ids = data.items[Columns.Item].tolist()
    assert [one.item_id for one in by_behaviour] == ids[1:4]
    assert [one.item_id for one in by_text] == ids[-2:-5:-1]


def test_a_product_s_place_for_those_who_lack_it(shop: Workspace) -> None:
    trained = trained_model(shop, "ease")
    _, data = fitted(shop, trained)
    users, ranks, sampled = ranks_for_everybody(shop, trained, 0, silent)
    lacking = np.flatnonzero(data.matrix.toarray()[:, 0] == 0)
    np.testing.assert_array_equal(np.sort(users), lacking)
    assert ranks.min() >= 1
    assert not sampled


def test_customers_and_their_groups(shop: Workspace, tmp_path: Path) -> None:
    state = customer_state(shop)
    groups = segments_of(shop)
    assert set(groups) == set(state.overview[Columns.User])
    group = groups[USER]
    assert members(shop, state, f"Segment: {group}") == {u for u, g in groups.items() if g == group}
    assert members(shop, state, "town: nowhere") == set()
    space = neighbour_space(shop)
    assert space is not None
    lengths = np.sqrt(space[1].multiply(space[1]).sum(axis=1))
    np.testing.assert_allclose(lengths, 1, rtol=1e-5)
    with open_workspace(tmp_path / "new") as empty:
        assert neighbour_space(empty) is None
        with pytest.raises(NotReadyError):
            customer_state(empty)


def test_rules_in_force_and_what_they_can_speak_of(shop: Workspace) -> None:
    assert "Wine" in str(rule_choices(shop))
    rule = Rule(name="No wine", action="exclude", by="category", values=("Wine",))
    rules = add_rule(shop, rule)
    assert active_rules(shop) == rules
    assert rule_states(shop, rules) == ["in force"]
    rules = enable_rule(shop, 0, False)
    assert active_rules(shop) == ()
    assert rule_states(shop, rules) == ["off"]


def test_the_data_in_figures(shop: Workspace) -> None:
    found = checkup(shop).health
    assert noun_of(found) == "purchases"
    labels = [label for label, _, _ in data_figures(found)]
    assert labels == ["Purchases", "Customers", "Products", "Usual customer", "Seldom bought"]


def test_a_training_is_done_the_same_in_its_worker(shop: Workspace) -> None:
    job = finished_run(shop, trained_model(shop, "ease").run_id)
    model, data = fitted(shop, trained_model(shop, "ease"))
    found = train(job, silent)
    assert (found["customers"], found["products"]) == (data.n_users, data.n_items)
    again = load_model(job.folder / "model.partial")
    histories = data.histories(np.arange(3))
    np.testing.assert_allclose(again.score(histories), model.score(histories), atol=1e-5)
    assert work(job, silent) == found


def test_runs_are_written_to_the_table_once_they_end(shop: Workspace) -> None:
    job = wait_for(shop, retry(shop, trained_model(shop, "ease").run_id))
    with shop.db.write() as cursor:
        cursor.execute("DELETE FROM runs WHERE run_id = ?", [job.job_id])
    sync_runs(shop)
    sync_runs(shop)
    with shop.db.read() as cursor:
        rows = cursor.execute("SELECT model FROM runs WHERE run_id = ?", [job.job_id]).fetchall()
    assert rows == [("ease",)]


def test_lists_come_block_by_block_as_from_their_scores(shop: Workspace) -> None:
    source = Source.of(shop, "ease", ListSettings(5), None)
    codes = np.arange(7)
    (block,) = blocks(shop, source, codes, silent, reasons=True)
    assert block.lists.final.items.shape == (7, 5)
    assert len(block.reasons) == int((block.lists.final.items >= 0).sum())
    histories = source.data.histories(codes)
    context = list_context(shop, source.data, codes, histories)
    scores = source.model.score(histories)
    made = lists_of_scores(scores, False, "ease", context, ListSettings(5))
    np.testing.assert_array_equal(made.final.items, block.lists.final.items)


def test_what_is_never_wanted_or_disliked_reaches_the_context(shop: Workspace) -> None:
    _, data = fitted(shop, trained_model(shop, "ease"))
    codes = np.array([data.user_code(USER)])
    histories = data.histories(codes)
    context = list_context(shop, data, codes, histories)
    assert apply_feedback(shop, data, context, histories, [USER]).never is None
    give_feedback(shop, USER, "P002", "never")
    give_feedback(shop, USER, "P003", "down")
    found = apply_feedback(shop, data, context, histories, [USER])
    assert found.never is not None
    assert found.down is not None
    assert found.never.indices.tolist() == [data.item_code("P002")]
    assert found.down.indices.tolist() == [data.item_code("P003")]


def test_words_of_products_are_indexed_once_and_fit_what_they_name(shop: Workspace) -> None:
    _, data = fitted(shop, trained_model(shop, "ease"))
    index = word_index(shop, data)
    assert word_index(shop, data) is index
    fit = fit_of(shop, data, "  some   wine ")
    assert fit.text == "some wine"
    fits = [title.startswith("Wine") for title in data.item_texts[Columns.Title]]
    np.testing.assert_array_equal(fit.nearness > 0, fits)


def test_average_shares_are_those_of_all_customers(shop: Workspace) -> None:
    state = customer_state(shop)
    shares = average_shares(shop, state)
    assert set(shares["category"]) == {"Yoghurt", "Wine", "Bread", "Soap"}
    assert shares["average_share"].sum() == pytest.approx(1)
    assert average_shares(shop, state) is shares


def test_the_findings_of_a_shop_lead_with_what_matters(shop: Workspace) -> None:
    found = checkup(shop).health
    codes = {one["code"]: one["severity"] for one in findings(vars(found))}
    assert codes["few_customers"] == "warning"
    assert "undated" not in codes
    assert findings(vars(found) | {"dated": 0})[0]["code"] in ("few_customers", "undated")
    assert [one["code"] for one in findings({"interactions": 0})] == ["empty"]


def test_who_would_want_a_product_is_said_with_the_model(shop: Workspace) -> None:
    assert model_words(item_side(shop, "P001", "ease")) == "By EASE, for 30 customers."


def test_a_mapping_is_planned_remembered_and_found_again(shop: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("who,what\n7,a\n")
    request = ImportRequest("interactions", {"user": "who"}, False, ReadOptions(), "none", "a.csv")
    with shop.db.write() as cursor, prepared([path], None) as files:
        staged = stage(cursor, files, "staged")
        with pytest.raises(InputError):
            plan(cursor, staged, request)
        mapped = replace(request, mapping={"user": "who", "item": "what"})
        done = plan(cursor, staged, mapped)
        assert done.mapping == {"user": "who", "item": "what"}
        remember(cursor, done, "interactions", "orders.csv", {}, datetime(2025, 1, 1))
    kept = saved_mapping(shop, done.shape, "interactions")
    assert kept is not None
    assert kept.mapping == done.mapping
    assert saved_mapping(shop, done.shape, "items") is None


def test_refused_rows_are_written_with_their_notes(shop: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text("customer_id,product_id,quantity\n00001,P001,1\n,=P2,1\n")
    report = import_files(shop, "interactions", [path])
    with shop.db.read() as cursor:
        names, row = refused_table(cursor, report.import_id)
        assert names == ["customer_id", "product_id", "quantity", *NOTES]
        assert row[:3] == ["", "=P2", "1"]
        assert row[names.index("reason")] == "No customer number"
        out = tmp_path / "refused.csv"
        assert write_refused(cursor, report.import_id, out) == 1
    assert "'=P2" in out.read_text("utf-8-sig")
