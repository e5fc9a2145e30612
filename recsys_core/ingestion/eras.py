"""Years not counted from the birth of Christ: of Thailand, Taiwan and of Japanese reigns."""

JAPANESE = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of each reign."""
BUDDHIST = 543
"""2567 is 2024. Source: Royal Thai calendar, since 1941."""
_REIGN = f"({'|'.join(JAPANESE)})\\s?(\\d{{1,2}}|元)年"
REIGN_DATE = _REIGN.replace("(", "(?:") + r"\s?\d{1,2}月\s?\d{1,2}日"
"""A date of a reign, for Python's `re`."""
_BUDDHIST = r"(^|\D)(2[45]\d\d)()(\D|$)"
_SHORT_BUDDHIST = r"^(\s*\d{1,2}[-/.]\d{1,2}[-/.])(6\d)()(\D|$)"
"""The last two digits, 67 for 2567: nothing was sold in 2067, nor exported of 1967."""
REPUBLIC = 1911
"""113 is 2024. Source: calendar of the Republic of China, CNS 7648."""
_MONTH_AND_DAY = r"(\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2})(\D|$)"
_REPUBLIC = rf"^\s*(?:民國|民国)?\s?()(\d{{2,3}}){_MONTH_AND_DAY}"
_REPUBLIC_NOW = rf"^\s*(?:民國|民国)?\s?()(1[0-2]\d){_MONTH_AND_DAY}"


def reign_sql(column: str) -> str:
    """The text with the year of a reign as one of our years; as it is where it names none."""
    before = " ".join(f"WHEN '{name}' THEN {year}" for name, year in JAPANESE.items())
    reign, count = (f"regexp_extract({column}, '{_REIGN}', {group})" for group in (1, 2))
    year = f"CASE {reign} {before} END + CAST(replace({count}, '元', '1') AS INTEGER)"
    return (
        f"CASE WHEN {reign} = '' THEN {column} "
        f"ELSE regexp_replace({column}, '{_REIGN}', ({year}) || '年') END"
    )


def buddhist_sql(column: str) -> str:
    """The text with a year of the Buddhist era as one of ours; as it is where it has none."""
    return _shifted(column, _BUDDHIST, -BUDDHIST)


def of_reigns(column: str) -> str:
    """SQL: whether a cell is dated by a reign."""
    return f"regexp_matches({column}, '{_REIGN}')"


def of_buddhists(column: str) -> str:
    """SQL: whether a cell has a year of the Buddhist era, and no other."""
    ours = r"(^|\D)(19|20)\d\d(\D|$)"
    return f"regexp_matches({column}, '{_BUDDHIST}') AND NOT regexp_matches({column}, '{ours}')"


def short_buddhist_sql(column: str) -> str:
    """The text with the last two digits of a Buddhist year as one of our years."""
    return _shifted(column, _SHORT_BUDDHIST, 2500 - BUDDHIST)


def of_short_buddhists(column: str) -> str:
    """SQL: whether a cell ends its day with a year from 60 to 69."""
    return f"regexp_matches({column}, '{_SHORT_BUDDHIST}')"


def republic_sql(column: str) -> str:
    """The text with a year of the Republic of China as one of ours, those before 100 too."""
    return _shifted(column, _REPUBLIC, REPUBLIC)


def of_republic(column: str) -> str:
    """SQL: whether a cell begins with a year from 100 to 129 and goes on with month and day."""
    return f"regexp_matches({column}, '{_REPUBLIC_NOW}')"


def _shifted(column: str, pattern: str, years: int) -> str:
    year = f"regexp_extract({column}, '{pattern}', 2)"
    ours = f"(CAST({year} AS INTEGER) + {years})"
    return (
        f"CASE WHEN {year} = '' THEN {column} "
        f"ELSE regexp_replace({column}, '{pattern}', '\\1' || {ours} || '\\3\\4') END"
    )
