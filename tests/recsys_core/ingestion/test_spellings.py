"""IDs that are alike but for capitals or ".0": one, unless the file holds them as two."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.services.data.imports import import_files
from recsys_core.services.workspace.workspace import open_workspace

HEAD = "customer,name,city,sku,qty,date"
TOWNS = ("Bern", "Basel", "Genf", "Chur")


@pytest.fixture
def customers(tmp_path):
    def run(lines, head=HEAD, **options):
        path = tmp_path / "orders.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        with open_workspace(tmp_path / "workspace") as ws:
            done = import_files(
                ws, "interactions", [path], options=ReadOptions(**options), replace=True
            )
            with ws.db.read() as cursor:
                sql = "SELECT count(DISTINCT user_id), count(DISTINCT item_id) FROM interactions"
                return done, cursor.execute(sql).fetchall()[0]

    return run


def rows(spelt, name, town=lambda at, second: TOWNS[at % 4]):
    """Twelve people, each with an ID in two spellings, in several rows of each."""
    return [
        f"{spelt(at, second)},{name(at, second)},{town(at, second)},P{at * 5 % 7},1,"
        f"2024-02-{day:02d}"
        for at in range(12) for second in (False, True) for day in (at + 1, at + 9)
    ]  # fmt: skip


def mail(at, second):
    return f"{'ANNA' if second else 'anna'}{at}@shop.example"


def number(at, second):
    return f"{1000 + at}{'.0' if second else ''}"


@pytest.mark.parametrize("spelt", [mail, number])
def test_the_same_name_beside_both_spellings_is_one_person(customers, spelt):
    done, (people, _) = customers(rows(spelt, lambda at, second: f"Anna {at}"))
    assert people == 12
    (question,) = [each for each in done.questions if each.key == "spelling:user"]
    assert question.chosen == "one"
    assert "name differs between the two for 0 of 12" in question.sentence


@pytest.mark.parametrize("spelt", [mail, number])
def test_a_name_of_its_own_beside_each_spelling_keeps_them_apart(customers, spelt):
    lines = rows(spelt, lambda at, second: f"{'Berta' if second else 'Anna'} {at}")
    done, (people, _) = customers(lines)
    assert people == 24
    assert any("12 IDs stand in two spellings" in text for text in done.warnings)
    again, (people, _) = customers(lines, answers={"spelling:user": "one"})
    assert people == 12
    assert not any("kept apart" in text for text in again.warnings)


def test_a_few_who_moved_stay_one(customers):
    moved = rows(mail, lambda at, s: f"Anna {at}", lambda at, s: TOWNS[(at + (s and at < 4)) % 4])
    assert customers(moved)[1][0] == 12


def test_towns_alone_tell_people_apart(customers):
    lines = rows(mail, lambda at, s: "", lambda at, s: TOWNS[(at + s) % 4])
    assert customers(lines)[1][0] == 24
    same = rows(mail, lambda at, s: "", lambda at, s: TOWNS[at % 4])
    assert customers(same)[1][0] == 12


def test_without_anything_beside_them_spellings_are_one(customers):
    head = "customer,sku,qty,date"
    lines = [
        f"{mail(at, s)},P{at * 5 % 7},1,2024-02-{at + 1:02d}" for at in range(12) for s in (0, 1)
    ]
    done, (people, _) = customers(lines, head)
    assert people == 12
    (question,) = [each for each in done.questions if each.key == "spelling:user"]
    assert question.sentence == (
        "customer: 12 IDs stand in two spellings, such as ANNA0@shop.example and "
        "anna0@shop.example. Are they one?"
    )


def test_one_spelling_only_asks_nothing(customers):
    lines = rows(lambda at, second: mail(at, True), lambda at, second: f"Anna {at}")
    done, (people, _) = customers(lines)
    assert people == 12
    assert not [each for each in done.questions if each.key.startswith("spelling")]


def test_products_with_a_title_of_their_own_stay_apart(customers):
    head = "customer,sku,title,qty,date"
    lines = [
        f"c{at % 5},{100 + at}{'.0' * second},{'Mug' if second else 'Bag'} {at},1,2024-02-{day:02d}"
        for at in range(8) for second in (0, 1) for day in (at + 1, at + 9)
    ]  # fmt: skip
    assert customers(lines, head)[1] == (5, 16)
    alike = [line.replace("Mug", "Bag") for line in lines]
    assert customers(alike, head)[1] == (5, 8)
