"""One spelling for each ID; words, numbers and addresses that stand for no customer."""

import pytest

from recsys_core.ingestion.dialect_types import ReadOptions
from recsys_core.services.data.imports import import_files


@pytest.fixture
def imported(ws, tmp_path):
    """Import lines of a file; the report, and the customers with their rows."""

    def run(head, lines, mapping=None, **options):
        path = tmp_path / "orders.csv"
        path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
        done = import_files(
            ws, "interactions", [path], mapping, ReadOptions(**options), guess_rest=True
        )
        with ws.db.read() as cursor:
            found = cursor.execute(
                "SELECT user_id, count(*) FROM interactions GROUP BY 1 ORDER BY 1"
            ).fetchall()
        return done, dict(found)

    return run


HEAD = "customer,sku,date"


def lines(*customers, days=28):
    return [f"{c},P{at % 7},2024-01-{at % days + 1:02d}" for at, c in enumerate(customers)]


def test_one_id_has_one_spelling(imported):
    written = [
        "a@x.com",
        "A@X.COM",
        " a@x.com",
        "a@x.com\t",
        '"=""00123"""',
        "00123",
        "1013.0",
        "1013",
    ]
    done, found = imported(HEAD, lines(*written))
    assert found == {"a@x.com": 4, "00123": 2, "1013": 2}
    (said,) = (text for text in done.evidence if text.startswith("customer"))
    assert "5 of the first rows are written with capitals, blanks or signs" in said


def test_ids_that_only_look_alike_stay_apart(imported):
    _, found = imported(HEAD, lines("AB12", "ab12", "1.0", "1.5", "007", "7"))
    assert set(found) == {"AB12", "ab12", "1.0", "1.5", "007", "7"}


@pytest.mark.parametrize(
    "word", ["Guest", "ANONYMOUS", "Laufkunde", "Cash customer", "游客", "ゲスト", "guest@x.com"]
)
def test_words_for_nobody_are_no_customer(imported, word):
    done, found = imported(HEAD, lines("anna", word, "Gustav", word))
    assert found == {"anna": 1, "Gustav": 1}
    assert done.rows_quarantined == 2
    assert any(f"2 rows stand for no customer, {word} (2)" in text for text in done.warnings)


def test_a_zero_before_numbers_far_from_it_is_nobody(imported):
    customers = [str(1000 + at % 20) for at in range(60)] + ["0", "0", "0"]
    done, found = imported(HEAD, lines(*customers))
    assert "0" not in found
    assert [(one.key, one.chosen) for one in done.questions] == [("nobody:0", "nobody")]


def test_the_analyst_may_say_that_zero_is_a_customer(imported):
    customers = [str(1000 + at % 20) for at in range(60)] + ["0", "0", "0"]
    _, found = imported(HEAD, lines(*customers), answers={"nobody:0": "customer"})
    assert found["0"] == 3


def test_customers_numbered_from_zero_keep_their_first(imported):
    done, found = imported(HEAD, lines(*(str(at % 20) for at in range(80))))
    assert found["0"] == 4
    assert not done.questions


def test_an_address_that_many_people_share_is_nobody(imported):
    mails = [("till@myshop.com", f"Person {at}") for at in range(12)]
    mails += [(f"c{at % 9}@x.com", f"Name {at % 9}") for at in range(40)]
    text = [
        f"{mail},{name},P{at % 7},2024-01-{at % 28 + 1:02d}"
        for at, (mail, name) in enumerate(mails)
    ]
    _, found = imported("email,Customer name,sku,date", text)
    assert set(found) == {f"c{at}@x.com" for at in range(9)}


def test_a_faithful_customer_stays_one(imported):
    customers = ["C0"] * 20 + [f"C{at % 25}" for at in range(75)]
    done, found = imported(HEAD, lines(*customers))
    assert found["C0"] > 20
    assert not any(one.key.startswith("nobody") for one in done.questions)


def test_the_address_names_the_customer_whose_number_is_nobody(imported):
    rows = ["0,A@x.com,P1,2024-01-01", "17,a@x.com,P2,2024-01-02", "0,b@x.com,P3,2024-01-03"]
    rows += [
        f"{at % 9 + 100},c{at % 9}@x.com,P{at % 7},2024-02-{at % 28 + 1:02d}" for at in range(30)
    ]
    done, found = imported("Customer number,Email,sku,date", rows)
    assert found["17"] == 2
    assert found["b@x.com"] == 1
    assert "0" not in found
    assert (
        "Customer number: 2 rows name no customer there; Email names the customer instead."
        in done.warnings
    )


def test_a_phone_number_stands_in_for_a_missing_address(imported):
    rows = ["a@x.com,+49 1,P1,2024-01-01", ",+49 2,P2,2024-01-02", ",,P3,2024-01-03"]
    rows += [f"c{at}@x.com,+49 7{at},P1,2024-01-05" for at in range(9)]
    done, found = imported("Email,Phone,sku,date", rows)
    assert done.mapping["contact"] == "Phone"
    assert found["+49 2"] == 1
    assert done.rows_quarantined == 1


def test_what_begins_late_in_a_long_file_is_seen(imported):
    customers = [f"C{at % 900}" if at < 70_000 or at % 3 else "Guest" for at in range(90_000)]
    text = [f"{at},{line}" for at, line in enumerate(lines(*customers))]
    done, found = imported(f"order,{HEAD}", text)
    assert "Guest" not in found
    assert done.rows_quarantined == customers.count("Guest")
