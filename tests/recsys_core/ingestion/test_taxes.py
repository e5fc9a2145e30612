"""Taxes and fees among the columns of money, told by what they are of."""

import pytest

from tests.recsys_core.ingestion.test_settle_amounts import PIECES, PRICES, pieces, price, roles_of

RATES = [19, 7]


def net(at, order, product):
    return PIECES[at] * PRICES[product]


def tax(at, order, product):
    return net(at, order, product) * RATES[product % 2] / 100


def test_an_amount_that_is_another_times_a_percentage_is_no_revenue():
    roles, notes = roles_of(
        ["EP netto", "Menge", "GP netto", "USt.-Satz", "USt.-Betrag"],
        price, pieces, net, lambda at, o, p: str(RATES[p % 2]), tax,
    )  # fmt: skip
    assert roles[:3] == ["price", "quantity", "revenue"]
    assert roles[4] is None
    assert notes[0].startswith("USt.-Betrag is GP netto times USt.-Satz in percent")


def test_one_percentage_for_all_rows_shows_it_too():
    roles, _ = roles_of(
        ["Precio", "% comis.", "Importe comis."],
        price, lambda at, o, p: "15", lambda at, o, p: PRICES[p] * 0.15,
    )  # fmt: skip
    assert roles == ["price", None, None]


def test_a_share_that_adds_up_with_its_whole_is_no_revenue():
    roles, notes = roles_of(
        ["Basis", "Betrag", "Brutto"], net, tax, lambda at, o, p: net(at, o, p) + tax(at, o, p)
    )
    assert roles == ["revenue", None, None]
    assert "both together are Brutto" in notes[0]


def test_an_amount_beside_a_percentage_that_it_is_no_share_by_stays():
    def paid(at, order, product):
        return PRICES[product] * (1 - (at % 3) * 0.1)

    roles, _ = roles_of(["Basis", "%", "Betrag"], price, lambda at, o, p: str(at % 3 * 10), paid)
    assert roles[2] == "revenue"


def test_hundredths_times_pieces_are_no_share():
    roles, _ = roles_of(
        ["Zzz", "Stk", "Betrag"],
        lambda at, o, p: str(round(PRICES[p] * 100)), pieces, net,
    )  # fmt: skip
    assert roles[2] == "revenue"


@pytest.mark.parametrize(("share", "role"), [(1.19, None), (0.19, "tax")])
def test_a_tax_of_more_than_half_of_what_was_paid_is_none(share, role):
    roles, notes = roles_of(
        ["Price", "Quantity", "Ust"],
        price, pieces, lambda at, o, p: net(at, o, p) * share + at % 5,
    )  # fmt: skip
    assert roles[2] == role
    assert any("named for a tax" in note for note in notes) == (role is None)
