"""What a row of the scorecard is, and the table they stand in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- scorecard -->", "<!-- end of the scorecard -->"
HEAD = [
    "| row | asked | measured | verdict | day | short form in `make test` |",
    "|---|---|---|---|---|---|",
]


@dataclass(frozen=True)
class Outcome:
    """What was counted, in words, and whether that is what was asked."""

    measured: str
    good: bool


@dataclass(frozen=True)
class Row:
    """A line of the scorecard. short: the test that stands for it in `make test`.

    measure: takes the share of the cases to run (1: all); None while there is no such module.
    """

    name: str
    asked: str
    short: str
    measure: Callable[[float], Outcome] | None = None


def cases(all_of_them: int, share: float) -> int:
    """How many of the cases a share of them is; at least one."""
    return max(1, round(all_of_them * share))


def line(row: Row, outcome: Outcome | None) -> str:
    """A row of the table; without an outcome it says so."""
    short = f"`{row.short}`" if row.short else ""
    if outcome is None:
        return f"| {row.name} | {row.asked} | not measured yet | | | {short} |"
    day = datetime.now(UTC).date().isoformat()
    verdict = "held" if outcome.good else "**not held**"
    return f"| {row.name} | {row.asked} | {outcome.measured} | {verdict} | {day} | {short} |"


def standing(text: str) -> dict[str, str]:
    """The lines that stand in the page, by the name of their row."""
    inside = text.partition(BEGIN)[2].partition(END)[0]
    rows = [one for one in inside.splitlines() if one.startswith("| ") and one not in HEAD]
    return {one.split("|")[1].strip(): one for one in rows}


def with_table(text: str, lines: list[str]) -> str:
    """The page with this table between its markers; they are put at its end where it has none."""
    if BEGIN not in text:
        text = text.rstrip("\n") + f"\n\n## Scorecard\n\n{BEGIN}\n{END}\n"
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    return "\n".join([before + BEGIN, *HEAD, *lines, END]) + after


def write(rows: tuple[Row, ...], outcomes: dict[str, Outcome], page: Path = PAGE) -> None:
    """Put the outcomes into the page; rows that were not run now keep their lines."""
    text = page.read_text(encoding="utf-8") if page.exists() else "# Security\n"
    old = standing(text)
    lines = [
        line(row, outcomes[row.name])
        if row.name in outcomes
        else old.get(row.name, line(row, None))
        for row in rows
    ]
    page.write_text(with_table(text, lines), encoding="utf-8")
