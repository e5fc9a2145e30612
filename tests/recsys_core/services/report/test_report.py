"""The report of a measurement: complete, self-contained, and harmless whatever the texts are."""

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest
from pptx import Presentation

from recsys_core import __version__
from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotFoundError, NotReadyError
from recsys_core.schema.evaluation import YARDSTICKS
from recsys_core.services.data.imports import import_files
from recsys_core.services.evaluation.queue import evaluate_and_wait, latest_evaluation
from recsys_core.services.evaluation.run_card import run_card
from recsys_core.services.report.blocks import (
    Cell,
    Chart,
    Facts,
    Points,
    Section,
    Table,
    Text,
    as_script,
    label,
    render,
)
from recsys_core.services.report.report import SECTIONS, report_html, report_slides, write_report
from recsys_core.services.report.sections.leaderboard import contenders
from recsys_core.services.training.queue import train_and_wait
from recsys_core.services.what_if.frontier import draw_frontier
from recsys_core.services.workspace.runs import trained_models
from recsys_core.services.workspace.workspace import Workspace, open_workspace
from tests.factories import write_shop

NASTY = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "<!-- <b>",
    "a & b",
    "]]>",
]
pytestmark = pytest.mark.xdist_group("reporting")


class Reader(HTMLParser):
    """Collects what a browser would fetch, and the elements of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.fetched: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        for name, value in attrs:
            if name.startswith("on"):
                self.handlers.append(name)
            if name in ("src", "href", "srcset", "data", "action", "poster") and tag != "a":
                self.fetched.append(str(value))
            if name == "style" and "url(" in str(value):
                self.fetched.append(str(value))


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reported")
    write_shop(folder)
    # The name of an imported file is foreign text that the report shows.
    purchases = folder / "<b>purchases & co.csv"
    (folder / "purchases.csv").rename(purchases)
    with open_workspace(folder / "ws") as ws:
        import_files(ws, "interactions", [purchases])
        import_files(ws, "items", [folder / "products.csv"])
        train_and_wait(ws, "item-knn")
        evaluate_and_wait(ws, ["item-knn"])
        draw_frontier(ws, "item-knn")
        yield ws


@pytest.fixture(scope="module")
def document(measured: Workspace) -> str:
    return report_html(measured)


def test_the_report_fetches_nothing(document: str):
    reader = Reader()
    reader.feed(document)
    assert reader.fetched == []
    assert "link" not in reader.elements
    assert "iframe" not in reader.elements
    assert "default-src 'none'" in document
    styles = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    assert not any("@import" in style or "url(" in style for style in styles)


def test_foreign_text_stays_text(document: str, measured: Workspace):
    reader = Reader()
    reader.feed(document)
    assert reader.handlers == []
    assert "&lt;b&gt;purchases &amp; co.csv" in document
    assert "<b>purchases" not in document


@pytest.mark.parametrize("text", NASTY)
def test_every_kind_of_block_escapes(text: str):
    chart = {"data": [{"type": "bar", "x": [1], "y": [label(text)]}], "layout": {}}
    blocks = [
        Text(text),
        Text(text, quiet=True),
        Points([text], text),
        Facts([(text, text)]),
        Table([text], [[text], [Cell(text, text, strong=True)]]),
        Chart(chart, text, text),
    ]
    figures: list[dict] = []
    written = render(Section(text, text, blocks, text), figures)
    reader = Reader()
    reader.feed(written)
    known = {"section", "h2", "h3", "p", "ul", "li", "dl", "dt", "dd", "div", "table", "thead"}
    known |= {"tbody", "tr", "th", "td", "strong", "small", "figure", "figcaption"}
    assert set(reader.elements) <= known
    assert reader.handlers == []
    script = as_script(figures)
    assert "<" not in script
    assert json.loads(script) == figures


def test_every_chart_is_a_valid_plotly_figure(document: str):
    found = re.search(r'id="figure-data">(.*?)</script>', document, re.DOTALL)
    figures = json.loads(found[1])
    assert len(figures) >= 2
    for figure in figures:
        go.Figure(figure)
    ranking = figures[0]["data"][0]
    assert len(ranking["error_x"]["array"]) == len(ranking["x"]) == 5
    assert document.count("data-figure=") == len(figures)


def test_the_report_says_the_finding_first_and_every_figure(document: str, measured: Workspace):
    card = run_card(measured)
    assert document.index("<h1>") < document.index("<h2>")
    assert document.index(card["finding"].split("(")[0]) < document.index("<h2>")
    assert card["data"]["fingerprint"] in document
    for name in (
        "leaders",
        "differences",
        "figures",
        "protocol",
        "data",
        "settings",
        "glossary",
        "groups",
        "knobs",
        "reasons",
        "trust",
    ):
        assert f'<section id="{name}">' in document
    metrics = {row["metric"] for row in card["figures"]}
    assert all(metric in document for metric in metrics)


def test_the_report_says_what_was_left_out_and_the_denominators(
    document: str, measured: Workspace
) -> None:
    board = latest_evaluation(measured)
    assert board is not None
    protocol = board.protocol
    for sentence in (protocol["splits"][0]["sentence"], *protocol["denominators"].values()):
        assert sentence in html.unescape(document)


def test_random_order_is_never_the_best():
    rows = pd.DataFrame(
        {Columns.Model: ["random", "bestsellers-7", "als"], Columns.Value: [9, 5, 4]}
    )
    assert contenders(rows)[Columns.Model].tolist() == ["bestsellers-7", "als"]
    assert contenders(rows.head(1))[Columns.Model].tolist() == ["random"]


def test_plotly_lies_inside_once(document: str):
    assert 3.5e6 < len(document) < 6e6
    assert document.count("plotly.js v") == 1


def test_another_section_is_one_function(measured: Workspace, monkeypatch):
    SECTIONS.append(lambda found: Section("more", "More", [Text(f"{found.k} products")]))
    try:
        assert "<h2>More</h2>" in report_html(measured)
    finally:
        SECTIONS.pop()


def test_a_report_is_written_whole_or_not_at_all(measured: Workspace, tmp_path: Path):
    result = write_report(measured, tmp_path / "report.html")
    assert result.sections >= 7
    assert (tmp_path / "report.html").stat().st_size == pytest.approx(result.megabytes * 1e6, 2e5)
    with pytest.raises(InputError, match=r"written as \.html"):
        write_report(measured, tmp_path / "report.pdf")
    with pytest.raises(InputError, match="no folder"):
        write_report(measured, tmp_path / "nowhere" / "report.html")
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]


def test_the_slides_hold_every_section_and_native_charts(measured: Workspace, tmp_path: Path):
    result = write_report(measured, tmp_path / "report.pptx")
    slides = Presentation(result.file).slides
    assert result.sections == write_report(measured, tmp_path / "report.html").sections
    shapes = [shape for one in slides for shape in one.shapes]
    assert sum(shape.has_chart for shape in shapes) >= 2
    assert sum(shape.has_table for shape in shapes) >= 5
    assert "customers" in slides[0].shapes.title.text
    assert len(report_slides(measured)) > 10_000


def test_runs_that_cannot_be_reported(measured: Workspace, tmp_path: Path):
    with pytest.raises(NotFoundError, match="no run"):
        report_html(measured, "nonsense")
    training = trained_models(measured)["item-knn"].run_id
    with pytest.raises(NotReadyError, match="is a training"):
        report_html(measured, training)
    with open_workspace(tmp_path / "empty") as ws, pytest.raises(NotReadyError, match="measured"):
        report_html(ws)


def test_the_run_card_of_a_measurement_tells_all(measured: Workspace):
    card = json.loads(json.dumps(run_card(measured)))
    assert card["kind"] == "measurement"
    assert card["data"]["fingerprint"] == measured.fingerprint()
    assert card["data"]["customers"] == 60
    assert {f["name"] for f in card["data"]["files"]} == {"<b>purchases & co.csv", "products.csv"}
    assert {one["model"] for one in card["models"]} == {"item-knn", *YARDSTICKS}
    knn = next(one for one in card["models"] if one["model"] == "item-knn")
    assert knn["seed"] == 42
    assert "k" in knn["settings"], "defaults are filled in"
    assert card["protocol"]["seed"] == 42
    assert card["splits"][0]["test_first"] <= card["splits"][0]["test_last"]
    assert all({"value", "low", "high", "n"} <= set(row) for row in card["figures"])
    assert card["tests"]
    assert card["versions_of"] == "the run"
    assert card["versions"]["tastelab"] == __version__
    assert "numpy" in card["versions"]


def test_the_run_card_of_a_training(measured: Workspace):
    run_id = trained_models(measured)["item-knn"].run_id
    card = run_card(measured, run_id)
    assert card["kind"] == "training"
    assert [one["model"] for one in card["models"]] == ["item-knn"]
    assert "figures" not in card


def test_the_version_is_the_project_s():
    project = (Path(__file__).resolve().parents[4] / "pyproject.toml").read_text()
    assert f'version = "{__version__}"' in project
