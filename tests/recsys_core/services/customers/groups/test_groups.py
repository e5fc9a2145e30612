"""Groups, themes and the map of a workspace: found, named, renamed, told."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.profiles.clusters.stability import Judged, Tried
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.segments import SegmentDefinition
from recsys_core.services.customers.groups import clusters as service
from recsys_core.services.customers.groups import themes as of_products
from recsys_core.services.customers.groups.clusters import (
    cluster_table,
    clusters,
    clusters_json,
    clusters_known,
    clusters_sentence,
    cut_into,
    group_titles,
    grouped_already,
    rename_cluster,
    trial_json,
)
from recsys_core.services.customers.groups.maps import (
    customer_map,
    map_known,
    map_sentence,
    within,
)
from recsys_core.services.customers.groups.names import kept_names, rename
from recsys_core.services.customers.groups.points import points
from recsys_core.services.customers.groups.themes import (
    rename_theme,
    themes,
    themes_json,
    themes_known,
    themes_sentence,
)
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.segments.members import members, segment_sentence
from recsys_core.services.workspace.changes import undo_last
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.recsys_core.storage.builders import add, bought

WORDS = {
    "Milk": ["fresh milk", "milk whole", "milk cream", "goat milk"],
    "Tools": ["steel hammer", "hammer drill", "drill bits", "hammer large"],
    "Wine": ["red wine", "wine white", "wine rose", "old wine"],
    "Shoes": ["running shoes", "leather shoes", "shoes brown", "blue shoes"],
}


@pytest.fixture(scope="module")
def grouped(tmp_path_factory):
    """A workspace of 90 customers of three kinds: daily and dear, now and then, once long ago."""
    rng = np.random.default_rng(3)
    items = [
        {
            "item_id": f"{kind}{n}",
            "title": f"{WORDS[kind][n % 4]} {kind} {n}",
            "category_path": kind,
        }
        for kind in WORDS
        for n in range(10)
    ]
    ids = [one["item_id"] for one in items]
    rows = []
    for user in range(90):
        times, price, first = [(24, 40.0, 26), (6, 10.0, 15), (1, 1.0, 1)][user % 3]
        own = ids[:20] if user % 2 else ids[20:]
        for _ in range(times + int(rng.integers(3))):
            day = int(min(first + rng.integers(4), 28))
            rows.append(
                bought(f"u{user}", str(rng.choice(own)), day, 1, price * rng.uniform(0.9, 1))
            )
    with open_workspace(tmp_path_factory.mktemp("grouped") / "workspace") as ws:
        add(ws.db, "items", items)
        add(ws.db, "interactions", rows)
        yield ws


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Fewer clouds and numbers than an analyst gets, so that tests are quick."""
    real = service.judge

    def judge(values, method="k-means", **options):
        return real(values, method, **(options | {"clouds": 2, "numbers": (2, 3)}))

    monkeypatch.setattr(service, "judge", judge)
    monkeypatch.setattr(
        of_products, "judge", lambda v, **o: real(v, **(o | {"numbers": (4, 8), "clouds": 2}))
    )


def test_planted_kinds_of_customers_are_found_and_told(grouped: Workspace):
    found = clusters(grouped)
    assert clusters_known(grouped)
    assert clusters(grouped).judged is found.judged
    assert (found.found, found.k, len(set(found.names))) == (True, 3, 3)
    kinds = customer_overview(grouped)["user_id"].str[1:].astype(int) % 3
    assert len(set(zip(found.groups.of, kinds, strict=True))) == 3
    table = cluster_table(grouped, found)
    assert table["customers"].sum() == 90
    assert table["spend_share"].sum() == pytest.approx(1)
    by_hand = customer_overview(grouped)["spend"].groupby(found.groups.of).sum()
    assert table["spend"].tolist() == pytest.approx(by_hand.tolist())
    assert clusters_sentence(found).startswith("3 groups of customers stand out: ")
    document = clusters_json(grouped, found)
    assert {"k", "stability", "null_stability", "groups", "sentence"} <= set(document)
    assert [one["size"] for one in document["groups"]] == [30, 30, 30]
    assert json.dumps(document["groups"])


def test_a_number_may_be_asked_for(grouped: Workspace):
    two = clusters(grouped, k=2)
    assert two.k == 2
    assert clusters_sentence(two).startswith("Cut into 2 as asked: ")
    with pytest.raises(InputError, match="between 2 and 8"):
        clusters(grouped, k=9)
    with pytest.raises(InputError, match="There is no method “magic”"):
        clusters(grouped, method="magic")
    with pytest.raises(InputError, match="There is no basis “shoe size”"):
        clusters(grouped, "shoe size")


def test_a_segment_names_a_group_of_a_grouping(grouped: Workspace):
    names = list(group_titles(grouped, "rfm", "k-means", 3))
    one = {"kind": "cluster", "number": 3, "values": names[1:2]}
    told = SegmentDefinition.model_validate({"conditions": [one]})
    of = cut_into(grouped, "rfm", "k-means", 3).of
    assert members(grouped, told).tolist() == (of == 1).tolist()
    assert f"“{names[1]}” of 3 by how often" in segment_sentence(grouped, told)
    rename_cluster(grouped, clusters(grouped, k=3), 1, "The steady")
    renamed = one | {"values": ["The steady", names[0]]}
    both = SegmentDefinition.model_validate({"conditions": [renamed]})
    assert members(grouped, both).tolist() == (of <= 1).tolist()
    undo_last(grouped)
    with pytest.raises(InputError, match="into 3 as the data is now, there is no group “The stea"):
        members(grouped, both)
    assert members(grouped, told).sum() == 30, "its own name stays"


def test_new_data_may_make_no_such_group(grouped: Workspace, tmp_path):
    name = next(iter(group_titles(grouped, "rfm", "mixture", 2)))
    one = {"kind": "cluster", "method": "mixture", "number": 2, "values": [name]}
    told = SegmentDefinition.model_validate({"conditions": [one]})
    with open_workspace(tmp_path / "other") as ws:
        add(ws.db, "interactions", [bought(f"u{n}", "p", 1 + n % 28, 1, 9.0) for n in range(30)])
        with pytest.raises(NotReadyError, match="Groups need 50 customers; there are 30"):
            members(ws, told)
    tastes = one | {"by": "tastes", "number": 8}
    asked = SegmentDefinition.model_validate({"conditions": [tastes]})
    assert not grouped_already(grouped, "tastes", "mixture", 8)
    with pytest.raises(NotReadyError, match="Group customers by what they buy into 8 first"):
        members(grouped, asked, patient=False)


def test_a_group_is_renamed_until_it_is_taken_back(grouped: Workspace):
    found = clusters(grouped)
    rename_cluster(grouped, found, 1, "  The   regulars ")
    assert clusters(grouped).names[1] == "The regulars"
    assert clusters(grouped, k=2).names[1] != "The regulars"
    with pytest.raises(InputError, match="“The regulars” is the name of another one already"):
        rename_cluster(grouped, found, 0, "The regulars")
    with pytest.raises(InputError, match="name of another"):
        rename_cluster(grouped, found, 0, found.groups.names[2])
    with pytest.raises(InputError, match="between 1 and 80 characters"):
        rename_cluster(grouped, found, 0, "x" * 81)
    with pytest.raises(NotFoundError, match="no group number 9; there are 3"):
        rename_cluster(grouped, found, 8, "Nobody")
    assert undo_last(grouped).sentence == "Names of groups: “The regulars” was added."
    assert clusters(grouped).names == found.groups.names
    rename_cluster(grouped, found, 1, "Regulars")
    rename_cluster(grouped, found, 1, "")
    assert clusters(grouped).names == found.groups.names


def test_tastes_and_figures_group_too(grouped: Workspace):
    tastes = clusters(grouped, "tastes")
    own = customer_overview(grouped)["user_id"].str[1:].astype(int) % 2
    two = clusters(grouped, "tastes", k=2)
    assert len(set(zip(two.groups.of, own, strict=True))) == 2
    assert tastes.unknown == 0
    assert points(grouped, "figures").values.shape[1] > points(grouped, "rfm").values.shape[1] == 3
    assert clusters(grouped, "figures", "mixture", 2).k == 2


def test_too_few_customers_and_customers_who_are_alike_have_no_groups(ws: Workspace):
    add(ws.db, "interactions", [bought(f"u{n}", "p", 1, 1, 5.0) for n in range(30)])
    with pytest.raises(NotReadyError, match="Groups need 50 customers; there are 30"):
        clusters(ws)
    add(ws.db, "interactions", [bought(f"v{n}", "p", 1, 1, 5.0) for n in range(30)])
    with pytest.raises(NotReadyError, match="do not differ in any figure"):
        clusters(ws)
    with pytest.raises(NotReadyError):
        themes(ws)


def test_themes_are_named_by_their_own_words(grouped: Workspace):
    assert not themes_known(grouped)
    found = themes(grouped)
    assert themes_known(grouped)
    kinds = grouped.dataset().items["item_id"].str.replace(r"\d+", "", regex=True)
    assert len(set(zip(found.of, kinds, strict=True))) == len(found.names) == 4
    assert sorted(name.split(", ")[0] for name in found.names) == ["milk", "shoes", "tools", "wine"]
    table = found.table
    assert table["products"].sum() == 40
    assert table["share"].sum() == pytest.approx(1)
    bought_by = pd.DataFrame(grouped.dataset().binary.toarray()).T.groupby(found.of).max().T.sum()
    assert table["customers"].tolist() == bought_by.tolist()
    assert "themes of products stand out" in themes_sentence(found)
    assert {"k", "stability", "null_stability", "groups", "sentence"} <= set(themes_json(found))
    rename_theme(grouped, found, 0, "Cellar")
    assert themes(grouped).table["theme"][0] == "Cellar"
    assert undo_last(grouped).kind == "names"
    with pytest.raises(InputError, match="between 4 and 20"):
        themes(grouped, 5)


def test_everybody_is_on_the_map(grouped: Workspace):
    drawn = customer_map(grouped)
    assert drawn.at.shape == (90, 2)
    assert map_sentence(drawn).startswith("The two directions in which customers differ most hold ")
    assert not map_known(grouped, "rfm")
    near = customer_map(grouped, neighbours=True)
    assert map_known(grouped, "rfm")
    assert near.share is None
    assert near.rows.tolist() == list(range(90))
    assert "t-SNE" in map_sentence(near)


def test_an_outline_holds_what_is_inside():
    at = np.array([[1.0, 1.0], [3.0, 1.0], [1.0, 3.0], [-1.0, 1.0]])
    corner = [(0.0, 0.0), (4.0, 0.0), (0.0, 4.0)]
    assert within(at, corner).tolist() == [True, False, False, False]
    bay = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (2.0, 0.5), (0.0, 4.0)]
    assert within(at, bay).tolist() == [True, True, False, False]
    assert not within(at, corner[:2]).any()


def test_the_command_line_tells_groups_and_themes(grouped: Workspace, capsys):
    assert main(["clusters", "--workspace", str(grouped.path), "--json", "--number", "2"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["k"] == 2
    assert [set(one) >= {"name", "size"} for one in told["groups"]] == [True, True]
    assert main(["themes", "--workspace", str(grouped.path)]) == 0
    assert "bought most" in capsys.readouterr().out


def test_a_name_is_kept_for_what_the_group_is_called_by_itself(ws: Workspace):
    rename(ws, "kind", ["A", "B"], 1, "Best")
    assert kept_names(ws, "kind", ["A", "B"]) == ("A", "Best")
    assert kept_names(ws, "kind", ["B", "C"]) == ("Best", "C")
    assert kept_names(ws, "other kind", ["A", "B"]) == ("A", "B")
    assert kept_names(ws, "kind", ["Best", "B"]) == ("Best", "B")


def test_a_trial_is_told_by_number_of_groups():
    tried = Tried(3, 0.9, {"gaussian": [0.5, 0.6], "permuted": [0.2, 0.3]})
    told = trial_json(tried, Judged((tried,), 100))
    assert (told["stability"], told["measured_on"]) == (0.9, 100)
    assert told["null_stability"] == pytest.approx(0.55)
    assert told["tried"][0]["permuted"] == pytest.approx(0.25)
    assert (told["tried"][0]["one_heap"], told["tried"][0]["clear"]) == (None, False)


def test_what_the_shape_of_one_heap_explains_is_called_slices_not_types(grouped: Workspace):
    kinds = {"gaussian": [0.5, 0.6], "permuted": [0.2, 0.3]}
    shaped = Tried(3, 0.9, kinds, (0.8, 0.9))
    found = replace(clusters(grouped), tried=shaped, asked=False)
    assert not found.found
    said = clusters_sentence(found)
    assert said.startswith("3 groups of customers stand out: ")
    assert "One heap of customers in the same shape may reach that too (0.850 on average)" in said
    said = clusters_sentence(replace(found, asked=True))
    assert "may reach too (0.850 on average), so these are steady slices" in said
    product = replace(themes(grouped), tried=shaped)
    assert "the themes are steady but shade into one another" in themes_sentence(product)
    assert not themes_json(product)["found"]
