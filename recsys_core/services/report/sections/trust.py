"""Can the figures be trusted, and are the reasons true."""

from recsys_core.models.registry import MODELS
from recsys_core.services.evaluation.audit import audit
from recsys_core.services.evaluation.queue import reason_scores
from recsys_core.services.report import messages as m
from recsys_core.services.report.blocks import Cell, Points, Section, Table, Text
from recsys_core.services.report.sections.found import MISSING, Found
from recsys_core.services.workspace.names import is_reference, short_title
from recsys_core.wording.messages import say
from recsys_core.wording.numbers import count, number, share


def trust(found: Found) -> Section | None:
    """Every check on the figures, and what to do about those that found something."""
    try:
        done = audit(found.ws, found.measurement.run_id)
    except MISSING:
        return None
    blocks = []
    for severity, title in m.SEVERITIES.items():
        sentences = [
            f"{one.sentence} {one.action}".strip()
            for one in done.findings
            if one.severity == severity
        ]
        if sentences:
            blocks.append(Points(sentences, say(title)))
    return Section("trust", say(m.TO_BE_TRUSTED), blocks, lead=done.sentence)


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
            say(m.ADD_UP if MODELS[name].reasons_add_up() else m.APPROXIMATE),
            Cell(
                number(score.ratio), say(m.FROM_TO, low=number(score.low), high=number(score.high))
            ),
            share(score.share_lower),
            count(score.cases),
        ]
        for name, score in sorted(checked.items(), key=lambda item: -(item[1].ratio or 0))
    ]
    if not rows:
        return None
    header = [say(one) for one in (m.MODEL, m.REASONS, m.FURTHER_DOWN, m.FELL, m.CASES)]
    table = Table(header, rows, frozenset({2, 3, 4}))
    return Section("reasons", say(m.REASONS_TRUE), [table, Text(say(m.HOW_CHECKED))])
