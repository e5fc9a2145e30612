from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.schema.rerank_config import RerankConfig
from recsys_core.schema.rules import Rule
from recsys_core.services.export.long import export_lists
from recsys_core.services.recommend.lists import ListSettings
from recsys_core.services.recommend.recommend import RecommendRequest, recommend
from recsys_core.services.recommend.scenarios import (
    Choice,
    choice_of,
    delete_scenario,
    in_words,
    of_link,
    rename_scenario,
    save_scenario,
    scenario,
    scenarios,
    to_link,
)
from recsys_core.services.workspace.workspace import Workspace

pytest_plugins = ["tests.recsys_core.services.what_if.measured_shop"]
pytestmark = pytest.mark.xdist_group("tuned_folder")

RULE = Rule(name="No soap", action="exclude", by="category", values=("Soap",))
BOLD = Choice(
    "ease", ListSettings(7, True, RerankConfig(diversity=0.35, price=-0.2, category_cap=2))
)
STRENGTH = st.integers(0, 20).map(lambda step: step / 20)


def test_a_scenario_is_kept_with_everything_it_holds(ws: Workspace) -> None:
    with_rules = Choice("als", ListSettings(5, False, RerankConfig(rules=(RULE,), novelty=0.1)))
    save_scenario(ws, "  Summer   sale ", BOLD)
    save_scenario(ws, "No soap", with_rules)
    assert [one.name for one in scenarios(ws)] == ["Summer sale", "No soap"]
    assert scenario(ws, "summer SALE").choice == BOLD
    kept = scenario(ws, "No soap").choice
    assert (kept.model, kept.settings) == ("als", with_rules.settings)


def test_names_are_unique_and_can_be_changed(ws: Workspace) -> None:
    save_scenario(ws, "One", BOLD)
    save_scenario(ws, "Two", BOLD.plain)
    with pytest.raises(InputError, match="“One” already"):
        save_scenario(ws, "one", BOLD)
    with pytest.raises(InputError, match="“One” already"):
        rename_scenario(ws, "Two", "ONE")
    rename_scenario(ws, "Two", "Three")
    rename_scenario(ws, "One", "ONE")
    save_scenario(ws, "three", BOLD, replace_it=True)
    assert {one.name: one.choice for one in scenarios(ws)} == {"ONE": BOLD, "three": BOLD}
    for unusable in ("  ", "x" * 61):
        with pytest.raises(InputError):
            save_scenario(ws, unusable, BOLD)


def test_a_deleted_scenario_is_gone_and_an_unknown_one_is_named(ws: Workspace) -> None:
    with pytest.raises(NotFoundError, match="None has been saved"):
        scenario(ws, "One")
    save_scenario(ws, "One", BOLD)
    with pytest.raises(NotFoundError, match="“One”"):
        delete_scenario(ws, "Two")
    delete_scenario(ws, "One")
    assert scenarios(ws) == []


@given(
    diversity=STRENGTH,
    price=st.integers(-20, 20).map(lambda step: step / 20),
    cap=st.none() | st.integers(1, 10),
    fill=st.booleans(),
    kind=st.sampled_from(["mmr", "dpp"]),
    mix=st.sampled_from(["", "als"]),
    k=st.integers(1, 100),
    seen=st.booleans(),
)
def test_a_link_brings_everything_back(diversity, price, cap, fill, kind, mix, k, seen) -> None:
    rerank_config = RerankConfig(
        diversity=diversity, price=price, brand_cap=cap, fill=fill, diversity_by=kind, mix=mix
    )
    choice = Choice("ease", ListSettings(k, seen, rerank_config))
    link = to_link(choice)
    assert of_link(link) == choice
    assert set(link) - {"model", "k", "seen"} == set(rerank_config.changes()), (
        "nothing that is usual"
    )


def test_a_link_leaves_rules_out_and_refuses_nonsense() -> None:
    link = to_link(Choice("ease", ListSettings(rerank_config=RerankConfig(rules=(RULE,)))))
    assert link == {"model": "ease", "k": "10"}
    for broken in ({"model": "gone"}, {"model": "ease", "k": "ten"}, {"model": "ease", "k": "0"}):
        with pytest.raises(InputError, match="cannot be read"):
            of_link(broken)
    with pytest.raises(InputError, match="diversity"):
        of_link({"model": "ease", "diversity": "7"})


def test_a_choice_is_told_in_words() -> None:
    assert in_words(Choice("ease")) == "EASE, its own order"
    words = in_words(BOLD)
    assert words.startswith("EASE, diversity 0.35, price -0.2, most products of a category 2")
    assert words.endswith("with products already bought")


def test_what_is_typed_is_checked(ws: Workspace) -> None:
    typed = choice_of(ws, "ease", 5, {"diversity": "0.4", "category_cap": "2"}, True)
    expected = RerankConfig(diversity=0.4, category_cap=2)
    assert typed == Choice("ease", ListSettings(5, True, expected))
    with pytest.raises(InputError, match="no model called"):
        choice_of(ws, "no-such")
    with pytest.raises(InputError, match="between 1 and"):
        choice_of(ws, "ease", 0)


def test_an_export_by_scenario_is_what_the_page_shows(
    what_if_shop: Workspace, tmp_path: Path
) -> None:
    choice = Choice("ease", ListSettings(6, False, RerankConfig(diversity=0.5, novelty=0.2)))
    save_scenario(what_if_shop, "Mixed bag", choice)
    kept = scenario(what_if_shop, "Mixed bag").choice
    model, settings = kept.model, kept.settings
    out = tmp_path / "lists.csv"
    export_lists(what_if_shop, out, model, settings)
    frame = pd.read_csv(out, dtype=str)
    for user in ("00000", "00031", "00077"):
        asked = RecommendRequest(user, model, settings.k, settings.rerank_config, explain=False)
        shown = [item.item_id for item in recommend(what_if_shop, asked).items]
        assert frame.loc[frame["user_id"] == user, "item_id"].tolist() == shown
