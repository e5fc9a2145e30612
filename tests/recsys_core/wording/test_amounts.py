import pytest

from recsys_core.wording import numbers
from recsys_core.wording.amounts import ENGLISH, AmountStyle, write_as
from recsys_core.wording.messages import say


@pytest.mark.parametrize(
    ("currency", "style", "written"),
    [
        ("", ENGLISH, "12.40"),
        ("EUR", ENGLISH, "€12.40"),
        ("US$", ENGLISH, "US$12.40"),
        ("CHF", ENGLISH, "CHF\u00a012.40"),
        ("eur", "1.234,56", "12,40\u00a0€"),
        ("", "1 234,56", "12,40"),
    ],
)
def test_money_carries_its_currency_where_the_style_has_it(currency: str, style: str, written: str):
    write_as(AmountStyle(currency, style))
    assert numbers.money(12.4) == written
    assert numbers.money(None) == numbers.UNKNOWN


def test_a_negative_amount_has_its_sign_before_the_currency():
    write_as(AmountStyle("$"))
    assert numbers.money(-1240) == "−$1,240"
    write_as(AmountStyle("$", "1.234,56"))
    assert numbers.money(-1240) == "−1.240\u00a0$"


def test_measured_money_has_three_digits_and_the_currency():
    write_as(AmountStyle("EUR"))
    assert numbers.alike(0.0312, 0.0281, -0.04, unit="money") == ("€0.0312", "€0.0281", "−€0.0400")
    assert numbers.alike(0.0312, float("nan"), unit="money") == ("€0.0312", numbers.UNKNOWN)
    assert numbers.measured(12.34, unit="money") == "€12.3"
    assert numbers.priced(numbers.signed(0.204)) == "+€0.204"
    assert numbers.measured(12.34, unit="number") == "12.3"


def test_shares_are_percentages_with_the_decimals_of_the_first():
    assert numbers.alike(0.0521, 0.05, 0.1, unit="share") == ("5.21 %", "5.00 %", "10.00 %")
    assert numbers.alike(0.00002, 0, float("nan"), unit="share") == (
        "under 0.01 %",
        "0.0000 %",
        numbers.UNKNOWN,
    )
    assert numbers.measured(1, unit="share") == "100 %"


def test_every_number_follows_the_style():
    write_as(AmountStyle("EUR", "1.234,56"))
    assert numbers.count(1_469_307) == "1.469.307"
    assert numbers.number(0.0997) == "0,0997"
    assert numbers.share(0.714) == "71,4 %"
    assert numbers.share(1e-9) == "under 0,01 %"
    assert numbers.alike(0.1, 0.0951) == ("0,100", "0,095")
    assert numbers.seconds(0.4) == "0,4 s"
    assert say("{n} customers", n=2469) == "2.469 customers"
