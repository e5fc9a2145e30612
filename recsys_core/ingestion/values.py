"""From text to numbers, in SQL, by rules decided once per column."""

from dataclasses import dataclass

from recsys_core.ingestion.currencies import BEFORE, BEHIND

SAMPLE = 2_000
SPACES = "\\s\u00a0\u202f\u2009"


@dataclass(frozen=True)
class NumberStyle:
    """How the numbers of a column are written. comma: 1.234,50 instead of 1,234.50. open: a number
    that may be read either way, while nothing in the file tells which is right.  text: SQL with {c}
    for the column without the words that stand behind all its numbers.
    """

    comma: bool = False
    plain: bool = False
    warning: str = ""
    open: str = ""
    text: str = "{c}"

    def sql(self, column: str) -> str:
        """A DOUBLE, NULL for what is no number. Signs of currency and percent are left out;
        brackets around a number, or a minus behind it, make it negative. plain: every value of
        the column is known to be a number as it stands, which is much faster.
        """
        if self.plain:
            return _finite(_cast(column, "_"))
        column = self.text.replace("{c}", column)
        lead = f"^''?[{SPACES}]*([-+(]?)[{SPACES}]*(?:{BEFORE})?[{SPACES}]*([-+(]?)[{SPACES}]*"
        end = f"[{SPACES}]*(?:{BEHIND}|[%％])?[{SPACES}]*(\\)?-?)$"
        # "12,-" is twelve and no cents.
        whole_cents = f"(\\d)[.,:][-–—]{{1,2}}([{SPACES}]*(?:{BEHIND})?)$"
        bare = f"regexp_replace({column}, '{whole_cents}', '\\1\\2')"
        bare = f"regexp_replace({bare}, '{lead}', '\\1\\2')"
        bare = f"regexp_replace({bare}, '{end}', '\\1')"
        group, point = ("\\.", ",") if self.comma else (",", "\\.")
        groups = f"(?:{group}|[''’{SPACES}])"
        # In India the groups above the thousands are of two digits.
        grouped = f"\\d{{1,3}}(?:{groups}\\d{{2,3}})*{groups}\\d{{3}}"
        whole = f"(?:\\d+|{grouped})?"
        pattern = f"^[-+(]?{whole}(?:{point}\\d*)?(?:[eE][-+]?\\d+)?\\)?-?$"
        digits = f"regexp_replace(bare, '{groups}|[()]|-$', '', 'g')"
        if self.comma:
            digits = f"replace({digits}, ',', '.')"
        sign = "CASE WHEN regexp_matches(bare, '^\\(.*\\)$|-$') THEN -1 ELSE 1 END"
        number = _finite(f"{sign} * TRY_CAST({digits} AS DOUBLE)")
        careful = f"CASE WHEN regexp_matches(bare, '{pattern}') THEN {number} END"
        # An expression that stands in a statement many times costs more than the rows it reads.
        once = f"list_transform([{bare}], lambda bare: {careful})[1]"
        plain = _finite(_cast(column, "." if self.comma else "_"))
        return f"coalesce({plain}, {self._common(column)}, {once})"

    def _common(self, column: str) -> str:
        """The same for a number with nothing around it: most are, and it is much quicker."""
        group, point = ("\\.", ",") if self.comma else (",", "\\.")
        form = f"-?(?:\\d{{1,15}}|\\d{{1,3}}(?:{group}\\d{{3}}){{1,4}})(?:{point}\\d{{1,15}})?"
        digits = f"replace({column}, '{group[-1]}', '')"
        digits = f"replace({digits}, ',', '.')" if self.comma else digits
        return (
            f"CASE WHEN regexp_full_match({column}, '{form}') THEN TRY_CAST({digits} AS DOUBLE) END"
        )


def _cast(column: str, unlike: str) -> str:
    return f"CASE WHEN NOT contains({column}, '{unlike}') THEN TRY_CAST({column} AS DOUBLE) END"


def _finite(value: str) -> str:
    return f"CASE WHEN isfinite({value}) THEN {value} END"
