"""The signs, abbreviations and codes of currencies that stand beside amounts."""

import re

SIGNS = "$¢£¤¥֏؋৳฿៛₡₦₩₪₫€₭₮₱₲₴₵₸₹₺₼₽₾₿﷼﹩＄￠￡￥￦"
CODES = (
    "AED|AFN|ALL|AMD|ARS|AUD|AZN|BAM|BDT|BGN|BHD|BND|BOB|BRL|BWP|BYN|CAD|CHF|CLP|CNY|COP|CRC|CZK"
    "|DKK|DOP|DZD|EGP|ETB|EUR|GBP|GEL|GHS|GTQ|HKD|HNL|HRK|HUF|IDR|ILS|INR|IQD|IRR|ISK|JMD|JOD|JPY"
    "|KES|KGS|KHR|KRW|KWD|KZT|LBP|LKR|MAD|MDL|MKD|MNT|MOP|MUR|MXN|MYR|MZN|NAD|NGN|NIO|NOK|NPR|NTD"
    "|NZD|OMR|PAB|PEN|PHP|PKR|PLN|PYG|QAR|RMB|RON|RSD|RUB|RUR|SAR|SEK|SGD|THB|TND|TRY|TTD|TWD|TZS"
    "|UAH|UGX|USD|UYU|UZS|VES|VND|XAF|XOF|ZAR|ZMW"
)
_SHORT = r"Rs|Rp|RM|[Kk]r|zł|Kč|Ft|lei|лв|руб|грн|TL|S/|Bs|Fr"
POINTED = "[\u0621-\u064a]{1,2}\\.\\s?[\u0621-\u064a]{1,2}\\.?"
"""Arabic letters with a point between them, as all currencies of the Arab states are written."""
_FROM_RIGHT = f"\u200f?{POINTED}\u200f?"
_NEVER_A_CODE = "Rs|Rp|[Kk]r|zł|Kč|руб|грн"
_SIGN_OR_CODE = rf"(?:[A-Z]{{1,3}}\s?)?[{SIGNS}]|(?:{CODES})|{_FROM_RIGHT}"
BEFORE = rf"{_SIGN_OR_CODE}|(?:{_SHORT})(?:\.\s?|\s)?"
"""What may stand before an amount: €, US$, R$, CHF, Rs."""
SURELY_BEFORE = (
    rf"{_SIGN_OR_CODE}|(?:{_SHORT})(?:\.\s?|\s)|(?:{_NEVER_A_CODE})(?=\d)"
    rf"|(?:{_SHORT})(?=\d+(?:[.,]\d{{3}})*[.,]\d{{2,3}}(?!\d))"
)
"""The same where nothing else says that it is an amount: RM39.90 is, RM12 may number something."""
BEHIND = rf"(?:[A-Z]{{1,2}})?[{SIGNS}]|(?:{CODES})|(?:{_SHORT}|р)\.?|元|円|원|圆|圓|{_FROM_RIGHT}"
"""What may stand behind it."""

_MEANT = {
    "EUR": "€", "GBP": "£ ￡", "JPY": "¥ ￥ 円 JP¥", "CNY": "¥ ￥ 元 圆 RMB CN¥", "INR": "₹ RS",
    "BRL": "R$", "USD": "$ ＄ US$ U$S", "CAD": "$ CA$ C$ CAD$", "AUD": "$ A$ AU$",
    "NZD": "$ NZ$", "MXN": "$ MX$", "SGD": "$ S$", "HKD": "$ HK$", "TWD": "$ NT$ NTD 元 圓",
    "ARS": "$ AR$", "CLP": "$ CLP$", "COP": "$ COL$", "UYU": "$ $U", "PKR": "RS", "LKR": "RS",
    "NPR": "RS", "IDR": "RP", "MYR": "RM", "RUB": "₽ РУБ Р RUR", "KRW": "₩ ￦ 원",
    "TRY": "₺ TL", "PLN": "ZŁ", "CZK": "KČ", "HUF": "FT", "RON": "LEI", "MDL": "LEI",
    "BGN": "ЛВ", "UAH": "₴ ГРН", "SEK": "KR", "NOK": "KR", "DKK": "KR", "ISK": "KR",
    "PEN": "S/", "CHF": "FR", "ILS": "₪", "THB": "฿", "VND": "₫", "PHP": "₱", "NGN": "₦",
    "KZT": "₸", "EGP": "£ ج.م", "SAR": "﷼ ر.س", "AED": "د.إ", "KWD": "د.ك", "QAR": "﷼ ر.ق",
    "BHD": "د.ب", "OMR": "﷼ ر.ع", "JOD": "د.أ", "MAD": "د.م", "DZD": "د.ج", "TND": "د.ت",
    "LBP": "ل.ل", "IQD": "د.ع",
}  # fmt: skip
"""What is written for a currency besides its code, in capitals and without points."""

UNDIVIDED = "(?i)(?:^|[^a-z])(?:rp|idr|vnd|krw|jpy|clp|pyg|đ)(?:[^a-z]|$)|[₫₩￦₲원円]"
"""Written beside amounts of currencies that have no decimals in use (ISO 4217 gives them none; the
rupiah has, and nobody writes them)."""

_PARTS = re.compile(r"[\s_()\[\]（）-]+")
_WORDS = "all|bam|bob|cop|gel|mad|pen|top|try"
_UNIT = re.compile(rf"[{SIGNS}]|(?!{_WORDS})(?i:{CODES})|{_SHORT}")
"""A currency as the unit in a column's name; codes that are English words in capitals only."""


def names_currency(column: str) -> bool:
    """Whether a column's name ends in a currency: "ár_Ft", "Preis (EUR)", "price_usd"."""
    words = [word for word in _PARTS.split(column.strip()) if word]
    return len(words) > 1 and _UNIT.fullmatch(words[-1].strip(".")) is not None


def is_currency(value: str) -> bool:
    """Whether a whole cell is the code or the sign of a currency."""
    return re.fullmatch(f"(?:[A-Z]{{1,3}})?[{SIGNS}]|(?i:{CODES})", value.strip()) is not None


def is_word(value: str) -> bool:
    """Whether the code of a currency is an English word too: "ALL", "TOP"."""
    return re.fullmatch(f"(?i:{_WORDS})", value.strip()) is not None


def alike(one: str, other: str) -> bool:
    """Whether two ways of writing a currency may mean the same one: € and EUR, $ and CAD."""
    return not _meanings(one).isdisjoint(_meanings(other))


def _meanings(written: str) -> set[str]:
    bare = written.strip(" .").upper()
    return {code for code, signs in _MEANT.items() if bare in signs.split()} | {bare}
