import shutil

import numpy as np
import pytest

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.customers.segments.saved import save_ids
from recsys_core.services.evaluation.queue import evaluations, latest_evaluation
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, choice_of
from recsys_core.services.what_if.sample import what_if_sample
from recsys_core.services.what_if.what_if import (
    compare_choices,
    held_out_line,
    knob_effects,
    measurable_models,
    sentence,
)
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")  # One worker trains and measures, once.


def ease(k: int = 10, include_seen: bool = False, **knobs: object) -> Choice:
    return Choice("ease", ListSettings(k, include_seen, RerankConfig.model_validate(knobs)))


def test_untouched_knobs_are_the_evaluation_itself(what_if_shop: Workspace) -> None:
    result = knob_effects(what_if_shop, ease())
    board = latest_evaluation(what_if_shop)
    assert result.sample == board.protocol["customers"] < 500
    assert result.same
    for row in result.rows:
        assert (row.difference, row.low, row.high) == (0, 0, 0)
        if row.name != "Filler":  # Ties are not filler here: see docs/what-if.md.
            assert row.value == pytest.approx(board.value("ease", row.metric).value, abs=1e-12)


def test_idle_settings_change_nothing_either(what_if_shop: Workspace) -> None:
    assert knob_effects(what_if_shop, ease(diversity_by="dpp", seed=7, mix_share=0.9)).same


def test_variety_costs_accuracy_where_customers_stick_to_their_taste(
    what_if_shop: Workspace,
) -> None:
    result = knob_effects(what_if_shop, ease(diversity=0.9))
    accuracy, variety = result.row("NDCG"), result.row("Diversity")
    assert accuracy.better is False
    assert accuracy.high < 0
    assert variety.better is True
    assert variety.low > 0
    assert result.row("CalibrationJS").better is False, "further from the usual categories"


def test_the_sample_is_the_same_every_time_and_grows_at_its_end(what_if_shop: Workspace) -> None:
    some, more = what_if_sample(what_if_shop, 50), what_if_sample(what_if_shop, 60)
    assert len(some) == 50
    np.testing.assert_array_equal(some.users, more.users[:50])
    before = knob_effects(what_if_shop, ease(diversity=0.4), sample=50)
    assert before == knob_effects(what_if_shop, ease(diversity=0.4), sample=50)
    assert before.sample == 50


def test_knobs_know_nothing_of_what_came_after_the_cut(what_if_shop: Workspace) -> None:
    sample = what_if_sample(what_if_shop, 500)
    cut = (
        evaluations(what_if_shop)
        and latest_evaluation(what_if_shop).protocol["splits"][0]["cut_ts"]
    )
    assert sample.context().now == cut
    assert sample.train.span[1] <= cut
    assert sample.facts.first_ts.max() <= cut
    assert sample.histories.nnz == sample.train.matrix[sample.users].nnz


def test_bought_products_count_as_right_where_they_may_be_shown(what_if_shop: Workspace) -> None:
    without, within = (
        knob_effects(what_if_shop, ease()),
        knob_effects(what_if_shop, ease(include_seen=True)),
    )
    assert not without.repeats_count
    assert within.repeats_count
    sample = what_if_sample(what_if_shop, 500)
    for choice, bought in ((ease(), False), (ease(include_seen=True), True)):
        items = sample.lists(choice).final.items
        had = sample.histories.toarray() > 0
        assert np.take_along_axis(had, items, axis=1).any() == bought


def test_a_pinned_baseline_is_measured_on_the_same_customers(what_if_shop: Workspace) -> None:
    pinned = ease(diversity=0.5)
    result = knob_effects(what_if_shop, ease(diversity=0.5), baseline=pinned)
    assert result.same
    turned = knob_effects(what_if_shop, ease(), baseline=pinned)
    back = knob_effects(what_if_shop, ease(diversity=0.5))
    for row, other in zip(turned.rows, back.rows, strict=True):
        assert row.difference == pytest.approx(-other.difference)
    bestsellers = knob_effects(what_if_shop, ease(), baseline=Choice("popularity"))
    assert bestsellers.row("NDCG").better is True


def test_two_models_are_mixed_from_what_was_kept(what_if_shop: Workspace) -> None:
    only_first = knob_effects(what_if_shop, ease(mix="popularity", mix_share=0.0), baseline=ease())
    other_way = ListSettings(rerank_config=RerankConfig(mix="ease", mix_share=1.0))
    only_second = knob_effects(what_if_shop, Choice("popularity", other_way), baseline=ease())
    assert only_first.same
    assert only_second.same
    half = knob_effects(what_if_shop, ease(mix="popularity", mix_share=0.5))
    assert half.row("Popularity").difference > 0


def test_rules_hold_in_the_sample_too(what_if_shop: Workspace) -> None:
    rule = Rule(name="No wine", action="exclude", by="category", values=("Wine",))
    result = knob_effects(what_if_shop, ease(rules=(rule,)))
    sample = what_if_sample(what_if_shop, 500)
    shown = sample.lists(result.choice).final.items
    assert "Wine" not in set(sample.facts.categories[shown[shown >= 0]])
    assert not result.same


def test_lengths_are_measured_as_asked(what_if_shop: Workspace) -> None:
    assert knob_effects(what_if_shop, ease(k=3)).row("NDCG").metric == "NDCG@3"
    pinned = knob_effects(what_if_shop, ease(k=3), baseline=ease(k=20))
    assert pinned.same, "the baseline is cut to the same length"


def test_scenarios_stand_beside_the_first(what_if_shop: Workspace) -> None:
    first, second, third = compare_choices(
        what_if_shop, [ease(), ease(diversity=0.5), Choice("popularity")]
    )
    assert first.same
    assert second.baseline == third.baseline == ease()
    with pytest.raises(InputError, match="two to four"):
        compare_choices(what_if_shop, [ease()])


def test_the_line_above_the_lists_says_what_the_knobs_do(what_if_shop: Workspace) -> None:
    line = held_out_line(what_if_shop, "ease", 10, RerankConfig(diversity=0.9), False)
    n = knob_effects(what_if_shop, ease()).sample
    assert line.startswith(f"Held-out figures of {n} customers: accuracy ")
    assert "−" in line
    assert "variety" in line
    assert "own order" in held_out_line(what_if_shop, "ease", 10, RerankConfig(), False)


def test_what_cannot_be_measured_says_what_to_do(what_if_shop: Workspace) -> None:
    assert measurable_models(what_if_shop) == ["ease", "popularity"]
    with pytest.raises(NotReadyError, match="was not among the models measured last"):
        knob_effects(what_if_shop, choice_of(what_if_shop, "als"))
    with pytest.raises(InputError, match="between 50 and 20,000"):
        knob_effects(what_if_shop, ease(), sample=3)
    (run,) = evaluations(what_if_shop)
    shutil.rmtree(run.folder / "evaluation" / "candidates")
    assert measurable_models(what_if_shop) == []
    with pytest.raises(NotReadyError, match="measure the models again"):
        what_if_sample(what_if_shop, 77)


def test_a_group_is_measured_on_its_own_customers(what_if_shop: Workspace) -> None:
    everybody = what_if_sample(what_if_shop, 500)
    ids = everybody.data.users[Columns.User].to_numpy(dtype=object)[everybody.users]
    chosen = ids[5:]
    save_ids(what_if_shop, "All but five", list(chosen[::-1]))
    sample = what_if_sample(what_if_shop, 500, "all BUT five")
    np.testing.assert_array_equal(sample.users, everybody.users[5:])
    result = knob_effects(what_if_shop, ease(diversity=0.6), group="All but five")
    assert (result.sample, result.group) == (len(chosen), "All but five")
    assert result.to_json()["segment"] == "All but five"
    whole = knob_effects(what_if_shop, ease(diversity=0.6))
    own = everybody.figures(ease(diversity=0.6), False).per_user["NDCG"][5:]
    assert result.row("NDCG").value == pytest.approx(own.mean(), abs=1e-12)
    assert result.row("NDCG").value != whole.row("NDCG").value
    assert f"of {len(chosen)} customers of “All but five”" in sentence(result)
    assert len(what_if_sample(what_if_shop, 50, "All but five")) == 50


def test_shortlists_of_a_group_reach_as_deep_as_those_of_all(what_if_shop: Workspace) -> None:
    everybody = what_if_sample(what_if_shop, 500)
    ids = everybody.data.users[Columns.User].to_numpy(dtype=object)[everybody.users]
    save_ids(what_if_shop, "The last", list(ids[-55:]))
    rule = Rule(name="No wine", action="exclude", by="category", values=("Wine",))
    ruled = ease(rules=(rule,))
    own = what_if_sample(what_if_shop, 500, "The last").lists(ruled).final.items
    np.testing.assert_array_equal(own, everybody.lists(ruled).final.items[-55:])


def test_a_group_of_few_or_of_nobody_known_is_refused_in_words(what_if_shop: Workspace) -> None:
    everybody = what_if_sample(what_if_shop, 500)
    ids = everybody.data.users[Columns.User].to_numpy(dtype=object)[everybody.users]
    save_ids(what_if_shop, "Few", list(ids[:19]))
    with pytest.raises(InputError, match="19 of the customers tested are in “Few”"):
        knob_effects(what_if_shop, ease(), group="Few")
    save_ids(what_if_shop, "Few", list(ids[:20]), replace=True)
    assert knob_effects(what_if_shop, ease(), group="Few").sample == 20
    with pytest.raises(NotFoundError, match="Nobodies"):
        knob_effects(what_if_shop, ease(), group="Nobodies")
