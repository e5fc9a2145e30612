"""Years that are not counted from the birth of Christ: those of Thailand and of Japanese reigns."""

JAPANESE = {"令和": 2018, "平成": 1988, "昭和": 1925}
"""The year before the first of each reign."""
BUDDHIST = 543
"""2567 is 2024. Source: Royal Thai calendar, since 1941."""
_REIGN = f"({'|'.join(JAPANESE)})\\s?(\\d{{1,2}}|元)年"
REIGN_DATE = _REIGN.replace("(", "(?:") + r"\s?\d{1,2}月\s?\d{1,2}日"
"""A date of a reign, for Python's `re`."""
_BUDDHIST = r"(^|\D)(2[45]\d\d)(\D|$)"


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
    year = f"regexp_extract({column}, '{_BUDDHIST}', 2)"
    ours = f"(CAST({year} AS INTEGER) - {BUDDHIST})"
    return (
        f"CASE WHEN {year} = '' THEN {column} "
        f"ELSE regexp_replace({column}, '{_BUDDHIST}', '\\1' || {ours} || '\\3') END"
    )


def of_reigns(column: str) -> str:
    """SQL: whether a cell is dated by a reign."""
    return f"regexp_matches({column}, '{_REIGN}')"


def of_buddhists(column: str) -> str:
    """SQL: whether a cell has a year of the Buddhist era, and no other."""
    ours = r"(^|\D)(19|20)\d\d(\D|$)"
    return f"regexp_matches({column}, '{_BUDDHIST}') AND NOT regexp_matches({column}, '{ours}')"
