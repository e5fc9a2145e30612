"""Lists from files, grown in a shop of four tastes."""

import json

import numpy as np
import pandas as pd
import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.customers.group_choice import group_members, group_names
from recsys_core.services.customers.lookalikes.id_files import named_customers
from recsys_core.services.customers.lookalikes.lookalike import (
    apart_sentence,
    grow_list,
    grown_json,
    grown_sentence,
    likeness_space,
)
from recsys_core.services.customers.profiles import customer_overview, segment_summary
from recsys_core.services.workspace.workspace import open_workspace
from tests.factories import import_shop, write_shop


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_shop(tmp_path_factory.mktemp("alike"), customers=400, visits=4)


@pytest.fixture(scope="module")
def tasting(folder):
    """A workspace of 400 customers: the number modulo 4 is the taste."""
    with open_workspace(folder / "ws") as ws:
        import_shop(ws, folder)
        yield ws


def of_taste(ws, taste):
    return np.array([int(user) % 4 == taste for user in customer_overview(ws)["user_id"]])


def half_of(belongs):
    known = belongs.copy()
    known[np.flatnonzero(belongs)[::2]] = False
    return known


def test_half_of_those_with_a_taste_finds_the_other_half(tasting):
    wine = of_taste(tasting, 1)
    grown = grow_list(tasting, half_of(wine), 50)
    assert grown.known == 50
    assert list(grown.customers["rank"]) == list(range(1, 51))
    users = customer_overview(tasting)["user_id"]
    assert not set(users[half_of(wine)]) & set(grown.customers["user_id"])
    right = [int(user) % 4 == 1 for user in grown.customers["user_id"]]
    assert np.mean(right) > 0.9
    sentence = grown_sentence(grown)
    assert sentence.startswith("50 customers who are like the 50 of the list.")
    assert "more than the most active customers" in sentence
    assert "“Share of Wine” (higher)" in apart_sentence(grown)
    found = grown_json(grown, 2)
    assert (found["size"], found["unknown"], found["refused"]) == (50, 2, None)
    assert found["low"] <= found["lift"] <= found["high"]
    json.dumps(found)


def test_customers_are_compared_by_features_of_one_size(tasting):
    space = likeness_space(tasting)
    assert space.shape[0] == 400
    assert space.mean(axis=0) == pytest.approx(0, abs=1e-9)
    assert space.std(axis=0) == pytest.approx(1)
    assert likeness_space(tasting) is space


def test_a_list_by_lot_is_refused_and_keeps_its_figures_apart(tasting):
    by_lot = np.random.default_rng(1).random(400) < 0.2
    grown = grow_list(tasting, by_lot, 50)
    assert len(grown.customers) == 0
    assert grown_sentence(grown) == grown.found.refused
    found = grown_json(grown, 0)
    assert found["lift"] is found["low"] is None
    assert found["size"] == 0
    with pytest.raises(InputError, match="at least 1"):
        grow_list(tasting, by_lot, 0)


@pytest.mark.parametrize(
    "text",
    [
        "00001\n00002\n99999\n",
        "customer_id\n00001\n00002\n99999\n",
        "name;Kundennummer;town\na;00001;x\nb;00002;y\nc;99999;z\n",
        'who\tnote\n"00001"\t1,5\n"00002"\t2,5\n99999\t3\n',
        '"=""00001"""\n"=""00002"""\n99999\n',
        "\ufeffNumber\r\n 00001 \r\n00002\r\n00002\r\n\r\n99999\r\n",
    ],
)
def test_a_list_is_read_however_it_is_written(tasting, tmp_path, text):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8", newline="")
    found = named_customers(tasting, path)
    users = customer_overview(tasting)["user_id"]
    assert sorted(users[found.members]) == ["00001", "00002"]
    assert found.unknown == ("99999",)
    assert found.sentence.startswith("2 customers were read from “")
    assert found.sentence.endswith("1 number is nobody's here and was left out.")


def test_a_workbook_and_a_parquet_are_lists_too(tasting, tmp_path):
    frame = pd.DataFrame({"town": ["a", "b"], "customer": ["00003", "00004"]})
    frame.to_excel(tmp_path / "list.xlsx", index=False, engine="xlsxwriter")
    frame.to_parquet(tmp_path / "list.parquet")
    for name in ("list.xlsx", "list.parquet"):
        found = named_customers(tasting, tmp_path / name)
        assert (found.column, int(found.members.sum())) == ("customer", 2)


def test_the_wrong_column_or_file_is_said(tasting, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("product,customer\nP001,00001\nP002,00002\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"“product” .* the column “customer” does"):
        named_customers(tasting, path, "product")
    with pytest.raises(InputError, match="has no column “town”; it has product and customer"):
        named_customers(tasting, path, "town")
    path.write_text("product\nP001\nP002\n", encoding="utf-8")
    with pytest.raises(InputError, match="“product” begins with P001"):
        named_customers(tasting, path, name="mine.csv")
    path.write_text("", encoding="utf-8")
    with pytest.raises(InputError, match=r"list\.csv holds no customer numbers"):
        named_customers(tasting, path)


def test_groups_have_names_in_any_case(tasting):
    names = group_names(tasting)
    counts = segment_summary(tasting).set_index("segment")["customers"]
    assert names == list(counts.index)
    for name in names:
        assert group_members(tasting, name.upper()).sum() == counts[name]
    with pytest.raises(NotFoundError, match="There is no group 'Nobody'; choose "):
        group_members(tasting, "Nobody")


def test_the_command_line_grows_a_file(folder, tmp_path, capsys):
    seed, out, unknown = (tmp_path / name for name in ("seed.csv", "out.csv", "unknown.csv"))
    seed.write_text("\n".join([f"{user:05d}" for user in range(1, 200, 4)] + ["x"]), "utf-8")
    call = ["--workspace", str(folder / "copy"), "--json", "lookalike"]
    with open_workspace(folder / "copy") as ws:
        import_shop(ws, folder)
    files = ["--out", str(out), "--unknown", str(unknown)]
    assert main([*call, "--seed", str(seed), "--size", "40", *files, "--columns", "visits"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["size"], found["known"], found["unknown"]) == (40, 50, 1)
    written = pd.read_csv(out, dtype={"user_id": str})
    assert list(written) == ["user_id", "visits", "rank", "chance"]
    assert len(written) == 40
    assert not set(written["user_id"]) & set(seed.read_text("utf-8").split())
    assert pd.read_csv(unknown)["user_id"].tolist() == ["x"]
    assert main(call) == 2
    assert "either a file with --seed or a group with --segment" in capsys.readouterr().err
    assert main([*call, "--segment", "champions", "--size", "20"]) == 0
