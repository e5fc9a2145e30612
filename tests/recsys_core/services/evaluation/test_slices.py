import json

import numpy as np
import pytest

from recsys_core.cli.output import plain
from recsys_core.evaluation.slices_products import BANDS
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.schema.evaluation import YARDSTICKS
from recsys_core.services.customers.rule_groups import rule_group_names
from recsys_core.services.evaluation.exposures import shown_products
from recsys_core.services.evaluation.results import measured
from recsys_core.services.evaluation.slice_groups import product_groups, slicings
from recsys_core.services.evaluation.slices import (
    leading_model,
    slice_kinds,
    slice_metrics,
    sliced,
    slices_document,
)
from recsys_core.services.workspace.workspace import Workspace, open_workspace

pytest_plugins = ["tests.recsys_core.services.served"]
pytestmark = pytest.mark.xdist_group("served_folder")


def test_the_very_split_that_was_measured_comes_back(served: Workspace) -> None:
    one = measured(served)
    assert one.same
    assert set(one.models) == {"ease", *YARDSTICKS}
    assert measured(served) is one, "kept"
    np.testing.assert_array_equal(one.splits[0].users, one.customers["ease"].users)


def test_without_a_measurement_the_sentence_says_what_to_do(tmp_path) -> None:
    with open_workspace(tmp_path / "empty") as ws, pytest.raises(NotReadyError, match="measure"):
        slice_kinds(ws)


def test_every_tested_customer_is_in_one_group_of_each_kind(served: Workspace) -> None:
    kinds = [kind.name for kind in slice_kinds(served)]
    assert kinds[:3] == ["Segment", "tenure", "activity"]
    assert "town" in kinds
    assert [kind.name for kind in slice_kinds(served) if not kind.customers] == [
        "popularity",
        "category",
        "brand",
    ]
    assert "age" not in kinds, "forty different ages are no groups"
    n = len(measured(served).customers["ease"].users)
    for slicing in slicings(served):
        assert len(slicing.member) == n
        assert (slicing.member >= 0).all(), slicing.kind
    (town,) = [s for s in slicings(served) if s.kind == "town"]
    assert {f"town: {name}" for name in town.names} <= set(rule_group_names(served))


def test_places_are_shared_out_among_groups_of_products(served: Workspace) -> None:
    for groups in product_groups(served):
        found = shown_products(served, groups.kind.upper())
        by_model: dict[str, float] = {}
        for row in found.rows:
            by_model[row.model] = by_model.get(row.model, 0.0) + row.value
        assert by_model.keys() == {"right answers", "ease", "popularity"}
        assert all(total == pytest.approx(1.0) for total in by_model.values())
        assert sum(found.catalogue.values()) == pytest.approx(1.0)
        lead = leading_model(measured(served), "NDCG@10", higher_is_better=True)
        assert lead == "ease"
        assert found.sentence.startswith("EASE ")
    with pytest.raises(InputError, match="popularity, category, brand"):
        shown_products(served, "town")
    assert sliced(served, "brand").kind.customers is False


def test_groups_of_the_customer_list_hold_the_right_customers(served: Workspace) -> None:
    one = measured(served)
    (town,) = [s for s in slicings(served) if s.kind == "town"]
    users = one.customers["ease"].users
    ids = one.data.users["user_id"].to_numpy()[users]
    for user, place in zip(ids, town.member, strict=True):
        assert town.names[place] == f"Town {int(user) % 3}"


def test_the_groups_add_up_to_the_board(served: Workspace) -> None:
    """Weighted by customers, the figures of the groups are the figure over everybody."""
    board = measured(served).board
    for kind in slice_kinds(served):
        if not kind.customers:
            continue
        found = sliced(served, kind.name)
        for model in ("popularity", "ease"):
            rows = [row for row in found.rows if row.model == model]
            total = sum(row.value * row.n for row in rows) / sum(row.n for row in rows)
            assert total == pytest.approx(board.value(model, "NDCG@10").value)


def test_a_model_that_is_better_everywhere_is_said_to_be(served: Workspace) -> None:
    found = sliced(served, "town")
    assert found.lead == "ease"
    assert all(test.real and test.difference > 0 for test in found.tests)
    assert found.finding == "EASE beats the bestsellers in every group"
    assert found.choose_model_per_segment is not None
    assert found.choose_model_per_segment.same_everywhere
    assert "nothing to choose" in found.model_per_segment_sentence
    assert {gap.model for gap in found.gaps} == {"ease", *YARDSTICKS}
    assert "town Town" in found.fairness_sentence


def test_bands_of_products_have_figures_and_tests_but_no_policy(served: Workspace) -> None:
    found = sliced(served, "popularity", "HitRate")
    assert found.metric == "HitRate@10"
    assert {row.slice for row in found.rows} == set(BANDS)
    assert found.choose_model_per_segment is None
    assert found.gaps == ()
    assert found.model_per_segment_sentence == ""
    assert "AUC" in slice_metrics(served)
    assert "AUC" not in slice_metrics(served, kind="popularity")


def test_a_metric_of_taste_is_not_called_better_or_worse(served: Workspace) -> None:
    found = sliced(served, "town", "Novelty@10")
    assert not found.judged
    assert "beats" not in found.finding
    assert found.model_per_segment_sentence == ""


def test_what_is_not_there_is_refused_in_a_sentence(served: Workspace) -> None:
    with pytest.raises(InputError, match="tenure, activity"):
        sliced(served, "colour")
    with pytest.raises(InputError, match="NDCG@10"):
        sliced(served, "town", "Coverage@10")


def test_the_document_is_whole_and_corrected_over_all_kinds(served: Workspace) -> None:
    found = slices_document(served)
    assert {"rows", "tests", "policy", "fairness"} <= set(found)
    assert {row["metric"] for row in found["rows"]} == set(slice_metrics(served))
    every = {kind.name for kind in slice_kinds(served)}
    # Families of their own, shown where they are asked for.
    own = {"category", "brand"}
    assert {row["kind"] for row in found["rows"]} == every - own
    assert {row["kind"] for row in slices_document(served, "brand")["rows"]} == {"brand"}
    assert {test["metric"] for test in found["tests"]} == {"NDCG@10"}
    alone = slices_document(served, "town", "NDCG")
    assert {row["metric"] for row in alone["rows"]} == {"NDCG@10"}
    together = {
        (t["slice"], t["model"]): t["p_adjusted"] for t in found["tests"] if t["kind"] == "town"
    }
    for test in alone["tests"]:
        assert test["p_adjusted"] <= together[test["slice"], test["model"]]
    json.dumps(plain(found), allow_nan=False)


def test_a_metric_of_taste_has_gaps_and_no_policy_on_the_command_line(served: Workspace) -> None:
    found = slices_document(served, metric="Novelty")
    assert {row["metric"] for row in found["rows"]} == {"Novelty@10"}
    assert "popularity" not in {kind["name"] for kind in found["kinds"]}
    assert found["policy"] == []
    assert found["fairness"]
    assert any(sentence.startswith("Town: ") for sentence in found["sentences"])
