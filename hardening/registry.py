"""The rows of the scorecard, in the order of the page."""

from hardening import (
    bombs,
    browser,
    damage,
    escapes,
    flood,
    formulas,
    kills,
    naughty,
    threads,
    torture,
)
from hardening.scoring import Row

IMPORTS = "tests/recsys_core/ingestion"
ROWS = (
    Row("torture", "damaged and strange files: 0 crash", f"{IMPORTS}/test_damage.py", torture.measure),
    Row("naughty", "515 naughty strings round trip", "tests/pages/test_nasty_texts.py", naughty.measure),
    Row("formulas", "0 live formula cells in every export", f"{IMPORTS}/test_formula.py", formulas.measure),
    Row("scripts", "script payloads on every page: 0 run, 0 outside requests", browser.SCRIPTS, browser.scripts),
    Row("kills", "kill -9 200 times: 0 lost or torn", "tests/recsys_core/services/data/test_killed_imports.py", kills.measure),
    Row("damage", "damaged 400 times: starts and reports", "tests/recsys_core/services/workspace/test_damaged.py", damage.measure),
    Row("threads", "16 threads x 1,000 questions: 0 wrong", "tests/recsys_core/storage/test_database.py", threads.measure),
    Row("bombs", "refused within 2 s and 300 MB", f"{IMPORTS}/test_bombs.py", bombs.measure),
    Row("flood", "100 uploads of 5 MB: under 200 MB", "tests/web/test_gate.py", flood.measure),
    Row("escapes", "SQL and paths as names: 0 get through", "tests/recsys_core/cli/test_output_files.py", escapes.measure),
    Row("load", "50 analysts: p95 under 1 s, 0 failures", ""),
    Row("soak", "5,000 sessions: under 5 % growth in the second half", ""),
    Row("unsigned", "pages and media reached unsigned: 0", ""),
    Row("replay", "a token after log-out is refused", ""),
    Row("erase", "100 customers erased: 0 remnants", ""),
    Row("roles", "every public service by every role", ""),
    Row("asvs", "OWASP ASVS level 1, item by item", ""),
)  # fmt: skip
