"""How numbers and money are written: one choice for the one workspace that a process serves."""

from dataclasses import dataclass

NO_BREAK = "\u00a0"
ENGLISH = "1,234.56"
STYLES = {ENGLISH: (",", "."), "1.234,56": (".", ","), "1 234,56": ("\u202f", ",")}
"""A number as the choice is named -> what stands between thousands, and before the decimals."""
_SIGNS = {
    "EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "INR": "₹", "KRW": "₩", "TRY": "₺",
    "UAH": "₴", "ILS": "₪", "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "BRL": "R$", "THB": "฿",
}  # fmt: skip
"""Codes of currencies that readers know by a sign."""
CODES = tuple(_SIGNS)


@dataclass(frozen=True)
class AmountStyle:
    """currency: a sign or a code, "" where it is not known. style: one of `STYLES`."""

    currency: str = ""
    style: str = ENGLISH

    @property
    def around(self) -> tuple[str, str]:
        """What stands before an amount and behind it: `€12.40`, `CHF 12.40`, `12,40 €`."""
        sign = _SIGNS.get(self.currency.upper(), self.currency)
        if not sign:
            return "", ""
        if self.style != ENGLISH:
            return "", NO_BREAK + sign
        return sign + (NO_BREAK if sign[-1].isalpha() else ""), ""


_in_force = AmountStyle()


def write_as(amounts: AmountStyle) -> None:
    """Numbers and money are written so from now on, in the whole process."""
    global _in_force
    _in_force = amounts


def in_force() -> AmountStyle:
    """How numbers and money are written."""
    return _in_force


def localised(text: str) -> str:
    """A number written with `,` and `.` in the style in force."""
    between, decimal = STYLES[_in_force.style]
    return text.translate({ord(","): between, ord("."): decimal})
