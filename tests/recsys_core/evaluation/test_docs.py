"""docs/metrics.md says what the code says."""

from pathlib import Path

import pytest

from recsys_core.evaluation.metrics.registry import METRICS
from recsys_core.evaluation.splits import SPLITS

TEXT = (Path(__file__).parents[3] / "docs" / "metrics.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_is_described_with_its_own_words(name: str) -> None:
    metric = METRICS[name]
    line = next((li for li in TEXT.splitlines() if li.startswith(f"| `{metric.label(10)}` |")), "")
    assert line, f"{name} is not in docs/metrics.md"
    assert metric.title in line
    assert metric.meaning in line
    assert ("lower" if not metric.higher_is_better else "higher") in line


@pytest.mark.parametrize("name", SPLITS)
def test_every_split_is_described(name: str) -> None:
    assert f"`{name}`" in TEXT
