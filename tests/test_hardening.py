"""The scorecard: its table keeps what was measured, names tests that exist, counts what it says."""

from pathlib import Path

import pytest

from hardening.formulas import live
from hardening.naughty import MANY, texts
from hardening.registry import ROWS
from hardening.scoring import BEGIN, END, Outcome, Row, standing, write

ROOT = Path(__file__).resolve().parents[1]
KNOWN = Row("known", "nothing lost", "tests/a.py", lambda share: Outcome("0 lost", True))
OTHER = Row("other", "nothing torn", "")


def test_a_row_that_was_not_run_keeps_its_line(tmp_path: Path) -> None:
    page = tmp_path / "security.md"
    page.write_text("# Security\n\nWords before.\n", encoding="utf-8")
    write((KNOWN, OTHER), {"known": Outcome("0 of 5 lost", True)}, page)
    write((KNOWN, OTHER), {"other": Outcome("2 torn", False)}, page)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("# Security\n\nWords before.\n\n## Scorecard\n")
    assert text.count(BEGIN) == text.count(END) == 1
    assert "| 0 of 5 lost | held |" in standing(text)["known"]
    assert "| 2 torn | **not held** |" in standing(text)["other"]


def test_a_row_nobody_measured_says_so(tmp_path: Path) -> None:
    write((OTHER,), {}, tmp_path / "security.md")
    assert "not measured yet" in (tmp_path / "security.md").read_text(encoding="utf-8")


def test_the_short_forms_are_there() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert row.measure is None or (ROOT / row.short).is_file(), row.name


def test_the_page_has_every_row() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    assert list(standing(text)) == [row.name for row in ROWS], "run `make hardening`"


def test_there_are_as_many_naughty_texts_as_promised() -> None:
    assert len(set(texts())) == MANY == 515


@pytest.mark.parametrize("text", ["=1+1", "\t=1", "a;=1", "a\n@x", "＝1", "-cmd"])
def test_a_cell_that_could_run_is_seen(text: str) -> None:
    assert live(text)


@pytest.mark.parametrize("text", ["'=1+1", "'\t'=1", "-1.5", "+49 30 1", "a=b", "a;'=1", ""])
def test_a_harmless_cell_is_left_alone(text: str) -> None:
    assert not live(text)
