import json
import re
from dataclasses import replace

import numpy as np
import pytest

from recsys_core.schema.errors import CancelledError, InputError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.scenarios import Choice, save_scenario
from recsys_core.services.what_if.frontier import (
    AGAINST,
    Frontier,
    FrontierPoint,
    draw_frontier,
    kept_frontier,
    latest_frontier,
)
from recsys_core.services.what_if.what_if import knob_effects
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.wording.numbers import share

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")


@pytest.fixture
def drawn(what_if_shop: Workspace) -> Frontier:
    save_scenario(
        what_if_shop, "Calm", Choice("ease", ListSettings(5, False, RerankConfig(novelty=0.3)))
    )
    save_scenario(what_if_shop, "Bestsellers only", Choice("popularity"))
    return draw_frontier(what_if_shop, "ease")


def test_every_knob_and_every_scenario_is_tried_and_kept(
    what_if_shop: Workspace, drawn: Frontier
) -> None:
    assert drawn.points[0].choice == Choice("ease")
    turned = {name for point in drawn.points for name in point.choice.rerank_config.changes()}
    assert {"diversity", "diversity_by", "novelty", "damping", "price", "calibration"} <= turned
    assert {point.name for point in drawn.points} == {"", "Calm", "Bestsellers only"}
    assert {point.choice.settings.k for point in drawn.points} == {10}
    assert kept_frontier(what_if_shop, "ease") == drawn == latest_frontier(what_if_shop)
    assert kept_frontier(what_if_shop, "popularity") is None


def test_the_figures_are_those_of_tuning(what_if_shop: Workspace, drawn: Frontier) -> None:
    point = drawn.points[5]
    assert point.rows == knob_effects(what_if_shop, point.choice).rows


def test_the_frontier_is_what_nothing_beats_and_the_mark_lies_on_it(drawn: Frontier) -> None:
    assert set(drawn.goals) <= set(AGAINST)
    for goal in drawn.goals:
        found = drawn.against(goal)
        accuracy = [point.row("NDCG").value for point in found.points]
        other = [point.row(AGAINST[goal]).value for point in found.points]
        assert max(other) in np.array(other)[found.leading]
        assert max(accuracy) in np.array(accuracy)[found.leading]
        if found.cheapest is not None:
            assert found.leading[found.cheapest]
            assert other[found.cheapest] > other[0]
        assert not any(
            a > accuracy[i] and o > other[i]
            for i in np.flatnonzero(found.leading)
            for a, o in zip(accuracy, other, strict=True)
        )


def test_the_title_says_what_variety_costs(drawn: Frontier) -> None:
    found = drawn.against("diversity")
    point = found.points[found.cheapest]
    gain = point.row("Diversity").relative
    assert share(gain) in found.sentence
    accuracy = point.row("NDCG")
    assert accuracy.difference >= 0 > accuracy.low
    most = f"{share(-accuracy.low / accuracy.baseline)} cannot be ruled out"
    assert "more variety shows no loss of accuracy" in found.sentence
    assert most in found.sentence
    with pytest.raises(InputError, match="Choose from"):
        drawn.against("happiness")


def test_one_lucky_setting_among_many_is_not_called_a_gain(drawn: Frontier) -> None:
    """Each at p = 0.03 by itself: some 60 tries make two of those by chance alone."""

    def lucky(point: FrontierPoint) -> FrontierPoint:
        rows = [replace(row, p=0.03, better=True, difference=row.value) for row in point.rows]
        return replace(point, rows=tuple(rows))

    points = (drawn.points[0], *map(lucky, drawn.points[1:]))
    found = replace(drawn, points=points).against("diversity")
    assert found.cheapest is None
    assert re.match(
        r"With 61 customers none of the \d+ settings tried could be shown to bring more variety; "
        r"a gain under [\d.]+ % would be missed more than one time in five.",
        found.sentence,
    )


def test_what_an_earlier_version_called_real_stays_so(drawn: Frontier) -> None:
    points = tuple(
        replace(one, rows=tuple(replace(row, p=float("nan")) for row in one.rows))
        for one in drawn.points
    )
    assert replace(drawn, points=points).against("diversity").cheapest is not None


def test_a_cancelled_frontier_leaves_nothing(what_if_shop: Workspace) -> None:
    def stop(fraction: float, message: str = "") -> None:
        if fraction > 0.1:
            raise CancelledError("Cancelled; nothing of it was kept.")

    with pytest.raises(CancelledError):
        draw_frontier(what_if_shop, "ease", report=stop)
    assert latest_frontier(what_if_shop) is None


def test_what_another_version_wrote_counts_as_nothing(
    what_if_shop: Workspace, drawn: Frontier
) -> None:
    path = next((what_if_shop.jobs.folder / drawn.run_id).rglob("frontier/ease.json"))
    content = json.loads(path.read_text())
    content["points"][0]["state"]["treatment"] = {"a knob of tomorrow": 1}
    path.write_text(json.dumps(content))
    assert kept_frontier(what_if_shop, "ease") is None
