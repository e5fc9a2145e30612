"""First lines claim what was measured, and nothing before that."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from recsys_core.services.evaluation.queue import latest_evaluation
from recsys_core.services.workspace.workspace import Workspace
from tests.pages.driving import answer, calm

pytest_plugins = ["tests.pages.shops", "tests.pages.market"]

PAGES = (
    "overview",
    "data",
    "customers",
    "models",
    "recommendations",
    "evaluation",
    "campaigns",
    "experiments",
    "settings",
)
CLAIM = re.compile(
    r"\b(leads?|better|best|beats?|worse|ahead|wins?|accura\w+|costs? \d|times the bestsellers|"
    r"of \d+ customers)\b",
    re.IGNORECASE,
)


def first_line(app: AppTest, page: str) -> str:
    if page != "overview":
        app.switch_page(f"pages/{page}.py")
    return answer(calm(app.run()))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("state", ["workspace", "shop", "market"])
def test_nothing_is_claimed_of_models_nobody_has_measured(
    request: pytest.FixtureRequest, state: str, page: str
) -> None:
    """An empty workspace; one with purchases; one with models trained and not measured."""
    request.getfixturevalue(state)
    line = first_line(request.getfixturevalue("app"), page)
    assert line.strip()
    assert not CLAIM.search(line.replace("Bestsellers", "")), line


@pytest.mark.parametrize("page", ["overview", "models", "evaluation"])
def test_what_is_claimed_of_a_measured_model_is_its_figure(
    measured: Workspace, app: AppTest, page: str
) -> None:
    board = latest_evaluation(measured)
    assert board is not None
    line = first_line(app, page)
    found = re.search(r"of (\d+) customers (\d+) find .*?, (\d+) with the bestsellers", line)
    assert found, line
    of, hits, base = map(int, found.groups())
    figures = [board.value(model, "HitRate@10") for model in ("ease", "popularity")]
    assert of == min(100, figures[0].n)
    assert [hits, base] == [round(one.value * of) for one in figures]
