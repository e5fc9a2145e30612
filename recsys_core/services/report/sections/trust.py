"""Can the figures be trusted, and are the reasons true."""

from recsys_core.services.evaluation.audit import audit
from recsys_core.services.evaluation.queue import reason_scores
from recsys_core.services.report.blocks import Cell, Points, Section, Table, Text
from recsys_core.services.report.sections.found import MISSING, Found
from recsys_core.services.workspace.names import is_reference, short_title
from recsys_core.wording.numbers import number, share


def trust(found: Found) -> Section | None:
    """Every check on the figures, and what to do about those that found something."""
    try:
        done = audit(found.ws, found.measurement.run_id)
    except MISSING:
        return None
    said = {"stop": "Do not use these figures yet", "look": "With this in mind", "fine": "In order"}
    blocks = []
    for severity, title in said.items():
        sentences = [
            f"{one.sentence} {one.action}".strip()
            for one in done.findings
            if one.severity == severity
        ]
        if sentences:
            blocks.append(Points(sentences, title))
    return Section("trust", "Can these figures be trusted", blocks, lead=done.sentence)


def reasons(found: Found) -> Section | None:
    """How true each model's reasons are."""
    scores = reason_scores(found.ws, found.measurement.run_id)
    checked = {
        name: score
        for name, score in scores.items()
        if score.ratio is not None and not is_reference(name)
    }
    rows: list[list[str | Cell]] = [
        [
            short_title(name),
            Cell(number(score.ratio), f"{number(score.low)} to {number(score.high)}"),
            share(score.share_lower),
            f"{score.cases:,}",
        ]
        for name, score in sorted(checked.items(), key=lambda item: -(item[1].ratio or 0))
    ]
    if not rows:
        return None
    header = ["Model", "Times further down", "Score fell", "Cases"]
    words = (
        "The past purchase cited first was taken away and the list made anew; for comparison, "
        "another purchase of the same customer. 1 would be no better than chance."
    )
    return Section(
        "reasons", "Are the reasons true", [Table(header, rows, frozenset({1, 2, 3})), Text(words)]
    )
