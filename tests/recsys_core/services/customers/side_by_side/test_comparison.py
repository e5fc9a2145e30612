"""Groups of a small shop beside each other, against SQL written independently."""

import json

import pytest

from recsys_core.cli.main import main
from recsys_core.schema.errors import InputError, NotFoundError
from recsys_core.services.customers.features import shares_of_categories
from recsys_core.services.customers.group_choice import group_members, group_names
from recsys_core.services.customers.profiles import customer_overview
from recsys_core.services.customers.side_by_side.comparison import (
    compare_segments,
    comparison_json,
    figure_name,
    group_sentences,
    told_in,
)
from recsys_core.services.customers.worth import customer_worth
from recsys_core.services.workspace.workspace import open_workspace
from tests.factories import import_shop, write_shop
from tests.recsys_core.storage.builders import add, rated


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_shop(tmp_path_factory.mktemp("beside"), customers=120)


@pytest.fixture(scope="module")
def selling(folder):
    with open_workspace(folder / "ws") as ws:
        import_shop(ws, folder)
        yield ws


def test_sizes_and_means_equal_sql_written_independently(selling):
    names = group_names(selling)[:3]
    found = compare_segments(selling, names)
    overview = customer_overview(selling)
    with selling.db.read() as cursor:
        spent = dict(
            cursor.execute("SELECT user_id, sum(revenue) FROM interactions GROUP BY 1").fetchall()
        )
        wine = dict(
            cursor.execute(
                "SELECT user_id, avg((category_path = 'Wine')::INT) FROM interactions "
                "JOIN items USING (item_id) GROUP BY 1"
            ).fetchall()
        )
    for size in found.sizes:
        users = list(overview["user_id"][group_members(selling, size.group)])
        assert size.customers == len(users)
        assert size.share == pytest.approx(len(users) / 120)
        part = sum(spent[user] for user in users)
        assert size.spend_share == pytest.approx(part / sum(spent.values()))
        spend = next(o for o in found.figures if (o.group, o.figure) == (size.group, "spend"))
        assert spend.mean == pytest.approx(part / len(users))
        assert spend.average == pytest.approx(sum(spent.values()) / 120)
        share = next(o for o in found.categories if (o.group, o.figure) == (size.group, "Wine"))
        assert share.mean == pytest.approx(sum(wine[user] for user in users) / len(users))
    shares = shares_of_categories(selling)
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1)


def test_a_worth_that_the_data_cannot_carry_is_left_out(selling):
    assert customer_worth(selling).models.refused
    figures = {one.figure for one in compare_segments(selling, group_names(selling)[:2]).figures}
    assert "worth" not in figures
    assert "spend" in figures


def test_the_sentence_names_what_lies_beyond_chance(selling):
    best, last = group_names(selling)[0], group_names(selling)[-1]
    found = compare_segments(selling, [best, last])
    lines = group_sentences(found)
    assert [line.split(":")[0] for line in lines] == [best, last]
    assert "of the spend. " in lines[0]
    first = found.apart(best)[0]
    assert figure_name(first.figure) in lines[0]
    assert f"(average {told_in(first)['average']})" in lines[0]
    assert set(found.telling_categories(3)) <= {"Wine", "Soap", "Bread", "Yoghurt"}
    document = comparison_json(found)
    json.dumps(document)
    assert document["sentences"] == lines


def test_one_five_the_same_twice_and_unknown_ones_are_refused(selling):
    names = group_names(selling)
    for wrong in (names[:1], [names[0], names[0].upper()], [*names, *names][:5]):
        with pytest.raises(InputError, match="Between two and 4 different groups"):
            compare_segments(selling, wrong)
    with pytest.raises(NotFoundError):
        compare_segments(selling, [names[0], "Nobody"])


def test_ratings_are_compared_without_money(ws):
    rows = [rated(f"u{n}", f"p{at}", 4, day=n + 1) for n in range(20) for at in range(n % 5 + 1)]
    add(ws.db, "interactions", rows)
    found = compare_segments(ws, group_names(ws)[:2])
    assert {one.figure for one in found.figures} == {"visits", "recency_days", "products"}
    assert all(size.spend_share is None for size in found.sizes)
    assert found.categories == ()


def test_the_command_line_prints_the_same(folder, selling, capsys):
    names = group_names(selling)[:2]
    path = folder / "copy"
    with open_workspace(path) as ws:
        import_shop(ws, folder)
    assert main(["--workspace", str(path), "--json", "compare-segments", *names]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["group"] for row in found["segments"]] == names
    assert found["models"] == []
    assert found["sentences"] == group_sentences(compare_segments(selling, names))
    assert main(["--workspace", str(path), "compare-segments", names[0]]) == 2
