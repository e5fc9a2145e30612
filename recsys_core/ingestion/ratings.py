"""Ratings that are none, and ratings that contradict each other."""

from recsys_core.ingestion import messages as m
from recsys_core.ingestion.sampling import SAMPLED
from recsys_core.ingestion.validate import Checks
from recsys_core.schema.questions import Answer, Question
from recsys_core.wording.messages import say

NONE, RATING = "none", "rating"
NEVER = (0.0, -1.0)
"""What exports write where a product was not rated."""


def settle_ratings(checks: Checks, bought: bool) -> None:
    """Take for none what the analyst or the figures say is no rating; bought: the rows are
    purchases too, and stay without it.
    """
    if "rating" not in checks.values:
        return
    counts = _values(checks)
    none = _chosen(checks) if checks.options.missing is not None else _found(checks, counts)
    if none is not None:
        _leave_out(checks, none, counts, bought)
    if not bought:
        _say_contradictions(checks)


def _leave_out(checks: Checks, none: float, counts: dict[float, int], bought: bool) -> None:
    """Read a value as no rating, and say so."""
    rows, of = counts.get(none, 0), sum(counts.values())
    fields = {"column": checks.mapping["rating"], "none": f"{none:g}", "rows": rows, "all": of}
    checks.warnings.append(say(m.KEPT_UNRATED if bought else m.UNRATED, **fields))
    value, nothing = checks.values["rating"], checks.nothing["rating"]
    empty = f"({nothing} OR coalesce({value} = {none}, false))"
    checks.values["rating"] = f"nullif({value}, {none})"
    checks.faults = [
        (condition.replace(nothing, empty) if role == "rating" else condition, role, reason)
        for condition, role, reason in checks.faults
    ]


def _values(checks: Checks) -> dict[float, int]:
    """The different ratings of the sample with their rows."""
    found = checks.cursor.execute(
        f"SELECT {checks.values['rating']} AS value, count(*) FROM {SAMPLED} "
        "GROUP BY 1 HAVING value IS NOT NULL ORDER BY 1 LIMIT 200"
    ).fetchall()
    return {float(value): int(rows) for value, rows in found}


def _chosen(checks: Checks) -> float | None:
    try:
        return float((checks.options.missing or "").strip())
    except ValueError:
        return None


def _found(checks: Checks, counts: dict[float, int]) -> float | None:
    """A value below a scale that stands far more often than those next to it."""
    for none in NEVER:
        others = {value: rows for value, rows in counts.items() if value not in NEVER}
        low, high = min(others, default=0), max(others, default=0)
        beside = max((rows for value, rows in others.items() if value <= 2), default=0)
        rows = counts.get(none, 0)
        scale = len(others) >= 2 and low >= 0.5 and 3 <= high <= 100
        often = rows >= 5 and rows >= 0.05 * sum(counts.values()) and rows > 2 * beside
        if scale and often:
            shown = {"none": f"{none:g}", "low": f"{low:g}", "high": f"{high:g}"}
            return none if _asked(checks, rows, sum(counts.values()), shown) == NONE else None
    return None


def _asked(checks: Checks, rows: int, of: int, shown: dict[str, str]) -> str:
    answers = (Answer(NONE, say(m.NOT_RATED)), Answer(RATING, say(m.LOWEST_RATING)))
    column = checks.mapping["rating"]
    sentence = say(m.SPIKE_BELOW_SCALE, column=column, rows=rows, all=of, **shown)
    return checks.ask(Question("zero-rating", sentence, answers, NONE))


def _say_contradictions(checks: Checks) -> None:
    """Say where customers rated a product more than once and differently, and what becomes."""
    user, item, rating = (checks.values[role] for role in ("user", "item", "rating"))
    found = checks.cursor.execute(
        f"SELECT count(*) FROM (SELECT 1 FROM (SELECT {user} AS u, {item} AS i, {rating} AS r "
        f"FROM {SAMPLED}) GROUP BY u, i HAVING min(r) < max(r))"
    ).fetchall()
    if found[0][0]:
        column = checks.mapping["rating"]
        checks.warnings.append(say(m.RATED_TWICE, column=column, n=int(found[0][0])))
