"""Public functions of the services that others lean on, asked directly on a shop with EASE."""

from pathlib import Path

import numpy as np
import pytest

from recsys_core.schema.columns import Columns
from recsys_core.schema.contracts import silent
from recsys_core.schema.errors import NotReadyError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.feedback import liked_by_all, with_likes
from recsys_core.services.data.health.checkup import checkup
from recsys_core.services.evaluation.latest import latest_measurement
from recsys_core.services.evaluation.queue import models_to_measure
from recsys_core.services.evaluation.run_card import data_of_run, finished_run
from recsys_core.services.items.item import nearest, ranks_for_everybody, segments_of
from recsys_core.services.overview import data_figures, noun_of
from recsys_core.services.recommend.lists import recommends_bought
from recsys_core.services.recommend.recommend import (
    RecommendRequest,
    bought_by,
    changed_history,
    history_of,
    recommend,
)
from recsys_core.services.recommend.second_model import partner_of
from recsys_core.services.recommend.trace import list_steps, slot_story
from recsys_core.services.rules.rule_choices import rule_choices
from recsys_core.services.rules.ruleset import active_rules, add_rule, enable_rule, rule_states
from recsys_core.services.training.queue import retry, wait_for
from recsys_core.services.workspace.customer_state import customer_state, neighbour_space
from recsys_core.services.workspace.item_facts import facts_for, members
from recsys_core.services.workspace.item_vectors import vectors_for
from recsys_core.services.workspace.job_folder import dataset_of, resources_of
from recsys_core.services.workspace.runs import delete_run, fitted, trained_model, trained_models
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
    assert not recommends_bought(model)


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
    assert members(state, f"Segment: {group}") == {u for u, g in groups.items() if g == group}
    assert members(state, "town: nowhere") == set()
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
    assert labels == ["Purchases", "Customers", "Products", "Per customer", "Seldom bought"]
