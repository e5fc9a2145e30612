"""A measurement as one HTML file that opens anywhere, without a network, or as slides.

Plotly's program lies inside the file once (about 4.8 MB, nearly all of its size; the library's
package holds no smaller bundle). A content security policy in the file forbids the browser to
fetch anything at all.
"""

import time
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from recsys_core.schema.columns import Columns
from recsys_core.schema.errors import InputError, NotReadyError
from recsys_core.services.access.needs import Role, needs
from recsys_core.services.audit.recording import audited
from recsys_core.services.evaluation.findings import people_line
from recsys_core.services.evaluation.latest import Measurement, figures, measurement_of
from recsys_core.services.evaluation.queue import evaluations
from recsys_core.services.evaluation.run_card import finished_run, run_card
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Section, as_script, render
from recsys_core.services.report.sections import (
    appendix,
    experiments,
    groups,
    knobs,
    leaderboard,
    trust,
)
from recsys_core.services.report.sections.found import Found, SectionFunction
from recsys_core.services.workspace.names import metric_info
from recsys_core.services.workspace.versions import versions
from recsys_core.services.workspace.workspace import Workspace
from recsys_core.storage.output import write_whole
from recsys_core.wording.dates import day
from recsys_core.wording.messages import say

SECTIONS: list[SectionFunction] = [
    leaderboard.leaders,
    leaderboard.differences,
    leaderboard.families,
    groups.groups,
    knobs.knobs,
    experiments.experiments,
    trust.reasons,
    trust.trust,
    appendix.protocol,
    appendix.data,
    appendix.settings,
    appendix.glossary,
]
"""What a report holds, in order. Another section is another function in this list."""

SLIDES = ".pptx"
ENDINGS = (".html", ".htm", SLIDES)

CONTENT_SECURITY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'"
)
DRAW = """
(function () {
  var figures = JSON.parse(document.getElementById("figure-data").textContent);
  var charts = Array.prototype.slice.call(document.querySelectorAll("[data-figure]"));
  charts.forEach(function (place) {
    var figure = figures[Number(place.dataset.figure)];
    Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: true });
  });
  function width(pixels) {
    charts.forEach(function (place) {
      var fixed = Boolean(pixels);
      Plotly.relayout(place, { width: fixed ? pixels : null, autosize: !fixed });
    });
  }
  // Paper is narrower than most windows, and a chart does not know that by itself.
  window.addEventListener("beforeprint", function () { width(680); });
  window.addEventListener("afterprint", function () { width(0); });
})();
"""
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class ReportResult:
    """The account of a written report."""

    file: str
    run_id: str
    sections: int
    megabytes: float
    seconds: float

    def to_json(self) -> dict[str, Any]:
        """The keys of the command line's `report`."""
        return asdict(self)


@needs(Role.ANALYST)
@audited("report", told=lambda done: {"run": done.run_id})
def write_report(ws: Workspace, out: Path, run_id: str | None = None) -> ReportResult:
    """Write the report of a measurement (None: the latest) as one .html file or as slides (.pptx).

    Raises `NotReadyError` where nothing was measured, `NotFoundError` for an unknown run,
    `InputError` for a file that cannot be written.
    """
    begun = time.perf_counter()
    if out.suffix.lower() not in ENDINGS:
        raise InputError(say(m.NO_REPORT_FILE, name=out.name))
    found = _found(ws, run_id)
    built = _built(found)
    as_slides = out.suffix.lower() == SLIDES
    document = _slides(found, built) if as_slides else _html(found, built).encode("utf-8")
    size = write_whole(out, document)
    took = round(time.perf_counter() - begun, 3)
    return ReportResult(str(out), found.measurement.run_id, len(built), round(size / 1e6, 1), took)


@needs(Role.ANALYST)
def report_html(ws: Workspace, run_id: str | None = None) -> str:
    """The report as text; see `write_report`."""
    found = _found(ws, run_id)
    return _html(found, _built(found))


@needs(Role.ANALYST)
def report_slides(ws: Workspace, run_id: str | None = None) -> bytes:
    """The report as a PowerPoint file; see `write_report`."""
    found = _found(ws, run_id)
    return _slides(found, _built(found))


def _built(found: Found) -> list[Section]:
    return [section for make in SECTIONS if (section := make(found)) is not None]


def _html(found: Found, built: list[Section]) -> str:
    drawn: list[dict[str, Any]] = []
    inner = "\n".join(render(section, drawn) for section in built)
    return _document(found, built, inner, drawn)


def _slides(found: Found, built: list[Section]) -> bytes:
    from recsys_core.services.report.slides import deck

    board, measured = found.measurement.board, day(found.measurement.measured_at)
    line, data = people_line(board), found.card["data"]["fingerprint"]
    about = [
        board.sentence if line != board.sentence else "",
        *found.measurement.notices,
        say(m.ABOUT, name=found.ws.path.name, day=measured, fingerprint=data),
    ]
    written = {"version": versions()["tastelab"], "day": day(datetime.now(UTC))}
    return deck(line, about, built, say(m.SLIDES_WRITTEN_BY, **written))


def _found(ws: Workspace, run_id: str | None) -> Found:
    measurement = _measurement(ws, run_id)
    frame = figures(measurement.board)
    known = set(frame[Columns.Metric])
    k = int(measurement.board.protocol["k"])
    card = run_card(ws, measurement.run_id)
    return Found(
        ws=ws,
        measurement=measurement,
        frame=frame,
        metrics=[metric for metric in metric_info() if metric.label(k) in known],
        card=card,
        noun=str(card["data"].get("kind", "purchases")),
    )


def _measurement(ws: Workspace, run_id: str | None) -> Measurement:
    job = finished_run(ws, run_id)
    if job.kind != "evaluate":
        raise NotReadyError(say(m.IS_TRAINING, run=job.job_id))
    newest = [one.job_id for one in evaluations(ws)[:1]] == [job.job_id]
    return measurement_of(ws, job, newest)


def _document(found: Found, built: list[Section], inner: str, drawn: list[dict[str, Any]]) -> str:
    board, measured = found.measurement.board, day(found.measurement.measured_at)
    name, data = found.ws.path.name, found.card["data"]["fingerprint"]
    version, made = versions()["tastelab"], day(datetime.now(UTC))
    line = people_line(board)
    links = "".join(f'<a href="#{escape(s.name)}">{escape(s.title)}</a>' for s in built)
    notices = escape(" ".join(found.measurement.notices))
    parts_of_page = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{CONTENT_SECURITY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="referrer" content="no-referrer">',
        f"<title>{_safe(m.TITLE, name=name, day=measured)}</title>",
        f"<style>{(_HERE / 'report.css').read_text(encoding='utf-8')}</style>",
        "</head>\n<body>\n<main>\n<header>",
        f"<p>{_safe(m.ABOUT, name=name, day=measured, fingerprint=data)}</p>",
        f"<h1>{escape(line)}</h1>",
        f"<p>{escape(board.sentence)}</p>" if line != board.sentence else "",
        f"<p>{notices}</p>" if notices else "",
        f"<nav>{links}</nav>\n</header>",
        inner,
        f"<footer>{_safe(m.WRITTEN_BY, version=version, day=made)}</footer>",
        "</main>",
        f"<noscript><p>{_safe(m.NEEDS_JAVASCRIPT)}</p></noscript>",
        f'<script type="application/json" id="figure-data">{as_script(drawn)}</script>',
        f"<script>{_plotly()}</script>",
        f"<script>{DRAW}</script>",
        "</body>\n</html>\n",
    ]
    return "\n".join(part for part in parts_of_page if part)


def _safe(message: str, **fields: object) -> str:
    return escape(say(message, **fields))


@cache
def _plotly() -> str:
    """Plotly's program, read from the installed package without importing it."""
    try:
        path = Path(str(distribution("plotly").locate_file("plotly/package_data/plotly.min.js")))
        text = path.read_text(encoding="utf-8")
    except (PackageNotFoundError, OSError) as error:
        raise NotReadyError(say(m.NO_PLOTLY)) from error
    if "</script" in text.lower():
        text = text.replace("</script", "<\\/script")
    return text
