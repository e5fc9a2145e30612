"""Dates with words in them: the names of months, zones, before and after noon.

The words are compared without accents and capitals. A month is known by its first letters, in
English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish, Danish, Norwegian,
Turkish, Russian and Indonesian; names of days and other words are passed over.
"""

from recsys_core.schema.sql import literal

_MONTHS = (
    "jan|gen|ene|sty|oca|янв",
    "feb|fev|lut|sub|фев",
    "march|mars|marzo|marca|marzec|marco|mart|marts|maret|marz|maart|maerz|mar|mrz|mrt|мар",
    "apr|avr|abr|kwi|nis|апр",
    "mai|may|mag|mei|maj|мая|маи",
    "jun|juin|giu|cze|haz|июн",
    "jul|juil|lug|lip|tem|июл",
    "aug|aou|ago|sie|agu|авг",
    "sep|set|wrz|eyl|сен",
    "oct|okt|ott|out|paz|pazdziernik|pazdziernika|eki|окт",
    "nov|lis|kas|ноя",
    "dec|dez|dic|gru|ara|des|дек",
)
_MONTH = {stem: at for at, stems in enumerate(_MONTHS, 1) for stem in stems.split("|")}
# The French, Italian, Spanish and Turkish have days that begin like one of these.
_WHOLE = {stem for stem in _MONTH if stem.startswith(("mar", "paz"))}
_BEGUN = "|".join(sorted(_MONTH.keys() - _WHOLE))
MONTH_NAME = f"(?:{'|'.join(sorted(_WHOLE, key=len, reverse=True))}|(?:{_BEGUN})[^\\W\\d_]*)"
"""A name of a month in small letters without accents, for Python's `re`."""


def month_number(name: str) -> int:
    """The month behind a name that MONTH_NAME found."""
    stems = [stem for stem in _MONTH if name.startswith(stem)]
    return _MONTH[max(stems, key=len)]


ZONE = (
    r"(?i)(?:\d|\b[ap]\.?m\.?)\s?((?:utc|gmt)?[-+]\d{1,2}:?\d{2}|(?:utc|gmt)[-+]\d|z|utc|gmt|msk"
    r"|[a-z]{1,3}s?t|me[sz]z?|[a-z]+/[a-z_/]+)(?:\s?\([^)]*\))?\s*$"
)
"""A zone behind a time of day."""
_CLOCK = r"\d[:h時时시]\s?\d"
_HALVES = (
    (r"p\.?\s?m\.?(?:\PL|$)|下午|午後|오후|晚上|μμ", " pm"),
    (r"a\.?\s?m\.?(?:\PL|$)|上午|午前|오전|早上|πμ", " am"),
)
DIGITS = "０１２３４５６７８９٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
WIDE, NARROW = DIGITS + "：／．－，＋（）％￥٫٬٪", "0123456789" * 3 + ":/.-,+()%¥.,%"
"""Full-width, Arabic and Persian digits and signs, and the plain ones."""
_NARROWED = str.maketrans(WIDE, NARROW)


def narrow(text: str) -> str:
    """The text with plain digits and signs."""
    return text if text.isascii() else text.translate(_NARROWED)


def zone_sql(column: str) -> str:
    """The zone that a time names behind it; "" or NULL without any."""
    # A date alone may end like an offset: 04-01-2024.
    found = f"regexp_extract({column}, {literal(ZONE)}, 1)"
    return f"CASE WHEN regexp_matches({column}, {literal(_CLOCK)}) THEN {found} END"


def minutes_sql(column: str) -> str:
    """How far ahead of UTC the zone behind a time is, in minutes; NULL where it is a name."""
    zone = f"lower({zone_sql(column)})"
    digits = f"regexp_replace(regexp_extract({zone}, '[-+](.*)', 1), '\\D', '', 'g')"
    hours = f"CAST(left({digits}, CASE WHEN length({digits}) > 2 THEN -2 ELSE 2 END) AS INTEGER)"
    rest = f"CAST(CASE WHEN length({digits}) > 2 THEN right({digits}, 2) ELSE '0' END AS INTEGER)"
    return (
        f"CASE WHEN {digits} <> '' THEN (60 * {hours} + {rest}) * "
        f"CASE WHEN contains({zone}, '-') THEN -1 ELSE 1 END "
        f"WHEN {zone} IN ('z', 'utc', 'gmt') THEN 0 END"
    )


def without_zone_sql(column: str) -> str:
    """The time as it stands before its zone."""
    kept = ZONE.replace("(?i)(?:", "(?i)(", 1).replace("\\s?((?:", "\\s?(?:(?:", 1)
    return f"regexp_replace({column}, {literal(kept)}, '\\1')"


def numbers_sql(column: str) -> str:
    """The numbers of a date as `4 1 2024 22 09 25 pm`; where the month is a word, `#1 4 2024`."""
    bare = f"strip_accents(lower(translate({column}, '{WIDE}', '{NARROW}')))"
    # The last word that may be a month is it: the one before may be a day, as in "mar. 2 avr.".
    names = "|".join(sorted(_WHOLE, key=len, reverse=True))
    word = literal(f"(?:.*[^\\pL]|^)((?:{names})(?:[^\\pL]|$)|(?:{_BEGUN}))")
    known = f"MAP {{{', '.join(f'{literal(stem)}: {month}' for stem, month in _MONTH.items())}}}"
    stem = f"rtrim(regexp_extract({bare}, {word}, 1), ' .,/-0123456789')"
    month = f"coalesce('#' || {known}[{stem}] || ' ', '')"
    numbers = f"trim(regexp_replace({bare}, '[^0-9]+', ' ', 'g'))"
    cases = " ".join(
        f"WHEN regexp_matches({bare}, {literal(p)}) THEN '{name}'" for p, name in _HALVES
    )
    return f"{month} || {numbers} || CASE {cases} ELSE '' END"
